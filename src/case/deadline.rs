//! Deadlines of a case: started, met, made void, paused and reckoned anew.
//!
//! An event among `from` starts one, from the instant of the event, and only while its `when` holds; if that comes true later,
//! it still runs from the event. What has happened to a run is never undone: a run that is void is cancelled and another may
//! start, and a breach stays a breach whatever is changed afterwards. Where the effects of a step decide whether a deadline runs at
//! all, it is not started before they are applied. Nothing here reads a clock; `clock` acts when one is due.

use super::event::Event;
use super::process::{Cause, Concerned, Process};
use super::reckoning::{self, Reckoned};
use super::reminder::remind;
use super::*;
use crate::expression::Truth;
use crate::pack::{self, CaseType, DeadlineRule};

impl Deadline {
    /// Running or paused: not yet met, ended or cancelled.
    pub fn is_open(&self) -> bool {
        matches!(self.state, DeadlineState::Running | DeadlineState::Paused)
    }
}

impl DeadlineRule {
    /// A waiting period: its end is no breach.
    pub(super) fn is_waiting_period(&self) -> bool {
        !self.due.is_empty()
    }
}

/// Starts, cancels and re-derives what the present decisions and happenings ask for.
pub(super) fn derive(process: &mut Process) {
    for rule in process.case_type.deadlines.values() {
        let wanted = rule
            .when
            .as_ref()
            .map_or(Truth::True, |when| when.truth(&process.frame()));
        let started_by = last_start(&process.case, rule);
        if let Some(run) = open_run(&process.case, &rule.id) {
            let again = started_by.filter(|index| *index >= count(run.happenings_before));
            match again.and_then(|index| process.case.happenings.get(index)) {
                Some(happening) => {
                    let because = process.say("history-happened-again", &[("event", happening.event.as_str().into())]);
                    cancel(process, &rule.id, because);
                }
                // What is not known any more does not undo a promise; only a clear no does.
                None if wanted == Truth::False => {
                    note_if_in_vain(process, rule);
                    let because = process.say("history-condition-over", &[]);
                    cancel(process, &rule.id, because);
                    continue;
                }
                None => {
                    rederive(process, rule);
                    continue;
                }
            }
        }
        let is_ready = wanted == Truth::True && !process.held_back.contains(&rule.id);
        if let Some(index) = started_by.filter(|index| is_ready && may_start(process, rule, *index)) {
            start(process, rule, index);
        }
    }
}

/// The condition of an open run has ended: if the same command started it, nobody was ever bound by it.
fn note_if_in_vain(process: &mut Process, rule: &DeadlineRule) {
    let Some(run) = open_run(&process.case, &rule.id) else {
        return;
    };
    let is_new = process.changes.events.iter().any(|event| {
        matches!(event, Event::DeadlineStarted { deadline, occurrence, .. } if *deadline == rule.id && *occurrence == run.occurrence)
    });
    if is_new {
        process.changes.in_vain.push(rule.id.clone());
    }
}

/// An event happened: what waits for it is met or void.
pub(super) fn stop(process: &mut Process, event: &EventId, at: DateTime<Utc>) {
    for rule in process.case_type.deadlines.values() {
        if open_run(&process.case, &rule.id).is_none() {
            continue;
        }
        if rule.until.contains(event) {
            meet(process, rule, at);
        } else if rule.cancelled_by.contains(event) {
            let because = process.say("history-happened", &[("event", event.as_str().into())]);
            cancel(process, &rule.id, because);
        }
    }
}

/// Pauses what stands still in the present stage and resumes the rest.
pub(super) fn pause_and_resume(process: &mut Process) {
    for rule in process.case_type.deadlines.values() {
        let Some(run) = open_run(&process.case, &rule.id) else {
            continue;
        };
        let stands_still = rule.paused_in.contains(&process.case.stage);
        match run.state {
            DeadlineState::Running if stands_still => pause(process, rule),
            DeadlineState::Paused if !stands_still => resume(process, rule),
            _ => {}
        }
    }
}

/// The case has reached a final stage: what nobody can meet any more is cancelled. What the closing action itself started
/// (`happenings_before` it) goes on, and so does what an action of the final stage can still end. Where the case goes on in another
/// one, nothing goes on here but how long it is kept.
pub(super) fn close(process: &mut Process, happenings_before: usize) {
    for rule in process.case_type.deadlines.values() {
        let goes_on = open_run(&process.case, &rule.id).is_none_or(|run| {
            *rule.id == *pack::RETENTION
                || process.case.merged_into.is_none()
                    && (count(run.happenings_before) > happenings_before
                        || can_still_end(process.case_type, rule, &process.case.stage))
        });
        if !goes_on {
            let because = process.say("history-closed", &[]);
            cancel(process, &rule.id, because);
        }
    }
}

/// Its end has passed without being met: a breach, once.
pub(super) fn miss(process: &mut Process, id: &DeadlineId, occurrence: u32) {
    process.emit(Event::DeadlineMissed {
        deadline: id.clone(),
        occurrence,
    });
    if let Some(rule) = process.case_type.deadlines.get(id) {
        tell(process, rule, occurrence);
        let concerned = concerned(process, rule, occurrence);
        process.react_later(&rule.missed, concerned.name.clone(), Some(Cause::Deadline(concerned)));
    }
}

/// What those who react to its end may ask.
pub(super) fn concerned(process: &Process, rule: &DeadlineRule, occurrence: u32) -> Concerned {
    let mut runs = process.case.deadlines.iter();
    let run = runs.find(|run| run.deadline == rule.id && run.occurrence == occurrence);
    Concerned {
        deadline: rule.id.clone(),
        name: process.text(&rule.name),
        due_at: run.map_or(process.context.now, |run| run.due.due_at),
    }
}

/// Reminds the roles that are told of warnings and breaches.
pub(super) fn tell(process: &mut Process, rule: &DeadlineRule, occurrence: u32) {
    let about = process.text(&rule.name);
    for role in &rule.tells {
        let until = Until::Deadline {
            deadline: rule.id.clone(),
            occurrence,
        };
        remind(process, Addressee::Role(role.clone()), &about, until);
    }
}

pub(super) fn open_run<'c>(case: &'c Case, id: &DeadlineId) -> Option<&'c Deadline> {
    case.deadlines
        .iter()
        .rev()
        .find(|run| run.deadline == *id && run.is_open())
}

fn last_start(case: &Case, rule: &DeadlineRule) -> Option<usize> {
    case.happenings
        .iter()
        .rposition(|happening| rule.from.contains(&happening.event))
}

/// Whether the happening at `index` still waits for its deadline: nothing has met or voided it since, it has not run its
/// course, and a closed case starts only what has just begun or can still be met.
fn may_start(process: &Process, rule: &DeadlineRule, index: usize) -> bool {
    let case = &process.case;
    let is_over = case
        .happenings
        .iter()
        .skip(index + 1)
        .any(|later| rule.until.contains(&later.event) || rule.cancelled_by.contains(&later.event));
    let has_run = case.deadlines.iter().any(|run| {
        run.deadline == rule.id
            && count(run.happenings_before) > index
            && matches!(run.state, DeadlineState::Met { .. } | DeadlineState::Ended { .. })
    });
    let is_in_time = case.closed_at.is_none()
        || index >= process.happenings_at_start
        || can_still_end(process.case_type, rule, &case.stage);
    let goes_on_here = case.merged_into.is_none() || *rule.id == *pack::RETENTION;
    !is_over && !has_run && is_in_time && goes_on_here
}

fn start(process: &mut Process, rule: &DeadlineRule, index: usize) {
    let Some(started_at) = process.case.happenings.get(index).map(|happening| happening.at) else {
        return;
    };
    let reckoned = match reckoning::reckon(process.pack, &process.frame(), rule.terms(), started_at, &[]) {
        Ok(None) => return,
        Ok(Some(reckoned)) => reckoned,
        Err(impossible) => {
            // Told when the event is new, not again with every later command.
            if index >= process.happenings_at_start {
                reaction::fail(process, format!("deadline `{}`", rule.id), impossible.to_string());
            }
            return;
        }
    };
    let Reckoned {
        due,
        rule: branch,
        clauses,
    } = reckoned;
    let occurrence = process
        .case
        .deadlines
        .iter()
        .filter(|run| run.deadline == rule.id)
        .count();
    let warnings = reckoning::warnings(process, &rule.warn, due.due_at);
    process.emit(Event::DeadlineStarted {
        deadline: rule.id.clone(),
        occurrence: decision::number(occurrence),
        started_at,
        due,
        rule: branch,
        clauses,
        warnings,
    });
    if rule.paused_in.contains(&process.case.stage) {
        pause(process, rule);
    }
}

fn rederive(process: &mut Process, rule: &DeadlineRule) {
    let Some(run) = open_run(&process.case, &rule.id).filter(|run| run.state == DeadlineState::Running) else {
        return;
    };
    let pauses = reckoning::pauses(&run.pauses, process.context.now);
    // What cannot be reckoned any more stays as promised.
    let Ok(Some(reckoned)) = reckoning::reckon(process.pack, &process.frame(), rule.terms(), run.started_at, &pauses)
    else {
        return;
    };
    let due = reckoning::with_extensions(process.pack, run, reckoned.due, &pauses);
    if due.due_at == run.due.due_at && reckoned.rule == run.rule {
        return;
    }
    let occurrence = run.occurrence;
    let warnings = reckoning::warnings(process, &rule.warn, due.due_at);
    process.emit(Event::DeadlineRederived {
        deadline: rule.id.clone(),
        occurrence,
        due,
        rule: reckoned.rule,
        clauses: reckoned.clauses,
        warnings,
    });
}

fn meet(process: &mut Process, rule: &DeadlineRule, at: DateTime<Utc>) {
    let Some(run) = open_run(&process.case, &rule.id) else {
        return;
    };
    let occurrence = run.occurrence;
    // It happened too late, and time has not passed here yet.
    let is_late = run.state == DeadlineState::Running && at > run.due.due_at;
    if is_late && !run.missed && !rule.is_waiting_period() {
        miss(process, &rule.id, occurrence);
    }
    process.emit(Event::DeadlineMet {
        deadline: rule.id.clone(),
        occurrence,
        at,
    });
}

fn cancel(process: &mut Process, id: &DeadlineId, because: String) {
    if let Some(occurrence) = open_run(&process.case, id).map(|run| run.occurrence) {
        process.emit(Event::DeadlineCancelled {
            deadline: id.clone(),
            occurrence,
            because,
        });
    }
}

/// A clock that has run out cannot stand still.
fn pause(process: &mut Process, rule: &DeadlineRule) {
    let now = process.context.now;
    let run = open_run(&process.case, &rule.id).filter(|run| !run.missed && !run.due.is_over(now));
    if let Some(occurrence) = run.map(|run| run.occurrence) {
        process.emit(Event::DeadlinePaused {
            deadline: rule.id.clone(),
            occurrence,
        });
    }
}

fn resume(process: &mut Process, rule: &DeadlineRule) {
    let Some(run) = open_run(&process.case, &rule.id) else {
        return;
    };
    let pauses = reckoning::pauses(&run.pauses, process.context.now);
    let reckoned = reckoning::reckon(process.pack, &process.frame(), rule.terms(), run.started_at, &pauses);
    let due = match reckoned {
        Ok(Some(reckoned)) => reckoning::with_extensions(process.pack, run, reckoned.due, &pauses),
        Ok(None) | Err(_) => run.due.clone(),
    };
    let occurrence = run.occurrence;
    let warnings = reckoning::warnings(process, &rule.warn, due.due_at);
    process.emit(Event::DeadlineResumed {
        deadline: rule.id.clone(),
        occurrence,
        due,
        warnings,
    });
}

/// Whether an action offered at this stage marks an event the deadline waits for, or is what its end brings about.
fn can_still_end(case_type: &CaseType, rule: &DeadlineRule, stage: &StageId) -> bool {
    let mut offered = case_type.actions.values().filter(|action| action.at.contains(stage));
    offered.any(|action| {
        action.marks.iter().any(|mark| rule.until.contains(&mark.event))
            || pack::Effect::any(
                &rule.due,
                &|effect| matches!(effect, pack::Effect::Act(act) if *act == action.id),
            )
    })
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
