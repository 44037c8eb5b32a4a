//! A decision and why it is so.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::clauses;
use super::why::SeenShown;
use crate::case::Decided;

/// What was decided, and why.
#[derive(Serialize, ToSchema)]
#[schema(as = Decision)]
pub struct DecisionShown {
    /// Null when no rule matched, or none could yet.
    value: Json,
    /// Which rule fired, counted from 1 in the author's order; null when none did or a person decided.
    rule: Option<u32>,
    clauses: Vec<String>,
    why: SeenShown,
    /// A person decided otherwise than the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    overridden: Option<OverriddenShown>,
}

/// Who decided otherwise than the rules, and why.
#[derive(Serialize, ToSchema)]
#[schema(as = Overridden)]
struct OverriddenShown {
    by: String,
    by_name: String,
    reason: String,
    at: DateTime<Utc>,
}

impl DecisionShown {
    pub fn of(decided: &Decided) -> Self {
        Self {
            value: decided.value.to_json(),
            rule: decided.rule,
            clauses: clauses(&decided.clauses),
            why: SeenShown::of_decided(decided),
            overridden: decided.overridden.as_ref().map(|overridden| OverriddenShown {
                by: overridden.by.0.to_string(),
                by_name: overridden.by_name.clone(),
                reason: overridden.reason.clone(),
                at: overridden.at,
            }),
        }
    }
}
