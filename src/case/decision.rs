//! Deciding: from answers to outcomes, in the order in which decisions read each other.
//!
//! This is the hot path. An [`Evaluation`] is working memory that is used again and again: deciding everything anew writes
//! one small record per decision and the outcomes that are not in its frame already, and allocates nothing (but the list of an `all` decision and
//! what its expressions make). The why is worked out afterwards and only where somebody asks (`why`).
//!
//! First match counts. A rule whose condition is unknown does not fire and evaluation goes on, so a later rule or the
//! default may: the outcome then says what was not known. An override by a person stands over the rules until it is taken
//! back; decisions that read it read the override.

use super::scope::{self, Around};
use super::table;
use super::*;
use crate::expression::{Expression, Found, Frame, Outcome, Slot, Truth};
use crate::pack::{CaseType, DecisionBody, DecisionRule, Given, Rule};

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
        let mut decisions = case_type.decisions.values();
        while let Some((slot, outcome)) = self.next_change(&mut decisions, &around, &overridden) {
            scope::put(&mut self.values, slot, outcome);
        }
    }

    /// Decides on, up to the first outcome that is not the one in the frame. Mostly there is none: a case is decided anew with
    /// every command, and its frame has the outcomes as they stood.
    #[inline(always)]
    fn next_change<'d>(
        &mut self,
        decisions: &mut impl Iterator<Item = &'d DecisionRule>,
        around: &Around,
        overridden: &impl Fn(&DecisionId) -> Option<Value>,
    ) -> Option<(Slot, Value)> {
        let frame = around.frame(&self.values);
        for decision in decisions {
            let (gives, Fired { rule, unsure }) = find(decision, &frame);
            match (gives, overridden(&decision.id)) {
                (Gives::Value(outcome), None) => {
                    self.fired.push(Fired { rule, unsure });
                    if !scope::stands(frame.values, decision.slot, outcome) {
                        return Some((decision.slot, outcome.clone()));
                    }
                }
                (gives, by_person) => {
                    let (outcome, fired) = gives.outcome(rule, unsure, &frame);
                    self.fired.push(fired);
                    return Some((decision.slot, by_person.unwrap_or(outcome)));
                }
            }
        }
        None
    }

    /// Which rules fired, in the order of the type's decisions.
    pub fn fired(&self) -> &[Fired] {
        &self.fired
    }
}

/// What the rules give, overrides left aside.
pub(super) fn decide(decision: &DecisionRule, frame: &Frame) -> (Value, Fired) {
    let (gives, Fired { rule, unsure }) = find(decision, frame);
    gives.outcome(rule, unsure, frame)
}

/// Where an outcome comes from. It is not made yet: mostly it stands in the frame already.
#[derive(Clone, Copy)]
enum Gives<'d> {
    Value(&'d Value),
    Expression(&'d Expression),
    /// Those rules of these that hold.
    Every(&'d [Rule]),
}

static NOTHING: Value = Value::Empty;

#[inline(always)]
fn find<'d>(decision: &'d DecisionRule, frame: &Frame) -> (Gives<'d>, Fired) {
    match &decision.body {
        DecisionBody::First(rules) => {
            let Found { index, unsure } = rules.first(frame);
            let gives = match index
                .and_then(|index| rules.get(index as usize))
                .map(|rule| &rule.gives)
            {
                None => Gives::Value(&NOTHING),
                Some(Given::Value(value)) => Gives::Value(value),
                Some(Given::Expression(expression)) => Gives::Expression(expression),
            };
            let rule = index.map(|index| index + 1);
            (gives, Fired { rule, unsure })
        }
        DecisionBody::All(rules) => (Gives::Every(rules), Fired::default()),
        DecisionBody::Table(table) => {
            let Found { index, unsure } = table::first(table, frame.values);
            let row = index.and_then(|index| table.rows.get(index as usize));
            let rule = index.map(|index| index + 1);
            (
                Gives::Value(row.map_or(&NOTHING, |row| &row.gives)),
                Fired { rule, unsure },
            )
        }
    }
}

impl Gives<'_> {
    /// The outcome, and how it came about, of which this much is known already.
    #[inline(never)]
    fn outcome(self, rule: Option<u32>, unsure: bool, frame: &Frame) -> (Value, Fired) {
        let mut fired = Fired { rule, unsure };
        match self {
            Self::Value(value) => (value.clone(), fired),
            Self::Expression(expression) => match expression.evaluate(frame) {
                Outcome::Known(value) => (value, fired),
                Outcome::Unknown(_) | Outcome::Failed(_) => {
                    fired.unsure = true;
                    (Value::Empty, fired)
                }
            },
            Self::Every(rules) => {
                let mut outcomes = Vec::new();
                for (index, rule) in rules.iter().enumerate() {
                    match rule.when.as_ref().map_or(Truth::True, |when| when.truth(frame)) {
                        Truth::False => {}
                        Truth::Unknown => fired.unsure = true,
                        Truth::True => {
                            fired.rule = fired.rule.or(Some(number(index)));
                            let gives = match &rule.gives {
                                Given::Value(value) => Gives::Value(value),
                                Given::Expression(expression) => Gives::Expression(expression),
                            };
                            let (value, so_far) = gives.outcome(fired.rule, fired.unsure, frame);
                            fired = so_far;
                            if !value.is_empty() {
                                outcomes.push(value);
                            }
                        }
                    }
                }
                (Value::List(outcomes.into()), fired)
            }
        }
    }
}

/// Rules are counted from 1.
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).map_or(u32::MAX, |index| index.saturating_add(1))
}
