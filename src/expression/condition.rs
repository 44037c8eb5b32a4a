//! A condition in the form that can be reasoned about.

use super::Slot;
use super::node::{Comparison, Form, Node};
use crate::value::Value;

/// What a condition asks, without how it was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    Always,
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// One answer against something written out.
    Test {
        slot: Slot,
        relation: Relation,
        value: Value,
    },
    /// Anything else: it may hold or not.
    Opaque,
}

/// How an answer relates to what is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Relation {
    pub(super) fn comparison(self) -> Comparison {
        match self {
            Self::Equal => Comparison::Equal,
            Self::Unequal => Comparison::Unequal,
            Self::Less => Comparison::Less,
            Self::LessOrEqual => Comparison::LessOrEqual,
            Self::Greater => Comparison::Greater,
            Self::GreaterOrEqual => Comparison::GreaterOrEqual,
        }
    }
}

/// `known`: what stands in a slot in any case, such as the value of a setting.
pub(super) fn shape(node: &Node, known: &dyn Fn(Slot) -> Option<Value>) -> Condition {
    let shape = |node: &Node| self::shape(node, known);
    match &node.form {
        Form::Literal(Value::Bool(true)) => Condition::Always,
        Form::Literal(Value::Bool(false)) => Condition::Not(Box::new(Condition::Always)),
        Form::Read(slot) => Condition::Test {
            slot: *slot,
            relation: Relation::Equal,
            value: Value::Bool(true),
        },
        Form::Not(inner) => Condition::Not(Box::new(shape(inner))),
        Form::All(parts) => Condition::All(parts.iter().map(shape).collect()),
        Form::Any(parts) => Condition::Any(parts.iter().map(shape).collect()),
        Form::Compare(comparison, pair) => match (&pair[0].form, &pair[1].form) {
            (Form::Read(slot), Form::Literal(value)) => test(*slot, *comparison, value),
            (Form::Literal(value), Form::Read(slot)) => test(*slot, comparison.flipped(), value),
            (Form::Read(one), Form::Read(other)) => match (known(*one), known(*other)) {
                (None, Some(value)) => test(*one, *comparison, &value),
                (Some(value), None) => test(*other, comparison.flipped(), &value),
                _ => Condition::Opaque,
            },
            _ => Condition::Opaque,
        },
        Form::Contains(pair) => match (&pair[0].form, &pair[1].form) {
            (Form::Literal(Value::List(items)), Form::Read(slot)) => {
                Condition::Any(items.iter().map(|item| test(*slot, Comparison::Equal, item)).collect())
            }
            _ => Condition::Opaque,
        },
        _ => Condition::Opaque,
    }
}

fn test(slot: Slot, comparison: Comparison, value: &Value) -> Condition {
    if matches!(
        value,
        Value::List(_) | Value::Record(_) | Value::Period(_) | Value::Empty
    ) {
        return Condition::Opaque;
    }
    let relation = match comparison {
        Comparison::Equal => Relation::Equal,
        Comparison::Unequal => Relation::Unequal,
        Comparison::Less => Relation::Less,
        Comparison::LessOrEqual => Relation::LessOrEqual,
        Comparison::Greater => Relation::Greater,
        Comparison::GreaterOrEqual => Relation::GreaterOrEqual,
    };
    Condition::Test {
        slot,
        relation,
        value: value.clone(),
    }
}
