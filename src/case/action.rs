//! Taking an action: who may, when, and what follows.

use super::event::Event;
use super::permission::not_yours;
use super::process::{Process, holds};
use super::refusal::{Reason, Refusal};
use super::{reaction, *};
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
    is_at_its_stage(action, &process.case.stage)?;
    // Before the answers are laid over the case: nobody answers their way to a permission.
    if taker == Taker::Person {
        is_permitted(process, &action.by, &action.clauses)?;
    }
    let form = action.form.as_ref().and_then(|form| process.case_type.forms.get(form));
    let outer = process.submit_to(form, answers);
    let done = take(process, action);
    process.submit(outer);
    done
}

fn take<'a>(process: &mut Process<'a>, action: &'a Action) -> Result<(), Refusal> {
    for guard in &action.needs {
        check(process, guard, &action.clauses)?;
    }
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
    if process.context.actor.may(by, &process.frame()) {
        Ok(())
    } else {
        Err(not_yours(by).under(clauses))
    }
}

/// A guard that is not known to hold refuses; what it saw says what was missing.
pub(super) fn check(process: &Process, guard: &Guard, clauses: &[ClauseId]) -> Result<(), Refusal> {
    let frame = process.frame();
    if holds(&guard.that, &frame) {
        return Ok(());
    }
    let clauses = if guard.clauses.is_empty() {
        clauses
    } else {
        &guard.clauses
    };
    let reason = Reason::Guard {
        text: guard.otherwise.clone(),
    };
    Err(Refusal::new(reason).under(clauses).seeing(guard.that.explain(&frame)))
}
