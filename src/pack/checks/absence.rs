//! What a condition comes to while one answer is not there: as it runs, and as people mean it.

use crate::expression::{Condition, Domains, Relation, Slot, Truth, never_true};

/// An answer that is not there, and what is sure while it is not.
pub struct Absence {
    /// Where the answer would stand.
    pub slots: Vec<Slot>,
    /// What holds all the same.
    pub given: Vec<Condition>,
    pub domains: Domains,
}

/// How a test of what is not answered is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// As it runs: neither true nor false.
    Unknown,
    /// As people mean it: it is not so.
    NotSo,
}

/// More different tests than this are not tried out.
const TESTS_MAX: usize = 10;

impl Absence {
    /// Whether the condition is unknown for some answers to all else, for which it would hold if what is not answered simply
    /// were not so.
    pub fn blocks(&self, condition: &Condition) -> bool {
        let mut tests = Vec::new();
        let all = std::iter::once(condition).chain(&self.given);
        all.for_each(|condition| self.collect(condition, &mut tests));
        if tests.len() > TESTS_MAX {
            return false;
        }
        (0..1_usize << tests.len()).any(|outcome| {
            let holds = |test: usize| outcome & (1 << test) != 0;
            let truth = |condition: &Condition, reading| self.truth(condition, reading, &tests, &holds);
            truth(condition, Reading::Unknown) == Truth::Unknown
                && truth(condition, Reading::NotSo) == Truth::True
                && self
                    .given
                    .iter()
                    .all(|given| truth(given, Reading::Unknown) == Truth::True)
                && self.is_possible(&tests, &holds)
        })
    }

    /// Whether the condition never holds without the answer, however what is not answered is read.
    pub fn is_demanded_by(&self, condition: &Condition) -> bool {
        let mut tests = Vec::new();
        self.collect(condition, &mut tests);
        tests.len() > TESTS_MAX
            || (0..1_usize << tests.len()).all(|outcome| {
                let holds = |test: usize| outcome & (1 << test) != 0;
                self.truth(condition, Reading::NotSo, &tests, &holds) != Truth::True
            })
    }

    /// How often the answer is compared with what is written out.
    pub fn tests_of(&self, condition: &Condition) -> usize {
        match condition {
            Condition::Test { slot, .. } => usize::from(self.slots.contains(slot)),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().map(|part| self.tests_of(part)).sum(),
            Condition::Not(inner) => self.tests_of(inner),
            Condition::Always | Condition::Opaque => 0,
        }
    }

    /// What else is asked, each test once; what cannot be reasoned about is itself wherever it stands.
    fn collect<'a>(&self, condition: &'a Condition, tests: &mut Vec<&'a Condition>) {
        match condition {
            Condition::Always => {}
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.collect(part, tests)),
            Condition::Not(inner) => self.collect(inner, tests),
            Condition::Test { slot, .. } if self.slots.contains(slot) || tests.contains(&condition) => {}
            Condition::Test { .. } | Condition::Opaque => tests.push(condition),
        }
    }

    fn truth(
        &self,
        condition: &Condition,
        reading: Reading,
        tests: &[&Condition],
        holds: &dyn Fn(usize) -> bool,
    ) -> Truth {
        let truth = |part: &Condition| self.truth(part, reading, tests, holds);
        match condition {
            Condition::Always => Truth::True,
            Condition::Not(inner) => match truth(inner) {
                Truth::True => Truth::False,
                Truth::False => Truth::True,
                Truth::Unknown => Truth::Unknown,
            },
            Condition::All(parts) => worst(parts.iter().map(truth), Truth::False, Truth::True),
            Condition::Any(parts) => worst(parts.iter().map(truth), Truth::True, Truth::False),
            Condition::Test { slot, relation, .. } if self.slots.contains(slot) => match reading {
                Reading::Unknown => Truth::Unknown,
                Reading::NotSo => as_truth(*relation == Relation::Unequal),
            },
            // What cannot be reasoned about is told apart by where it stands.
            Condition::Opaque => {
                let here = tests.iter().position(|test| std::ptr::eq(*test, condition));
                here.map_or(Truth::Unknown, |test| as_truth(holds(test)))
            }
            Condition::Test { .. } => {
                let same = tests.iter().position(|test| *test == condition);
                same.map_or(Truth::Unknown, |test| as_truth(holds(test)))
            }
        }
    }

    /// Whether answers to all else can come out so.
    fn is_possible(&self, tests: &[&Condition], holds: &dyn Fn(usize) -> bool) -> bool {
        let outcomes = tests.iter().enumerate().map(|(index, test)| {
            let test = (*test).clone();
            if holds(index) {
                test
            } else {
                Condition::Not(Box::new(test))
            }
        });
        !never_true(&Condition::All(outcomes.collect()), &self.domains)
    }
}

/// Kleene's conjunction or disjunction: `strong` decides, what is unknown leaves it open, `weak` is what remains.
fn worst(parts: impl Iterator<Item = Truth>, strong: Truth, weak: Truth) -> Truth {
    let parts: Vec<Truth> = parts.collect();
    if parts.contains(&strong) {
        strong
    } else if parts.contains(&Truth::Unknown) {
        Truth::Unknown
    } else {
        weak
    }
}

fn as_truth(holds: bool) -> Truth {
    if holds { Truth::True } else { Truth::False }
}
