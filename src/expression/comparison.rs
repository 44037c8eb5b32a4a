//! Whether values equal, precede or contain each other.
//!
//! `None` is "not known": one of them, or something in them, is not answered. Unlike kinds are a failure, never false;
//! the typing of an expression leaves that to values a script made up.

use std::cmp::Ordering;

use super::Failure;
use super::node::Comparison;
use crate::value::{Value, is_same_text};

/// What rules mostly compare is compared where it is asked; only the rest is a call.
#[inline(always)]
pub(super) fn compare(comparison: Comparison, left: &Value, right: &Value) -> Result<Option<bool>, Failure> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) if comparison.is_equality() => {
            Ok(Some(is_same_text(left, right) == (comparison == Comparison::Equal)))
        }
        (Value::Integer(left), Value::Integer(right)) => Ok(Some(comparison.holds(left.cmp(right)))),
        (Value::Empty, _) | (_, Value::Empty) => Ok(None),
        _ => compare_otherwise(comparison, left, right),
    }
}

#[inline(never)]
fn compare_otherwise(comparison: Comparison, left: &Value, right: &Value) -> Result<Option<bool>, Failure> {
    if comparison.is_equality() {
        Ok(equals(left, right)?.map(|equal| equal == (comparison == Comparison::Equal)))
    } else {
        Ok(Some(comparison.holds(order(left, right)?)))
    }
}

#[inline(always)]
pub(super) fn equals(left: &Value, right: &Value) -> Result<Option<bool>, Failure> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Ok(Some(is_same_text(left, right))),
        _ => equals_otherwise(left, right),
    }
}

#[inline(never)]
fn equals_otherwise(left: &Value, right: &Value) -> Result<Option<bool>, Failure> {
    Ok(Some(match (left, right) {
        (Value::Empty, _) | (_, Value::Empty) => return Ok(None),
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Date(left), Value::Date(right)) => left == right,
        (Value::Instant(left), Value::Instant(right)) => left == right,
        (Value::Period(left), Value::Period(right)) => left == right,
        (Value::List(left), Value::List(right)) => {
            return if left.len() == right.len() {
                all_equal(left.iter().zip(right.iter()))
            } else {
                Ok(Some(false))
            };
        }
        (Value::Record(left), Value::Record(right)) => {
            return if left.keys().eq(right.keys()) {
                all_equal(left.values().zip(right.values()))
            } else {
                Ok(Some(false))
            };
        }
        _ => order(left, right)?.is_eq(),
    }))
}

fn all_equal<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Result<Option<bool>, Failure> {
    let mut known = true;
    for (left, right) in pairs {
        match equals(left, right)? {
            Some(true) => {}
            Some(false) => return Ok(Some(false)),
            None => known = false,
        }
    }
    Ok(known.then_some(true))
}

/// Which of two answered values comes first.
pub(super) fn order(left: &Value, right: &Value) -> Result<Ordering, Failure> {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => Ok(left.cmp(right)),
        (Value::Date(left), Value::Date(right)) => Ok(left.cmp(right)),
        (Value::Instant(left), Value::Instant(right)) => Ok(left.cmp(right)),
        _ => match (left.as_decimal(), right.as_decimal()) {
            (Some(left), Some(right)) => Ok(left.cmp(&right)),
            _ => Err(Failure {
                message: format!("{left} and {right} cannot be compared"),
            }),
        },
    }
}

/// Whether `whole`, a list or a text, contains `part`.
#[inline(always)]
pub(super) fn contains(whole: &Value, part: &Value) -> Result<Option<bool>, Failure> {
    match (whole, part) {
        (Value::Empty, _) | (_, Value::Empty) => Ok(None),
        (Value::Text(whole), Value::Text(part)) => Ok(Some(whole.contains(&**part))),
        (Value::List(items), part) => {
            let mut known = true;
            for item in items.iter() {
                match equals(item, part)? {
                    Some(true) => return Ok(Some(true)),
                    Some(false) => {}
                    None => known = false,
                }
            }
            Ok(known.then_some(false))
        }
        _ => Err(Failure {
            message: format!("{whole} cannot contain {part}"),
        }),
    }
}
