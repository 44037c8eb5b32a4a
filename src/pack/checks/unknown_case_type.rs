//! A case type is named that the pack does not have.
//!
//! Schedules, registers, reports, scenarios and parts in `met_by` (`duty/action close`) name case types; each is a file
//! of its own.
//!
//! ## Example
//!
//! ```yaml
//! reports:
//!   monthly: { name: Monthly, case: complaints, breakdown: severity }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! reports:
//!   monthly: { name: Monthly, case: complaint, breakdown: severity }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::CaseType, "unknown-case-type", findings);
}
