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
    /// A template; `{{ name }}` stands for an answer, a decision or a `case` value.
    pub text: RawText,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawRecipient {
    Complainant,
    Role(String),
    Department(RawExpression),
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDocument {
    pub name: RawText,
    /// A file in `documents/`.
    pub template: String,
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

/// Guidance shown to people at their step.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGuidance {
    pub title: RawText,
    pub text: RawText,
    /// The stages at which it is shown; `opening` for the intake form; `any`.
    pub at: OneOrMany<String>,
    #[serde(default)]
    pub clause: Clauses,
}
