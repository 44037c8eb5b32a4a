//! A task that nothing opens.
//!
//! The duty exists on paper only.
//!
//! ## Example
//!
//! ```yaml
//! tasks:
//!   investigate: { name: Investigate, by: agent }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   start: { name: Start, at: open, by: agent, does: [{ open_task: investigate }] }
//! ```

use super::effects::effects;
use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let effects = effects(draft, case);
        for (at, id, _) in case.tasks() {
            if !effects.iter().any(|happens| happens.opens_task(id)) {
                findings.push(
                    Diagnostic::warning("unused-task", at.key_place(), phrase!("nothing opens the task `{id}`", id))
                        .label(phrase!("never opened"))
                        .help(phrase!("open it with `open_task`, or leave it out")),
                );
            }
        }
    }
}
