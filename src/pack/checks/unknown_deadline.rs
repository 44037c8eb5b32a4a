//! A scenario names a deadline that the case type does not have.
//!
//! The expectation could never be met, and the scenario would prove nothing.
//!
//! ## Example
//!
//! ```yaml
//! then: { deadlines: { anwser: running } }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! then: { deadlines: { answer: running } }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Deadline, "unknown-deadline", findings);
}
