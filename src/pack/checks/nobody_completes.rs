//! A task names nobody who may do it.
//!
//! It would stay open for ever, and so would every action that waits for it.
//!
//! ## Example
//!
//! ```yaml
//! tasks:
//!   investigate: { name: Investigate, by: [] }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! tasks:
//!   investigate: { name: Investigate, by: agent }
//! ```

use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, task) in case.tasks() {
            if task.by.as_slice().is_empty() {
                findings.push(
                    Diagnostic::error("nobody-completes", at.key("by").key_place(), phrase!("nobody may do the task `{id}`", id))
                        .help(phrase!("name at least one role")),
                );
            }
        }
    }
}
