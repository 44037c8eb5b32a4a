//! What can be asked of a case, as doors put it, and what comes back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::complainants::{Access, Secret};
use crate::case::command::{AttachedFile, ExtensionRequest};
use crate::case::{Actor, CaseId, PersonId, Refusal};
use crate::form::FieldError;
use crate::locale::Language;
use crate::pack::id::*;
use crate::store;
use crate::value::{Value, hex};

/// One thing asked of one case.
#[derive(Clone)]
pub struct Request {
    pub organization: OrganizationId,
    pub target: Target,
    pub actor: Actor,
    /// The version the person had before them. If the case has moved on since, nothing is done.
    pub expected_version: Option<u64>,
    pub asked: Asked,
    pub idempotency: Option<Idempotency>,
    /// The reader's, for messages.
    pub language: Language,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    New {
        case_type: CaseTypeId,
    },
    Existing {
        number: String,
    },
    /// By id, as the engine knows cases.
    Known {
        id: CaseId,
    },
}

/// What is asked; forms as they were submitted, not yet parsed.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    Open {
        answers: Map<String, Json>,
        /// In which the complainant reads, where that is known.
        language: Option<Language>,
    },
    /// By a complainant, from outside, who reaches the case with its number and this secret.
    OpenPublicly {
        answers: Map<String, Json>,
        secret: Secret,
        /// In which the complainant reads.
        language: Option<Language>,
    },
    /// Lets the complainant reach the case, or its survey, from outside.
    GiveAccess {
        access: Access,
        secret: Secret,
    },
    Act {
        action: ActionId,
        answers: Map<String, Json>,
    },
    CompleteTask {
        number: u32,
        answers: Map<String, Json>,
    },
    Extend {
        deadline: DeadlineId,
        extension: ExtensionRequest,
    },
    Override {
        decision: DecisionId,
        value: Value,
        reason: String,
    },
    Reinstate {
        decision: DecisionId,
        reason: String,
    },
    Comment {
        text: String,
    },
    /// A file that [`App::store_file`](super::App::store_file) has taken.
    Attach {
        file: AttachedFile,
    },
    TakeOver {
        owner: Option<PersonId>,
    },
    Record {
        event: Option<EventId>,
        at: DateTime<Utc>,
        text: String,
        breach: bool,
    },
    /// Merges another case of the organization, by its number, into this one.
    Merge {
        other: String,
    },
    TimePassed,
    /// A schedule of the pack asks; the case is left alone if it does not meet the schedule's condition.
    React {
        schedule: ScheduleId,
    },
}

impl Asked {
    /// In which the complainant of a new case reads, where that is known.
    pub(super) fn language(&self) -> Option<&Language> {
        match self {
            Self::Open { language, .. } | Self::OpenPublicly { language, .. } => language.as_ref(),
            _ => None,
        }
    }
}

/// Makes a repeated request one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    key: String,
    request_hash: String,
}

impl Idempotency {
    /// `key` as the client chose it, `request` everything that makes the request what it is.
    pub fn new(key: impl Into<String>, request: &[u8]) -> Self {
        Self {
            key: key.into(),
            request_hash: hex(&Sha256::digest(request)),
        }
    }

    /// Keys of different people are different keys: nobody is answered with what another was told.
    pub(super) fn key_hash(&self, actor: &Actor) -> String {
        let mut digest = Sha256::new();
        digest.update((actor.id.0.len() as u64).to_be_bytes());
        digest.update(actor.id.0.as_bytes());
        digest.update(self.key.as_bytes());
        hex(&digest.finalize())
    }

    pub(super) fn request_hash(&self) -> &str {
        &self.request_hash
    }
}

/// What was done. Stored under the idempotency key, and told again to whoever repeats the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Executed {
    pub id: CaseId,
    pub number: String,
    /// After the command.
    pub version: u64,
    pub stage: StageId,
    /// Events added; none when there was nothing to do.
    pub events: u64,
    /// This was answered before; nothing was done now.
    #[serde(skip)]
    pub replayed: bool,
    /// What the case held has been destroyed.
    #[serde(skip)]
    pub destroyed: bool,
}

/// Something that happened since the person last looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub at: DateTime<Utc>,
    pub by: String,
    /// What it was, by the pack's own name.
    pub what: String,
}

/// Why nothing was done. Nothing is left behind by any of them.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError {
    /// No such case, or none this person may see; nobody can tell which.
    #[error("no such case")]
    NotFound,
    /// They may see it but not ask this.
    #[error("not allowed")]
    Forbidden,
    /// The submission has mistakes.
    #[error("the form has {} mistakes", .0.len())]
    Invalid(Vec<FieldError>),
    /// The rules do not allow it.
    #[error("refused by the rules")]
    Refused(Box<Refusal>),
    /// The case has moved on since the person saw it.
    #[error("the case has moved on to version {current}")]
    Conflict { current: u64, changed: Vec<Changed> },
    /// The idempotency key belongs to another request.
    #[error("the idempotency key was used for another request")]
    IdempotencyMismatch,
    /// Too much is waiting; try again shortly.
    #[error("too much is waiting to be written")]
    Overloaded,
    /// The store cannot be reached or does not hold what it should.
    #[error("not available")]
    Unavailable(#[source] store::Error),
}

impl From<store::Error> for ExecuteError {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Overloaded => Self::Overloaded,
            other => Self::Unavailable(other),
        }
    }
}

impl From<Refusal> for ExecuteError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
