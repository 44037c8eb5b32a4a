//! A scenario runs a schedule that `schedules.yaml` does not have.
//!
//! ## Example
//!
//! ```yaml
//! steps:
//!   - { at: 2024-10-01 09:00, schedule: monthy_review }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! steps:
//!   - { at: 2024-10-01 09:00, schedule: monthly_review }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Schedule, "unknown-schedule", findings);
}
