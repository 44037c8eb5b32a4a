//! A deadline does not say by when, or a task says what happens when it is late but not by when it is done.
//!
//! It needs `within` (a period, a setting, or a list of `{ when, is }`), or `at` (an expression giving the instant), or
//! both.
//!
//! ## Example
//!
//! ```yaml
//! deadlines:
//!   answer: { name: Answer, from: opened, until: answered }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! deadlines:
//!   answer: { name: Answer, from: opened, until: answered, within: 3 working days }
//! ```

use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, deadline) in case.deadlines() {
            if deadline.within.is_none() && deadline.at.is_none() {
                findings.push(
                    Diagnostic::error("deadline-without-end", at.key_place(), phrase!("`{id}` does not say by when", id))
                        .help(phrase!("add `within: …` (a period) or `at: …` (an expression giving the instant)")),
                );
            }
        }
        for (at, id, task) in case.tasks() {
            let asks = [
                ("warn", !task.warn.as_slice().is_empty()),
                ("tells", !task.tells.as_slice().is_empty()),
                ("missed", !task.missed.is_empty()),
                ("paused_in", !task.paused_in.as_slice().is_empty()),
            ];
            let asked = asks.into_iter().find(|(_, is_said)| *is_said);
            if let (Some((key, _)), None, None) = (asked, &task.within, &task.at) {
                let message = phrase!("the task `{id}` has `{key}`, but does not say by when it is to be done", id, key);
                findings.push(
                    Diagnostic::error("deadline-without-end", at.key(key).key_place(), message)
                        .help(phrase!("add `within: …` (a period) or `at: …` (an expression giving the instant)")),
                );
            }
        }
    }
}
