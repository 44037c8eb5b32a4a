//! What a pack's counters need from other cases, fetched before anything is decided.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::case::{Actor, Case, Refusal, counting};
use crate::form::Answers;
use crate::pack::id::CounterId;
use crate::pack::{CaseType, Pack};
use crate::store::facts::{Fact, count_alike};
use crate::store::{self, Conn};
use crate::value::Value;

pub(super) type Counters = BTreeMap<CounterId, i64>;

/// What is decided on: a case as it stands, or what it would be opened under, and who asks at which moment.
pub(super) struct Ground<'a> {
    pub pack: &'a Pack,
    pub case_type: &'a CaseType,
    pub case: Option<&'a Case>,
    pub actor: &'a Actor,
    pub now: DateTime<Utc>,
}

impl<'a> Ground<'a> {
    /// How a stored case stands.
    ///
    /// # Errors
    /// If the pack has no such case type.
    pub(super) fn of(pack: &'a Pack, case: &'a Case, actor: &'a Actor, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let case_type = pack
            .case_type(&case.case_type)
            .ok_or_else(|| Refusal::unknown(format!("case type `{}`", case.case_type)))?;
        Ok(Self {
            pack,
            case_type,
            case: Some(case),
            actor,
            now,
        })
    }
}

impl Ground<'_> {
    /// Counts the cases that are like this one once `answers` are its own.
    pub(super) fn count(&self, conn: &mut Conn, answers: &Answers) -> Result<Counters, store::Error> {
        let mut counted = Counters::new();
        if self.case_type.counters.is_empty() {
            return Ok(counted);
        }
        let compared = counting::compared(self.pack, self.case_type, self.case, answers, self.now, self.actor);
        for (counter, compared) in self.case_type.counters.values().zip(compared) {
            // A calendar that cannot look back so far has nothing to compare with.
            let Ok(opened) = counter.opened(self.pack, self.case, self.now) else {
                continue;
            };
            let Some(same) = together(compared) else { continue };
            let count = count_alike(
                conn,
                &self.pack.organization,
                &self.case_type.id,
                &same,
                opened,
                self.case.map(|case| case.id),
            )?;
            counted.insert(counter.id.clone(), count);
        }
        Ok(counted)
    }
}

/// What counters may compare of a case later.
pub(super) fn facts(case_type: &CaseType, case: &Case) -> Vec<Fact> {
    let value = |name: &Arc<str>| {
        let decided = || case.decisions.get(&**name).map(|decided| &decided.value);
        let value = case.answers.get(&**name).or_else(decided).cloned();
        (Arc::clone(name), value.unwrap_or_default())
    };
    let mut facts: Vec<Fact> = case_type
        .counters
        .values()
        .filter_map(|counter| together(counter.names().into_iter().map(value).collect()))
        .collect();
    facts.sort_by(|(one, _), (other, _)| one.cmp(other));
    facts.dedup_by(|(one, _), (other, _)| one == other);
    facts
}

/// All that a counter compares as one fact, so that counting looks at the cases it counts and at no other. `None` if something
/// of it is not answered, which is like nothing.
fn together(compared: Vec<(Arc<str>, Value)>) -> Option<Fact> {
    if compared.iter().any(|(_, value)| value.is_empty()) {
        return None;
    }
    let (names, values): (Vec<Arc<str>>, Vec<Value>) = compared.into_iter().unzip();
    let value = match <[Value; 1]>::try_from(values) {
        Ok([value]) => value,
        Err(values) => Value::list(values),
    };
    Some((names.join(store::facts::AND), value))
}
