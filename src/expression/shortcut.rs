//! What rules mostly ask, told apart once instead of at every decision.
//!
//! Most questions are about an answer and something written out: whether it is this text, whether a list has this text, how
//! many items there are. A shortcut belongs to the part of the tree that asks so. It takes the same steps
//! ([`is_same_text`], the counting functions, [`Comparison::holds`]) without first finding out what kind of question it is,
//! and `holds` tries it first, for whoever asks: a decision, a guard, or an explanation. Whatever stands there that it does not
//! expect, it leaves to the tree. The tests ask both about every kind of value.

use std::sync::Arc;

use super::evaluate::Verdict;
use super::node::{Comparison, Form, Node, Operation};
use super::{Frame, Slot};
use crate::value::{Value, is_same_text};

#[derive(Clone, Debug)]
pub(super) enum Shortcut {
    None,
    /// Whether the answer is this one of yes and no.
    Flag {
        slot: Slot,
        wanted: bool,
    },
    Answered {
        slot: Slot,
        wanted: bool,
    },
    /// Whether the answer is, or is not, this text.
    Text {
        slot: Slot,
        wanted: bool,
        text: Arc<str>,
    },
    /// Whether this text is, or is not, among the answers.
    Has {
        slot: Slot,
        wanted: bool,
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
    pub fn of(node: &Node) -> Self {
        match &node.form {
            Form::Read(slot) => Self::Flag {
                slot: *slot,
                wanted: true,
            },
            Form::Answered(inner) => read(inner).map_or(Self::None, |slot| Self::Answered { slot, wanted: true }),
            Form::Not(inner) => Self::of(inner).denied(),
            Form::Compare(comparison, sides) => Self::comparing(*comparison, &sides[0], &sides[1]),
            Form::Contains(sides) => match (read(&sides[0]), sides[1].literal()) {
                (Some(slot), Some(Value::Text(text))) => Self::Has {
                    slot,
                    wanted: true,
                    text: text.clone(),
                },
                _ => Self::None,
            },
            _ => Self::None,
        }
    }

    fn comparing(comparison: Comparison, left: &Node, right: &Node) -> Self {
        let is_equality = comparison.is_equality();
        let equal = comparison == Comparison::Equal;
        match (&left.form, &right.form) {
            (Form::Read(slot), Form::Literal(Value::Bool(value))) if is_equality => Self::Flag {
                slot: *slot,
                wanted: *value == equal,
            },
            (Form::Read(slot), Form::Literal(Value::Text(text))) if is_equality => Self::Text {
                slot: *slot,
                wanted: equal,
                text: text.clone(),
            },
            (Form::Read(one), Form::Read(other)) => Self::Slots {
                slots: [*one, *other],
                more: 0,
                comparison,
            },
            (Form::Compute(Operation::Add, sum), Form::Read(other)) => match (read(&sum[0]), sum[1].literal()) {
                (Some(one), Some(Value::Integer(more))) => Self::Slots {
                    slots: [one, *other],
                    more: *more,
                    comparison,
                },
                _ => Self::None,
            },
            (Form::Call(_, function, counted), Form::Literal(Value::Integer(number))) => {
                match (function.counts, &counted[..]) {
                    (Some(count), [counted]) => read(counted).map_or(Self::None, |slot| Self::Size {
                        slot,
                        comparison,
                        count,
                        number: *number,
                    }),
                    _ => Self::None,
                }
            }
            _ => Self::None,
        }
    }

    fn denied(mut self) -> Self {
        match &mut self {
            Self::Flag { wanted, .. }
            | Self::Answered { wanted, .. }
            | Self::Text { wanted, .. }
            | Self::Has { wanted, .. } => {
                *wanted = !*wanted;
                self
            }
            Self::Size { .. } | Self::Slots { .. } | Self::None => Self::None,
        }
    }

    /// `None`: the question has to be asked part by part.
    #[inline(always)]
    pub fn take(&self, frame: &Frame) -> Option<Verdict> {
        let stands = |slot: &Slot| frame.values.get(usize::from(slot.0)).unwrap_or(&Value::Empty);
        match self {
            Self::None => None,
            Self::Flag { slot, wanted } => match stands(slot) {
                Value::Bool(answer) => Some(Verdict::known(answer == wanted)),
                Value::Empty => Some(Verdict::Unknown),
                _ => None,
            },
            Self::Answered { slot, wanted } => Some(Verdict::known(stands(slot).is_empty() != *wanted)),
            Self::Text { slot, wanted, text } => match stands(slot) {
                Value::Text(answer) => Some(Verdict::known(is_same_text(answer, text) == *wanted)),
                Value::Empty => Some(Verdict::Unknown),
                _ => None,
            },
            Self::Has { slot, wanted, text } => match stands(slot) {
                Value::List(answers) => has(answers, text).map(|has| Verdict::known(has == *wanted)),
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
                (Value::Decimal(one), Value::Decimal(other)) if *more == 0 => {
                    Some(Verdict::known(comparison.holds(one.cmp(other))))
                }
                (Value::Empty, _) => Some(Verdict::Unknown),
                _ => None,
            },
        }
    }
}

fn read(node: &Node) -> Option<Slot> {
    match node.form {
        Form::Read(slot) => Some(slot),
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::super::evaluate::holds;
    use super::super::testing::{condition, everything, frame};
    use super::*;

    /// The same tree, where everything is asked part by part.
    fn the_long_way(node: &Node) -> Node {
        let each = |parts: &[Node]| parts.iter().map(the_long_way).collect();
        let form = match &node.form {
            Form::Not(inner) => Form::Not(Box::new(the_long_way(inner))),
            Form::All(parts) => Form::All(each(parts)),
            Form::Any(parts) => Form::Any(each(parts)),
            other => other.clone(),
        };
        Node {
            form,
            shortcut: Shortcut::None,
            ..node.clone()
        }
    }

    fn has_shortcut(node: &Node) -> bool {
        let is_deep = matches!(node.form, Form::All(_) | Form::Any(_));
        !matches!(node.shortcut, Shortcut::None) || is_deep && node.children().iter().all(has_shortcut)
    }

    #[test]
    fn whatever_stands_there_a_shortcut_says_what_the_comparison_says() {
        let comparisons = ["==", "!=", "<", "<=", ">", ">="];
        let numbers = ["len(a)", "count(a)", "a + 1", "a + 9223372036854775807", "a + -3", "a"];
        let mut sources: Vec<String> = vec![
            "a".into(),
            "!a".into(),
            "a == true".into(),
            "a != true".into(),
            "!(a == false)".into(),
            "answered(a)".into(),
            "!answered(a) || answered(beyond)".into(),
            "!(a != \"red\")".into(),
            "a == \"red\"".into(),
            "a != \"red\"".into(),
            "a != \"\"".into(),
            "a == \"a text of more than sixteen bytes\"".into(),
            "\"red\" in a".into(),
            "a.contains(\"red\")".into(),
            "\"\" in a".into(),
            "!(\"red\" in a) && len(a) >= 1".into(),
            "a != \"red\" || \"red\" in b && a + 1 >= b".into(),
        ];
        for comparison in comparisons {
            sources.extend(["len(a)", "count(a)"].map(|size| format!("{size} {comparison} 2")));
            sources.extend(numbers[2..].iter().map(|number| format!("{number} {comparison} b")));
            sources.push(format!("beyond {comparison} a"));
        }
        for source in sources {
            let condition = condition(&source);
            assert!(has_shortcut(&condition.root), "`{source}` is not recognised");
            let the_long_way = the_long_way(&condition.root);
            for a in everything() {
                for b in everything() {
                    let values = [a.clone(), b.clone()];
                    let frame = frame(&values);
                    let (short, long) = (holds(&condition.root, &frame), holds(&the_long_way, &frame));
                    assert_eq!(short, long, "`{source}` of {a} and {b}");
                }
            }
        }
    }
}
