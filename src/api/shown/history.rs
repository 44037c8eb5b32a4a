//! What has happened to a case.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::answers;
use super::decision::DecisionShown;
use crate::case::event::{Event, Recorded};

/// One event of a case.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventShown {
    /// The version of the case after it, counted from 1. What tells of another case that is kept from the asker is left out.
    seq: u64,
    at: DateTime<Utc>,
    /// The id of a person, or `redress` for the engine.
    by: String,
    by_name: String,
    /// The name of whoever was away, if it was done for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    stands_for: Option<String>,
    /// What happened: `event` names it (`opened`, `acted`, `entered`, `decided`, `deadline_started` and others), the rest
    /// belongs to it.
    #[schema(value_type = Object)]
    what: Json,
}

impl EventShown {
    /// The event as the history keeps it, under the names of its JSON.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn of(recorded: &Recorded) -> Result<Self, serde_json::Error> {
        Ok(Self {
            seq: recorded.seq,
            at: recorded.at,
            by: recorded.by.0.to_string(),
            by_name: recorded.by_name.clone(),
            stands_for: recorded.stands_for.as_ref().map(|absent| absent.name.clone()),
            what: plain(&recorded.event)?,
        })
    }
}

/// The event with its values as plain JSON, not as they are stored.
fn plain(event: &Event) -> Result<Json, serde_json::Error> {
    let mut what = serde_json::to_value(event)?;
    if let Some(given) = event.answers() {
        what["answers"] = serde_json::to_value(answers(given))?;
    }
    if let Event::Decided { decided, .. } = event {
        what["decided"] = serde_json::to_value(DecisionShown::of(decided))?;
    }
    Ok(what)
}
