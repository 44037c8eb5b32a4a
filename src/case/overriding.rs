//! Deciding otherwise than the rules, by a person with a reason.

use super::event::Event;
use super::permission::not_yours;
use super::process::Process;
use super::refusal::{Reason, Refusal};
use super::{why, *};
use crate::expression::{Frame, Kind};
use crate::pack::{DecisionRule, Layout};

pub(super) fn override_decision(
    process: &mut Process,
    id: &DecisionId,
    value: &Value,
    reason: &str,
) -> Result<(), Refusal> {
    let rule = overridable(process, id, reason)?;
    if !is_outcome(rule, value) {
        let outcomes = rule.options.keys().map(|option| option.to_string()).collect();
        return Err(Refusal::new(Reason::NotAnOutcome { outcomes }).under(&rule.clauses));
    }
    let by_person = Decided {
        value: value.clone(),
        rule: None,
        clauses: rule.override_clauses.clone(),
        seen: Vec::new(),
        missing: Vec::new(),
        failure: None,
        overridden: Some(Overridden {
            by: process.context.actor.id.clone(),
            by_name: process.context.actor.name.clone(),
            reason: reason.trim().to_owned(),
            at: process.context.now,
        }),
    };
    let decided = standing(rule, &by_person, &process.frame(), &process.case_type.layout);
    process.emit(Event::Decided {
        decision: id.clone(),
        decided,
    });
    process.settle();
    Ok(())
}

pub(super) fn reinstate(process: &mut Process, id: &DecisionId, reason: &str) -> Result<(), Refusal> {
    let rule = overridable(process, id, reason)?;
    let is_overridden = process
        .case
        .decisions
        .get(id)
        .is_some_and(|decided| decided.overridden.is_some());
    if !is_overridden {
        return Err(Refusal::unknown(format!("override of `{id}`")));
    }
    let decided = why::decided(rule, &process.frame(), &process.case_type.layout);
    process.emit(Event::Decided {
        decision: id.clone(),
        decided,
    });
    // The outcome has no room for why the rules count again; the history has.
    process.emit(Event::Commented {
        text: reason.trim().to_owned(),
    });
    process.settle();
    Ok(())
}

/// The override with what the rules say beside it: the first value seen is their own outcome, under the decision's name.
pub(super) fn standing(rule: &DecisionRule, overridden: &Decided, frame: &Frame, layout: &Layout) -> Decided {
    let own = why::decided(rule, frame, layout);
    let mut seen = vec![(rule.id.to_string(), own.value)];
    seen.extend(own.seen);
    Decided {
        seen,
        missing: own.missing,
        failure: own.failure,
        ..overridden.clone()
    }
}

fn overridable<'a>(process: &Process<'a>, id: &DecisionId, reason: &str) -> Result<&'a DecisionRule, Refusal> {
    let rule = process
        .case_type
        .decisions
        .get(id)
        .ok_or_else(|| Refusal::unknown(format!("decision `{id}`")))?;
    if process.case.closed_at.is_some() {
        return Err(Reason::Closed.into());
    }
    if rule.overridable_by.is_empty() {
        return Err(Refusal::new(Reason::NotOverridable).under(&rule.clauses));
    }
    if !process.context.actor.may(&rule.overridable_by, process) {
        return Err(not_yours(&rule.overridable_by, process).under(&rule.override_clauses));
    }
    if reason.trim().is_empty() {
        return Err(Refusal::new(Reason::ReasonMissing).under(&rule.override_clauses));
    }
    Ok(rule)
}

fn is_outcome(rule: &DecisionRule, value: &Value) -> bool {
    let is_option = |value: &Value| match value {
        Value::Text(id) => rule.options.is_empty() || rule.options.contains_key(id),
        _ => rule.options.is_empty(),
    };
    match value {
        Value::List(items) => matches!(rule.kind, Kind::List(_)) && items.iter().all(is_option),
        value => !value.is_empty() && is_option(value) && is_of(&rule.kind, value),
    }
}

fn is_of(kind: &Kind, value: &Value) -> bool {
    match kind {
        Kind::Any => true,
        Kind::Bool => matches!(value, Value::Bool(_)),
        Kind::Integer => matches!(value, Value::Integer(_)),
        Kind::Decimal | Kind::Money => matches!(value, Value::Integer(_) | Value::Decimal(_)),
        Kind::Text | Kind::User => matches!(value, Value::Text(_)),
        Kind::Choice(options) => value
            .as_text()
            .is_some_and(|id| options.ids.iter().any(|known| **known == *id)),
        Kind::Date => matches!(value, Value::Date(_)),
        Kind::Instant => matches!(value, Value::Instant(_)),
        Kind::Period => matches!(value, Value::Period(_)),
        Kind::List(_) | Kind::Record(_) => false,
    }
}
