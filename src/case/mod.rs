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
mod schedule;
pub mod scope;
mod sight;
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
pub use schedule::schedule_wants;
pub use sight::Kept;
pub use state::{
    Addressee, Case, Clock, Deadline, DeadlineState, Decided, Document, Extended, Happening, Notice, Overridden, Task,
    TaskDone, TaskTime,
};
pub use surroundings::{Surroundings, surroundings};
pub use why::why_not;

use action::Taker;
use process::Process;

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
    match deadline::started_in_vain(pack, &changes.events) {
        in_vain if in_vain.is_empty() => Ok(changes),
        // The effects decide whether they run, so they are looked at once more, after the effects.
        in_vain => decide_holding_back(pack, case, command, context, in_vain),
    }
}

fn decide_holding_back(
    pack: &Pack,
    case: &Case,
    command: &Command,
    context: &Context,
    held_back: Vec<DeadlineId>,
) -> Result<Changes, Refusal> {
    let mut process = Process::new(pack, case.clone(), context)?;
    process.held_back = held_back;
    clock::pass(&mut process);
    sight::check(&mut process)?;
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
        Command::Attach { file } => record::attach(&mut process, file)?,
        Command::TakeOver { owner } => record::take_over(&mut process, owner.as_ref())?,
        Command::Record {
            event,
            at,
            text,
            breach,
        } => record::record(&mut process, event.as_ref(), *at, text, *breach)?,
        Command::TimePassed => {}
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

    pub fn is_engine(&self) -> bool {
        &*self.0 == Self::ENGINE
    }
}

/// Who acts: a person with their posts, or the engine itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub id: PersonId,
    /// As shown in histories.
    pub name: String,
    pub roles: Vec<RoleId>,
    pub departments: Vec<DepartmentId>,
    /// May act in any role; histories say so.
    pub administrator: bool,
    /// The engine: deadlines and schedules. May take actions nobody else may.
    pub engine: bool,
}

impl Actor {
    /// The engine itself.
    pub fn engine() -> Self {
        Self {
            id: PersonId(Arc::from(PersonId::ENGINE)),
            name: "Redress".to_owned(),
            roles: Vec::new(),
            departments: Vec::new(),
            administrator: false,
            engine: true,
        }
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

/// What deciding returns.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Changes {
    pub events: Vec<Event>,
    /// To be done outside, once the events are saved.
    pub effects: Vec<event::Effect>,
    /// Cases to be opened in the same transaction, in this order.
    pub openings: Vec<linked::Opening>,
    /// What scenarios reach without an event telling so: effects under a condition, by [`crate::pack::Conditional::name`], and
    /// guards that refused a reaction. Not remembered.
    pub fired: Vec<Arc<str>>,
}
