//! The world of one scenario: a clock that only steps move, and the cases opened in it.
//!
//! `steps` is what people do in it, `time` what happens by itself, `others` what follows for other cases, `cast` who acts, `only` who may.

mod cast;
mod only;
mod others;
mod steps;
mod time;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Map;

use super::coverage::Fired;
use super::{Failure, language, seen_as};
use crate::case::counting;
use crate::case::event::Event;
use crate::case::linked::Opening;
use crate::case::{self, Actor, Case, Changes, Command, Context, People, Refusal};
use crate::form::{Answers, FieldError};
use crate::locale::{Phrase, phrase};
use crate::pack::id::CounterId;
use crate::pack::scenario::{RawOn, RawScenario};
use crate::pack::{CaseType, Pack};

pub use cast::{actor, engine};
pub use time::{local, moment};

type Counters = BTreeMap<CounterId, i64>;

/// How a step went.
pub enum Done {
    /// Only the clock moved, or nothing at all.
    Nothing,
    Done,
    Refused(Refusal),
    Invalid(Vec<FieldError>),
}

/// What a change of one case brings about for others.
struct Follows {
    of: usize,
    /// It has reached a final stage, or left it.
    has_moved: bool,
    openings: Vec<Opening>,
}

pub struct World<'a> {
    pub pack: &'a Pack,
    pub case_type: &'a CaseType,
    pub now: DateTime<Utc>,
    /// In the order of opening.
    pub cases: Vec<Case>,
    /// What has happened to each of them.
    events: Vec<Vec<Event>>,
    /// Names that steps have given to cases.
    called: BTreeMap<String, usize>,
    /// The case that the present step speaks of.
    on: usize,
    /// How many cases the present step has opened by rules.
    opened_by_rules: u32,
    given: Map<String, serde_json::Value>,
    people: People,
    serials: BTreeMap<String, u64>,
    fired: Fired,
}

impl<'a> World<'a> {
    /// # Errors
    /// The case type or the moment is not there, or the pack runs under other settings than the scenario tells of.
    pub fn begin(pack: &'a Pack, scenario: &RawScenario) -> Result<Self, Failure> {
        let case_type = match &scenario.case {
            Some(id) => pack.case_type(id),
            None => pack.case_types.values().next(),
        };
        let Some(case_type) = case_type else {
            return Err(Failure::new(
                phrase!("case type"),
                Phrase::text(scenario.case.clone().unwrap_or_default()),
                phrase!("no such case type"),
            ));
        };
        for (id, wanted) in &scenario.settings {
            let setting = pack.settings.get(id.as_str());
            if !setting.is_some_and(|setting| setting.is(wanted)) {
                return Err(Failure::new(
                    phrase!("setting `{id}`", id),
                    phrase!("as the scenario says"),
                    setting.map_or_else(
                        || phrase!("no such setting"),
                        |setting| Phrase::text(setting.value.to_string()),
                    ),
                ));
            }
        }
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
            called: BTreeMap::new(),
            on: 0,
            opened_by_rules: 0,
            given,
            people: cast::everybody(scenario),
            serials: BTreeMap::new(),
            fired: Fired::default(),
        })
    }

    pub fn fired(&self) -> Fired {
        self.fired.clone()
    }

    /// How urgent a case is now.
    pub fn urgency(&self, case: &Case) -> Option<case::Urgency> {
        let case_type = self.pack.case_type(&case.case_type)?;
        let counters = self.counters(case_type, Some(case), &Answers::new());
        let actor = Actor::engine();
        let context = Context {
            now: self.now,
            actor: &actor,
            counters: &counters,
            people: Some(&self.people),
        };
        case::urgency(self.pack, case_type, case, &context)
    }

    /// The case that the present step speaks of.
    pub fn case(&self) -> Option<&Case> {
        self.cases.get(self.on)
    }

    /// What has happened to it.
    pub fn events(&self) -> &[Event] {
        self.events.get(self.on).map_or(&[], Vec::as_slice)
    }

    /// Its type; the scenario's own while there is none.
    pub fn case_type(&self) -> &'a CaseType {
        let of_case = self.case().and_then(|case| self.pack.case_type(&case.case_type));
        of_case.unwrap_or(self.case_type)
    }

    /// The place of a case among those that have been opened.
    fn place(&self, on: &RawOn) -> Result<usize, Failure> {
        match on {
            RawOn::Nth(nth) => match nth.checked_sub(1).filter(|index| *index < self.cases.len()) {
                Some(index) => Ok(index),
                None => {
                    let got = phrase!("{cases} have been opened", cases = self.cases.len());
                    Err(Failure::new(phrase!("on"), phrase!("case {nth}", nth), got))
                }
            },
            RawOn::Called(name) => match self.called.get(name) {
                Some(index) => Ok(*index),
                None => {
                    let expected = phrase!("a case called `{name}`", name);
                    Err(Failure::new(phrase!("on"), expected, phrase!("none has been opened")))
                }
            },
        }
    }

    /// A command that brings no answers.
    fn command(&mut self, index: usize, command: &Command, actor: &Actor) -> Result<Done, Failure> {
        let case = &self.cases[index];
        let counters = match self.pack.case_type(&case.case_type) {
            Some(case_type) => self.counters(case_type, Some(case), &Answers::new()),
            None => Counters::new(),
        };
        self.command_counted(index, command, actor, &counters)
    }

    fn command_counted(
        &mut self,
        index: usize,
        command: &Command,
        actor: &Actor,
        counters: &Counters,
    ) -> Result<Done, Failure> {
        let case = &self.cases[index];
        let Some(case_type) = self.pack.case_type(&case.case_type) else {
            return Err(Failure::new(
                phrase!("case type"),
                Phrase::text(case.case_type.as_str()),
                phrase!("no such case type"),
            ));
        };
        let context = Context {
            now: self.now,
            actor,
            counters,
            people: Some(&self.people),
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
                self.remember(index, changes, actor)?;
                Ok(Done::Done)
            }
        }
    }

    fn remember(&mut self, index: usize, changes: Changes, actor: &Actor) -> Result<(), Failure> {
        let follows = self.save(index, changes, actor);
        self.follow(follows)
    }

    /// Makes the case what its changes say; what follows for others is still to be done.
    fn save(&mut self, index: usize, mut changes: Changes, actor: &Actor) -> Follows {
        let case = &mut self.cases[index];
        let was_closed = case.closed_at.is_some();
        self.fired.note_all(&case.case_type, &changes);
        for recorded in changes.record(case.version, self.now, actor) {
            case.apply(&recorded);
            self.events[index].push(recorded.event);
        }
        Follows {
            of: index,
            has_moved: case.closed_at.is_some() != was_closed,
            openings: changes.openings,
        }
    }

    /// Declared counters, counted over this world's other cases as the application counts them: once `answers` are the case's own.
    pub fn counters(&self, case_type: &CaseType, own: Option<&Case>, answers: &Answers) -> Counters {
        let theirs = |case: &Case, name: &str| {
            case.answers
                .get(name)
                .or_else(|| case.decisions.get(name).map(|decided| &decided.value))
                .cloned()
        };
        let compared = counting::compared(self.pack, case_type, own, answers, self.now, &engine());
        let counters = case_type.counters.values().zip(compared);
        counters
            .filter_map(|(counter, compared)| {
                // A calendar that cannot look back so far has nothing to compare with.
                let opened = counter.opened(self.pack, own, self.now).ok()?;
                let is_alike = |case: &&Case| {
                    compared
                        .iter()
                        .all(|(name, value)| !value.is_empty() && theirs(case, name).as_ref() == Some(value))
                };
                let count = self
                    .cases
                    .iter()
                    .filter(|case| case.case_type == case_type.id && own.is_none_or(|own| own.id != case.id))
                    .filter(|case| opened.includes(case.id, case.opened_at))
                    .filter(is_alike)
                    .count();
                Some((counter.id.clone(), i64::try_from(count).unwrap_or(i64::MAX)))
            })
            .collect()
    }

    /// What is not offered is refused before anybody has asked.
    pub(super) fn not_offered(&mut self, action: &str, refusal: &Refusal) {
        let whose = format!("action {action}");
        self.fired.note_refusal(&self.case_type().id, &whose, refusal);
    }

    pub fn refusal_text(&self, refusal: &Refusal) -> String {
        refusal.text(self.pack, self.case_type(), &language(self.pack))
    }

    pub fn refusal_why(&self, refusal: &Refusal) -> Vec<Phrase> {
        let seen = refusal.why.iter().flat_map(|why| why.values_seen());
        seen.map(|(name, value)| seen_as(&name, &value))
            .chain(refusal.clauses.iter().map(|clause| phrase!("clause {clause}", clause)))
            .collect()
    }
}
