//! Nothing marks any of the events that start this deadline.
//!
//! The duty exists on paper only. A deadline starts when one of its `from` events happens.
//!
//! ## Example
//!
//! ```yaml
//! deadlines:
//!   callback: { name: Callback, from: handled, until: called_back, within: 1 week }
//! # and no action has `marks: handled`
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   finish: { name: Finish, at: handling, by: agent, marks: handled }
//! ```

use super::parts::{case_types, is_marked};
use crate::locale::phrase;
use crate::diagnostic::{Diagnostic, nearest};
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, deadline) in case.deadlines() {
            let from = deadline.from.as_slice();
            let misspelt = |event: &String| nearest(event, draft.known(Part::Event, Some(&case.id))).is_some();
            if from.iter().any(|event| is_marked(draft, case, event) || misspelt(event)) {
                continue;
            }
            let label = match from {
                [] => phrase!("no event starts it"),
                [event] => phrase!("nothing marks `{event}`", event),
                _ => phrase!("nothing marks any of the events in `from`"),
            };
            findings.push(
                Diagnostic::error("deadline-never-started", at.key_place(), phrase!("nothing ever starts `{id}`", id))
                    .label(label)
                    .help(phrase!("name in `from` an event that an action, a task or the opening marks, or `opened`")),
            );
        }
    }
}
