//! The organization works by a calendar that does not exist.
//!
//! Without it no working day can be counted and no deadline has an end. Calendars are files in
//! `rules/common/calendars/` or in the pack's own `calendars/`; the name is the file without `.yaml`.
//!
//! ## Example
//!
//! ```yaml
//! calendar: cn_mainland
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! calendar: cn-mainland
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Calendar, "unknown-calendar", findings);
}
