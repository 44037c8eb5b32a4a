//! A pack's own tests: scenarios run with a set clock and no I/O.
//!
//! A scenario lives in a [`world`] of its own: a clock that only steps move, the cases it opens, and the serial numbers they
//! take. It goes through the same `form::parse`, `case::open` and `case::decide` as live work, so that what a scenario proves is
//! what will happen. `coverage` says which clauses were proved and which rules never fired, `mutation` which rules could be wrong
//! without any scenario noticing.

pub mod chosen;
pub mod coverage;
mod expect;
mod guidance;
mod lists;
pub mod mutation;
mod timing;
pub mod world;

use std::sync::Arc;

use crate::calendar::Ledger;
use crate::diagnostic::SourceFile;
use crate::locale::{Language, Phrase, phrase};
use crate::pack::id::ClauseId;
use crate::pack::load::Sources;
use crate::pack::scenario::{RawScenario, RawStep};
use crate::pack::{self, Pack};
use crate::value::Value;
use coverage::Fired;
use world::{Done, World};

/// One scenario with the file it stands in.
pub struct Scenario {
    pub file: Arc<SourceFile>,
    pub raw: RawScenario,
}

/// How one scenario went.
#[derive(Debug)]
pub struct Ran {
    pub file: String,
    pub name: String,
    pub proves: Vec<ClauseId>,
    /// Empty when everything was as expected.
    pub failures: Vec<Failure>,
    pub fired: Fired,
}

/// Something was not as expected.
#[derive(Debug, PartialEq)]
pub struct Failure {
    /// Which step, counted from 1; 0 is the beginning.
    pub step: usize,
    pub what: Phrase,
    pub expected: Phrase,
    pub got: Phrase,
    /// What the engine says about it.
    pub why: Vec<Phrase>,
    /// How the due time was found, if it is about one.
    pub ledger: Option<Ledger>,
}

/// Runs one scenario to its first failing step: later steps would only repeat the same news. One that tells of other settings runs
/// under the pack that `sources` make with those.
pub fn run(pack: &Pack, sources: &Sources, scenario: &Scenario) -> Ran {
    let settings = &scenario.raw.settings;
    let other = (!settings.is_empty()).then(|| pack::assemble(&pack.organization, sources, settings));
    let pack = other.as_ref().and_then(Option::as_ref).unwrap_or(pack);
    let mut ran = Ran {
        file: scenario.file.path.clone(),
        name: scenario.raw.scenario.clone(),
        proves: scenario.raw.proves.as_slice().iter().map(ClauseId::new).collect(),
        failures: Vec::new(),
        fired: Fired::default(),
    };
    match World::begin(pack, &scenario.raw) {
        Err(failure) => ran.failures.push(failure),
        Ok(mut world) => {
            for (index, step) in scenario.raw.steps.iter().enumerate() {
                let failures = take(&mut world, step);
                if !failures.is_empty() {
                    ran.failures = failures
                        .into_iter()
                        .map(|failure| Failure {
                            step: index + 1,
                            ..failure
                        })
                        .collect();
                    break;
                }
            }
            ran.fired = world.fired();
        }
    }
    ran
}

fn take(world: &mut World, step: &RawStep) -> Vec<Failure> {
    let done = match world.step(step) {
        Ok(done) => done,
        Err(failure) => return vec![failure],
    };
    let mut failures = outcome(world, step, &done);
    if failures.is_empty()
        && let Some(expected) = &step.then
    {
        failures = expect::check(world, expected);
    }
    failures
}

/// Whether the step went the way it says: done, refused, or sent back with errors.
fn outcome(world: &World, step: &RawStep, done: &Done) -> Vec<Failure> {
    let wanted = match (&step.refused, step.invalid.as_slice()) {
        (Some(reason), _) => phrase!("refused: {reason}", reason),
        (None, []) => phrase!("done"),
        (None, fields) => phrase!("errors at {fields}", fields = fields.join(", ")),
    };
    let failure = |got: Phrase, why: Vec<Phrase>| {
        vec![Failure {
            step: 0,
            what: Failure::name_of(step),
            expected: wanted.clone(),
            got,
            why,
            ledger: None,
        }]
    };
    match done {
        Done::Nothing | Done::Done if step.refused.is_none() && step.invalid.is_empty() => Vec::new(),
        Done::Nothing | Done::Done => failure(phrase!("done"), Vec::new()),
        Done::Refused(refusal) => {
            let text = world.refusal_text(refusal);
            let as_expected = step.refused.as_ref().is_some_and(|reason| {
                text.contains(reason.as_str()) || refusal.clauses.iter().any(|clause| clause.as_str() == reason)
            });
            if as_expected {
                Vec::new()
            } else {
                failure(phrase!("refused: {text}", text), world.refusal_why(refusal))
            }
        }
        Done::Invalid(errors) => {
            let as_expected = !step.invalid.is_empty()
                && step
                    .invalid
                    .iter()
                    .all(|field| errors.iter().any(|error| &error.field == field));
            if as_expected {
                Vec::new()
            } else {
                let lines = errors
                    .iter()
                    .map(|error| Phrase::text(format!("{}: {}", error.field, error.message)))
                    .collect();
                failure(phrase!("{count} field errors", count = errors.len()), lines)
            }
        }
    }
}

impl Failure {
    pub(crate) fn new(what: impl Into<Phrase>, expected: impl Into<Phrase>, got: impl Into<Phrase>) -> Self {
        Self {
            step: 0,
            what: what.into(),
            expected: expected.into(),
            got: got.into(),
            why: Vec::new(),
            ledger: None,
        }
    }

    pub(crate) fn because(mut self, why: impl IntoIterator<Item = Phrase>) -> Self {
        self.why.extend(why);
        self
    }

    fn name_of(step: &RawStep) -> Phrase {
        if step.open.is_some() {
            phrase!("open")
        } else if let Some(action) = &step.act {
            phrase!("act {action}", action)
        } else if let Some(task) = &step.task {
            phrase!("task {task}", task)
        } else if let Some(extend) = &step.extend {
            phrase!("extend {deadline}", deadline = extend.deadline)
        } else if let Some(decide) = &step.decide {
            phrase!("decide {decision}", decision = decide.decision)
        } else if step.merge.is_some() {
            phrase!("merge")
        } else if let Some(takes) = step.take_over {
            if takes {
                phrase!("take over")
            } else {
                phrase!("give back")
            }
        } else if let Some(schedule) = &step.schedule {
            phrase!("schedule {id}", id = schedule)
        } else {
            phrase!("time")
        }
    }
}

/// What a rule saw under a name.
pub(crate) fn seen_as(name: &str, value: &Value) -> Phrase {
    match value {
        Value::Empty => phrase!("{name} is not answered", name),
        value => Phrase::text(format!("{name} = {value}")),
    }
}

/// The pack's own words, and what refuses, are told in its first language: a scenario writes them so.
pub(crate) fn language(pack: &Pack) -> Language {
    pack.languages.first().cloned().unwrap_or_else(|| Language::new("en"))
}
