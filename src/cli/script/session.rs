//! The sample case and what was changed in it.

use std::sync::Arc;

use crate::case::{self, Actor, Case, Context};
use crate::cli::{CouldNotRun, colour};
use crate::diagnostic::{Diagnostic, Place, SourceFile, nearest, render};
use crate::expression::{self, Expression, Frame, Kind, Outcome, Problem, Truth, Worth, culprit_sentence};
use crate::form::{self, Answers, Surroundings};
use crate::locale::{Language, phrase};
use crate::pack::draft::{CaseDraft, Draft};
use crate::pack::id::FieldId;
use crate::pack::scenario::RawScenario;
use crate::pack::{CaseType, Pack};
use crate::scenario::Failure;
use crate::scenario::world::{self, World};
use crate::value::Value;
use crate::yaml;

pub(super) struct Session<'a> {
    pack: &'a Pack,
    pub draft: &'a Draft,
    /// Every scenario of the pack, worked examples first.
    pub scenarios: Vec<&'a RawScenario>,
    pub chosen: usize,
    /// How many steps of the scenario were played.
    pub steps: usize,
    pub world: World<'a>,
    /// Whoever did the last step: expressions see them as `actor`.
    actor: Actor,
    /// Laid over the answers of the case.
    set: Answers,
}

/// The file of worked examples, by custom.
const EXAMPLES: &str = "/examples.yaml";

impl<'a> Session<'a> {
    /// With the first scenario, not played yet.
    ///
    /// # Errors
    /// The pack has no scenarios.
    pub fn new(pack: &'a Pack, draft: &'a Draft) -> Result<Self, CouldNotRun> {
        let is_example = |path: &str| path.ends_with(EXAMPLES);
        let mut files: Vec<_> = draft.scenarios.iter().collect();
        files.sort_by_key(|file| !is_example(&file.document.file.path));
        let scenarios: Vec<&RawScenario> = files.iter().flat_map(|file| &file.raw.scenarios).collect();
        let Some(first) = scenarios.first() else {
            return Err(CouldNotRun(phrase!(
                "the pack `{organization}` has no scenarios to take a sample case from; write one in rules/{organization}/scenarios",
                organization = pack.organization
            )));
        };
        let world = World::begin(pack, first).map_err(|failure| CouldNotRun::new(broken(0, &failure)))?;
        Ok(Self {
            pack,
            draft,
            scenarios,
            chosen: 0,
            steps: 0,
            world,
            actor: world::actor(None),
            set: Answers::new(),
        })
    }

    pub fn organization(&self) -> &str {
        self.pack.organization.as_str()
    }

    /// The case as it stands; none before it is opened.
    pub fn case(&self) -> Option<&Case> {
        self.world.case()
    }

    pub fn case_type(&self) -> &'a CaseType {
        self.world.case_type()
    }

    pub fn names(&self) -> Option<&'a CaseDraft> {
        self.draft.case_types.get(&self.case_type().id)
    }

    pub fn pack(&self) -> &'a Pack {
        self.pack
    }

    pub fn reset(&mut self) {
        self.set.clear();
    }

    /// Plays the scenario of this name, or the present one again, to its end or to a step.
    ///
    /// # Errors
    /// No scenario is called so, several are, or it cannot be played.
    pub fn choose(&mut self, name: Option<&str>, steps: Option<usize>) -> Result<(), String> {
        let chosen = name.map_or(Ok(self.chosen), |name| self.find(name))?;
        let raw = self.scenarios[chosen];
        let mut world = World::begin(self.pack, raw).map_err(|failure| broken(0, &failure))?;
        let wanted = steps.unwrap_or(raw.steps.len());
        if wanted > raw.steps.len() {
            return Err(format!(
                "error: the scenario has {} steps, not {wanted}\n  = help: leave the step out to play all of it",
                raw.steps.len()
            ));
        }
        let mut actor = world::actor(None);
        for (index, step) in raw.steps.iter().take(wanted).enumerate() {
            world.step(step).map_err(|failure| broken(index + 1, &failure))?;
            if let Some(by) = &step.by {
                actor = world::actor(Some(by));
            }
        }
        self.chosen = chosen;
        self.steps = wanted;
        self.world = world;
        self.actor = actor;
        self.set.clear();
        Ok(())
    }

    fn find(&self, name: &str) -> Result<usize, String> {
        let names = || self.scenarios.iter().map(|raw| raw.scenario.as_str());
        if let Some(exact) = names().position(|known| known == name) {
            return Ok(exact);
        }
        let found: Vec<usize> = names()
            .enumerate()
            .filter(|(_, known)| known.contains(name))
            .map(|(index, _)| index)
            .collect();
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(format!(
                "error: no scenario is called `{name}`\n  = help: {}",
                match nearest(name, names()) {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => "`:scenario` lists them".to_owned(),
                }
            )),
            several => Err(format!(
                "error: {} scenarios have `{name}` in their name\n  = help: write more of one: {}",
                several.len(),
                several
                    .iter()
                    .take(4)
                    .map(|index| format!("`{}`", self.scenarios[*index].scenario))
                    .collect::<Vec<_>>()
                    .join(", ")
            )),
        }
    }

    /// Gives `use_it` the frame of the case with what was set over it.
    pub fn with_frame(&self, use_it: &mut dyn FnMut(&Frame)) {
        let case = self.case();
        let mut answers = case.map_or_else(Answers::new, |case| case.answers.clone());
        answers.extend(self.set.iter().map(|(field, value)| (field.clone(), value.clone())));
        let counters = self.world.counters(self.case_type(), case, &answers);
        let context = Context {
            now: self.world.now,
            actor: &self.actor,
            counters: &counters,
            people: None,
        };
        case::surroundings(self.pack, self.case_type(), case, &context).with_frame(&self.set, use_it);
    }

    /// What an expression is worth, and why where it does not hold or is not known. It stands in `typed` from byte `start` on.
    ///
    /// # Errors
    /// Every mistake in it, at its place.
    pub fn worth(&self, source: &str, typed: &str, start: usize) -> Result<String, String> {
        let expression = self.compile(source, None).map_err(|problems| {
            let file = Arc::new(SourceFile {
                path: "(typed)".to_owned(),
                text: typed.to_owned(),
            });
            let findings = problems.into_iter().map(|problem| {
                let place = Place {
                    file: Arc::clone(&file),
                    bytes: start + problem.range.start..start + problem.range.end,
                };
                let mut finding = Diagnostic::error(problem.code, place, problem.message);
                finding.help = problem.help;
                render(&finding, colour(), &Language::new("en"))
            });
            findings.collect::<Vec<_>>().join("\n")
        })?;
        let mut said = Ok(String::new());
        self.with_frame(&mut |frame| said = self.say(&expression, frame));
        said
    }

    fn say(&self, expression: &Expression, frame: &Frame) -> Result<String, String> {
        let why = || culprit_sentence(&expression.explain(frame));
        match expression.evaluate(frame) {
            Outcome::Known(value) if expression.kind().is_bool() && expression.truth(frame) == Truth::False => {
                let why = why();
                Ok(if why.is_empty() {
                    value.to_string()
                } else {
                    format!("{value}: {why}")
                })
            }
            Outcome::Known(value) => Ok(value.to_string()),
            Outcome::Unknown(slots) => {
                let layout = &self.case_type().layout;
                let missing: Vec<&str> = slots
                    .iter()
                    .filter_map(|slot| layout.names.get(usize::from(slot.0)))
                    .map(|name| &**name)
                    .collect();
                Ok(match (missing.as_slice(), expression.explain(frame).worth) {
                    ([], Worth::Unknown(names)) if !names.is_empty() => {
                        format!("unknown: {} is not answered", names.join(", "))
                    }
                    ([], _) => "unknown".to_owned(),
                    (missing, _) => format!("unknown: {} is not answered", missing.join(", ")),
                })
            }
            Outcome::Failed(failure) => Err(format!("failed: {}", failure.message)),
        }
    }

    fn compile(&self, source: &str, expected: Option<&Kind>) -> Result<Expression, Vec<Problem>> {
        match self.names() {
            Some(names) => expression::compile(source, expected, &names.vocabulary),
            None => Err(Vec::new()),
        }
    }

    /// Lays an answer over that of the case, and says what it is now.
    ///
    /// # Errors
    /// There is no such field, or it does not take the value.
    pub fn set(&mut self, name: &str, written: &str) -> Result<String, String> {
        if name.is_empty() || written.is_empty() {
            return Err("error: what is to be set, and to what?\n  = help: write `:set loss 20000`, or `:set loss ~` to take an answer away".to_owned());
        }
        let Some(names) = self.names() else {
            return Err(format!("error: no field `{name}`"));
        };
        let Some(field) = names.fields.get(name) else {
            return Err(self.no_field(names, name));
        };
        let value = match written {
            "~" => Value::Empty,
            _ => self.read(name, written, &field.kind).ok_or_else(|| {
                format!(
                    "error: `{name}` does not take `{written}`\n  = help: it takes {}; write it as a scenario does, or as an expression",
                    described(&field.kind)
                )
            })?,
        };
        let said = format!("{name} = {value}");
        self.set.insert(FieldId::new(name), value);
        Ok(said)
    }

    fn no_field(&self, names: &CaseDraft, name: &str) -> String {
        if names.decisions.contains_key(name) {
            return format!(
                "error: `{name}` is decided by the rules\n  = help: set the answers it depends on, and it follows"
            );
        }
        let hint = match nearest(name, names.fields.keys().map(String::as_str)) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "answers can be set; `:names` lists every name".to_owned(),
        };
        format!("error: no field `{name}`\n  = help: {hint}")
    }

    /// As a form would take it; if no form does, as an expression.
    fn read(&self, name: &str, written: &str, kind: &Kind) -> Option<Value> {
        let answered = || {
            let json = json(written)?;
            let form = self
                .case_type()
                .forms
                .values()
                .find(|form| form.field(name).is_some())?;
            let case = self.case();
            let counters = Default::default();
            let context = Context {
                now: self.world.now,
                actor: &self.actor,
                counters: &counters,
                people: None,
            };
            let surroundings = case::surroundings(self.pack, self.case_type(), case, &context);
            let mut submission = case.map_or_else(Default::default, |case| form::submission(form, &case.answers));
            submission.insert(name.to_owned(), json);
            let mut answers = form::answers_so_far(form, &submission, &surroundings);
            answers.remove(name).filter(|value| !value.is_empty())
        };
        let worked_out = || {
            let expression = self.compile(written, Some(kind)).ok()?;
            let mut worth = None;
            self.with_frame(&mut |frame| {
                if let Outcome::Known(value) = expression.evaluate(frame) {
                    worth = Some(value);
                }
            });
            worth
        };
        answered().filter(|value| is_offered(value, kind)).or_else(worked_out)
    }
}

/// Whether what was chosen is there to be chosen.
fn is_offered(value: &Value, kind: &Kind) -> bool {
    match (kind, value) {
        (Kind::Choice(options), Value::Text(id)) => options.get(id).is_some(),
        (Kind::List(item), Value::List(items)) => items.iter().all(|one| is_offered(one, item)),
        _ => true,
    }
}

/// What was typed as YAML.
fn json(written: &str) -> Option<serde_json::Value> {
    let file = yaml::source("(typed)", written.as_bytes()).ok()?;
    Some(yaml::read(&file).ok()?.value)
}

/// The kind, and what can be chosen.
pub(super) fn described(kind: &Kind) -> String {
    match kind {
        Kind::Choice(options) => {
            let ids: Vec<String> = options.ids.iter().take(12).map(|id| format!("`{id}`")).collect();
            format!("one of {}", ids.join(", "))
        }
        Kind::List(item) => format!("a list of {}", described(item)),
        kind => kind.described().english(),
    }
}

fn broken(step: usize, failure: &Failure) -> String {
    format!(
        "error: the scenario cannot be played: step {step}, {}: expected {}, got {}\n  = help: `redress test` says more",
        failure.what.english(),
        failure.expected.english(),
        failure.got.english()
    )
}
