//! A rule or branch can never be the first that matches, because earlier ones always match before it.
//!
//! First match counts. Whatever the author meant to happen here never happens; usually the order is wrong or a limit is
//! mistyped. Where only the present values of settings make it so, it is a warning.
//!
//! ## Example
//!
//! ```yaml
//! rules:
//!   - { when: loss >= 1000, is: ordinary }
//!   - { when: loss >= 20000, is: major }       # every such loss is also at least 1000
//!   - { is: minor }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! rules:
//!   - { when: loss >= 20000, is: major }
//!   - { when: loss >= 1000, is: ordinary }
//!   - { is: minor }
//! ```

use super::conditions::{Rules, branches_of, rows_of, rules_of};
use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::{HitPolicy, RawTarget, RawWithin};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, _, decision) in case.decisions() {
            if !decision.all {
                report(&rules_of(draft, case, &at, decision), findings);
            }
            if let Some(table) = decision.table.as_ref().filter(|table| table.hit == HitPolicy::First)
                && let Some(rows) = rows_of(case, &at.key("table"), table)
            {
                report(&rows, findings);
            }
        }
        for (at, _, deadline) in case.deadlines() {
            if let Some(RawWithin::First(branches)) = &deadline.within {
                report(&branches_of(draft, case, &at.key("within"), branches), findings);
            }
        }
        for step in case.steps() {
            if let Some((at, RawTarget::First(branches))) = step.target() {
                report(&branches_of(draft, case, &at, branches), findings);
            }
        }
    }
}

fn report(rules: &Rules, findings: &mut Vec<Diagnostic>) {
    for (index, by) in rules.unreachable() {
        let finding = Diagnostic::error("unreachable-rule", rules.place(index), phrase!("this can never be the first that matches"));
        findings.push(match by {
            Some(earlier) => finding
                .label(phrase!("covered by an earlier one"))
                .related(rules.place(earlier), phrase!("whenever this would match, that one already does"))
                .help(phrase!("put the narrower condition first, or leave it out")),
            None => finding
                .label(phrase!("covered by the earlier ones together"))
                .help(phrase!("put the narrower condition first, or leave it out")),
        });
    }
    for (index, by) in rules.unreachable_today() {
        let finding = Diagnostic::warning("unreachable-rule", rules.place(index), phrase!("with the settings as they are, this can never be the first that matches"))
        .help(phrase!("look at the values of the settings, or put the narrower condition first"));
        findings.push(match by {
            Some(earlier) => finding
                .label(phrase!("covered by an earlier one"))
                .related(rules.place(earlier), phrase!("whenever this would match, that one already does")),
            None => finding.label(phrase!("covered by the earlier ones together")),
        });
    }
}
