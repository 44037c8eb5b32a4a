//! The rules of a decision.

use std::ops::Deref;

use super::Rule;
use crate::expression::{Found, Frame, Ladder};

/// Rules in the author's order, and what is needed to find the first that holds.
#[derive(Default)]
pub struct Rules {
    rules: Vec<Rule>,
    ladder: Ladder,
}

impl Rules {
    /// The first rule that holds.
    #[inline]
    pub fn first(&self, frame: &Frame) -> Found {
        self.ladder.first(frame)
    }
}

impl From<Vec<Rule>> for Rules {
    fn from(rules: Vec<Rule>) -> Self {
        let ladder = Ladder::new(rules.iter().map(|rule| rule.when.as_ref()));
        Self { rules, ladder }
    }
}

impl FromIterator<Rule> for Rules {
    fn from_iter<T: IntoIterator<Item = Rule>>(rules: T) -> Self {
        Vec::from_iter(rules).into()
    }
}

impl Deref for Rules {
    type Target = [Rule];

    fn deref(&self) -> &[Rule] {
        &self.rules
    }
}
