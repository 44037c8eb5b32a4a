//! Nothing can meet this deadline or make it void.
//!
//! Once started it runs until it is missed, whatever people do. A deadline needs an `until` event that something marks,
//! or, if it is a waiting period, `due`.
//!
//! ## Example
//!
//! ```yaml
//! deadlines:
//!   answer: { name: Answer, from: opened, within: 3 working days }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! deadlines:
//!   answer: { name: Answer, from: opened, until: answered, within: 3 working days }
//! ```

use super::parts::{case_types, is_marked};
use crate::locale::phrase;
use crate::diagnostic::{Diagnostic, nearest};
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, deadline) in case.deadlines() {
            let stops = || deadline.until.as_slice().iter().chain(deadline.cancelled_by.as_slice());
            let misspelt = |event: &String| nearest(event, draft.known(Part::Event, Some(&case.id))).is_some();
            let is_waiting = !deadline.due.is_empty();
            if is_waiting || stops().any(|event| is_marked(draft, case, event) || misspelt(event)) {
                continue;
            }
            let label = match stops().count() {
                0 => phrase!("no event meets it"),
                _ => phrase!("nothing marks the events that would stop it"),
            };
            findings.push(
                Diagnostic::error("deadline-never-stopped", at.key_place(), phrase!("nothing ever stops `{id}`", id))
                    .label(label)
                    .help(phrase!("name in `until` the event that meets it; for a waiting period say what happens then with `due`")),
            );
        }
    }
}
