//! Lists of conditions, as something to reason about: which rule can never fire, which answers no row takes.

use chrono::{DateTime, Utc};

use crate::diagnostic::Place;
use crate::expression::{
    Condition, Coverage, Domain, Domains, Expression, Failure, Frame, Kind, NothingYet, Relation, Scripts, Slot, Truth,
    gap, implies, never_true,
};
use crate::locale::{Phrase, phrase};
use crate::pack::compile::cell;
use crate::pack::draft::{At, CaseDraft, Draft};
use crate::pack::raw::{RawBranch, RawDecision, RawExpression, RawTable, RawValue};
use crate::pack::{Cell, Comparison, Layout};
use crate::value::Value;

/// What may be answered, as far as a case type says.
pub fn domains(case: &CaseDraft) -> Domains {
    let variables = case.vocabulary.variables.values();
    variables.map(|(slot, kind)| (*slot, Domain::of(kind))).collect()
}

/// Rules, branches or rows in their order.
pub struct Rules<'a> {
    rules: Vec<(Condition, At)>,
    /// The same conditions with the settings at the values they have today.
    today: Vec<Condition>,
    domains: Domains,
    layout: &'a Layout,
}

pub fn rules_of<'a>(draft: &Draft, case: &'a CaseDraft, at: &At, decision: &RawDecision) -> Rules<'a> {
    let rules = decision.rules.iter().map(|rule| &rule.when);
    conditional(draft, case, &at.key("rules"), rules)
}

pub fn branches_of<'a>(draft: &Draft, case: &'a CaseDraft, at: &At, branches: &[RawBranch]) -> Rules<'a> {
    conditional(draft, case, at, branches.iter().map(|branch| &branch.when))
}

fn conditional<'a, 'b>(
    draft: &Draft,
    case: &'a CaseDraft,
    at: &At,
    conditions: impl Iterator<Item = &'b Option<RawExpression>>,
) -> Rules<'a> {
    let setting = |slot: Slot| {
        let value = case.layout.blank.get(usize::from(slot.0))?;
        (case.layout.name(slot).starts_with("settings.") && !value.is_empty()).then(|| value.clone())
    };
    let (mut rules, mut today) = (Vec::new(), Vec::new());
    for (index, when) in conditions.enumerate() {
        let at = at.key(index);
        if when.is_none() {
            rules.push((Condition::Always, at));
            today.push(Condition::Always);
            continue;
        }
        let at = at.key("when");
        let compiled = draft
            .expression(&case.id, &at)
            .and_then(|site| site.compiled.as_ref().ok());
        today.push(
            compiled
                .and_then(|condition| condition.shape_given(&setting))
                .unwrap_or(Condition::Opaque),
        );
        rules.push((compiled.and_then(Expression::shape).unwrap_or(Condition::Opaque), at));
    }
    Rules {
        rules,
        today,
        domains: domains(case),
        layout: &case.layout,
    }
}

/// The rows of a table. `None` if it has a cell that cannot be read; that is said elsewhere, and nothing is claimed then.
pub fn rows_of<'a>(case: &'a CaseDraft, at: &At, table: &RawTable) -> Option<Rules<'a>> {
    let columns = table.by.as_slice();
    let mapped = table.map.keys().map(|key| {
        let cell = RawValue::Text(key.clone());
        let condition = cell_condition(case, columns.first()?, &cell)?;
        Some((condition, at.key("map").key(key)))
    });
    let rows = table.rows.iter().enumerate().map(|(index, row)| {
        let cells = row
            .cells
            .iter()
            .map(|(column, cell)| cell_condition(case, column, cell));
        Some((Condition::All(cells.collect::<Option<_>>()?), at.key("rows").key(index)))
    });
    let rules: Vec<(Condition, At)> = mapped.chain(rows).collect::<Option<_>>()?;
    Some(Rules {
        today: rules.iter().map(|(condition, _)| condition.clone()).collect(),
        rules,
        domains: domains(case),
        layout: &case.layout,
    })
}

fn cell_condition(case: &CaseDraft, column: &str, cell: &RawValue) -> Option<Condition> {
    let (slot, kind) = case.vocabulary.variables.get(column)?;
    // Several of a list may match at once, so nothing can be said about rows that ask for its members.
    if matches!(kind, Kind::List(_)) {
        return None;
    }
    let test = |relation, value| Condition::Test {
        slot: *slot,
        relation,
        value,
    };
    Some(match cell::parse(cell, kind).ok()? {
        Cell::Any => Condition::Always,
        Cell::OneOf(values) => {
            let tests = values.into_iter().map(|value| test(Relation::Equal, value));
            Condition::Any(tests.collect())
        }
        Cell::Compare(Comparison::Less, bound) => test(Relation::Less, bound),
        Cell::Compare(Comparison::AtMost, bound) => test(Relation::LessOrEqual, bound),
        Cell::Compare(Comparison::AtLeast, bound) => test(Relation::GreaterOrEqual, bound),
        Cell::Compare(Comparison::More, bound) => test(Relation::Greater, bound),
        Cell::Compare(Comparison::Not, bound) => test(Relation::Unequal, bound),
    })
}

impl Rules<'_> {
    pub fn place(&self, index: usize) -> Place {
        self.rules[index].1.place()
    }

    /// The rules that can never be the first that matches, each with the one earlier rule that covers it, if one does alone.
    pub fn unreachable(&self) -> Vec<(usize, Option<usize>)> {
        self.covered(&self.conditions())
    }

    /// The same for the values that settings have today; those that no value makes reachable are not among them.
    pub fn unreachable_today(&self) -> Vec<(usize, Option<usize>)> {
        let always = self.unreachable();
        let mut today = self.covered(&self.today.iter().collect::<Vec<_>>());
        today.retain(|(index, _)| always.iter().all(|(known, _)| known != index));
        today
    }

    fn covered(&self, conditions: &[&Condition]) -> Vec<(usize, Option<usize>)> {
        let mut found = Vec::new();
        for (index, condition) in conditions.iter().enumerate().skip(1) {
            let earlier = &conditions[..index];
            let alone = (0..index).find(|one| implies(&[conditions[*one]], condition, &self.domains));
            // What contradicts itself needs no earlier rule; and a rule for all other cases is asked for, even where there
            // are none.
            let is_default = **condition == Condition::Always;
            let is_covered = match alone {
                Some(one) => !is_default || *conditions[one] == Condition::Always,
                None => !is_default && implies(earlier, condition, &self.domains),
            };
            if is_covered && !never_true(condition, &self.domains) {
                found.push((index, alone));
            }
        }
        found
    }

    pub fn covers_everything(&self) -> bool {
        gap(&self.conditions(), &self.domains) == Coverage::Complete
    }

    /// Answers that no rule takes, as people read them.
    pub fn gap(&self) -> Option<Phrase> {
        let Coverage::Gap(answers) = gap(&self.conditions(), &self.domains) else {
            return None;
        };
        let answers = answers
            .iter()
            .map(|(slot, value)| Phrase::text(format!("`{} == {value}`", self.layout.name(*slot))));
        Some(Phrase::joined(answers, phrase!(" and ")))
    }

    /// Pairs that may match the same answers.
    pub fn overlaps(&self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for second in 1..self.rules.len() {
            for first in 0..second {
                let both = [first, second].map(|index| self.rules[index].0.clone());
                if !never_true(&Condition::All(both.to_vec()), &self.domains) {
                    found.push((first, second));
                    break;
                }
            }
        }
        found
    }

    fn conditions(&self) -> Vec<&Condition> {
        self.rules.iter().map(|(condition, _)| condition).collect()
    }
}

/// Whether the condition may hold while what stands in `slots` is not answered.
pub fn may_hold_without(condition: &Expression, slots: &[Slot]) -> bool {
    if !condition.reads().iter().any(|slot| slots.contains(slot)) {
        return true;
    }
    // Read alone, it can simply be tried out.
    if condition.reads().iter().all(|slot| slots.contains(slot)) {
        let frame = Frame {
            values: &[],
            now: DateTime::<Utc>::UNIX_EPOCH,
            history: &NothingYet,
            scripts: &NotRun,
        };
        return condition.truth(&frame) == Truth::True;
    }
    let shape = condition.shape().unwrap_or(Condition::Opaque);
    possible_without(&shape, slots) && !condition.demands_answer(slots)
}

/// A test of what is not answered never holds, and neither does its opposite.
fn possible_without(condition: &Condition, slots: &[Slot]) -> bool {
    match condition {
        Condition::Test { slot, .. } => !slots.contains(slot),
        Condition::Not(inner) => match &**inner {
            Condition::Test { slot, .. } => !slots.contains(slot),
            _ => true,
        },
        Condition::All(parts) => parts.iter().all(|part| possible_without(part, slots)),
        Condition::Any(parts) => parts.iter().any(|part| possible_without(part, slots)),
        Condition::Always | Condition::Opaque => true,
    }
}

/// A check runs no script.
struct NotRun;

impl Scripts for NotRun {
    fn call(&self, function: &str, _arguments: &[Value]) -> Result<Value, Failure> {
        Err(Failure {
            message: format!("`{function}` is not run by a check"),
        })
    }
}
