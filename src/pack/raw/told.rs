//! What people are told: notices, documents and guidance.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Clauses, OneOrMany, RawExpression, RawText};

/// Something told to somebody. Kept with the case; how it travels is configuration.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNotice {
    pub name: RawText,
    pub to: RawRecipient,
    /// A template; `{{ name }}` stands for an answer, a decision or a `case` value, and `{{ each }}` for whom this one is sent to.
    pub text: RawText,
    #[serde(default)]
    pub clause: Clauses,
}

/// One of two words, or people of the organization.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawRecipient {
    Word(RawRecipientWord),
    People(RawAddressee),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawRecipientWord {
    Complainant,
    /// Whoever owns the case.
    Owner,
}

/// People of the organization who are told something: by one of these keys, or by a role and a department. An expression that gives
/// several tells each of them.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RawAddressee {
    /// A role.
    pub role: Option<String>,
    /// A role that is worked out: an expression giving one role, or a list of them.
    pub role_given_by: Option<RawExpression>,
    /// An expression giving one department, or a list of them. Beside a role: only those of the role who belong to it.
    pub department: Option<RawExpression>,
    /// An expression giving one person, or a list of them.
    pub person: Option<RawExpression>,
}

/// A role, `owner` for whoever owns the case, or people of the organization.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawReminded {
    Role(String),
    People(RawAddressee),
}

/// The word for whoever owns the case, where a role could stand as well.
pub const OWNER: &str = "owner";

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDocument {
    pub name: RawText,
    /// A file in `documents/`.
    pub template: String,
    /// One print, in all its copies, for each member: an expression giving a list or one department. The template sees the member as
    /// `each`.
    #[serde(default)]
    pub each: Option<RawExpression>,
    /// The copies, each with its name and where it goes. None: one copy.
    #[serde(default)]
    pub copies: Vec<RawCopy>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCopy {
    pub name: RawText,
    pub to: RawText,
    #[serde(default)]
    pub clause: Clauses,
}

/// Guidance shown to people at their step. A call script with branches is several of them, each with its `when`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGuidance {
    pub title: RawText,
    /// A template, as that of a notice: `{{ name }}` stands for an answer, a decision or a `case` value.
    pub text: RawText,
    /// The stages at which it is shown, on the case and on every form; `opening` for the intake form; `any`.
    #[serde(default)]
    pub at: OneOrMany<String>,
    /// The actions and tasks on whose form it is shown, whatever the stage.
    #[serde(default, rename = "for")]
    pub steps: OneOrMany<String>,
    /// It is shown only while this holds. On a form it sees what has been filled in so far.
    #[serde(default)]
    pub when: Option<RawExpression>,
    #[serde(default)]
    pub clause: Clauses,
}
