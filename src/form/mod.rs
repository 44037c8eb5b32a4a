//! What is asked: fields, conditions, answers.
//!
//! A submission from any door (a page, JSON, a scenario) is parsed here into typed [`Answers`] or comes back with every
//! error beside its field. Conditions are the pack's own expressions; the browser asks the server, so there is one
//! evaluator.
//!
//! Every door speaks the same JSON, one object with the form's fields. A form speaks for all its fields: what it asks and
//! a submission leaves open is open afterwards, even if an earlier form had an answer. A field that is left out takes its
//! default; `null` (and an empty text) says that nothing is meant to stand there.
//!
//! In reading order: [`pairs`] makes that JSON of an HTML form; `natural` makes what people typed regular; `schema` is the
//! structure as JSON Schema; `typed` reads single answers; `draft` works out what is asked until that comes to rest;
//! `files` says what files are taken; `users` knows which of the organization's people may be chosen; [`parse`] and [`state`] say what
//! came of it; [`describe`] and [`submission`] lead back, to people and to JSON.

mod describe;
mod draft;
mod files;
mod limits;
mod mistake;
mod natural;
mod pairs;
mod parse;
mod schema;
mod state;
mod submission;
mod surroundings;
mod typed;
mod users;

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::expression::{Expression, Slot};
use crate::locale::Text;
use crate::pack::id::{ClauseId, FieldId, FormId, RoleId};
use crate::pack::raw::{FieldKind, WhenHidden};
use crate::value::Value;

pub use describe::{describe, masked};
pub use files::{FileTerms, Unfit};
pub use pairs::pairs;
pub use parse::parse;
pub use schema::{CompiledSchema, json_schema};
pub use state::{FieldState, FormState, OptionState, SectionState, answers_so_far, state};
pub use submission::{answer_as_sent, submission};
pub use surroundings::Surroundings;
pub use users::{Names, User};

/// Typed answers by field.
pub type Answers = BTreeMap<FieldId, Value>;

/// A checked form.
#[derive(Clone, Debug)]
pub struct Form {
    pub id: FormId,
    pub name: Text,
    pub help: Option<Text>,
    /// At least one; a form without sections has one without a title.
    pub sections: Vec<Section>,
    pub clauses: Vec<ClauseId>,
    /// Made at the first submission; a new form starts with `CompiledSchema::default()`.
    pub schema: CompiledSchema,
}

#[derive(Clone, Debug)]
pub struct Section {
    pub title: Option<Text>,
    pub help: Option<Text>,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub id: FieldId,
    pub kind: FieldKind,
    pub label: Text,
    pub help: Option<Text>,
    pub required: Condition,
    pub visible: Condition,
    pub default: Option<Expression>,
    pub computed: Option<Expression>,
    pub checks: Vec<Guard>,
    /// For choices, departments, people: what may be chosen.
    pub options: IndexMap<Arc<str>, ChoiceOption>,
    /// For users: who may be chosen.
    pub eligible: Eligible,
    /// For a repeating group. Their expressions see the fields of their own row and, for the rest, the whole form.
    pub fields: Vec<Field>,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
    /// For attachments: what files are taken.
    pub files: FileTerms,
    pub when_hidden: WhenHidden,
    pub personal: bool,
    /// The case is about the user who is named here.
    pub concerned: bool,
    pub clauses: Vec<ClauseId>,
    /// Where expressions find the answer; inside a group, where those of the same row do.
    pub slot: Option<Slot>,
    /// Where expressions find it as `form.<id>`.
    pub form_slot: Option<Slot>,
}

/// Which of the organization's users may be chosen: those with a post that is one of these.
#[derive(Clone, Debug, Default)]
pub struct Eligible {
    /// Any, if empty.
    pub roles: Vec<RoleId>,
    /// A department or a list of them; any, while it is not known.
    pub department: Option<Expression>,
}

#[derive(Clone, Debug)]
pub struct ChoiceOption {
    pub label: Text,
    pub help: Option<Text>,
}

/// Always, never, or while something holds.
#[derive(Clone, Debug)]
pub enum Condition {
    Always,
    Never,
    When(Expression),
}

/// Something that must hold, and what people are told when it does not.
#[derive(Clone, Debug)]
pub struct Guard {
    pub that: Expression,
    pub otherwise: Text,
    pub clauses: Vec<ClauseId>,
}

impl Form {
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|field| &*field.id == id)
    }
}

/// One mistake in a submission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field, or `group.2.field` (rows count from zero); empty for the form as a whole.
    pub field: String,
    /// One sentence in the reader's language.
    pub message: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<ClauseId>,
    /// Which of the field's checks objected, counted from 1; `None` for every other mistake.
    #[serde(skip)]
    pub check: Option<usize>,
}

impl FieldError {
    /// Of no clause and no check.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
            clauses: Vec::new(),
            check: None,
        }
    }
}
