//! What can be asked of a case.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{CaseId, OtherCase};
use crate::form::Answers;
use crate::pack::Effect;
use crate::pack::id::*;
use crate::value::Value;

/// One thing asked of an existing case. Opening one is [`super::open`].
pub enum Command<'a> {
    /// Takes an action with the answers of its form, already parsed.
    Act {
        action: ActionId,
        answers: Answers,
    },
    /// Completes an open task.
    CompleteTask {
        number: u32,
        answers: Answers,
    },
    Extend {
        deadline: DeadlineId,
        extension: ExtensionRequest,
    },
    /// Decides otherwise than the rules, with a reason.
    Override {
        decision: DecisionId,
        value: Value,
        reason: String,
    },
    /// Lets the rules decide again.
    Reinstate {
        decision: DecisionId,
        reason: String,
    },
    Comment {
        text: String,
    },
    /// Lets the complainant reach the case from outside, or its survey alone.
    GiveAccess {
        to_survey: bool,
    },
    /// Adds a file that is already stored.
    Attach {
        file: AttachedFile,
    },
    /// Names the person who handles it.
    TakeOver {
        owner: Option<super::PersonId>,
    },
    /// Records something that took place although the rules forbid it, or an event from outside (CNV-16).
    Record {
        event: Option<EventId>,
        at: DateTime<Utc>,
        text: String,
        breach: bool,
    },
    /// A case that this one asked for is there.
    Linked {
        other: OtherCase,
        /// Happens here when that one reaches a final stage.
        marks: Option<EventId>,
    },
    /// It could not be opened.
    NotOpened {
        what: String,
        why: String,
    },
    /// A linked case has reached a final stage, or has left it, with these answers.
    OtherMoved {
        other: CaseId,
        is_open: bool,
        answers: Answers,
    },
    /// Time has passed: whatever is due by now happens.
    TimePassed,
    /// A schedule asks for these effects.
    React {
        schedule: ScheduleId,
        effects: &'a [Effect],
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExtensionRequest {
    pub until: NewEnd,
    pub reason: String,
    /// When the complainant was told.
    pub told_at: Option<DateTime<Utc>>,
    /// How they were told.
    pub told_how: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewEnd {
    At(DateTime<Utc>),
    /// Close of business of this local day.
    Day(NaiveDate),
}

/// A file in the store, named by the SHA-256 of its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedFile {
    pub hash: String,
    pub name: String,
    /// Sniffed, not claimed.
    pub media_type: String,
    pub bytes: u64,
}
