//! An event is marked, but no deadline, expression or clause looks at it.
//!
//! This may be meant, because events stand in the history; often a deadline was to stop at it and names another.
//!
//! ## Example
//!
//! ```yaml
//! actions:
//!   answer: { name: Answer, at: open, by: agent, marks: anwsered }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   answer: { name: Answer, at: open, by: agent, marks: answered }
//! ```

use super::parts::{case_types, is_marked};
use super::reference::{has_word, is_used};
use crate::locale::phrase;
use crate::diagnostic::{Diagnostic, nearest};
use crate::pack::RETENTION_OVER;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let waited_for: Vec<&str> = draft
            .references
            .iter()
            .filter(|reference| reference.part == Part::Event && reference.case_type.as_ref() == Some(&case.id))
            .map(|reference| reference.written.as_str())
            .collect();
        for event in &draft.declarations {
            let is_own = event.part == Part::Event && event.case_type.as_ref() == Some(&case.id) && event.id != "opened" && event.id != RETENTION_OVER;
            if !is_own || is_used(draft, Part::Event, Some(&case.id), &event.id) {
                continue;
            }
            let quoted = format!("\"{}\"", event.id);
            let asked = draft
                .expressions
                .iter()
                .any(|site| site.case_type == case.id && has_word(&site.source, &quoted));
            if asked {
                continue;
            }
            // Whoever waits for a misspelt name of it is told so there.
            let unmarked = waited_for.iter().copied().filter(|name| !is_marked(draft, case, name));
            if nearest(&event.id, unmarked).is_some() {
                continue;
            }
            findings.push(
                Diagnostic::warning(
                    "unused-event",
                    event.at.place(),
                    phrase!("nothing looks at the event `{id}`", id = event.id),
                )
                .label(phrase!("no deadline, no expression"))
                .help(phrase!("let a deadline or an expression use it, or leave it out")),
            );
        }
    }
}
