//! From what was asked to what happened: the pure part of a command, with the store at hand for what it must know.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::answers::{parse, put_back};
use super::colleagues::everybody;
use super::complainants::Access;
use super::counters::{Counters, Ground, facts};
use super::request::{Asked, ExecuteError, Request};
use crate::access::Masker;
use crate::case::event::{Effect, Recorded};
use crate::case::linked::Opening;
use crate::case::{
    self, Actor, Case, CaseId, Changes, Command, Context, NewCase, OtherCase, People, Refusal, Side, surroundings,
};
use crate::expression::{Expression, Outcome};
use crate::form::{Answers, FieldError, Surroundings as _};
use crate::pack::id::{CaseTypeId, FormId};
use crate::pack::{Pack, ScheduledWork};
use crate::store::cases::Summary;
use crate::store::{Conn, people, serials, uploads};
use crate::value::Value;

/// What came of a command, to be saved.
pub(super) struct Judged {
    pub case: Case,
    pub recorded: Vec<Recorded>,
    pub effects: Vec<Effect>,
    /// Cases that its rules ask for.
    pub openings: Vec<Opening>,
    pub summary: Summary,
    /// Of other cases like it, as they were counted for it.
    pub counters: Counters,
    /// Who there is, if its rules speak of people by name.
    pub people: Option<People>,
}

/// Opens a case, perhaps for another one, whose rules ask for it. Its number is taken in this transaction: if it is undone, the number is
/// free again.
pub(super) fn open(
    conn: &mut Conn,
    pack: &Pack,
    case_type: &CaseTypeId,
    answers: &Map<String, Json>,
    parent: Option<OtherCase>,
    request: &Request,
    now: DateTime<Utc>,
) -> Result<Judged, ExecuteError> {
    let case_type = pack
        .case_type(case_type)
        .ok_or_else(|| Refusal::unknown(format!("case type `{case_type}`")))?;
    let ground = Ground {
        pack,
        case_type,
        case: None,
        actor: &request.actor,
        now,
    };
    let people = everybody(conn, pack, case_type)?;
    let form = case_type.opening_for(request.actor.is_complainant());
    let form = case_type.forms.get(&form.ok_or(ExecuteError::NotFound)?.form);
    let of_parent = parent.as_ref().map(|parent| parent.id);
    let (answers, counters) = parse(conn, &ground, people.as_ref(), form, answers, request, of_parent)?;
    let context = Context {
        now,
        actor: &request.actor,
        counters: &counters,
        people: people.as_ref(),
    };
    let id = CaseId(Uuid::now_v7());
    if parent.is_some() {
        // The transaction goes on whatever comes of it, so no number is taken before it is known to be needed.
        let new = NewCase {
            id,
            number: String::new(),
            parent: parent.clone(),
            language: None,
        };
        case::open(pack, case_type, new, answers.clone(), &context)?;
    }
    let day = now.with_timezone(&pack.zone).date_naive();
    let serial = serials::next(conn, &pack.organization, &case_type.number.stem(day))?;
    let new = NewCase {
        id,
        number: case_type.number.render(day, serial),
        parent,
        language: request.asked.language().cloned(),
    };
    let (case, mut changes) = case::open(pack, case_type, new, answers, &context)?;
    let recorded = changes.record(0, now, &request.actor);
    let summary = summarize(&ground, &case, &counters);
    Ok(Judged {
        case,
        recorded,
        effects: changes.effects,
        openings: changes.openings,
        summary,
        counters,
        people,
    })
}

/// What the engine tells a case of others.
pub(super) fn hear(
    conn: &mut Conn,
    pack: &Pack,
    before: &Case,
    command: &Command,
    now: DateTime<Utc>,
) -> Result<Judged, ExecuteError> {
    let engine = Actor::engine();
    let ground = Ground::of(pack, before, &engine, now)?;
    let counters = ground.count(conn, &Answers::new())?;
    let people = everybody(conn, pack, ground.case_type)?;
    let context = Context {
        now,
        actor: &engine,
        counters: &counters,
        people: people.as_ref(),
    };
    let changes = case::decide(pack, before, command, &context)?;
    Ok(changed(&ground, before, changes, counters))
}

/// Merges a case into another. Both are as they are stored, and locked; what comes back is in the same order.
pub(super) fn merge(
    conn: &mut Conn,
    (pack, before): (&Pack, &Case),
    (other_pack, other): (&Pack, &Case),
    request: &Request,
    now: DateTime<Utc>,
) -> Result<(Judged, Judged), ExecuteError> {
    let ground = Ground::of(pack, before, &request.actor, now)?;
    let of_other = Ground::of(other_pack, other, &request.actor, now)?;
    let other_counters = of_other.count(conn, &Answers::new())?;
    let mut counters = ground.count(conn, &Answers::new())?;
    let people = everybody(conn, pack, ground.case_type)?;
    let people_of_other = everybody(conn, other_pack, of_other.case_type)?;
    let other_context = Context {
        now,
        actor: &request.actor,
        counters: &other_counters,
        people: people_of_other.as_ref(),
    };
    let merge = |counters: &Counters| {
        let context = Context {
            now,
            actor: &request.actor,
            counters,
            people: people.as_ref(),
        };
        let here = Side {
            pack,
            case: before,
            context: &context,
        };
        let other = Side {
            pack: other_pack,
            case: other,
            context: &other_context,
        };
        case::merge(here, other)
    };
    let mut merged = merge(&counters)?;
    // What is counted sees what is taken over.
    let counted = ground.count(conn, &merged.taken_over())?;
    if counted != counters {
        counters = counted;
        merged = merge(&counters)?;
    }
    Ok((
        changed(&ground, before, merged.here, counters),
        changed(&of_other, other, merged.other, other_counters),
    ))
}

/// The case as its changes make it.
fn changed(ground: &Ground, before: &Case, mut changes: Changes, counters: Counters) -> Judged {
    let recorded = changes.record(before.version, ground.now, ground.actor);
    let mut case = before.clone();
    for event in &recorded {
        case.apply(event);
    }
    let summary = summarize(ground, &case, &counters);
    Judged {
        case,
        recorded,
        effects: changes.effects,
        openings: changes.openings,
        summary,
        counters,
        people: None,
    }
}

/// Decides about a case. `masker` covers of it what whoever asks was not shown. `None` if a schedule asks and does not mean this case.
pub(super) fn decide(
    conn: &mut Conn,
    pack: &Pack,
    before: &Case,
    masker: Option<&Masker>,
    request: &Request,
    now: DateTime<Utc>,
) -> Result<Option<Judged>, ExecuteError> {
    let ground = Ground::of(pack, before, &request.actor, now)?;
    let case_type = ground.case_type;
    let people = everybody(conn, pack, case_type)?;
    let mut filled_in = |form: Option<&FormId>, sent: &Map<String, Json>| {
        let form = form.and_then(|id| case_type.forms.get(id));
        let sent = match (masker, form) {
            (Some(masker), Some(form)) => put_back(masker, before, form, sent, &request.language)?,
            _ => Cow::Borrowed(sent),
        };
        parse(conn, &ground, people.as_ref(), form, &sent, request, None)
    };
    let (command, counters) = match &request.asked {
        Asked::Act { action, answers } => {
            let rule = case_type.actions.get(action);
            let rule = rule.ok_or_else(|| Refusal::unknown(format!("action `{action}`")))?;
            let (answers, counters) = filled_in(rule.form.as_ref(), answers)?;
            let action = action.clone();
            (Command::Act { action, answers }, counters)
        }
        Asked::CompleteTask { number, answers } => {
            let number = *number;
            let task = before.tasks.iter().find(|task| task.number == number);
            let rule = task.and_then(|task| case_type.tasks.get(&task.task));
            let rule = rule.ok_or_else(|| Refusal::unknown(format!("task {number}")))?;
            let (answers, counters) = filled_in(rule.form.as_ref(), answers)?;
            (Command::CompleteTask { number, answers }, counters)
        }
        other => {
            let counters = ground.count(conn, &Answers::new())?;
            let Some(command) = simple(conn, &ground, other, &counters, request)? else {
                return Ok(None);
            };
            (command, counters)
        }
    };
    let context = Context {
        now,
        actor: &request.actor,
        counters: &counters,
        people: people.as_ref(),
    };
    let changes = case::decide(pack, before, &command, &context)?;
    Ok(Some(changed(&ground, before, changes, counters)))
}

/// Commands without a form.
fn simple<'a>(
    conn: &mut Conn,
    ground: &Ground<'a>,
    asked: &Asked,
    counters: &Counters,
    request: &Request,
) -> Result<Option<Command<'a>>, ExecuteError> {
    Ok(Some(match asked.clone() {
        Asked::Extend { deadline, extension } => Command::Extend { deadline, extension },
        Asked::Override {
            decision,
            value,
            reason,
        } => Command::Override {
            decision,
            value,
            reason,
        },
        Asked::Reinstate { decision, reason } => Command::Reinstate { decision, reason },
        Asked::Comment { text } => Command::Comment { text },
        Asked::GiveAccess { access, .. } => Command::GiveAccess {
            to_survey: access == Access::Survey,
        },
        Asked::Attach { file } => {
            let organization = &ground.pack.organization;
            let cases: Vec<CaseId> = ground.case.map(|case| case.id).into_iter().collect();
            // What the file is, the store knows; only its name is the person's to say.
            let stored = uploads::held_by(conn, organization, &file.hash, &ground.actor.id, &cases)?
                .ok_or_else(|| Refusal::unknown(format!("file `{}`", file.name)))?;
            ground
                .pack
                .files
                .take(&stored.media_type, stored.bytes)
                .map_err(|unfit| {
                    ExecuteError::Invalid(vec![FieldError::new("file", unfit.text(&file.name, &request.language))])
                })?;
            Command::Attach {
                file: case::command::AttachedFile {
                    name: file.name,
                    ..stored
                },
            }
        }
        Asked::TakeOver { owner } => {
            if let Some(owner) = &owner {
                let is_here =
                    *owner == ground.actor.id || !people::posts_of(conn, &ground.pack.organization, owner)?.is_empty();
                if !is_here {
                    return Err(Refusal::unknown(format!("person `{}`", owner.0)).into());
                }
            }
            Command::TakeOver { owner }
        }
        Asked::Record {
            event,
            at,
            text,
            breach,
        } => Command::Record {
            event,
            at,
            text,
            breach,
        },
        Asked::TimePassed => Command::TimePassed,
        Asked::React { schedule } => {
            // The case is judged by its own version of the pack: what that does not know does not touch it.
            let (Some(case), Some(rule)) = (ground.case, ground.pack.schedules.get(&schedule)) else {
                return Ok(None);
            };
            let context = Context {
                now: ground.now,
                actor: ground.actor,
                counters,
                people: None,
            };
            let ScheduledWork::ForEach { does, .. } = &rule.work else {
                return Ok(None);
            };
            if !case::schedule_wants(ground.pack, rule, case, &context) {
                return Ok(None);
            }
            Command::React {
                schedule,
                effects: does,
            }
        }
        Asked::Open { .. }
        | Asked::OpenPublicly { .. }
        | Asked::Act { .. }
        | Asked::CompleteTask { .. }
        | Asked::Merge { .. } => {
            return Err(Refusal::unknown("such a request for this case").into());
        }
    }))
}

/// What lists show of the case as it has become.
pub(super) fn summarize(ground: &Ground, case: &Case, counters: &Counters) -> Summary {
    let context = Context {
        now: ground.now,
        actor: ground.actor,
        counters,
        people: None,
    };
    let mut summary = Summary {
        facts: facts(ground.case_type, case),
        urgency: case::urgency(ground.pack, ground.case_type, case, &context),
        ..Summary::default()
    };
    let surroundings = surroundings(ground.pack, ground.case_type, Some(case), &context);
    surroundings.with_frame(&Answers::new(), &mut |frame| {
        let text = |expression: &Expression| match expression.evaluate(frame) {
            Outcome::Known(Value::Text(text)) => Some(text.to_string()),
            Outcome::Known(Value::Empty) | Outcome::Unknown(_) | Outcome::Failed(_) => None,
            Outcome::Known(value) => Some(value.to_string()),
        };
        summary.subject = text(&ground.case_type.subject).unwrap_or_default();
        summary.complainant = ground.case_type.complainant.as_ref().and_then(text);
    });
    summary
}
