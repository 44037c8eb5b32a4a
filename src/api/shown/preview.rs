//! What would be decided about answers that nobody has recorded.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::clauses;
use super::decision::DecisionShown;
use crate::calendar::Ledger;
use crate::case::Preview;

/// What the policy says about the answers.
#[derive(Serialize, ToSchema)]
#[schema(as = Decided)]
pub struct DecidedShown {
    /// By decision.
    decisions: BTreeMap<String, DecisionShown>,
    /// By deadline; those that would start with the case.
    deadlines: BTreeMap<String, DueShown>,
}

/// When something would be due, and how that was reckoned.
#[derive(Serialize, ToSchema)]
#[schema(as = Due)]
struct DueShown {
    due_at: DateTime<Utc>,
    rule: Option<u32>,
    clauses: Vec<String>,
    /// The reckoning, line by line.
    #[schema(value_type = Object)]
    ledger: Ledger,
}

impl DecidedShown {
    pub fn of(preview: Preview) -> Self {
        let decisions = preview.decisions.iter();
        let deadlines = preview.deadlines.into_iter().map(|run| {
            let due = DueShown {
                due_at: run.due.due_at,
                rule: run.rule,
                clauses: clauses(&run.clauses),
                ledger: run.due.ledger,
            };
            (run.deadline.to_string(), due)
        });
        Self {
            decisions: decisions
                .map(|(id, decided)| (id.to_string(), DecisionShown::of(decided)))
                .collect(),
            deadlines: deadlines.collect(),
        }
    }
}
