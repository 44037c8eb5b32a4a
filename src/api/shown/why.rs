//! Why: what rules looked at, and what it was worth.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::clauses;
use crate::case::Decided;
use crate::case::why::RuleWhy;
use crate::expression::{Trace, Worth, culprit_sentence};

/// What a rule looked at.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Why)]
pub struct SeenShown {
    /// Names and what they were worth; null is what nobody has answered.
    #[schema(example = json!({"severity": "major", "complainants": 3}))]
    seen: BTreeMap<String, Json>,
    /// What is not answered and would have mattered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
    /// A rule could not be evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
    /// The smallest parts that did not hold, in one line.
    #[serde(skip_serializing_if = "String::is_empty")]
    because: String,
}

impl SeenShown {
    pub fn of_decided(decided: &Decided) -> Self {
        Self {
            seen: decided
                .seen
                .iter()
                .map(|(name, value)| (name.clone(), value.to_json()))
                .collect(),
            missing: decided.missing.clone(),
            failure: decided.failure.clone(),
            because: String::new(),
        }
    }

    pub fn of_trace(trace: &Trace) -> Self {
        let (missing, failure) = match &trace.worth {
            Worth::Unknown(names) => (names.clone(), None),
            Worth::Failed(message) => (Vec::new(), Some(message.clone())),
            Worth::Known(_) | Worth::Skipped => (Vec::new(), None),
        };
        Self {
            seen: trace
                .values_seen()
                .into_iter()
                .map(|(name, value)| (name, value.to_json()))
                .collect(),
            missing,
            failure,
            because: culprit_sentence(trace),
        }
    }
}

/// One rule of a decision, and what it sees now.
#[derive(Serialize, ToSchema)]
#[schema(as = Rule)]
pub struct RuleShown {
    /// Counted from 1 in the author's order.
    rule: u32,
    /// Its condition holds.
    holds: bool,
    /// It gives the outcome, or a part of it.
    fired: bool,
    clauses: Vec<String>,
    /// Its condition part by part; null for a rule without one.
    condition: Option<PartShown>,
    /// Why it does not hold, in one line.
    #[serde(skip_serializing_if = "String::is_empty")]
    because: String,
}

impl RuleShown {
    pub fn of(why: &RuleWhy) -> Self {
        Self {
            rule: why.rule,
            holds: why.holds,
            fired: why.fired,
            clauses: clauses(&why.clauses),
            condition: why.trace.as_ref().map(PartShown::of),
            because: why
                .trace
                .as_ref()
                .filter(|_| !why.holds)
                .map(culprit_sentence)
                .unwrap_or_default(),
        }
    }
}

/// A part of a condition, and what it was worth.
#[derive(Serialize, ToSchema)]
#[schema(as = ConditionPart)]
struct PartShown {
    /// As the author wrote it.
    text: String,
    worth: WorthShown,
    /// Its value, if that is known.
    value: Json,
    /// The names that are not answered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    parts: Vec<PartShown>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Worth)]
#[serde(rename_all = "snake_case")]
enum WorthShown {
    Known,
    /// Something it reads is not answered.
    Unknown,
    /// It could not be evaluated.
    Failed,
    /// Not looked at, because the rest decided.
    Skipped,
}

impl PartShown {
    fn of(trace: &Trace) -> Self {
        let mut part = Self {
            text: trace.text.clone(),
            worth: WorthShown::Skipped,
            value: Json::Null,
            missing: Vec::new(),
            failure: None,
            parts: trace.parts.iter().map(Self::of).collect(),
        };
        match &trace.worth {
            Worth::Known(value) => (part.worth, part.value) = (WorthShown::Known, value.to_json()),
            Worth::Unknown(names) => (part.worth, part.missing) = (WorthShown::Unknown, names.clone()),
            Worth::Failed(message) => (part.worth, part.failure) = (WorthShown::Failed, Some(message.clone())),
            Worth::Skipped => {}
        }
        part
    }
}
