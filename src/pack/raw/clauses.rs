//! `clauses.yaml`: the policy clause by clause, and how each is met.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Map, OneOrMany, RawText};

/// `clauses.yaml`: the policy clause by clause, and how each is met.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawClauses {
    pub clauses: Map<RawClause>,
    /// What the policy leaves open, and the setting or rule that fills it.
    #[serde(default)]
    pub unspecified: Map<RawClause>,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    #[default]
    Rule,
    Reference,
}
