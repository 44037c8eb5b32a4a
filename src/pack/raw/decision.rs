//! Decisions: rules or a table that give an outcome.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Clauses, Map, OneOrMany, RawActor, RawExpression, RawOption, RawText, RawValue, SettingKind};

/// What is decided from the answers: by rules (first match), by a table, or collected from all matching rules.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDecision {
    pub name: RawText,
    /// The possible outcomes, when they are this decision's own.
    #[serde(default)]
    pub values: Map<RawOption>,
    /// Where the possible outcomes come from instead: `departments`, `roles`, `channels`, or one of `lists`.
    #[serde(default)]
    pub of: Option<String>,
    /// The kind of outcome, when it is no choice.
    #[serde(default, rename = "type")]
    pub kind: Option<SettingKind>,
    /// First match counts; with `all: true` every match counts and the outcome is a list.
    #[serde(default)]
    pub rules: Vec<RawRule>,
    #[serde(default)]
    pub all: bool,
    #[serde(default)]
    pub table: Option<RawTable>,
    /// `none` says: it is meant that sometimes no rule matches.
    #[serde(default, rename = "else")]
    pub otherwise: Option<Otherwise>,
    /// Who may decide otherwise, with a reason.
    #[serde(default, rename = "override")]
    pub overridable: Option<RawOverride>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    None,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    /// The condition; without one the rule always matches.
    #[serde(default)]
    pub when: Option<RawExpression>,
    /// The outcome as a value.
    #[serde(default)]
    pub is: Option<RawValue>,
    /// The outcome as an expression.
    #[serde(default)]
    pub gives: Option<RawExpression>,
    #[serde(default)]
    pub clause: Clauses,
}

/// A decision table. Cells are a value, a list of values, a comparison (`">= 3"`), or `-` for any.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTable {
    /// The names the table reads, in the order of the columns.
    pub by: OneOrMany<String>,
    /// For one column: value → outcome.
    #[serde(default)]
    pub map: Map<RawValue>,
    #[serde(default)]
    pub rows: Vec<RawRow>,
    /// `unique` (an overlap is an error) unless it says `first`.
    #[serde(default)]
    pub hit: HitPolicy,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HitPolicy {
    #[default]
    Unique,
    First,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRow {
    /// One cell per name; a name left out is `-`.
    #[serde(default, rename = "match")]
    pub cells: Map<RawValue>,
    pub is: RawValue,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOverride {
    pub by: OneOrMany<RawActor>,
    #[serde(default)]
    pub clause: Clauses,
}
