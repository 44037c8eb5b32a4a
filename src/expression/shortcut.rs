//! What rules mostly ask, told apart once instead of at every decision.
//!
//! Most questions are about an answer and something written out: whether it is this text, whether a list has this text, how
//! many items there are. A shortcut is a part of the comparison that it stands in, found when that is made, and takes the
//! same steps ([`is_same_text`], the counting functions, [`Comparison::holds`]) without first finding out what kind of
//! question it is. Whatever stands there that it does not expect, it leaves to the comparison.

use std::sync::Arc;

use super::evaluate::Verdict;
use super::node::{Comparison, Form, Node, Operation};
use super::{Frame, Slot};
use crate::value::{Value, is_same_text};

#[derive(Clone, Debug)]
pub(super) enum Shortcut {
    None,
    /// Whether the answer is, or is not, this text.
    Text {
        slot: Slot,
        equal: bool,
        text: Arc<str>,
    },
    /// Whether this text is among the answers.
    Has {
        slot: Slot,
        text: Arc<str>,
    },
    /// How many there are, against a number.
    Size {
        slot: Slot,
        comparison: Comparison,
        count: fn(&Value) -> Option<i64>,
        number: i64,
    },
    /// What is answered, counted or set, and so many `more`, against another such number.
    Slots {
        slots: [Slot; 2],
        more: i64,
        comparison: Comparison,
    },
}

impl Shortcut {
    pub fn comparing(comparison: Comparison, sides: &[Node; 2]) -> Self {
        match (&sides[0].form, &sides[1].form) {
            (Form::Read(slot), Form::Literal(Value::Text(text))) if comparison.is_equality() => Self::Text {
                slot: *slot,
                equal: comparison == Comparison::Equal,
                text: text.clone(),
            },
            (Form::Read(one), Form::Read(other)) => Self::Slots {
                slots: [*one, *other],
                more: 0,
                comparison,
            },
            (Form::Compute(Operation::Add, sum), Form::Read(other)) => match (&sum[0].form, &sum[1].form) {
                (Form::Read(one), Form::Literal(Value::Integer(more))) => Self::Slots {
                    slots: [*one, *other],
                    more: *more,
                    comparison,
                },
                _ => Self::None,
            },
            (Form::Call(function, counted), Form::Literal(Value::Integer(number))) => {
                match (function.counts, &counted[..]) {
                    (
                        Some(count),
                        [
                            Node {
                                form: Form::Read(slot), ..
                            },
                        ],
                    ) => Self::Size {
                        slot: *slot,
                        comparison,
                        count,
                        number: *number,
                    },
                    _ => Self::None,
                }
            }
            _ => Self::None,
        }
    }

    pub fn containing(sides: &[Node; 2]) -> Self {
        match (&sides[0].form, &sides[1].form) {
            (Form::Read(slot), Form::Literal(Value::Text(text))) => Self::Has {
                slot: *slot,
                text: text.clone(),
            },
            _ => Self::None,
        }
    }

    /// `None`: the comparison has to find out itself.
    #[inline(always)]
    pub fn take(&self, frame: &Frame) -> Option<Verdict> {
        let stands = |slot: &Slot| frame.values.get(usize::from(slot.0)).unwrap_or(&Value::Empty);
        match self {
            Self::None => None,
            Self::Text { slot, equal, text } => match stands(slot) {
                Value::Text(answer) => Some(Verdict::known(is_same_text(answer, text) == *equal)),
                Value::Empty => Some(Verdict::Unknown),
                _ => None,
            },
            Self::Has { slot, text } => match stands(slot) {
                Value::List(answers) => has(answers, text).map(Verdict::known),
                Value::Empty => Some(Verdict::Unknown),
                _ => None,
            },
            Self::Size {
                slot,
                comparison,
                count,
                number,
            } => match stands(slot) {
                Value::Empty => Some(Verdict::Unknown),
                counted => count(counted).map(|size| Verdict::known(comparison.holds(size.cmp(number)))),
            },
            Self::Slots {
                slots,
                more,
                comparison,
            } => match (stands(&slots[0]), stands(&slots[1])) {
                (Value::Integer(one), Value::Integer(other)) => one
                    .checked_add(*more)
                    .map(|one| Verdict::known(comparison.holds(one.cmp(other)))),
                (Value::Empty, _) => Some(Verdict::Unknown),
                _ => None,
            },
        }
    }
}

/// `None` if something else than texts is among them.
#[inline(always)]
fn has(answers: &[Value], text: &str) -> Option<bool> {
    for answer in answers {
        match answer {
            Value::Text(answer) if is_same_text(answer, text) => return Some(true),
            Value::Text(_) => {}
            _ => return None,
        }
    }
    Some(false)
}
