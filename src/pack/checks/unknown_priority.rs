//! A scenario expects a priority that this case type does not have.
//!
//! ## Example
//!
//! ```yaml
//! then: { priority: urgnt }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! then: { priority: urgent }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Priority, "unknown-priority", findings);
}
