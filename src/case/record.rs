//! What is added to a case without any rule: remarks, files, who handles it, and what took place all the same (CNV-16).

use super::command::AttachedFile;
use super::event::Event;
use super::permission::not_yours;
use super::process::Process;
use super::refusal::{Reason, Refusal};
use super::*;

pub(super) fn comment(process: &mut Process, text: &str) -> Result<(), Refusal> {
    let text = said(text)?;
    process.emit(Event::Commented { text });
    Ok(())
}

/// What lets somebody speak as the complainant is given by those who take complaints up.
pub(super) fn give_access(process: &mut Process, to_survey: bool) -> Result<(), Refusal> {
    let (case_type, context) = (process.case_type, process.context);
    let Some(public) = &case_type.public else {
        return Err(Refusal::unknown(format!("public part of `{}`", case_type.id)));
    };
    if to_survey && public.survey.is_none() {
        return Err(Refusal::unknown(format!("survey of `{}`", case_type.id)));
    }
    if !context.actor.may(&case_type.opening.by, process) {
        return Err(not_yours(&case_type.opening.by, process).under(&public.clauses));
    }
    process.emit(Event::AccessGiven { to_survey });
    Ok(())
}

pub(super) fn attach(process: &mut Process, file: &AttachedFile) -> Result<(), Refusal> {
    process.emit(Event::Attached { file: file.clone() });
    Ok(())
}

pub(super) fn take_over(process: &mut Process, owner: Option<&PersonId>) -> Result<(), Refusal> {
    if process.case.closed_at.is_some() {
        return Err(Reason::Closed.into());
    }
    if let Some(rule) = &process.case_type.handling
        && !process.context.actor.may(&rule.by, process)
    {
        return Err(not_yours(&rule.by, process).under(&rule.clauses));
    }
    if process.case.owner.as_ref() != owner {
        process.emit(Event::TakenOver { owner: owner.cloned() });
        process.settle();
    }
    Ok(())
}

/// A rule keeps an act from being offered, not from having taken place: it is recorded, flagged if it breaches the policy, and
/// rules and deadlines see it.
pub(super) fn record(
    process: &mut Process,
    happening: Option<&EventId>,
    at: DateTime<Utc>,
    text: &str,
    breach: bool,
) -> Result<(), Refusal> {
    let text = said(text)?;
    if let Some(event) = happening
        && !process.case_type.marked_events().contains(&event)
    {
        return Err(Refusal::unknown(format!("event `{event}`")));
    }
    let latest = process.context.now;
    if at > latest {
        return Err(Reason::TooLate { latest }.into());
    }
    process.emit(Event::Recorded {
        happening: happening.cloned(),
        at,
        text,
        breach,
        by: process.whoever_acts(),
        attested: true,
    });
    if let Some(event) = happening {
        process.react_to(event, at);
        process.run_pending();
    }
    Ok(())
}

fn said(text: &str) -> Result<String, Refusal> {
    match text.trim() {
        "" => Err(Reason::ReasonMissing.into()),
        text => Ok(text.to_owned()),
    }
}
