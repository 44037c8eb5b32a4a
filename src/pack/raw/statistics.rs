//! `statistics.yaml`: registers and reports.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Clauses, Map, OneOrMany, RawExpression, RawText};

/// `statistics.yaml`: registers and reports.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawStatistics {
    #[serde(default)]
    pub registers: Map<RawRegister>,
    #[serde(default)]
    pub reports: Map<RawReport>,
}

/// A ledger with one row per case.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRegister {
    pub name: RawText,
    pub case: String,
    #[serde(default, rename = "where")]
    pub condition: Option<RawExpression>,
    pub columns: Map<RawColumn>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawColumn {
    pub name: RawText,
    pub is: RawExpression,
}

/// Counts over the cases opened in a month.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawReport {
    pub name: RawText,
    pub case: String,
    #[serde(default, rename = "where")]
    pub condition: Option<RawExpression>,
    /// The names counted by: answers, decisions or `case.stage`.
    pub breakdown: OneOrMany<String>,
    #[serde(default)]
    pub clause: Clauses,
}
