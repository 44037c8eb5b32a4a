//! A decision is named that this case type does not have.
//!
//! ## Example
//!
//! ```yaml
//! - scenario: a large loss is major
//!   at: 2024-09-27 16:00
//!   steps:
//!     - { open: { loss: 20000 }, by: agent, then: { decisions: { severty: major } } }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//!     - { open: { loss: 20000 }, by: agent, then: { decisions: { severity: major } } }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Decision, "unknown-decision", findings);
}
