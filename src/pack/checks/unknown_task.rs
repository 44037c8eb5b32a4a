//! A task is named that this case type does not have.
//!
//! ## Example
//!
//! ```yaml
//! tasks:
//!   investigate: { name: Investigate, by: agent }
//! actions:
//!   start: { name: Start, at: open, by: agent, does: [{ open_task: investigation }] }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   start: { name: Start, at: open, by: agent, does: [{ open_task: investigate }] }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Task, "unknown-task", findings);
}
