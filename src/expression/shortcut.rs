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

#[cfg(test)]
mod tests {
    use super::super::evaluate::holds;
    use super::super::testing::{condition, everything, frame};
    use super::*;

    /// The same tree, where every comparison has to find out itself.
    fn the_long_way(node: &Node) -> Node {
        let each = |parts: &[Node]| parts.iter().map(the_long_way).collect();
        let form = match &node.form {
            Form::Compare(comparison, sides, _) => Form::Compare(*comparison, sides.clone(), Shortcut::None),
            Form::Contains(sides, _) => Form::Contains(sides.clone(), Shortcut::None),
            Form::Not(inner) => Form::Not(Box::new(the_long_way(inner))),
            Form::All(parts) => Form::All(each(parts)),
            Form::Any(parts) => Form::Any(each(parts)),
            other => other.clone(),
        };
        Node { form, ..node.clone() }
    }

    fn has_shortcut(node: &Node) -> bool {
        let own = match &node.form {
            Form::Compare(_, _, shortcut) | Form::Contains(_, shortcut) => !matches!(shortcut, Shortcut::None),
            _ => false,
        };
        own || node.children().iter().any(has_shortcut)
    }

    #[test]
    fn whatever_stands_there_a_shortcut_says_what_the_comparison_says() {
        let comparisons = ["==", "!=", "<", "<=", ">", ">="];
        let numbers = ["len(a)", "count(a)", "a + 1", "a + 9223372036854775807", "a + -3", "a"];
        let mut sources: Vec<String> = vec![
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
