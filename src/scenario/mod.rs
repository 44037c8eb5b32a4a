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
pub mod world;

use std::sync::Arc;

use crate::diagnostic::SourceFile;
use crate::locale::Language;
use crate::pack::Pack;
use crate::pack::id::ClauseId;
use crate::pack::scenario::{RawScenario, RawStep};
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
    pub what: String,
    pub expected: String,
    pub got: String,
    /// What the engine says about it.
    pub why: Vec<String>,
}

/// Runs one scenario to its first failing step: later steps would only repeat the same news.
pub fn run(pack: &Pack, scenario: &Scenario) -> Ran {
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
        (Some(reason), _) => format!("refused: {reason}"),
        (None, []) => "done".to_owned(),
        (None, fields) => format!("errors at {}", fields.join(", ")),
    };
    let failure = |got: String, why: Vec<String>| {
        vec![Failure {
            step: 0,
            what: Failure::name_of(step),
            expected: wanted.clone(),
            got,
            why,
        }]
    };
    match done {
        Done::Nothing | Done::Done if step.refused.is_none() && step.invalid.is_empty() => Vec::new(),
        Done::Nothing | Done::Done => failure("done".to_owned(), Vec::new()),
        Done::Refused(refusal) => {
            let text = world.refusal_text(refusal);
            let as_expected = step.refused.as_ref().is_some_and(|reason| {
                text.contains(reason.as_str()) || refusal.clauses.iter().any(|clause| clause.as_str() == reason)
            });
            if as_expected {
                Vec::new()
            } else {
                failure(format!("refused: {text}"), world.refusal_why(refusal))
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
                    .map(|error| format!("{}: {}", error.field, error.message))
                    .collect();
                failure(format!("{} field errors", errors.len()), lines)
            }
        }
    }
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>, expected: impl Into<String>, got: impl Into<String>) -> Self {
        Self {
            step: 0,
            what: what.into(),
            expected: expected.into(),
            got: got.into(),
            why: Vec::new(),
        }
    }

    pub(crate) fn because(mut self, why: impl IntoIterator<Item = String>) -> Self {
        self.why.extend(why);
        self
    }

    fn name_of(step: &RawStep) -> String {
        if step.open.is_some() {
            "open".to_owned()
        } else if let Some(action) = &step.act {
            format!("act {action}")
        } else if let Some(task) = &step.task {
            format!("task {task}")
        } else if let Some(extend) = &step.extend {
            format!("extend {}", extend.deadline)
        } else if let Some(decide) = &step.decide {
            format!("decide {}", decide.decision)
        } else if step.merge.is_some() {
            "merge".to_owned()
        } else if let Some(schedule) = &step.schedule {
            format!("schedule {schedule}")
        } else {
            "time".to_owned()
        }
    }
}

/// What a rule saw under a name.
pub(crate) fn seen_as(name: &str, value: &Value) -> String {
    match value {
        Value::Empty => format!("{name} is not answered"),
        value => format!("{name} = {value}"),
    }
}

/// Findings of scenarios are told in English on every terminal, with the pack's own words in its first language.
pub(crate) fn language(pack: &Pack) -> Language {
    pack.languages.first().cloned().unwrap_or_else(|| Language::new("en"))
}
