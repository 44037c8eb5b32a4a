//! What is counted and listed over many cases.

use std::sync::Arc;

use super::CalendarSpan;
use super::id::*;
use crate::calendar::Period;
use crate::expression::{Expression, Slot};
use crate::locale::Text;
use crate::value::Value;

/// Other cases like this one, counted by the store before deciding.
pub struct CounterRule {
    pub id: CounterId,
    pub name: Text,
    /// Fields and decisions that must be equal.
    pub same: Vec<Arc<str>>,
    /// Fields and decisions of the others, and what they must be.
    pub with: Vec<(Arc<str>, Value)>,
    pub within: Option<Period>,
    /// Opened in the same calendar span as this case.
    pub period: Option<CalendarSpan>,
    /// Only cases opened before this one.
    pub before: bool,
    pub slot: Slot,
    pub clauses: Vec<ClauseId>,
}

pub struct Register {
    pub id: RegisterId,
    pub name: Text,
    pub case_type: CaseTypeId,
    pub condition: Option<Expression>,
    pub columns: Vec<(Text, Expression)>,
    pub clauses: Vec<ClauseId>,
}

pub struct Report {
    pub id: ReportId,
    pub name: Text,
    pub case_type: CaseTypeId,
    pub condition: Option<Expression>,
    pub breakdown: Vec<Slot>,
    pub clauses: Vec<ClauseId>,
}
