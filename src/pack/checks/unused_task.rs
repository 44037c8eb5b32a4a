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

use super::parts::{case_types, opens_task};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::RawDeadline;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let by_schedules = || {
        let schedules = draft.schedules.iter().flat_map(|file| file.raw.schedules.values());
        schedules.filter_map(|schedule| schedule.for_each.as_ref())
    };
    for case in case_types(draft) {
        let by_time = || {
            let deadlines = case.raw().deadlines.values();
            let by_deadlines = deadlines.flat_map(RawDeadline::effects);
            by_deadlines.chain(case.raw().tasks.values().map(|task| task.missed.as_slice()))
        };
        for (at, id, _) in case.tasks() {
            let opened = case.steps().iter().any(|step| step.opens_task(id))
                || by_time().any(|effects| opens_task(effects, id))
                || by_schedules().any(|each| opens_task(&each.does, id));
            if !opened {
                findings.push(
                    Diagnostic::warning("unused-task", at.key_place(), format!("nothing opens the task `{id}`"))
                        .label("never opened")
                        .help("open it with `open_task`, or leave it out"),
                );
            }
        }
    }
}
