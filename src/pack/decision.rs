//! Rules that decide something about a case.

use std::sync::Arc;

use indexmap::IndexMap;

use super::id::*;
use super::{Permitted, Rules, Table};
use crate::expression::{Expression, Kind, Slot};
use crate::form::ChoiceOption;
use crate::locale::Text;
use crate::value::Value;

pub struct DecisionRule {
    pub id: DecisionId,
    pub name: Text,
    pub slot: Slot,
    pub kind: Kind,
    /// The possible outcomes with their labels, when it is a choice.
    pub options: IndexMap<Arc<str>, ChoiceOption>,
    pub body: DecisionBody,
    pub overridable_by: Vec<Permitted>,
    pub override_clauses: Vec<ClauseId>,
    pub clauses: Vec<ClauseId>,
    /// Every slot any of its rules may read.
    pub reads: Vec<Slot>,
}

pub enum DecisionBody {
    First(Rules),
    /// Every match counts; the outcome is a list in the rules' order.
    All(Rules),
    Table(Table),
}

pub struct Rule {
    pub when: Option<Expression>,
    pub gives: Given,
    /// Its own, or the decision's if it names none.
    pub clauses: Vec<ClauseId>,
}

pub enum Given {
    Value(Value),
    Expression(Expression),
}

pub struct Row {
    /// One per input.
    pub cells: Vec<Cell>,
    pub gives: Value,
    pub clauses: Vec<ClauseId>,
}

/// What a table asks of one input. Only `Any` accepts what is not answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Any,
    OneOf(Vec<Value>),
    Compare(Comparison, Value),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Less,
    AtMost,
    AtLeast,
    More,
    Not,
}
