//! The life of a case under any pack.
//!
//! Pure: [`decide`] says what a command means here and now and returns events and effects, or a refusal that names its
//! clause; [`Case::apply`] remembers what has happened and never fails. No file here knows an industry, a database or a
//! clock: `now`, the actor and counts of other cases come in a [`Context`].

mod action;
mod addressee;
mod apply;
pub mod choices;
mod clock;
pub mod command;
pub mod counting;
mod deadline;
pub mod decision;
pub mod document;
mod duty;
mod erasure;
mod evaluate;
pub mod event;
pub mod extension;
pub mod files;
mod guidance;
pub mod linked;
mod merging;
mod notice;
mod number;
mod opening;
mod overriding;
pub mod people;
pub mod permission;
mod priority;
mod process;
mod reaction;
mod reckoning;
mod record;
pub mod refusal;
mod reminder;
mod schedule;
pub mod scope;
mod sight;
pub mod standing;
mod state;
mod surroundings;
mod table;
mod task;
mod template;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod why;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::form::{Answers, Names};
use crate::pack::Pack;
use crate::pack::id::*;
use crate::value::Value;

pub use choices::{choices, opening_guards};
pub use command::Command;
pub use decision::Evaluation;
pub use erasure::Destruction;
pub use evaluate::{evaluate, is_wanted};
pub use event::Event;
pub use guidance::{Advice, Reading, guidance, has_guidance};
pub use linked::{Linked, OtherCase};
pub use merging::{Merged, Side, merge};
pub use opening::{NewCase, Preview, may_open, open, preview};
pub use people::People;
pub use priority::{Urgency, urgency};
pub use refusal::Refusal;
pub use reminder::{Reminder, Until};
pub use schedule::schedule_wants;
pub use sight::Kept;
pub use standing::{Standing, Standings};
pub use state::{
    Addressee, Case, Clock, Deadline, DeadlineState, Decided, Document, Extended, Happening, Notice, Overridden, Task,
    TaskDone, TaskTime,
};
pub use surroundings::{Surroundings, surroundings};
pub use why::why_not;

use action::Taker;

/// What `command` means for this case under this pack, here and now. Reads nothing, changes nothing: the returned events,
/// applied in their order, make the new case.
///
/// Whatever has fallen due by now happens first, so that a command finds the case as it stands at this moment, however
/// late the heartbeat is.
///
/// # Errors
/// A refusal; then nothing has happened, not even what was due.
pub fn decide(pack: &Pack, case: &Case, command: &Command, context: &Context) -> Result<Changes, Refusal> {
    if case.destroyed.is_some() {
        return Err(refusal::Reason::Destroyed.into());
    }
    let changes = decide_holding_back(pack, case, command, context, Vec::new())?;
    if changes.in_vain.is_empty() {
        return Ok(changes);
    }
    // The effects decide whether they run, so they are looked at once more, after the effects.
    decide_holding_back(pack, case, command, context, changes.in_vain)
}

fn decide_holding_back(
    pack: &Pack,
    case: &Case,
    command: &Command,
    context: &Context,
    held_back: Vec<DeadlineId>,
) -> Result<Changes, Refusal> {
    let engine = Actor::engine();
    let of_time = context.of(&engine);
    let mut process = clock::catch_up(pack, case.clone(), context, &of_time, held_back)?;
    // Time has destroyed it already: whatever else is done would be lost with it.
    if process.is_destroyed() && process.case.closed_at.is_some() && !context.actor.engine {
        return Err(refusal::Reason::Destroyed.into());
    }
    sight::check(&mut process)?;
    if context.actor.is_complainant() && !matches!(command, Command::Act { .. }) {
        return Err(permission::not_yours([], &process));
    }
    merging::takes(&process, command)?;
    match command {
        Command::Act { action, answers } => action::act(&mut process, action, answers, Taker::Person)?,
        Command::CompleteTask { number, answers } => task::complete(&mut process, *number, answers)?,
        Command::Extend { deadline, extension } => extension::extend(&mut process, deadline, extension)?,
        Command::Override {
            decision,
            value,
            reason,
        } => overriding::override_decision(&mut process, decision, value, reason)?,
        Command::Reinstate { decision, reason } => overriding::reinstate(&mut process, decision, reason)?,
        Command::Comment { text } => record::comment(&mut process, text)?,
        Command::GiveAccess { to_survey } => record::give_access(&mut process, *to_survey)?,
        Command::Attach { file } => record::attach(&mut process, file)?,
        Command::TakeOver { owner } => record::take_over(&mut process, owner.as_ref())?,
        Command::Record {
            event,
            at,
            text,
            breach,
        } => record::record(&mut process, event.as_ref(), *at, text, *breach)?,
        // A case of an older program does not know yet whom it admits.
        Command::TimePassed => sight::admit(&mut process),
        Command::Linked { other, marks } => linked::opened(&mut process, other, marks.as_ref())?,
        Command::NotOpened { what, why } => linked::not_opened(&mut process, what, why)?,
        Command::OtherMoved {
            other,
            is_open,
            answers,
        } => linked::moved(&mut process, *other, *is_open, answers)?,
        Command::React { schedule, effects } => schedule::react(&mut process, schedule, effects)?,
    }
    process.start_held_back();
    process.run_pending();
    let (_, changes) = process.finish()?;
    Ok(changes)
}

/// When time passing has something to do for this case, see [`Case::next_moment`].
pub fn next_moment(case: &Case) -> Option<DateTime<Utc>> {
    case.next_moment()
}

/// The id of a case; time-ordered (UUID v7), made by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub Uuid);

/// A person who signs in, by a stable name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub Arc<str>);

impl PersonId {
    /// Under which the engine acts. No person has this name.
    const ENGINE: &str = "redress";

    /// What the ids of complainants begin with. Names with which people sign in have no colon.
    const COMPLAINANT: &str = "complainant:";

    pub fn is_engine(&self) -> bool {
        &*self.0 == Self::ENGINE
    }

    /// Whether somebody acted from outside, without signing in.
    pub fn is_complainant(&self) -> bool {
        self.0.starts_with(Self::COMPLAINANT)
    }
}

/// Who acts: a person with their posts, or the engine itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub id: PersonId,
    /// As shown in histories.
    pub name: String,
    /// For whom they act, with the other's posts and none of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<StandsFor>,
    pub roles: Vec<RoleId>,
    pub departments: Vec<DepartmentId>,
    /// Given beside posts. [`Standing::Stranger`] and [`Standing::Member`] are never among them.
    #[serde(default)]
    pub standings: Standings,
    /// The engine: deadlines and schedules. May take actions nobody else may.
    pub engine: bool,
}

/// Somebody who is away, and for whom another acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandsFor {
    pub id: PersonId,
    /// As shown in histories.
    pub name: String,
}

impl Actor {
    /// Whose work this is: what is given to that person is theirs to do. Who does it stays [`id`](Self::id).
    pub fn acts_as(&self) -> &PersonId {
        self.stands_for.as_ref().map_or(&self.id, |absent| &absent.id)
    }

    /// May take any step without holding its role; histories say so.
    pub fn is_administrator(&self) -> bool {
        self.standings.iter().any(Standing::acts_in_any_role)
    }

    /// The engine itself.
    pub fn engine() -> Self {
        Self {
            id: PersonId(Arc::from(PersonId::ENGINE)),
            name: "Redress".to_owned(),
            stands_for: None,
            roles: Vec::new(),
            departments: Vec::new(),
            standings: Standings::default(),
            engine: true,
        }
    }

    /// Whoever complains, in this one case: no roles, and nothing to be seen or done but what the pack calls public. `None`: somebody
    /// who has no case yet.
    pub fn complainant(case: Option<CaseId>, name: String) -> Self {
        Self::from_outside(&case.map(|case| case.0.to_string()).unwrap_or_default(), name)
    }

    /// Somebody who has no case yet, told from others who have none by the form they fill in: nobody else's files are theirs.
    pub fn about_to_complain(form: &str, name: String) -> Self {
        Self::from_outside(&format!("new:{form}"), name)
    }

    fn from_outside(which: &str, name: String) -> Self {
        Self {
            id: PersonId(format!("{}{which}", PersonId::COMPLAINANT).into()),
            name,
            roles: Vec::new(),
            departments: Vec::new(),
            standings: Standings::default(),
            engine: false,
            stands_for: None,
        }
    }

    pub fn is_complainant(&self) -> bool {
        self.id.is_complainant()
    }

    /// Whether this is who complains in this very case.
    pub fn is_complainant_of(&self, case: &Case) -> bool {
        let of = self.id.0.strip_prefix(PersonId::COMPLAINANT);
        of.is_some_and(|of| of == case.id.0.to_string())
    }
}

/// What deciding needs from outside.
pub struct Context<'a> {
    pub now: DateTime<Utc>,
    pub actor: &'a Actor,
    /// Declared counters, prefetched; 0 where missing.
    pub counters: &'a BTreeMap<CounterId, i64>,
    /// Who there is; `None` where nobody knows.
    pub people: Option<&'a People>,
}

impl<'a> Context<'a> {
    /// The same for somebody else.
    fn of<'b>(&self, actor: &'b Actor) -> Context<'b>
    where
        'a: 'b,
    {
        Context { actor, ..*self }
    }
}

/// What deciding returns.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Changes {
    pub events: Vec<Event>,
    /// The places of those that the engine brought about, whoever's command was the occasion.
    pub by_engine: BTreeSet<usize>,
    /// To be done outside, once the events are saved.
    pub effects: Vec<event::Effect>,
    /// Cases to be opened in the same transaction, in this order.
    pub openings: Vec<linked::Opening>,
    /// What scenarios reach without an event telling so: effects under a condition, by [`crate::pack::Conditional::name`], and
    /// guards that refused a reaction. Not remembered.
    pub fired: Vec<Arc<str>>,
    /// The deadlines that were started and cancelled again, because what followed ended their condition: nobody was ever bound by them.
    in_vain: Vec<DeadlineId>,
}

impl Changes {
    /// Takes the events out and gives them their places in the history after `version`, each with who brought it about.
    pub fn record(&mut self, version: u64, at: DateTime<Utc>, actor: &Actor) -> Vec<event::Recorded> {
        let engine = Actor::engine();
        let events = std::mem::take(&mut self.events).into_iter().enumerate();
        (version + 1..)
            .zip(events)
            .map(|(seq, (place, event))| {
                let by = if self.by_engine.contains(&place) {
                    &engine
                } else {
                    actor
                };
                event::Recorded {
                    seq,
                    at,
                    by: by.id.clone(),
                    by_name: by.name.clone(),
                    stands_for: by.stands_for.clone(),
                    event,
                }
            })
            .collect()
    }
}
