//! What a list of conditions covers: rules that can never fire, and cases no rule takes.
//!
//! The conditions cut every answer into finitely many pieces: the options of a closed vocabulary, yes and no, and for
//! numbers and dates the thresholds, the stretches between them and beyond. One representative of each piece stands for
//! all of it, so that trying every combination is a proof. Combinations are built answer by answer, and a branch is left
//! as soon as it can no longer matter; a budget bounds the work, and running out of it never claims anything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::TimeDelta;
use rust_decimal::Decimal;

use super::comparison::{compare, order};
use super::{Condition, Kind, Slot};
use crate::value::Value;

/// Conditions asked about partial combinations before giving up.
const WORK_MAX: usize = 2_000_000;

/// What one answer may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// For a closed vocabulary: its options.
    options: Option<Vec<Arc<str>>>,
    whole_numbers: bool,
    /// Whether it may be unanswered when the conditions are asked. Then no condition about it holds.
    unanswered: bool,
}

impl Domain {
    /// Whatever the kind allows, and possibly not answered.
    pub fn of(kind: &Kind) -> Self {
        let options = match kind {
            Kind::Choice(options) => Some(options.ids.clone()),
            _ => None,
        };
        Self {
            options,
            whole_numbers: *kind == Kind::Integer,
            unanswered: true,
        }
    }

    /// The same, for what is certainly answered: a decision, a setting, a required field.
    pub fn always_answered(mut self) -> Self {
        self.unanswered = false;
        self
    }
}

/// What is known of each slot. A slot that is not here may be anything.
pub type Domains = BTreeMap<Slot, Domain>;

/// Whether some condition of a list holds in every case.
#[derive(Clone, Debug, PartialEq)]
pub enum Coverage {
    Complete,
    /// For these answers none holds.
    Gap(Vec<(Slot, Value)>),
    /// Too much to try, or a condition that cannot be reasoned about might cover the rest.
    Unsure,
}

/// Whether some condition of `earlier` holds wherever `later` does: with first-match rules, `later` never fires. An
/// opaque condition never proves anything.
pub fn implies(earlier: &[&Condition], later: &Condition, domains: &Domains) -> bool {
    Search::new(earlier, later, domains).run(Wanted::Possible) == Found::Nothing
}

/// Whether `condition` contradicts itself.
pub fn never_true(condition: &Condition, domains: &Domains) -> bool {
    implies(&[], condition, domains)
}

/// Whether `conditions` leave some case open. Only answered cases count: what is unknown fires no rule anyway.
pub fn gap(conditions: &[&Condition], domains: &Domains) -> Coverage {
    let answered = slots_of(conditions).into_iter().map(|slot| {
        let domain = domains.get(&slot).cloned().unwrap_or_else(|| Domain::of(&Kind::Any));
        (slot, domain.always_answered())
    });
    let mut search = Search::new(conditions, &Condition::Always, &answered.collect());
    match search.run(Wanted::Certain) {
        Found::Witness(answers) => Coverage::Gap(answers),
        Found::Nothing if !search.doubtful => Coverage::Complete,
        Found::Nothing | Found::OutOfWork => Coverage::Unsure,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    /// A case in which `later` may hold and no earlier condition certainly does.
    Possible,
    /// A case in which `later` holds and certainly no earlier condition does.
    Certain,
}

#[derive(Debug, PartialEq)]
enum Found {
    Nothing,
    Witness(Vec<(Slot, Value)>),
    OutOfWork,
}

struct Search<'a> {
    earlier: &'a [&'a Condition],
    later: &'a Condition,
    pieces: Vec<(Slot, Vec<Value>)>,
    chosen: BTreeMap<Slot, Value>,
    work: usize,
    /// A case was left open because an opaque condition might cover it.
    doubtful: bool,
}

impl<'a> Search<'a> {
    fn new(earlier: &'a [&'a Condition], later: &'a Condition, domains: &Domains) -> Self {
        let mut thresholds: BTreeMap<Slot, Vec<Value>> = BTreeMap::new();
        for condition in earlier.iter().copied().chain([later]) {
            tests(condition, &mut |slot, value| {
                thresholds.entry(slot).or_default().push(value.clone())
            });
        }
        let unknown = Domain::of(&Kind::Any);
        let pieces = thresholds
            .into_iter()
            .map(|(slot, values)| (slot, pieces(&values, domains.get(&slot).unwrap_or(&unknown))))
            .collect();
        Self {
            earlier,
            later,
            pieces,
            chosen: BTreeMap::new(),
            work: 0,
            doubtful: false,
        }
    }

    fn run(&mut self, wanted: Wanted) -> Found {
        self.extend(0, wanted)
    }

    /// Tries every value of the slot at `depth`, and below it of all others.
    fn extend(&mut self, depth: usize, wanted: Wanted) -> Found {
        self.work += 1 + self.earlier.len();
        if self.work > WORK_MAX {
            return Found::OutOfWork;
        }
        let covered = self
            .earlier
            .iter()
            .any(|condition| self.possible(condition) == Possible::TRUE);
        if covered || !self.possible(self.later).has(Possible::TRUE) {
            return Found::Nothing;
        }
        let Some((slot, values)) = self.pieces.get(depth).cloned() else {
            let open = self
                .earlier
                .iter()
                .all(|condition| !self.possible(condition).has(Possible::TRUE));
            if wanted == Wanted::Certain && !(open && self.possible(self.later) == Possible::TRUE) {
                self.doubtful = true;
                return Found::Nothing;
            }
            return Found::Witness(self.chosen.iter().map(|(slot, value)| (*slot, value.clone())).collect());
        };
        for value in values {
            self.chosen.insert(slot, value);
            let found = self.extend(depth + 1, wanted);
            if found != Found::Nothing {
                return found;
            }
        }
        self.chosen.remove(&slot);
        Found::Nothing
    }

    /// What a condition may be worth, given what is chosen so far.
    fn possible(&self, condition: &Condition) -> Possible {
        match condition {
            Condition::Always => Possible::TRUE,
            Condition::Opaque => Possible::ANYTHING,
            Condition::Not(inner) => self.possible(inner).negated(),
            Condition::All(parts) => parts
                .iter()
                .fold(Possible::TRUE, |so_far, part| so_far.and(self.possible(part))),
            Condition::Any(parts) => {
                let none = parts
                    .iter()
                    .fold(Possible::TRUE, |so_far, part| so_far.and(self.possible(part).negated()));
                none.negated()
            }
            Condition::Test { slot, relation, value } => match self.chosen.get(slot) {
                None => Possible::ANYTHING,
                Some(chosen) => match compare(relation.comparison(), chosen, value) {
                    Ok(Some(true)) => Possible::TRUE,
                    Ok(Some(false)) => Possible::FALSE,
                    Ok(None) | Err(_) => Possible::UNKNOWN,
                },
            },
        }
    }
}

/// A set of truth values, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Possible(u8);

impl Possible {
    const TRUE: Self = Self(1);
    const FALSE: Self = Self(2);
    const UNKNOWN: Self = Self(4);
    const ANYTHING: Self = Self(7);

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn negated(self) -> Self {
        Self((self.0 & 1) << 1 | (self.0 & 2) >> 1 | (self.0 & 4))
    }

    /// Kleene's "and" over every pair. As the two may depend on each other, this may allow too much, never too little.
    fn and(self, other: Self) -> Self {
        let mut result = 0;
        if self.has(Self::TRUE) && other.has(Self::TRUE) {
            result |= 1;
        }
        if self.has(Self::FALSE) || other.has(Self::FALSE) {
            result |= 2;
        }
        let open = Self(5);
        if (self.has(Self::UNKNOWN) && other.has(open)) || (other.has(Self::UNKNOWN) && self.has(open)) {
            result |= 4;
        }
        Self(result)
    }
}

fn slots_of(conditions: &[&Condition]) -> BTreeSet<Slot> {
    let mut slots = BTreeSet::new();
    for condition in conditions {
        tests(condition, &mut |slot, _| {
            slots.insert(slot);
        });
    }
    slots
}

fn tests(condition: &Condition, found: &mut dyn FnMut(Slot, &Value)) {
    match condition {
        Condition::Test { slot, value, .. } => found(*slot, value),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| tests(part, found)),
        Condition::Not(inner) => tests(inner, found),
        Condition::Always | Condition::Opaque => {}
    }
}

/// One value for every piece that these thresholds cut a domain into.
fn pieces(thresholds: &[Value], domain: &Domain) -> Vec<Value> {
    let mut pieces: Vec<Value> = Vec::new();
    if let Some(options) = &domain.options {
        let named = |option: &&Arc<str>| thresholds.iter().any(|value| value.as_text() == Some(option));
        let (named, others): (Vec<_>, Vec<_>) = options.iter().partition(named);
        // No condition tells the options apart that none of them names.
        pieces.extend(
            named
                .into_iter()
                .chain(others.into_iter().take(1))
                .map(|id| Value::Text(id.clone())),
        );
    } else {
        // A slot whose kind is not known may be compared with values of several kinds.
        let of = |wanted: fn(&Value) -> bool| thresholds.iter().filter(|value| wanted(value)).collect::<Vec<_>>();
        if !of(|value| matches!(value, Value::Bool(_))).is_empty() {
            pieces.extend([Value::Bool(true), Value::Bool(false)]);
        }
        let texts = of(|value| matches!(value, Value::Text(_)));
        if let Some(longest) = texts.iter().filter_map(|value| value.as_text()).map(str::len).max() {
            pieces.extend(texts.into_iter().cloned());
            pieces.push(Value::text("x".repeat(longest + 1)));
        }
        pieces.extend(stretches(
            of(|value| value.as_decimal().is_some()),
            domain.whole_numbers,
        ));
        pieces.extend(stretches(of(|value| matches!(value, Value::Date(_))), false));
        pieces.extend(stretches(of(|value| matches!(value, Value::Instant(_))), false));
    }
    pieces.dedup();
    if domain.unanswered {
        pieces.push(Value::Empty);
    }
    pieces
}

/// The thresholds in order, and something before, between and after them where there is anything.
fn stretches(mut sorted: Vec<&Value>, whole_numbers: bool) -> Vec<Value> {
    sorted.sort_by(|one, two| order(one, two).unwrap_or(std::cmp::Ordering::Equal));
    sorted.dedup_by(|one, two| order(one, two).is_ok_and(std::cmp::Ordering::is_eq));
    let mut stretches = Vec::new();
    for (index, value) in sorted.iter().enumerate() {
        if index == 0 {
            stretches.extend(step(value, whole_numbers, -1));
        }
        stretches.push((*value).clone());
        match sorted.get(index + 1) {
            None => stretches.extend(step(value, whole_numbers, 1)),
            Some(next) => stretches.extend(between(value, next, whole_numbers)),
        }
    }
    if whole_numbers {
        stretches.retain(|value| value.as_decimal().is_some_and(|number| number.fract().is_zero()));
    }
    stretches
}

/// A neighbour of a value: the next one, where there is a next one.
fn step(value: &Value, whole_numbers: bool, direction: i64) -> Option<Value> {
    match value {
        Value::Date(date) => date
            .checked_add_signed(TimeDelta::try_days(direction)?)
            .map(Value::Date),
        Value::Instant(at) => at
            .checked_add_signed(TimeDelta::nanoseconds(direction))
            .map(Value::Instant),
        _ => {
            let number = value.as_decimal()?;
            let number = match (whole_numbers, direction) {
                (false, _) => number.checked_add(Decimal::from(direction))?,
                (true, 1) => number.floor().checked_add(Decimal::ONE)?,
                (true, _) => number.ceil().checked_sub(Decimal::ONE)?,
            };
            Some(Value::Decimal(number))
        }
    }
}

/// Something strictly between two values.
fn between(low: &Value, high: &Value, whole_numbers: bool) -> Option<Value> {
    if let (Some(low), Some(high), false) = (low.as_decimal(), high.as_decimal(), whole_numbers) {
        let middle = low.checked_add(high.checked_sub(low)?.checked_div(Decimal::TWO)?)?;
        return (low < middle && middle < high).then_some(Value::Decimal(middle));
    }
    step(low, whole_numbers, 1).filter(|next| order(next, high).is_ok_and(std::cmp::Ordering::is_lt))
}
