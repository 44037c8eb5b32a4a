//! A decision has no rule for the case in which none of its conditions holds.
//!
//! The case would stay undecided without anybody having wanted that: no department, no deadline. The last rule should
//! have no condition; where "undecided" is really meant, the decision says so with `else: none`.
//!
//! ## Example
//!
//! ```yaml
//! severity:
//!   name: Severity
//!   values: { major: { label: Major }, ordinary: { label: Ordinary } }
//!   rules:
//!     - { when: loss >= 20000, is: major }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! severity:
//!   name: Severity
//!   values: { major: { label: Major }, ordinary: { label: Ordinary } }
//!   rules:
//!     - { when: loss >= 20000, is: major }
//!     - { is: ordinary }
//! ```

use super::conditions::branches_of;
use super::parts::{Step, case_types};
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::{RawTarget, RawWithin};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, decision) in case.decisions() {
            let open = decision.rules.last().is_some_and(|rule| rule.when.is_some());
            if open && !decision.all && decision.otherwise.is_none() {
                let last = at.key("rules").key(decision.rules.len() - 1);
                findings.push(
                    Diagnostic::error("missing-default", at.key_place(), phrase!("`{id}` has no rule for all other cases", id))
                        .label(phrase!("undecided if no rule matches"))
                        .related(last.key("when").place(), phrase!("the last rule has a condition"))
                        .help(phrase!("end with a rule without `when`, or say `else: none` if it may stay undecided")),
                );
            }
        }
        let openings = case.steps().into_iter().filter(Step::is_opening);
        for (at, target) in openings.filter_map(|step| step.target()) {
            let is_open = matches!(target, RawTarget::First(branches) if branches.last().is_some_and(|last| last.when.is_some()));
            if !is_open {
                continue;
            }
            findings.push(
                Diagnostic::error("missing-default", at.key_place(), phrase!("no stage to begin in if no branch matches"))
                    .help(phrase!("end with a branch without `when`")),
            );
        }
        for (at, id, deadline) in case.deadlines() {
            let Some(RawWithin::First(branches)) = &deadline.within else {
                continue;
            };
            let at = at.key("within");
            let open = branches.last().is_some_and(|branch| branch.when.is_some());
            if open && deadline.at.is_none() && !branches_of(draft, case, &at, branches).covers_everything() {
                findings.push(
                    Diagnostic::warning(
                        "missing-default",
                        at.key_place(),
                        phrase!("`{id}` has no period if no branch matches", id),
                    )
                    .label(phrase!("the deadline does not run then"))
                    .help(phrase!("end with a branch without `when`")),
                );
            }
        }
    }
}
