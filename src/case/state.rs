//! What a case is: all that its events have made of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::erasure::Destruction;
use super::linked::{Linked, OtherCase};
use super::{CaseId, PersonId, Reminder};
use crate::calendar::Due;
use crate::form::{Answers, Names};
use crate::locale::Language;
use crate::pack::id::*;
use crate::value::Value;

/// A case as its history makes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    pub id: CaseId,
    pub organization: OrganizationId,
    pub case_type: CaseTypeId,
    pub number: String,
    /// The pack version it was opened under and is judged by.
    pub pack: PackVersion,
    /// How many events made it: the version every save is guarded by.
    pub version: u64,
    pub stage: StageId,
    pub opened_at: DateTime<Utc>,
    pub opened_by: PersonId,
    /// When it reached a final stage.
    pub closed_at: Option<DateTime<Utc>>,
    pub answers: Answers,
    pub decisions: BTreeMap<DecisionId, Decided>,
    /// Every deadline that ever ran, in the order of starting.
    pub deadlines: Vec<Deadline>,
    pub tasks: Vec<Task>,
    pub happenings: Vec<Happening>,
    pub documents: Vec<Document>,
    pub notices: Vec<Notice>,
    pub department: Option<DepartmentId>,
    pub owner: Option<PersonId>,
    /// Starts at 1.
    pub round: u32,
    /// Everybody who has acted on it.
    pub participants: BTreeSet<PersonId>,
    /// From whom it is kept by name.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub excluded: BTreeSet<PersonId>,
    /// The same by the rule that keeps it from them, in the order of the rules, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded_by_rule: Vec<BTreeSet<PersonId>>,
    /// The roles that see it while it is confidential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confined_to: Option<BTreeSet<RoleId>>,
    /// Who sees it besides while it is confidential, because they have an open task in it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub admitted: BTreeSet<Addressee>,
    /// Why it cannot be worked out from whom it is kept, as far as the history has told it. May name people.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unsure_sight: BTreeSet<String>,
    /// What the users it speaks of were called when it last spoke of them.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
    /// What people are still to be reminded of, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
    /// What it held has been erased for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destroyed: Option<Destruction>,
    /// The case that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<OtherCase>,
    /// The cases it has opened, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<Linked>,
    /// The case in which it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<OtherCase>,
    /// The cases that go on in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<OtherCase>,
    /// In which the complainant reads, where that is known. Asked for with [`Case::read_in`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// The present outcome of a decision, and its why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// [`Value::Empty`]: no rule matched, or none could yet.
    pub value: Value,
    /// Which rule fired, counted from 1 in the author's order; `None` when none did or a person decided.
    pub rule: Option<u32>,
    pub clauses: Vec<ClauseId>,
    /// What the rules looked at, and what it was.
    pub seen: Vec<(String, Value)>,
    /// Names whose answers are missing for an earlier rule to be known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// A rule could not be evaluated: a script error or an overflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Overridden>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overridden {
    pub by: PersonId,
    pub by_name: String,
    pub reason: String,
    pub at: DateTime<Utc>,
}

/// One run of a deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deadline {
    pub deadline: DeadlineId,
    /// Counted from 1 per deadline of the pack.
    pub occurrence: u32,
    pub started_at: DateTime<Utc>,
    /// How many happenings the case had when it started: the last of them among its `from` events started it.
    #[serde(default)]
    pub happenings_before: u32,
    pub due: Due,
    /// Which branch of `within` gave the period (from 1); `None` for a promised instant.
    pub rule: Option<u32>,
    pub clauses: Vec<ClauseId>,
    /// Warnings still to give, soonest first.
    pub warnings: Vec<DateTime<Utc>>,
    pub state: DeadlineState,
    /// Spans in which the clock stood still; the last one is open while paused.
    pub pauses: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    pub extensions: Vec<Extended>,
    /// It was missed at its due time (and may have been met later).
    pub missed: bool,
}

/// What has moved the end of a run since it began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    pub pauses: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    pub extensions: Vec<Extended>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeadlineState {
    Running,
    Paused,
    Met {
        at: DateTime<Utc>,
    },
    /// A waiting period that has run its course.
    Ended {
        at: DateTime<Utc>,
    },
    Cancelled {
        at: DateTime<Utc>,
        because: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extended {
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub reason: String,
    pub told_at: Option<DateTime<Utc>>,
    /// Which of the policy's steps it was, counted from 1.
    #[serde(
        default = "super::extension::first_step",
        skip_serializing_if = "super::extension::is_first_step"
    )]
    pub step: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Counted from 1 within the case.
    pub number: u32,
    pub task: TaskId,
    pub department: Option<DepartmentId>,
    /// The member it was opened for, where there is one for each of several; otherwise empty.
    #[serde(default, skip_serializing_if = "Value::is_empty")]
    pub each: Value,
    /// The only person who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What this one is about, as lists show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    pub opened_at: DateTime<Utc>,
    /// Its own time, where its rule gives one and it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TaskTime>,
    pub done: Option<TaskDone>,
}

/// By when a task is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskTime {
    pub due: Due,
    /// Which branch of `within` gave the period (from 1); `None` for a promised instant.
    pub rule: Option<u32>,
    pub clauses: Vec<ClauseId>,
    /// Warnings still to give, soonest first.
    pub warnings: Vec<DateTime<Utc>>,
    /// Spans in which the clock stood still; the last one is open while paused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// It was not done at its due time (and may have been done later).
    pub missed: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaskDone {
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub answers: Answers,
    /// Closed without being done.
    pub withdrawn: bool,
    /// The round in which it was done.
    #[serde(default = "first_round", skip_serializing_if = "is_first_round")]
    pub round: u32,
}

pub(super) fn first_round() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks it")]
pub(super) fn is_first_round(round: &u32) -> bool {
    *round == 1
}

/// Something that happened and that deadlines and rules look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    pub event: EventId,
    pub at: DateTime<Utc>,
    pub round: u32,
    /// The answers given with it.
    pub answers: Answers,
    /// Who brought it about; nobody, where the engine did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// It was recorded afterwards: `by` says that it took place, and need not have done it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub attested: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub document: DocumentId,
    /// Counted from 1 within the case; all copies share it.
    pub number: u32,
    pub at: DateTime<Utc>,
    pub copies: u32,
    /// Whom or what this print is for, where there is one for each; otherwise empty.
    #[serde(default, skip_serializing_if = "Value::is_empty")]
    pub each: Value,
    /// The case as the document shows it: what its template saw.
    pub department: Option<DepartmentId>,
    /// The version of the case at its printing: what its template saw.
    pub version: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub notice: NoticeId,
    pub at: DateTime<Utc>,
    pub to: Addressee,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    Complainant,
    Role(RoleId),
    Department(DepartmentId),
    /// Those of a role who belong to a department.
    RoleIn {
        role: RoleId,
        department: DepartmentId,
    },
    Person(PersonId),
}
