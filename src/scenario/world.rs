//! The world of one scenario: a clock that only steps move, and the cases opened in it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use serde_json::Map;
use uuid::Uuid;

use super::coverage::Fired;
use super::{Failure, language};
use crate::case::command::{ExtensionRequest, NewEnd};
use crate::case::event::Recorded;
use crate::case::{self, Actor, Case, CaseId, Changes, Command, Context, NewCase, PersonId, Refusal};
use crate::form::{self, Answers, FieldError};
use crate::pack::id::*;
use crate::pack::scenario::{RawExtend, RawScenario, RawStep};
use crate::pack::{CaseType, Pack, Permitted, Schedule, ScheduledWork};
use crate::value::Value;

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
                crate::pack::raw::RawValue::Text(text) => Value::text(text),
                crate::pack::raw::RawValue::Bool(value) => Value::Bool(*value),
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

    fn open_as(
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
                Ok(Done::Refused(refusal))
            }
            Ok((case, changes)) => {
                for event in &changes.events {
                    self.fired.note(&case_type.id, event);
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
            Err(refusal) => Ok(Done::Refused(refusal)),
            Ok(changes) => {
                self.remember(index, changes, actor);
                Ok(Done::Done)
            }
        }
    }

    fn remember(&mut self, index: usize, changes: Changes, actor: &Actor) {
        let case = &mut self.cases[index];
        for event in changes.events {
            self.fired.note(&case.case_type, &event);
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

    /// Moves the clock, stopping at every moment at which something falls due.
    fn advance(&mut self, target: DateTime<Utc>, schedule: Option<&'a Schedule>) -> Result<(), Failure> {
        let mut occurrences = match schedule {
            Some(schedule) => schedule.occurrences(&self.pack.calendar, self.pack.zone, self.now, target),
            None => Vec::new(),
        }
        .into_iter()
        .peekable();
        loop {
            let due = self
                .cases
                .iter()
                .enumerate()
                .filter_map(|(index, case)| Some((case::next_moment(case)?, index)))
                .min();
            let due = due.filter(|(at, _)| *at <= target);
            match (due, occurrences.peek().copied()) {
                (None, None) => break,
                (Some((at, index)), occurrence) if occurrence.is_none_or(|occurrence| at <= occurrence) => {
                    self.now = self.now.max(at);
                    let before = self.cases[index].version;
                    self.command(index, &Command::TimePassed, &engine())?;
                    if self.cases[index].version == before {
                        return Err(Failure::new(
                            "time",
                            "what is due happens",
                            format!("nothing happened at {at}"),
                        ));
                    }
                }
                (_, Some(occurrence)) => {
                    occurrences.next();
                    self.now = self.now.max(occurrence);
                    if let Some(schedule) = schedule {
                        self.run_schedule(schedule)?;
                    }
                }
                (Some(_), None) => break,
            }
        }
        self.now = target;
        Ok(())
    }

    fn schedule(&self, id: &str) -> Result<&'a Schedule, Failure> {
        self.pack
            .schedules
            .get(id)
            .ok_or_else(|| Failure::new("schedule", id, "no such schedule"))
    }

    fn run_schedule(&mut self, schedule: &'a Schedule) -> Result<(), Failure> {
        match &schedule.work {
            ScheduledWork::Open { case_type, answers } => {
                let Some(case_type) = self.pack.case_type(case_type) else {
                    return Err(Failure::new("schedule", case_type.as_str(), "no such case type"));
                };
                match self.open_as(case_type, answers, &engine())? {
                    Done::Invalid(errors) => {
                        let lines = errors
                            .into_iter()
                            .map(|error| format!("{}: {}", error.field, error.message));
                        Err(Failure::new(
                            format!("schedule {}", schedule.id),
                            "a case is opened",
                            "its answers do not fit the form",
                        )
                        .because(lines))
                    }
                    Done::Refused(refusal) => Err(Failure::new(
                        format!("schedule {}", schedule.id),
                        "a case is opened",
                        self.refusal_text(&refusal),
                    )),
                    Done::Nothing | Done::Done => Ok(()),
                }
            }
            ScheduledWork::ForEach { case_type, does, .. } => {
                for index in 0..self.cases.len() {
                    let case = &self.cases[index];
                    if case.case_type != *case_type || case.closed_at.is_some() || !self.wanted(schedule, case) {
                        continue;
                    }
                    let command = Command::React {
                        schedule: schedule.id.clone(),
                        effects: does,
                    };
                    self.command(index, &command, &engine())?;
                }
                Ok(())
            }
        }
    }

    fn wanted(&self, schedule: &Schedule, case: &Case) -> bool {
        let engine = engine();
        let counters = BTreeMap::new();
        let context = Context {
            now: self.now,
            actor: &engine,
            counters: &counters,
        };
        case::schedule_wants(self.pack, schedule, case, &context)
    }

    /// Declared counters, counted over this world's other cases.
    fn counters(&self, case_type: &CaseType, answers: &Answers, except: Option<CaseId>) -> BTreeMap<CounterId, i64> {
        let mine = |name: &str| answers.get(name).cloned();
        let theirs = |case: &Case, name: &str| {
            case.answers
                .get(name)
                .cloned()
                .or_else(|| case.decisions.get(name).map(|decided| decided.value.clone()))
        };
        case_type
            .counters
            .values()
            .map(|counter| {
                let since = counter
                    .within
                    .as_ref()
                    .and_then(|within| self.pack.calendar.before(within, self.now).ok());
                let count = self
                    .cases
                    .iter()
                    .filter(|case| case.case_type == case_type.id && Some(case.id) != except)
                    .filter(|case| since.is_none_or(|since| case.opened_at >= since))
                    .filter(|case| {
                        counter.same.iter().all(|name| {
                            let wanted = mine(name);
                            wanted.is_some() && wanted == theirs(case, name)
                        })
                    })
                    .count();
                (counter.id.clone(), i64::try_from(count).unwrap_or(i64::MAX))
            })
            .collect()
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

fn opens(case_type: &CaseType, actor: &Actor) -> bool {
    let allowed = |permitted: &Permitted| actor.roles.contains(&permitted.role);
    actor.administrator || case_type.opening.by.iter().any(allowed)
}

/// `role`, `role@department`, or nobody in particular: somebody who may do everything.
pub fn actor(by: Option<&str>) -> Actor {
    let (role, department) = match by {
        None => (None, None),
        Some(by) => match by.split_once('@') {
            Some((role, department)) => (Some(role), Some(department)),
            None => (Some(by), None),
        },
    };
    let name = by.unwrap_or("anybody");
    Actor {
        id: PersonId(name.into()),
        name: name.to_owned(),
        roles: role.into_iter().map(RoleId::new).collect(),
        departments: department.into_iter().map(DepartmentId::new).collect(),
        administrator: by.is_none(),
        engine: false,
    }
}

pub fn engine() -> Actor {
    Actor {
        id: PersonId("redress".into()),
        name: "Redress".to_owned(),
        roles: Vec::new(),
        departments: Vec::new(),
        administrator: false,
        engine: true,
    }
}

/// A local moment, `2024-09-27 16:00`.
pub fn moment(pack: &Pack, text: &str) -> Result<DateTime<Utc>, Failure> {
    let wrong = || Failure::new("moment", "a local moment such as `2024-09-27 16:00`", text);
    let local = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .ok_or_else(wrong)?;
    pack.zone
        .from_local_datetime(&local)
        .earliest()
        .map(|at| at.with_timezone(&Utc))
        .ok_or_else(wrong)
}

/// For messages: the local moment, as scenarios write it.
pub fn local(pack: &Pack, at: DateTime<Utc>) -> String {
    at.with_timezone(&pack.zone).format("%Y-%m-%d %H:%M").to_string()
}
