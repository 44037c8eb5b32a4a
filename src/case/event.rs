//! What has happened to a case, and what must be done outside because of it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use super::command::AttachedFile;
use super::{Addressee, CaseId, Clock, Decided, OtherCase, PersonId, StandsFor, Until};
use crate::calendar::Due;
use crate::form::{Answers, Names};
use crate::locale::Language;
use crate::pack::id::*;
use crate::value::Value;

/// One event, as stored: an event with its place in the history. `seq` counts from 1 without gaps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    pub seq: u64,
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub by_name: String,
    /// Who was away, and for whom they did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<StandsFor>,
    pub event: Event,
}

/// What happened. Everything needed to remember it is inside: applying reads no pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    Opened {
        case: CaseId,
        organization: OrganizationId,
        case_type: CaseTypeId,
        number: String,
        pack: PackVersion,
        stage: StageId,
        form: FormId,
        answers: Answers,
        /// The case whose rules opened it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<OtherCase>,
        /// In which the complainant reads, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Language>,
    },
    /// An action was taken; the answers of its form are now the case's.
    Acted {
        action: ActionId,
        form: Option<FormId>,
        answers: Answers,
    },
    /// The case entered a stage.
    Entered {
        stage: StageId,
        is_final: bool,
    },
    /// A pack event; `answers` are those given with it.
    Happened {
        happening: EventId,
        at: DateTime<Utc>,
        answers: Answers,
        /// Who brought it about; nobody, where the engine did or nobody wrote it down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
    /// A decision has a new outcome, or a new why.
    Decided {
        decision: DecisionId,
        decided: Decided,
    },
    AnswersSet {
        answers: Answers,
    },
    DeadlineStarted {
        deadline: DeadlineId,
        occurrence: u32,
        started_at: DateTime<Utc>,
        due: Due,
        rule: Option<u32>,
        clauses: Vec<ClauseId>,
        warnings: Vec<DateTime<Utc>>,
    },
    DeadlineWarned {
        deadline: DeadlineId,
        occurrence: u32,
    },
    DeadlineMet {
        deadline: DeadlineId,
        occurrence: u32,
        at: DateTime<Utc>,
    },
    DeadlineMissed {
        deadline: DeadlineId,
        occurrence: u32,
    },
    /// A waiting period ran its course.
    DeadlineEnded {
        deadline: DeadlineId,
        occurrence: u32,
    },
    DeadlineCancelled {
        deadline: DeadlineId,
        occurrence: u32,
        because: String,
    },
    DeadlinePaused {
        deadline: DeadlineId,
        occurrence: u32,
    },
    DeadlineResumed {
        deadline: DeadlineId,
        occurrence: u32,
        due: Due,
        warnings: Vec<DateTime<Utc>>,
    },
    DeadlineExtended {
        deadline: DeadlineId,
        occurrence: u32,
        due: Due,
        warnings: Vec<DateTime<Utc>>,
        reason: String,
        told_at: Option<DateTime<Utc>>,
        told_how: Option<String>,
        /// Which of the policy's steps it was, counted from 1.
        #[serde(
            default = "super::extension::first_step",
            skip_serializing_if = "super::extension::is_first_step"
        )]
        step: u32,
        clauses: Vec<ClauseId>,
    },
    /// A decision it depends on changed; past breaches stay.
    DeadlineRederived {
        deadline: DeadlineId,
        occurrence: u32,
        due: Due,
        rule: Option<u32>,
        clauses: Vec<ClauseId>,
        warnings: Vec<DateTime<Utc>>,
    },
    /// It goes on by the clock of the same deadline in a case that was merged into this one, where that is due first.
    DeadlineBackdated {
        deadline: DeadlineId,
        occurrence: u32,
        started_at: DateTime<Utc>,
        /// The rest of that clock; older histories took over the beginning alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clock: Option<Clock>,
    },
    TaskOpened {
        number: u32,
        task: TaskId,
        department: Option<DepartmentId>,
        /// Whom or what it was opened for, where there is one for each of several.
        #[serde(default, skip_serializing_if = "Value::is_empty")]
        each: Value,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<String>,
    },
    /// By when the task is to be done.
    TaskTimed {
        number: u32,
        task: TaskId,
        due: Due,
        rule: Option<u32>,
        clauses: Vec<ClauseId>,
        warnings: Vec<DateTime<Utc>>,
    },
    TaskWarned {
        number: u32,
    },
    /// Its time passed and it was not done.
    TaskMissed {
        number: u32,
    },
    TaskPaused {
        number: u32,
    },
    TaskResumed {
        number: u32,
        due: Due,
        warnings: Vec<DateTime<Utc>>,
    },
    TaskDone {
        number: u32,
        answers: Answers,
    },
    TaskWithdrawn {
        number: u32,
    },
    Assigned {
        department: Option<DepartmentId>,
    },
    TakenOver {
        owner: Option<PersonId>,
    },
    /// A rule gave the case to somebody.
    Owned {
        owner: PersonId,
    },
    Noticed {
        notice: NoticeId,
        to: Addressee,
        text: String,
    },
    Printed {
        document: DocumentId,
        number: u32,
        copies: u32,
        /// Whom or what this print is for, where there is one for each.
        #[serde(default, skip_serializing_if = "Value::is_empty")]
        each: Value,
    },
    Reminded {
        /// Histories from before others than roles were reminded say the role alone.
        #[serde(alias = "role", deserialize_with = "role_or_addressee")]
        to: Addressee,
        about: String,
        /// Histories from before people found their reminders among their work do not say it: there nobody does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Until>,
    },
    /// They were named to do something in the case, and have a part in it from now on.
    Involved {
        people: Vec<PersonId>,
    },
    /// What the users whom the case speaks of are called now.
    Named {
        names: Names,
    },
    /// The rules of this case have opened another one.
    CaseOpened {
        other: OtherCase,
        marks: Option<EventId>,
    },
    /// A case that this one opened has reached a final stage.
    OtherClosed {
        other: CaseId,
    },
    /// It has left it again.
    OtherReopened {
        other: CaseId,
    },
    /// Another case was merged into this one; these answers are now the case's.
    TookIn {
        other: OtherCase,
        answers: Answers,
    },
    /// This case goes on in another one.
    MergedInto {
        other: OtherCase,
    },
    RoundStarted {
        round: u32,
    },
    Commented {
        text: String,
    },
    Attached {
        file: AttachedFile,
    },
    /// The complainant was given what lets them reach the case from outside, or its survey alone.
    AccessGiven {
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        to_survey: bool,
    },
    /// CNV-16: it took place although the rules forbid it, or it was recorded from outside.
    Recorded {
        happening: Option<EventId>,
        at: DateTime<Utc>,
        text: String,
        breach: bool,
        /// Who vouches for the happening.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        /// They say that it took place; who did it is not known. In older histories they count as who did it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        attested: bool,
    },
    /// From whom the case is kept has changed.
    SightNarrowed {
        excluded: BTreeSet<PersonId>,
        /// The roles that see it while it is confidential.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confined_to: Option<BTreeSet<RoleId>>,
        /// Why it cannot be worked out for all of them. May name people.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        unsure: BTreeSet<String>,
        /// The same people by the rule that keeps it from them, in the order of the rules, where there are several. Older histories
        /// do not tell it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by_rule: Vec<BTreeSet<PersonId>>,
    },
    /// Others have an open task in the case while it is confidential, and so see it.
    Admitted {
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        admitted: BTreeSet<Addressee>,
    },
    /// An administrator acted although the case was kept from them by name: until administrators were kept away like everybody else.
    ExclusionOverridden,
    /// What the case held has been erased for good.
    Destroyed {
        clauses: Vec<ClauseId>,
        /// SHA-256 over what is left of the events before it, so that nothing else is put in their place. Filled in when it is
        /// written.
        left: String,
    },
    /// A reaction could not be carried out; the case goes on and somebody should look.
    ReactionFailed {
        what: String,
        why: String,
    },
}

impl Event {
    /// The answers that came with it.
    pub fn answers(&self) -> Option<&Answers> {
        match self {
            Self::Opened { answers, .. }
            | Self::Acted { answers, .. }
            | Self::Happened { answers, .. }
            | Self::AnswersSet { answers }
            | Self::TookIn { answers, .. }
            | Self::TaskDone { answers, .. } => Some(answers),
            _ => None,
        }
    }

    pub fn answers_mut(&mut self) -> Option<&mut Answers> {
        match self {
            Self::Opened { answers, .. }
            | Self::Acted { answers, .. }
            | Self::Happened { answers, .. }
            | Self::AnswersSet { answers }
            | Self::TookIn { answers, .. }
            | Self::TaskDone { answers, .. } => Some(answers),
            _ => None,
        }
    }
}

/// Something to be done outside, at least once, under a stable id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    Send {
        notice: NoticeId,
        to: Addressee,
        text: String,
    },
    Print {
        document: DocumentId,
        number: u32,
        copies: u32,
    },
    Remind {
        #[serde(alias = "role", deserialize_with = "role_or_addressee")]
        to: Addressee,
        about: String,
    },
}

/// A bare text is a role.
fn role_or_addressee<'de, D: Deserializer<'de>>(reader: D) -> Result<Addressee, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Role(RoleId),
        Addressee(Addressee),
    }
    Ok(match Written::deserialize(reader)? {
        Written::Role(role) => Addressee::Role(role),
        Written::Addressee(addressee) => addressee,
    })
}
