//! Extending a deadline: who may, when, how often, how far, and only with the complainant told in time.

use super::command::{ExtensionRequest, NewEnd};
use super::deadline::{self, open_run};
use super::event::Event;
use super::permission::not_yours;
use super::process::{Cause, Process, holds};
use super::reckoning;
use super::refusal::{Reason, Refusal};
use super::*;
use crate::calendar::Impossible;
use crate::pack::{DeadlineRule, Extension};

pub(super) fn extend(process: &mut Process, id: &DeadlineId, request: &ExtensionRequest) -> Result<(), Refusal> {
    let (rule, extension) = may_extend(process, id)?;
    let refuse = |reason: Reason| Err(Refusal::new(reason).under(clauses(rule, extension)));
    let Some(run) = open_run(&process.case, id) else {
        return refuse(Reason::NotRunning);
    };
    if request.reason.trim().is_empty() {
        return refuse(Reason::ReasonMissing);
    }
    let impossible = |impossible: Impossible| {
        Refusal::new(Reason::NoDueTime {
            message: impossible.to_string(),
        })
    };
    let old = run.due.due_at;
    let until = match request.until {
        NewEnd::At(at) => at,
        NewEnd::Day(date) => reckoning::close_of_business(process.pack, date).map_err(impossible)?,
    };
    if until == old || (until < old && !extension.earlier) {
        return refuse(Reason::NotLater);
    }
    if until <= process.context.now {
        return refuse(Reason::NotAhead);
    }
    if let Some(up_to) = &extension.up_to {
        let pauses = reckoning::pauses(&run.pauses, process.context.now);
        let pack = process.pack;
        let latest = pack
            .calendar
            .due(up_to, run.started_at, &pauses, &pack.immediate)
            .map_err(impossible)?
            .due_at;
        if until > latest {
            return refuse(Reason::TooLate { latest });
        }
    }
    // Told afterwards, or only planned to be told, is not told: the extension would be void.
    match request.told_at {
        Some(at) if at > process.context.now => return refuse(Reason::ToldInFuture),
        Some(at) if at < old => {}
        _ if extension.notice => return refuse(Reason::NotTold),
        _ => {}
    }
    let occurrence = run.occurrence;
    let due = reckoning::moved(process.pack, &run.due, until).map_err(impossible)?;
    let warnings = reckoning::warnings(process, &rule.warn, until);
    process.emit(Event::DeadlineExtended {
        deadline: id.clone(),
        occurrence,
        due,
        warnings,
        reason: request.reason.trim().to_owned(),
        told_at: request.told_at,
        told_how: request.told_how.clone(),
        clauses: clauses(rule, extension).to_vec(),
    });
    process.settle();
    let granted = deadline::concerned(process, rule, occurrence);
    process.react_later(&extension.does, granted.name.clone(), Some(Cause::Deadline(granted)));
    Ok(())
}

/// Whether the deadline can be extended at all, here and now and by this person, before anything is asked.
pub(super) fn may_extend<'a>(
    process: &Process<'a>,
    id: &DeadlineId,
) -> Result<(&'a DeadlineRule, &'a Extension), Refusal> {
    let rule = process
        .case_type
        .deadlines
        .get(id)
        .ok_or_else(|| Refusal::unknown(format!("deadline `{id}`")))?;
    let Some(extension) = &rule.extension else {
        return Err(Refusal::new(Reason::NoMoreExtensions { times: 0 }).under(&rule.clauses));
    };
    let refuse = |reason: Reason| Err(Refusal::new(reason).under(clauses(rule, extension)));
    let run = open_run(&process.case, id).filter(|run| run.state == DeadlineState::Running);
    let Some(run) = run else {
        return refuse(Reason::NotRunning);
    };
    if !process.context.actor.may(&extension.by, process) {
        return Err(not_yours(&extension.by, process).under(clauses(rule, extension)));
    }
    if let Some(when) = &extension.when
        && !holds(when, &process.frame())
    {
        let refusal = Refusal::new(Reason::NotExtendable).under(clauses(rule, extension));
        return Err(refusal.seeing(when.explain(&process.frame())));
    }
    if process.context.now >= run.due.due_at {
        return refuse(Reason::AlreadyOver);
    }
    if run.extensions.len() >= usize::try_from(extension.times).unwrap_or(usize::MAX) {
        return refuse(Reason::NoMoreExtensions { times: extension.times });
    }
    Ok((rule, extension))
}

fn clauses<'a>(rule: &'a DeadlineRule, extension: &'a Extension) -> &'a [ClauseId] {
    if extension.clauses.is_empty() {
        &rule.clauses
    } else {
        &extension.clauses
    }
}
