//! Deadlines whose ends depend on each other in a circle.
//!
//! None of them could be reckoned first. `due_of` and `late` ask for an end, in `when`, `within` and `at`, and in
//! the decisions those read; `missed` does not, because what was missed stays missed.
//!
//! ## Example
//!
//! ```yaml
//! result:
//!   at: due_of("handling")
//! handling:
//!   when: "!late(\"result\")"
//! ```
//!
//! ## Instead
//!
//! Let one of them depend on answers and events only.
//!
//! ```yaml
//! handling:
//!   when: accepted
//! ```

use super::parts::case_types;
use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for cycle in &case.deadline_cycles {
            let Some((first, rest)) = cycle.split_first() else {
                continue;
            };
            let deadlines = case.root().key("deadlines");
            let circle = cycle.iter().chain([first]).map(|id| Phrase::text(format!("`{id}`")));
            let circle = Phrase::joined(circle, phrase!(" waits for "));
            let message = if rest.is_empty() {
                phrase!("the end of `{first}` waits for itself", first)
            } else {
                phrase!("`{first}` cannot be reckoned: {circle}", first, circle)
            };
            let mut finding = Diagnostic::error("deadline-cycle", deadlines.key(first).key_place(), message);
            for id in rest {
                finding = finding.related(deadlines.key(id).key_place(), phrase!("part of the circle"));
            }
            findings.push(finding.help(phrase!("let one of them depend on answers and events only")));
        }
    }
}
