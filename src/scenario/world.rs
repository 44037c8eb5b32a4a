//! The world of one scenario: a clock that only steps move, and the cases opened in it.
//!
//! `steps` is what people do in it, `time` what happens by itself, `cast` who acts.

mod cast;
mod steps;
mod time;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Map;

use super::coverage::Fired;
use super::{Failure, language};
use crate::case::counting;
use crate::case::event::{Event, Recorded};
use crate::case::{self, Actor, Case, CaseId, Changes, Command, Context, Refusal};
use crate::form::{Answers, FieldError};
use crate::pack::id::CounterId;
use crate::pack::scenario::RawScenario;
use crate::pack::{CaseType, Pack};

pub use cast::{actor, engine};
pub use time::{local, moment};

/// How a step went.
pub enum Done {
    /// Only the clock moved, or nothing at all.
    Nothing,
    Done,
    Refused(Refusal),
    Invalid(Vec<FieldError>),
}

pub struct World<'a> {
    pub pack: &'a Pack,
    pub case_type: &'a CaseType,
    pub now: DateTime<Utc>,
    /// In the order of opening; the first is the one steps speak of.
    pub cases: Vec<Case>,
    /// What has happened to the first case.
    pub events: Vec<Event>,
    given: Map<String, serde_json::Value>,
    serials: BTreeMap<String, u64>,
    fired: Fired,
}

impl<'a> World<'a> {
    pub fn begin(pack: &'a Pack, scenario: &RawScenario) -> Result<Self, Failure> {
        let case_type = match &scenario.case {
            Some(id) => pack.case_type(id),
            None => pack.case_types.values().next(),
        };
        let Some(case_type) = case_type else {
            return Err(Failure::new(
                "case type",
                scenario.case.clone().unwrap_or_default(),
                "no such case type",
            ));
        };
        let given = scenario
            .given
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let now = moment(pack, &scenario.at)?;
        Ok(Self {
            pack,
            case_type,
            now,
            cases: Vec::new(),
            events: Vec::new(),
            given,
            serials: BTreeMap::new(),
            fired: Fired::default(),
        })
    }

    pub fn fired(&self) -> Fired {
        self.fired.clone()
    }

    /// The case that steps and expectations speak of.
    pub fn case(&self) -> Option<&Case> {
        self.cases.first()
    }

    fn command(&mut self, index: usize, command: &Command, actor: &Actor) -> Result<Done, Failure> {
        let case = &self.cases[index];
        let Some(case_type) = self.pack.case_type(&case.case_type) else {
            return Err(Failure::new("case type", case.case_type.as_str(), "no such case type"));
        };
        let counters = self.counters(case_type, &case.answers, Some(case.id));
        let context = Context {
            now: self.now,
            actor,
            counters: &counters,
        };
        match case::decide(self.pack, case, command, &context) {
            Err(refusal) => {
                if let Command::Act { action, .. } = command {
                    self.fired
                        .note_refusal(&case_type.id, &format!("action {action}"), &refusal);
                }
                Ok(Done::Refused(refusal))
            }
            Ok(changes) => {
                self.remember(index, changes, actor);
                Ok(Done::Done)
            }
        }
    }

    fn remember(&mut self, index: usize, changes: Changes, actor: &Actor) {
        let case = &mut self.cases[index];
        self.fired.note_all(&case.case_type, &changes);
        for event in changes.events {
            if index == 0 {
                self.events.push(event.clone());
            }
            let recorded = Recorded {
                seq: case.version + 1,
                at: self.now,
                by: actor.id.clone(),
                by_name: actor.name.clone(),
                event,
            };
            case.apply(&recorded);
        }
    }

    /// Declared counters, counted over this world's other cases.
    pub(super) fn counters(
        &self,
        case_type: &CaseType,
        answers: &Answers,
        except: Option<CaseId>,
    ) -> BTreeMap<CounterId, i64> {
        let theirs = |case: &Case, name: &str| {
            case.answers
                .get(name)
                .or_else(|| case.decisions.get(name).map(|decided| &decided.value))
                .cloned()
        };
        let own = self.cases.iter().find(|case| Some(case.id) == except);
        let compared = counting::compared(self.pack, case_type, own, answers, self.now, &engine());
        let counters = case_type.counters.values().zip(compared);
        counters
            .map(|(counter, compared)| {
                let opened = counter.opened(self.pack, own, self.now).unwrap_or_default();
                let is_alike = |case: &&Case| {
                    compared
                        .iter()
                        .all(|(name, value)| !value.is_empty() && theirs(case, name).as_ref() == Some(value))
                };
                let count = self
                    .cases
                    .iter()
                    .filter(|case| case.case_type == case_type.id && Some(case.id) != except)
                    .filter(|case| opened.includes(case.id, case.opened_at))
                    .filter(is_alike)
                    .count();
                (counter.id.clone(), i64::try_from(count).unwrap_or(i64::MAX))
            })
            .collect()
    }

    /// What is not offered is refused before anybody has asked.
    pub(super) fn not_offered(&mut self, action: &str, refusal: &Refusal) {
        let whose = format!("action {action}");
        self.fired.note_refusal(&self.case_type.id, &whose, refusal);
    }

    pub fn refusal_text(&self, refusal: &Refusal) -> String {
        refusal.text(self.pack, self.case_type, &language(self.pack))
    }

    pub fn refusal_why(&self, refusal: &Refusal) -> Vec<String> {
        let seen = refusal.why.iter().flat_map(|why| why.values_seen());
        seen.map(|(name, value)| format!("{name} = {value}"))
            .chain(refusal.clauses.iter().map(|clause| format!("clause {clause}")))
            .collect()
    }
}
