//! Taking an action: who may, when, and what follows.

use super::event::Event;
use super::permission::not_yours;
use super::process::{Process, holds};
use super::refusal::{Reason, Refusal};
use super::{erasure, merging, reaction, *};
use crate::expression::Frame;
use crate::form::Guard;
use crate::pack::{Action, Permitted};

/// Who takes it: a person, who must be permitted, or the engine on behalf of a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Taker {
    Person,
    Engine,
}

/// Takes an action, or refuses before anything has changed.
pub(super) fn act(process: &mut Process, id: &ActionId, answers: &Answers, taker: Taker) -> Result<(), Refusal> {
    let action = process
        .case_type
        .actions
        .get(id)
        .ok_or_else(|| Refusal::unknown(format!("action `{id}`")))?;
    merging::takes_action(process, action)?;
    is_at_its_stage(action, &process.case.stage)?;
    // Before the answers are laid over the case: nobody answers their way to a permission.
    if taker == Taker::Person {
        is_permitted(process, &action.by, &action.clauses)?;
    }
    let form = action.form.as_ref().and_then(|form| process.case_type.forms.get(form));
    let outer = process.submit_to(form, answers);
    let by = process.taken_by(taker);
    let done = take(process, action);
    process.taken_by(by);
    process.submit(outer);
    done
}

fn take<'a>(process: &mut Process<'a>, action: &'a Action) -> Result<(), Refusal> {
    check(process, &action.needs, &action.clauses)?;
    erasure::check(process, &action.does)?;
    let target = process.target(&action.to, &format!("action `{}`", action.id))?;
    let marks = process.instants(&action.marks)?;
    let happenings_before = process.case.happenings.len();

    let answers = process.submitted();
    process.emit(Event::Acted {
        action: action.id.clone(),
        form: action.form.clone(),
        answers,
    });
    process.settle();
    for (event, at) in marks {
        process.happen(event, at);
    }
    if let Some(stage) = target {
        process.enter(stage, happenings_before);
    }
    let about = process.text(&action.name);
    reaction::run(process, &action.does, &about);
    Ok(())
}

pub(super) fn is_at_its_stage(action: &Action, stage: &StageId) -> Result<(), Refusal> {
    if action.at.contains(stage) {
        return Ok(());
    }
    let reason = Reason::NotAtThisStage {
        stage: stage.clone(),
        at: action.at.clone(),
    };
    Err(Refusal::new(reason).under(&action.clauses))
}

pub(super) fn is_permitted(process: &Process, by: &[Permitted], clauses: &[ClauseId]) -> Result<(), Refusal> {
    if process.context.actor.may(by, process) {
        Ok(())
    } else {
        Err(not_yours(by, process).under(clauses))
    }
}

/// A guard that is not known to hold refuses; what it saw says what was missing. `clauses` are those of what is guarded.
pub(super) fn check(process: &Process, guards: &[Guard], clauses: &[ClauseId]) -> Result<(), Refusal> {
    let frame = process.frame();
    match guards.iter().enumerate().find(|(_, guard)| !holds(&guard.that, &frame)) {
        Some((index, guard)) => Err(refused_by(guard, index, clauses, &frame)),
        None => Ok(()),
    }
}

/// The refusal of the guard at `index`.
pub(super) fn refused_by(guard: &Guard, index: usize, clauses: &[ClauseId], frame: &Frame) -> Refusal {
    let reason = Reason::Guard {
        text: guard.otherwise.clone(),
        number: decision::number(index),
    };
    Refusal::new(reason)
        .under(guard.clauses_or(clauses))
        .seeing(guard.that.explain(frame))
}

impl Guard {
    /// Its own clauses, or those of what it guards.
    pub(super) fn clauses_or<'a>(&'a self, clauses: &'a [ClauseId]) -> &'a [ClauseId] {
        if self.clauses.is_empty() {
            clauses
        } else {
            &self.clauses
        }
    }
}
