//! Extending a deadline: who may, when, how often, how far, and only with the complainant told in time.
//!
//! A policy may extend one deadline in several steps, each granted by other posts up to another length. Of the steps that this
//! person can grant, the first that reaches the end they ask for counts; where none does, the refusal says who may.

use super::command::{ExtensionRequest, NewEnd};
use super::deadline::{self, open_run};
use super::event::Event;
use super::permission::{entitled, not_yours};
use super::process::{Cause, Process, holds};
use super::reckoning;
use super::refusal::{Entitled, Reason, Refusal};
use super::*;
use crate::calendar::Impossible;
use crate::pack::{DeadlineRule, Extension, Pack};

/// One of the policy's steps, by its number counted from 1.
type Step<'a> = (u32, &'a Extension);

pub(super) fn extend(process: &mut Process, id: &DeadlineId, request: &ExtensionRequest) -> Result<(), Refusal> {
    let (rule, open) = may_extend(process, id)?;
    let refuse = |reason: Reason| Err(Refusal::new(reason).under(clauses(rule, open[0].1)));
    let Some(run) = open_run(&process.case, id) else {
        return refuse(Reason::NotRunning);
    };
    if request.reason.trim().is_empty() {
        return refuse(Reason::ReasonMissing);
    }
    let until = match request.until {
        NewEnd::At(at) => at,
        NewEnd::Day(date) => reckoning::close_of_business(process.pack, date).map_err(no_due_time)?,
    };
    let mut refusals = Vec::new();
    let mut granting = None;
    for step in &open {
        match reaches(process, rule, step.1, run, request, until) {
            Ok(()) => {
                granting = Some(*step);
                break;
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    let Some((number, extension)) = granting else {
        return Err(out_of_reach(process, rule, &open, run, refusals));
    };
    let occurrence = run.occurrence;
    let due = reckoning::moved(process.pack, &run.due, until).map_err(no_due_time)?;
    let warnings = reckoning::warnings(process, &rule.warn, until);
    process.emit(Event::DeadlineExtended {
        deadline: id.clone(),
        occurrence,
        due,
        warnings,
        reason: request.reason.trim().to_owned(),
        told_at: request.told_at,
        told_how: request.told_how.clone(),
        step: number,
        clauses: clauses(rule, extension).to_vec(),
    });
    process.settle();
    let granted = deadline::concerned(process, rule, occurrence);
    process.react_later(&extension.does, granted.name.clone(), Some(Cause::Deadline(granted)));
    Ok(())
}

/// Whether the deadline can be extended at all, here and now and by this person, before anything is asked: the steps that are
/// open to them, never none.
pub(super) fn may_extend<'a>(
    process: &Process<'a>,
    id: &DeadlineId,
) -> Result<(&'a DeadlineRule, Vec<Step<'a>>), Refusal> {
    let rule = process
        .case_type
        .deadlines
        .get(id)
        .ok_or_else(|| Refusal::unknown(format!("deadline `{id}`")))?;
    let Some(first) = rule.extensions.first() else {
        return Err(Refusal::new(Reason::NoMoreExtensions { times: 0 }).under(&rule.clauses));
    };
    let run = open_run(&process.case, id).filter(|run| run.state == DeadlineState::Running);
    let Some(run) = run else {
        return Err(Refusal::new(Reason::NotRunning).under(clauses(rule, first)));
    };
    let is_theirs = |step: &Step<'a>| process.context.actor.may(&step.1.by, process);
    let (theirs, others): (Vec<Step<'a>>, Vec<Step<'a>>) = (1..).zip(&rule.extensions).partition(is_theirs);
    let mut refusals = Vec::new();
    let mut open = Vec::new();
    for step in theirs {
        match is_open(process, rule, step, run) {
            Ok(()) => open.push(step),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if !open.is_empty() {
        return Ok((rule, open));
    }
    let next = others.iter().find(|step| is_open(process, rule, **step, run).is_ok());
    Err(match (refusals.into_iter().next(), next) {
        // None of the steps is theirs: whoever may grant the next one is told, or if none is open whoever may grant any.
        (None, Some((_, next))) => not_yours(&next.by, process).under(clauses(rule, next)),
        (None, None) => {
            let all = rule.extensions.iter().flat_map(|step| &step.by);
            not_yours(all, process).under(clauses(rule, first))
        }
        (Some(_), Some((_, next))) => not_your_step(process, rule, next, None),
        (Some(refusal), None) => refusal,
    })
}

/// A step of the policy, as whoever asks for an extension should know it.
pub struct Offered<'a> {
    pub step: &'a Extension,
    /// Who grants it, as of now.
    pub roles: Vec<RoleId>,
    pub people: Vec<Entitled>,
    /// This person can grant it here and now.
    pub is_open: bool,
}

/// The steps in which the deadline may be extended, in the policy's order.
pub fn offered<'a>(pack: &'a Pack, case: &Case, context: &Context, id: &DeadlineId) -> Vec<Offered<'a>> {
    let Ok(process) = Process::new(pack, case.clone(), context) else {
        return Vec::new();
    };
    let open = may_extend(&process, id).map_or(Vec::new(), |(_, open)| open);
    let rule = pack
        .case_types
        .get(&case.case_type)
        .and_then(|case_type| case_type.deadlines.get(id));
    let steps = (1..).zip(rule.into_iter().flat_map(|rule| &rule.extensions));
    let offered = steps.map(|(number, step)| {
        let (roles, people) = entitled(&step.by, &process);
        let is_open = open.iter().any(|(open, _)| *open == number);
        Offered {
            step,
            roles,
            people,
            is_open,
        }
    });
    offered.collect()
}

/// Whether the step can be granted here and now, by whoever may.
fn is_open(process: &Process, rule: &DeadlineRule, (number, step): Step<'_>, run: &Deadline) -> Result<(), Refusal> {
    let refuse = |reason: Reason| Err(Refusal::new(reason).under(clauses(rule, step)));
    if let Some(when) = &step.when
        && !holds(when, &process.frame())
    {
        let refusal = Refusal::new(Reason::NotExtendable).under(clauses(rule, step));
        return Err(refusal.seeing(when.explain(&process.frame())));
    }
    if run.due.is_over(process.context.now) {
        return refuse(Reason::AlreadyOver);
    }
    if step.further && run.extensions.iter().all(|granted| granted.step == number) {
        return refuse(Reason::OnlyFurther);
    }
    let granted = run.extensions.iter().filter(|granted| granted.step == number).count();
    if granted >= usize::try_from(step.times).unwrap_or(usize::MAX) {
        return refuse(Reason::NoMoreExtensions { times: step.times });
    }
    Ok(())
}

/// Whether the step reaches the end that is asked for, with the complainant told as it wants.
fn reaches(
    process: &Process,
    rule: &DeadlineRule,
    step: &Extension,
    run: &Deadline,
    request: &ExtensionRequest,
    until: DateTime<Utc>,
) -> Result<(), Refusal> {
    let refuse = |reason: Reason| Err(Refusal::new(reason).under(clauses(rule, step)));
    let old = run.due.due_at;
    if until == old || (until < old && !step.earlier) {
        return refuse(Reason::NotLater);
    }
    if until <= process.context.now {
        return refuse(Reason::NotAhead);
    }
    if let Some(latest) = latest(process, step, run)?
        && until > latest
    {
        return refuse(Reason::TooLate { latest });
    }
    // Told afterwards, or only planned to be told, is not told: the extension would be void.
    match request.told_at {
        Some(at) if at > process.context.now => refuse(Reason::ToldInFuture),
        Some(at) if at < old => Ok(()),
        _ if step.notice => refuse(Reason::NotTold),
        _ => Ok(()),
    }
}

/// The latest end that the step can give; `None`: any.
fn latest(process: &Process, step: &Extension, run: &Deadline) -> Result<Option<DateTime<Utc>>, Refusal> {
    let Some(up_to) = &step.up_to else {
        return Ok(None);
    };
    let pauses = reckoning::pauses(&run.pauses, process.context.now);
    let pack = process.pack;
    let due = pack.calendar.due(up_to, run.started_at, &pauses, &pack.immediate);
    due.map(|due| Some(due.due_at)).map_err(no_due_time)
}

/// Why none of the steps that are open to this person grants it: what they can mend, before what only others can do.
fn out_of_reach(
    process: &Process,
    rule: &DeadlineRule,
    open: &[Step<'_>],
    run: &Deadline,
    refusals: Vec<Refusal>,
) -> Refusal {
    let too_late = |refusal: &Refusal| match refusal.reason {
        Reason::TooLate { latest } => Some(latest),
        _ => None,
    };
    let Some(mine) = refusals.iter().map(too_late).collect::<Option<Vec<_>>>() else {
        let mendable = refusals.into_iter().find(|refusal| too_late(refusal).is_none());
        return mendable.unwrap_or_else(|| Reason::NotRunning.into());
    };
    let longest = mine.iter().copied().max();
    // Whoever reaches further, now or once this person's own step is granted.
    let further = (1..).zip(&rule.extensions).find(|(number, step)| {
        let is_mine = open.iter().any(|(mine, _)| mine == number);
        let is_possible = match is_open(process, rule, (*number, step), run) {
            Ok(()) => true,
            Err(refusal) => refusal.reason == Reason::OnlyFurther,
        };
        let reach = latest(process, step, run).ok();
        !is_mine && is_possible && reach.is_some_and(|reach| reach.is_none_or(|reach| Some(reach) > longest))
    });
    match further {
        Some((_, step)) => not_your_step(process, rule, step, longest),
        None => {
            let mut refusals = refusals.into_iter();
            let longest = refusals.find(|refusal| too_late(refusal) == longest);
            longest.unwrap_or_else(|| Reason::NotRunning.into())
        }
    }
}

fn not_your_step(process: &Process, rule: &DeadlineRule, step: &Extension, latest: Option<DateTime<Utc>>) -> Refusal {
    let (roles, people) = entitled(&step.by, process);
    let reason = Reason::NotYourStep {
        step: step.name.clone(),
        roles,
        people,
        latest,
    };
    Refusal::new(reason).under(clauses(rule, step))
}

fn no_due_time(impossible: Impossible) -> Refusal {
    Refusal::new(Reason::NoDueTime {
        message: impossible.to_string(),
    })
}

fn clauses<'a>(rule: &'a DeadlineRule, extension: &'a Extension) -> &'a [ClauseId] {
    if extension.clauses.is_empty() {
        &rule.clauses
    } else {
        &extension.clauses
    }
}

pub(super) fn first_step() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks it")]
pub(super) fn is_first_step(step: &u32) -> bool {
    *step == 1
}
