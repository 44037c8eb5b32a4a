//! Deciding: from answers to outcomes, in the order in which decisions read each other.
//!
//! This is the hot path. An [`Evaluation`] is working memory that is used again and again: deciding everything anew writes
//! outcomes into its frame and one small record per decision, and allocates nothing (but the list of an `all` decision and
//! what its expressions make). The why is worked out afterwards and only where somebody asks (`why`).
//!
//! First match counts. A rule whose condition is unknown does not fire and evaluation goes on, so a later rule or the
//! default may: the outcome then says what was not known. An override by a person stands over the rules until it is taken
//! back; decisions that read it read the override.

use std::borrow::Cow;

use super::scope::{self, Around};
use super::table;
use super::*;
use crate::expression::{Found, Frame, Outcome, Truth};
use crate::pack::{CaseType, DecisionBody, DecisionRule, Given};

/// Working memory for deciding the cases of one type.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// What expressions see, by slot.
    pub values: Vec<Value>,
    fired: Vec<Fired>,
}

/// Which rule of a decision fired, compactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fired {
    /// Counted from 1 in the author's order; of an `all` decision the first match. `None`: no rule.
    pub rule: Option<u32>,
    /// A rule that could have fired was not known or could not be evaluated.
    pub unsure: bool,
}

impl Evaluation {
    /// An empty frame of the type: settings in place, nothing answered.
    pub fn new(case_type: &CaseType) -> Self {
        let mut evaluation = Self::default();
        evaluation.clear(case_type);
        evaluation
    }

    /// A frame in which something stands already; nothing is decided in it yet.
    pub(super) fn on(values: Vec<Value>) -> Self {
        Self {
            values,
            fired: Vec::new(),
        }
    }

    /// Forgets all answers and outcomes, keeps the memory.
    pub fn clear(&mut self, case_type: &CaseType) {
        scope::clear(&mut self.values, &case_type.layout);
        self.fired.clear();
    }

    /// Decides everything anew from the values in the frame. Decisions that a person has `overridden` keep that outcome.
    pub fn decide_all(
        &mut self,
        case_type: &CaseType,
        around: Around,
        overridden: impl Fn(&DecisionId) -> Option<Value>,
    ) {
        self.fired.clear();
        for decision in case_type.decisions.values() {
            let (outcome, fired) = decide(decision, &around.frame(&self.values));
            let outcome = overridden(&decision.id).map_or(outcome, Cow::Owned);
            scope::renew(&mut self.values, decision.slot, outcome);
            self.fired.push(fired);
        }
    }

    /// Which rules fired, in the order of the type's decisions.
    pub fn fired(&self) -> &[Fired] {
        &self.fired
    }
}

/// What the rules give, overrides left aside.
pub(super) fn decide<'d>(decision: &'d DecisionRule, frame: &Frame) -> (Cow<'d, Value>, Fired) {
    match &decision.body {
        DecisionBody::First(rules) => {
            let Found { index, unsure } = rules.first(frame);
            let rule = index.map(number);
            match index.and_then(|index| rules.get(index)) {
                None => (Cow::Owned(Value::Empty), Fired { rule, unsure }),
                Some(fired) => {
                    let (value, known) = given(&fired.gives, frame);
                    let unsure = unsure || !known;
                    (value, Fired { rule, unsure })
                }
            }
        }
        DecisionBody::All(rules) => {
            let mut fired = Fired::default();
            let mut outcomes = Vec::new();
            for (index, rule) in rules.iter().enumerate() {
                match rule.when.as_ref().map_or(Truth::True, |when| when.truth(frame)) {
                    Truth::False => {}
                    Truth::Unknown => fired.unsure = true,
                    Truth::True => {
                        let (value, known) = given(&rule.gives, frame);
                        fired.rule = fired.rule.or(Some(number(index)));
                        fired.unsure |= !known;
                        if !value.is_empty() {
                            outcomes.push(value.into_owned());
                        }
                    }
                }
            }
            (Cow::Owned(Value::List(outcomes.into())), fired)
        }
        DecisionBody::Table(table) => {
            let mut unsure = false;
            for (index, row) in table.rows.iter().enumerate() {
                match table::matches(table, row, frame.values) {
                    Truth::False => {}
                    Truth::Unknown => unsure = true,
                    Truth::True => {
                        let rule = Some(number(index));
                        return (Cow::Borrowed(&row.gives), Fired { rule, unsure });
                    }
                }
            }
            (Cow::Owned(Value::Empty), Fired { rule: None, unsure })
        }
    }
}

/// The outcome, and whether it is known.
fn given<'d>(gives: &'d Given, frame: &Frame) -> (Cow<'d, Value>, bool) {
    match gives {
        Given::Value(value) => (Cow::Borrowed(value), true),
        Given::Expression(expression) => match expression.evaluate(frame) {
            Outcome::Known(value) => (Cow::Owned(value), true),
            Outcome::Unknown(_) | Outcome::Failed(_) => (Cow::Owned(Value::Empty), false),
        },
    }
}

/// Rules are counted from 1.
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).map_or(u32::MAX, |index| index.saturating_add(1))
}
