//! Conditions that are asked in turn until one holds, as the rules of a decision are.
//!
//! Neighbours often begin with the same question: `nature == "valid" && lawsuit`, `nature == "valid" && media_exposed`, ….
//! It is asked once for all of them, and if it does not hold, they are done with. What is asked, and what it is worth, is
//! the tree's matter alone ([`holds`]); only what follows for a row of conditions is here. The tests compare it with asking
//! one by one.

use super::evaluate::{Verdict, all_hold, holds};
use super::node::{Form, Node};
use super::{Expression, Frame};

/// Conditions in order.
#[derive(Clone, Debug, Default)]
pub struct Ladder {
    steps: Box<[Step]>,
}

/// Neighbours that begin with the same question.
#[derive(Clone, Debug)]
struct Step {
    /// How many conditions come before it.
    before: u32,
    /// `None`: one without a condition, which always holds.
    first: Option<Node>,
    /// What each asks besides.
    rest: Vec<Box<[Node]>>,
    /// One of them asks nothing besides.
    is_bare: bool,
}

/// Which of the conditions holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The first that holds, counted from 0.
    pub index: Option<u32>,
    /// One before it is not known or could not be evaluated.
    pub unsure: bool,
}

impl Ladder {
    /// `None` is a condition that always holds.
    pub fn new<'e>(conditions: impl IntoIterator<Item = Option<&'e Expression>>) -> Self {
        let mut steps: Vec<Step> = Vec::new();
        for (before, condition) in (0..).zip(conditions) {
            let asked = condition.map_or(&[][..], |condition| questions(&condition.root));
            let (first, rest) = asked
                .split_first()
                .map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
            let same = steps.last_mut().filter(|step| match (&step.first, first) {
                (Some(one), Some(other)) => one.asks_the_same(other),
                _ => false,
            });
            match same {
                Some(step) => step.add(rest),
                None => {
                    let mut step = Step {
                        before,
                        first: first.cloned(),
                        rest: Vec::new(),
                        is_bare: false,
                    };
                    step.add(rest);
                    steps.push(step);
                }
            }
        }
        Self { steps: steps.into() }
    }

    /// As if each were asked for its truth on its own, one after the other.
    pub fn first(&self, frame: &Frame) -> Found {
        let mut unsure = false;
        for step in &self.steps {
            match step.first.as_ref().map_or(Verdict::True, |first| holds(first, frame)) {
                Verdict::False => {}
                Verdict::True => {
                    for (index, rest) in (step.before..).zip(&step.rest) {
                        match all_hold(rest, frame) {
                            Verdict::False => {}
                            Verdict::Unknown | Verdict::Failed => unsure = true,
                            Verdict::True => {
                                let index = Some(index);
                                return Found { index, unsure };
                            }
                        }
                    }
                }
                // None of them can hold any more. One of which the rest does not say no is open.
                Verdict::Unknown if !unsure && !step.is_bare => {
                    unsure = step.rest.iter().any(|rest| all_hold(rest, frame) != Verdict::False);
                }
                Verdict::Unknown | Verdict::Failed => unsure = true,
            }
        }
        Found { index: None, unsure }
    }
}

impl Step {
    fn add(&mut self, rest: &[Node]) {
        self.is_bare |= rest.is_empty();
        self.rest.push(rest.into());
    }
}

/// What has to hold together.
fn questions(node: &Node) -> &[Node] {
    match &node.form {
        Form::All(parts) => parts,
        _ => std::slice::from_ref(node),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Truth;
    use super::super::testing::{condition, everything, frame};
    use super::*;
    use crate::value::Value;

    const CONDITIONS: [&str; 10] = [
        "a",
        "a && b",
        "a && b == 2",
        "a == \"red\"",
        "a == \"red\" && b",
        "a == \"red\" && b == \"red\" && answered(b)",
        "a != \"red\" && b",
        "(a == \"red\" || b) && a",
        "len(a) >= 2 && \"red\" in b",
        "len(a) >= 2 && !(\"red\" in a)",
    ];

    /// What [`Ladder::first`] promises, word for word.
    fn one_by_one(conditions: &[Option<&Expression>], frame: &Frame) -> Found {
        let mut unsure = false;
        for (index, condition) in (0..).zip(conditions) {
            match condition.map_or(Truth::True, |condition| condition.truth(frame)) {
                Truth::True => {
                    let index = Some(index);
                    return Found { index, unsure };
                }
                Truth::Unknown => unsure = true,
                Truth::False => {}
            }
        }
        Found { index: None, unsure }
    }

    #[test]
    fn a_ladder_finds_what_asking_one_by_one_finds() {
        let conditions = CONDITIONS.map(condition);
        let choices: Vec<Option<&Expression>> = conditions.iter().map(Some).chain([None]).collect();
        let values: Vec<Value> = everything();
        for one in &choices {
            for two in &choices {
                for three in &choices {
                    let conditions = [*one, *two, *three];
                    let ladder = Ladder::new(conditions);
                    for a in &values {
                        for b in &values {
                            let values = [a.clone(), b.clone()];
                            let frame = frame(&values);
                            let sources = conditions.map(|condition| condition.map_or("", Expression::source));
                            assert_eq!(
                                ladder.first(&frame),
                                one_by_one(&conditions, &frame),
                                "{sources:?} of {a} and {b}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_neighbours_begin_with_is_asked_once() {
        let conditions = ["a == \"red\" && b", "a == \"red\"", "b", "a == \"red\" && b"].map(condition);
        let ladder = Ladder::new(conditions.iter().map(Some));
        let lengths: Vec<usize> = ladder.steps.iter().map(|step| step.rest.len()).collect();
        assert_eq!(lengths, [2, 1, 1]);
    }
}
