//! A notice is named that this case type does not have.
//!
//! ## Example
//!
//! ```yaml
//! actions:
//!   answer: { name: Answer, at: open, by: agent, does: [{ notify: answer }] }
//! notices:
//!   reply: { name: Reply, to: complainant, text: We have looked into it. }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   answer: { name: Answer, at: open, by: agent, does: [{ notify: reply }] }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Notice, "unknown-notice", findings);
}
