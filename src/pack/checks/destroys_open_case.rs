//! A step destroys what the case holds and leaves the case open.
//!
//! Nobody can work on it any more, and it stays in the lists of open cases for ever. A case is destroyed where it is
//! closed, or by the step that closes it. Where only a rule acts (a time limit, a reminder) this is seen when it happens:
//! then the case is not destroyed, and its history says why.
//!
//! ## Example
//!
//! ```yaml
//! stages:
//!   open: { name: Open }
//!   closed: { name: Closed, final: true }
//! actions:
//!   destroy: { name: Destroy, at: [open, closed], by: manager, does: [{ destroy: true }] }
//! ```
//!
//! ## Instead
//!
//! Offer it at final stages only, or let it lead to one.
//!
//! ```yaml
//! actions:
//!   destroy: { name: Destroy, at: closed, by: manager, does: [{ destroy: true }] }
//! ```

use super::flow::{Flow, after};
use super::parts::{Step, StepKind, case_types};
use super::unread::knows_all_stages;
use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{At, CaseDraft, Draft};
use crate::pack::raw::RawEffect;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft).filter(|case| knows_all_stages(draft, &case.id)) {
        let flow = Flow::of(draft, case);
        for step in case.steps().iter().filter(|step| destroys(step.does)) {
            if let Some(stage) = stages(&flow, step).into_iter().find(|stage| is_open(case, stage)) {
                findings.push(finding(&step.at, phrase!("the case is destroyed and stays open in `{stage}`", stage)));
            }
        }
        let merging = case.raw().merging.iter().filter(|merging| destroys(&merging.does));
        for merging in merging {
            let mut at = merging.at.as_slice().iter();
            if at.any(|stage| stage == "any" || is_open(case, stage)) {
                let at = case.root().key("merging");
                findings.push(finding(&at, phrase!("the case that goes on is destroyed and stays open")));
            }
        }
    }
    let Some(schedules) = &draft.schedules else { return };
    for (id, schedule) in &schedules.raw.schedules {
        if schedule.for_each.as_ref().is_some_and(|each| destroys(&each.does)) {
            let at = schedules.at("/schedules").key(id).key("for_each");
            findings.push(finding(&at, phrase!("a schedule goes through open cases, and destroys them")));
        }
    }
}

fn finding(at: &At, message: Phrase) -> Diagnostic {
    Diagnostic::error("destroys-open-case", at.key_place(), message)
        .label(phrase!("the case stays open"))
        .help(phrase!("destroy at final stages only, or lead to one with `to`"))
}

/// Whether something of this surely destroys: where another action is taken besides, that one may close the case.
fn destroys(effects: &[RawEffect]) -> bool {
    let effects = RawEffect::all(effects);
    let acts = effects.iter().any(|effect| matches!(effect, RawEffect::Act(_)));
    !acts && effects.iter().any(|effect| matches!(effect, RawEffect::Destroy(true)))
}

/// The stages the case may be in when all of the step is done.
fn stages<'a>(flow: &Flow<'a>, step: &Step<'a>) -> Vec<&'a str> {
    match step.kind {
        StepKind::Task if step.to.is_none() => flow.stages_with(step.id).into_iter().collect(),
        _ => after(step),
    }
}

fn is_open(case: &CaseDraft, stage: &str) -> bool {
    case.raw().stages.get(stage).is_some_and(|stage| !stage.is_final)
}
