//! `clauses.yaml`: the policy clause by clause, and how each is met.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Map, OneOrMany, RawText};

/// `clauses.yaml`: the policy clause by clause, and how each is met.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawClauses {
    pub clauses: Map<RawClause>,
    /// What the policy leaves open, and what fills it.
    #[serde(default)]
    pub unspecified: Map<RawGap>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawClause {
    /// One line in our own words.
    pub says: RawText,
    /// `reference` clauses are guidance only.
    #[serde(default)]
    pub kind: ClauseKind,
    /// What meets it: `deadline answer`, `field intake.occurred_at`, `action close`, `guidance principles`, … A part of a case type
    /// other than the first is written `duty/action close`.
    pub met_by: OneOrMany<String>,
}

/// Something the policy leaves open. What fills it is our own choice, so people are told what it is and why.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGap {
    /// What is missing, in one line.
    pub says: RawText,
    /// `reference`: no part of the pack need cite it.
    #[serde(default)]
    pub kind: ClauseKind,
    /// What fills it, as for a clause. A value is a `setting` with `origin: default` and its `why`.
    pub met_by: OneOrMany<String>,
    /// What is done here, where it is no value but a way of doing: who decides, in which order, what is possible.
    #[serde(default)]
    pub default: Option<RawText>,
    /// Why it is done so; belongs to `default`.
    #[serde(default)]
    pub why: Option<RawText>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    #[default]
    Rule,
    Reference,
}
