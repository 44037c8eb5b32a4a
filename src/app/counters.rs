//! What a pack's counters need from other cases, fetched before anything is decided.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::case::{Actor, Case, Context, surroundings};
use crate::form::{Answers, Surroundings as _};
use crate::pack::id::CounterId;
use crate::pack::{CaseType, Pack};
use crate::store::facts::{Fact, count_alike};
use crate::store::{self, Conn};
use crate::value::Value;

pub(super) type Counters = BTreeMap<CounterId, i64>;

/// How a case stands before it is decided about.
pub(super) struct Standing<'a> {
    pub pack: &'a Pack,
    pub case_type: &'a CaseType,
    pub case: Option<&'a Case>,
    pub actor: &'a Actor,
    pub now: DateTime<Utc>,
}

impl Standing<'_> {
    /// Counts the cases that are like this one once `answers` are its own. What a counter compares is taken as the rules
    /// would have it with nothing counted yet.
    pub(super) fn count(&self, conn: &mut Conn, answers: &Answers) -> Result<Counters, store::Error> {
        let mut counted = Counters::new();
        if self.case_type.counters.is_empty() {
            return Ok(counted);
        }
        let nothing = Counters::new();
        let context = Context {
            now: self.now,
            actor: self.actor,
            counters: &nothing,
        };
        let mut alike: Vec<Option<Fact>> = Vec::new();
        surroundings(self.pack, self.case_type, self.case, &context).with_frame(answers, &mut |frame| {
            let value = |name: &str| {
                let slot = self.case_type.layout.slot(name)?;
                frame.values.get(usize::from(slot.0)).cloned()
            };
            alike = self
                .case_type
                .counters
                .values()
                .map(|counter| together(&counter.same, value))
                .collect();
        });
        for (counter, same) in self.case_type.counters.values().zip(alike) {
            let Some(same) = same else { continue };
            // A calendar that cannot look back so far has nothing to compare with.
            let since = counter
                .within
                .as_ref()
                .map(|within| self.pack.calendar.before(within, self.now))
                .transpose();
            let Ok(since) = since else { continue };
            let count = count_alike(
                conn,
                &self.pack.organization,
                &self.case_type.id,
                &same,
                since,
                self.case.map(|case| case.id),
            )?;
            counted.insert(counter.id.clone(), count);
        }
        Ok(counted)
    }
}

/// What counters may compare of a case later.
pub(super) fn facts(case_type: &CaseType, case: &Case) -> Vec<Fact> {
    let value = |name: &str| {
        let decided = || case.decisions.get(name).map(|decided| &decided.value);
        case.answers.get(name).or_else(decided).cloned()
    };
    let mut facts: Vec<Fact> = case_type
        .counters
        .values()
        .filter_map(|counter| together(&counter.same, value))
        .collect();
    facts.sort_by(|(one, _), (other, _)| one.cmp(other));
    facts.dedup_by(|(one, _), (other, _)| one == other);
    facts
}

/// All that a counter compares as one fact, so that counting looks at the cases it counts and at no other. `None` if something
/// of it is not answered, which is like nothing.
fn together(same: &[Arc<str>], value: impl Fn(&str) -> Option<Value>) -> Option<Fact> {
    let mut values = Vec::with_capacity(same.len());
    for name in same {
        values.push(value(name).filter(|value| !value.is_empty())?);
    }
    let value = match <[Value; 1]>::try_from(values) {
        Ok([value]) => value,
        Err(values) => Value::list(values),
    };
    Some((same.join(store::facts::AND), value))
}
