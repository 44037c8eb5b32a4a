//! What programs see: the shapes of answers.
//!
//! Plain JSON: amounts are texts with their digits, days and instants are ISO 8601 (instants in UTC), names and sentences are
//! in the language of the request, and what a rule or duty rests on is named by the ids of its clauses.

pub mod address;
pub mod case;
pub mod choice;
pub mod deadline;
pub mod decision;
pub mod file;
pub mod handling;
pub mod history;
pub mod permitted;
pub mod preview;
pub mod problem;
pub mod receipt;
pub mod why;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::form::Answers;
use crate::locale::{Language, Text};
use crate::pack::id::ClauseId;

/// Something of the pack: its id, and its name in the language of the request.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Named)]
pub struct NameShown {
    id: String,
    name: String,
}

impl NameShown {
    pub fn of(id: impl ToString, name: Option<&Text>, language: &Language) -> Self {
        let id = id.to_string();
        Self {
            name: name.map_or_else(|| id.clone(), |name| name.in_language(language).to_owned()),
            id,
        }
    }
}

/// Answers by field.
pub type AnswersShown = BTreeMap<String, Json>;

pub fn answers(answers: &Answers) -> AnswersShown {
    answers
        .iter()
        .map(|(id, value)| (id.to_string(), value.to_json()))
        .collect()
}

pub fn clauses(clauses: &[ClauseId]) -> Vec<String> {
    clauses.iter().map(ToString::to_string).collect()
}
