//! A deadline does not say by when.
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
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, deadline) in case.deadlines() {
            if deadline.within.is_none() && deadline.at.is_none() {
                findings.push(
                    Diagnostic::error("deadline-without-end", at.key_place(), format!("`{id}` does not say by when"))
                        .help("add `within: …` (a period) or `at: …` (an expression giving the instant)"),
                );
            }
        }
    }
}
