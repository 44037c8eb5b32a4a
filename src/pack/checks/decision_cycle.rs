//! Decisions depend on each other in a circle.
//!
//! None of them could be decided first. The finding lists the circle.
//!
//! ## Example
//!
//! ```yaml
//! severity:
//!   rules: [{ when: category == "safety", is: major }, { is: ordinary }]
//! category:
//!   rules: [{ when: severity == "major", is: safety }, { is: other }]
//! ```
//!
//! ## Instead
//!
//! Let one of them depend on answers only.
//!
//! ```yaml
//! category:
//!   rules: [{ when: injured, is: safety }, { is: other }]
//! ```

use super::parts::case_types;
use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for cycle in &case.decision_cycles {
            let Some((first, rest)) = cycle.split_first() else {
                continue;
            };
            let decisions = case.root().key("decisions");
            let circle = cycle.iter().chain([first]).map(|id| Phrase::text(format!("`{id}`")));
            let circle = Phrase::joined(circle, phrase!(" waits for "));
            let message = if rest.is_empty() {
                phrase!("`{first}` waits for itself", first)
            } else {
                phrase!("`{first}` cannot be decided: {circle}", first, circle)
            };
            let mut finding = Diagnostic::error("decision-cycle", decisions.key(first).key_place(), message);
            for id in rest {
                finding = finding.related(decisions.key(id).key_place(), phrase!("part of the circle"));
            }
            findings.push(finding.help(phrase!("let one of them depend on answers only")));
        }
    }
}
