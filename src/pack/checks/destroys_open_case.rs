//! A step destroys what the case holds and leaves the case open.
//!
//! Nobody can work on it any more, and it stays in the lists of open cases for ever. A case is destroyed where it is
//! closed, or by the step that closes it. Where only a rule acts (a time limit, a reminder), or where it depends on
//! the case whether the step closes it and whether it destroys, this is seen when it happens: then the case is not
//! destroyed, and its history says why.
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
        for step in case.steps() {
            if let Some(stage) = left_open(case, step.does, &stages(&flow, &step)) {
                findings.push(finding(&step.at, phrase!("the case is destroyed and stays open in `{stage}`", stage)));
            }
        }
        if let Some(merging) = &case.raw().merging
            && left_open(case, &merging.does, &case.stages_among(merging.at.as_slice())).is_some()
        {
            let at = case.root().key("merging");
            findings.push(finding(&at, phrase!("the case that goes on is destroyed and stays open")));
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

/// The stage in which a case stays open that this destroys. What destroys under a condition may ask for the stages where the
/// case is closed, if there are such.
fn left_open<'a>(case: &CaseDraft, does: &[RawEffect], stages: &[&'a str]) -> Option<&'a str> {
    let open = stages.iter().find(|stage| is_open(case, stage))?;
    let is_sure = does.iter().any(|effect| matches!(effect, RawEffect::Destroy(true)));
    (destroys(does) && (is_sure || stages.iter().all(|stage| is_open(case, stage)))).then_some(*open)
}

/// Whether something of this destroys, and nothing of it may close the case: another action that is taken may do that.
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
