//! One step of a scenario: somebody does something, with these answers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Map;
use uuid::Uuid;

use super::cast::opens;
use super::{Done, World, actor, moment};
use crate::case::command::{ExtensionRequest, NewEnd};
use crate::case::{self, Actor, CaseId, Command, Context, NewCase, Refusal};
use crate::form::{self, Answers, FieldError};
use crate::pack::CaseType;
use crate::pack::id::{ActionId, DeadlineId, DecisionId, FormId};
use crate::pack::raw::RawValue;
use crate::pack::scenario::{RawExtend, RawStep};
use crate::scenario::{Failure, language};
use crate::value::Value;

impl<'a> World<'a> {
    pub fn step(&mut self, step: &RawStep) -> Result<Done, Failure> {
        if let Some(at) = &step.at {
            let target = moment(self.pack, at)?;
            if target < self.now {
                return Err(Failure::new(
                    "clock",
                    "a later moment",
                    format!("{at} lies before the step before it"),
                ));
            }
            let schedule = step.schedule.as_deref().map(|id| self.schedule(id)).transpose()?;
            self.advance(target, schedule)?;
        } else if let Some(id) = &step.schedule {
            let schedule = self.schedule(id)?;
            self.run_schedule(schedule)?;
        }
        if let Some(answers) = &step.open {
            return self.open(
                step,
                answers
                    .iter()
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect(),
            );
        }
        if self.cases.is_empty() {
            return Ok(Done::Nothing);
        }
        let answers: Map<_, _> = step
            .answers
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        if let Some(action) = &step.act {
            let rule = self.case_type.actions.get(action.as_str());
            let form = rule.and_then(|rule| rule.form.clone());
            let actor = actor(step.by.as_deref());
            let answers = match self.parse(form.as_ref(), &answers, &actor)? {
                Ok(answers) => answers,
                Err(errors) => return Ok(Done::Invalid(errors)),
            };
            return self.command(
                0,
                &Command::Act {
                    action: ActionId::new(action),
                    answers,
                },
                &actor,
            );
        }
        if let Some(task) = &step.task {
            return self.complete(step, task, &answers);
        }
        if let Some(extend) = &step.extend {
            return self.extend(step, extend);
        }
        if let Some(decide) = &step.decide {
            let value = match &decide.value {
                RawValue::Text(text) => Value::text(text),
                RawValue::Bool(value) => Value::Bool(*value),
                other => return Err(Failure::new("decide", "a text or yes/no", format!("{other:?}"))),
            };
            let decision = DecisionId::new(&decide.decision);
            let command = Command::Override {
                decision,
                value,
                reason: decide.reason.clone(),
            };
            return self.command(0, &command, &actor(step.by.as_deref()));
        }
        Ok(Done::Nothing)
    }

    fn open(&mut self, step: &RawStep, answers: Map<String, serde_json::Value>) -> Result<Done, Failure> {
        let mut submission = self.given.clone();
        submission.extend(answers);
        let actor = actor(step.by.as_deref());
        if step.by.is_some() && !opens(self.case_type, &actor) {
            return Ok(Done::Refused(Refusal {
                reason: case::refusal::Reason::NotYours {
                    roles: self
                        .case_type
                        .opening
                        .by
                        .iter()
                        .map(|permitted| permitted.role.clone())
                        .collect(),
                },
                clauses: self.case_type.opening.clauses.clone(),
                why: None,
            }));
        }
        self.open_as(self.case_type, &submission, &actor)
    }

    pub(super) fn open_as(
        &mut self,
        case_type: &'a CaseType,
        submission: &Map<String, serde_json::Value>,
        actor: &Actor,
    ) -> Result<Done, Failure> {
        let counters = BTreeMap::new();
        let context = Context {
            now: self.now,
            actor,
            counters: &counters,
        };
        let Some(form) = case_type.forms.get(&case_type.opening.form) else {
            return Err(Failure::new("open", "the opening form", "no such form"));
        };
        let surroundings = case::surroundings(self.pack, case_type, None, &context);
        let answers = match form::parse(form, submission, &surroundings, &language(self.pack)) {
            Ok(answers) => answers,
            Err(errors) => return Ok(Done::Invalid(errors)),
        };
        let counters = self.counters(case_type, &answers, None);
        let context = Context {
            now: self.now,
            actor,
            counters: &counters,
        };
        let day = self.now.with_timezone(&self.pack.zone).date_naive();
        let serial = self.serials.entry(case_type.number.stem(day)).or_default();
        *serial += 1;
        let number = case_type.number.render(day, *serial);
        let new = NewCase {
            id: CaseId(Uuid::from_u128(self.cases.len() as u128 + 1)),
            number,
        };
        match case::open(self.pack, case_type, new, answers, &context) {
            Err(refusal) => {
                *serial -= 1;
                self.fired.note_refusal(&case_type.id, "opening", &refusal);
                Ok(Done::Refused(refusal))
            }
            Ok((case, changes)) => {
                self.fired.note_all(&case_type.id, &changes);
                if self.cases.is_empty() {
                    self.events.extend(changes.events);
                }
                self.cases.push(case);
                Ok(Done::Done)
            }
        }
    }

    fn complete(
        &mut self,
        step: &RawStep,
        task: &str,
        answers: &Map<String, serde_json::Value>,
    ) -> Result<Done, Failure> {
        let actor = actor(step.by.as_deref());
        let open = self.cases[0].tasks.iter().find(|open| {
            &*open.task == task
                && open.done.is_none()
                && (actor.departments.is_empty()
                    || open
                        .department
                        .as_ref()
                        .is_none_or(|department| actor.departments.contains(department)))
        });
        let Some(number) = open.map(|open| open.number) else {
            return Err(Failure::new(format!("task {task}"), "an open task", "none is open"));
        };
        let form = self.case_type.tasks.get(task).and_then(|rule| rule.form.clone());
        match self.parse(form.as_ref(), answers, &actor)? {
            Err(errors) => Ok(Done::Invalid(errors)),
            Ok(answers) => self.command(0, &Command::CompleteTask { number, answers }, &actor),
        }
    }

    fn extend(&mut self, step: &RawStep, extend: &RawExtend) -> Result<Done, Failure> {
        let until = match extend.until.parse::<NaiveDate>() {
            Ok(day) => NewEnd::Day(day),
            Err(_) => NewEnd::At(moment(self.pack, &extend.until)?),
        };
        let told_at = extend.told_at.as_deref().map(|at| moment(self.pack, at)).transpose()?;
        let extension = ExtensionRequest {
            until,
            reason: extend.reason.clone(),
            told_at,
            told_how: None,
        };
        let command = Command::Extend {
            deadline: DeadlineId::new(&extend.deadline),
            extension,
        };
        self.command(0, &command, &actor(step.by.as_deref()))
    }

    /// The answers of a form of the first case, or its errors.
    fn parse(
        &self,
        form: Option<&FormId>,
        submission: &Map<String, serde_json::Value>,
        actor: &Actor,
    ) -> Result<Result<Answers, Vec<FieldError>>, Failure> {
        let Some(id) = form else {
            return if submission.is_empty() {
                Ok(Ok(Answers::new()))
            } else {
                Err(Failure::new(
                    "answers",
                    "no answers, because there is no form",
                    format!("{} answers", submission.len()),
                ))
            };
        };
        let Some(form) = self.case_type.forms.get(id) else {
            return Err(Failure::new("form", id.as_str(), "no such form"));
        };
        let case = &self.cases[0];
        let counters = self.counters(self.case_type, &case.answers, Some(case.id));
        let context = Context {
            now: self.now,
            actor,
            counters: &counters,
        };
        let surroundings = case::surroundings(self.pack, self.case_type, Some(case), &context);
        Ok(form::parse(form, submission, &surroundings, &language(self.pack)))
    }
}
