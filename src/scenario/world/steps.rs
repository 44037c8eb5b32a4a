//! One step of a scenario: somebody does something, with these answers.

use chrono::NaiveDate;
use serde_json::Map;
use uuid::Uuid;

use super::cast::COMPLAINANT;
use super::{Counters, Done, Follows, World, actor, moment};
use crate::case::command::{ExtensionRequest, NewEnd};
use crate::case::{self, Actor, Case, CaseId, Command, Context, NewCase, OtherCase, Refusal};
use crate::form::{self, Answers, FieldError, Form};
use crate::locale::{Language, Phrase, phrase};
use crate::pack::CaseType;
use crate::pack::id::{ActionId, DeadlineId, DecisionId, FormId};
use crate::pack::raw::{self, RawValue};
use crate::pack::scenario::{RawExtend, RawStep};
use crate::scenario::chosen::Chosen;
use crate::scenario::{Failure, language};
use crate::value::Value;

/// The answers of a form, and what is counted with them in place.
pub(super) type Answered = (Answers, Counters);

/// Answers as a scenario writes them.
pub(super) type RawAnswers = raw::Map<serde_json::Value>;

/// Whence a case comes.
#[derive(Default)]
pub(super) struct Origin {
    /// The case whose rules open it.
    pub parent: Option<OtherCase>,
    /// In which the complainant reads.
    pub language: Option<Language>,
}

impl<'a> World<'a> {
    pub fn step(&mut self, step: &RawStep) -> Result<Done, Failure> {
        self.opened_by_rules = 0;
        if let Some(at) = &step.at {
            let target = moment(self.pack, at)?;
            if target < self.now {
                return Err(Failure::new(
                    phrase!("clock"),
                    phrase!("a later moment"),
                    phrase!("{at} lies before the step before it", at),
                ));
            }
            let schedule = step.schedule.as_deref().map(|id| self.schedule(id)).transpose()?;
            self.advance(target, schedule)?;
        } else if let Some(id) = &step.schedule {
            let schedule = self.schedule(id)?;
            self.comes_round(schedule)?;
            self.run_schedule(schedule)?;
        }
        if let Some(answers) = &step.open {
            self.on = 0;
            self.only(step)?;
            return self.open(step, answers);
        }
        // Now, because the moments on the way may have opened the case that is meant.
        self.on = match &step.on {
            Some(on) => self.place(on)?,
            None => 0,
        };
        if self.cases.is_empty() {
            return Ok(Done::Nothing);
        }
        self.only(step)?;
        let answers: Map<_, _> = step.answers.iter().map(owned).collect();
        if let Some(action) = &step.act {
            let rule = self.case_type().actions.get(action.as_str());
            let form = rule.and_then(|rule| rule.form.clone());
            let actor = self.acting(step);
            let (answers, counters) = match self.parse(form.as_ref(), &answers, &actor, None)? {
                Ok(answered) => answered,
                Err(errors) => return Ok(self.invalid(self.case_type(), form.as_ref(), errors)),
            };
            let action = ActionId::new(action);
            return self.command_counted(self.on, &Command::Act { action, answers }, &actor, &counters);
        }
        if let Some(task) = &step.task {
            return self.complete(step, task, &answers);
        }
        if let Some(other) = &step.merge {
            let other = self.place(other)?;
            return self.merge(self.on, other, &self.acting(step));
        }
        if let Some(takes) = step.take_over {
            let actor = self.acting(step);
            let owner = takes.then(|| actor.id.clone());
            return self.command(self.on, &Command::TakeOver { owner }, &actor);
        }
        if let Some(extend) = &step.extend {
            return self.extend(step, extend);
        }
        if let Some(decide) = &step.decide {
            let value = match &decide.value {
                RawValue::Text(text) => Value::text(text),
                RawValue::Bool(value) => Value::Bool(*value),
                other => {
                    return Err(Failure::new(
                        phrase!("decide"),
                        phrase!("a text or yes/no"),
                        Phrase::text(format!("{other:?}")),
                    ));
                }
            };
            let decision = DecisionId::new(&decide.decision);
            let command = Command::Override {
                decision,
                value,
                reason: decide.reason.clone(),
            };
            return self.command(self.on, &command, &self.acting(step));
        }
        Ok(Done::Nothing)
    }

    fn open(&mut self, step: &RawStep, given: &RawAnswers) -> Result<Done, Failure> {
        let (case_type, submission) = self.opening(step, given)?;
        let actor = match step.by.as_deref() {
            Some(COMPLAINANT) => Actor::complainant(None, COMPLAINANT.to_owned()),
            by => actor(by),
        };
        let index = self.cases.len();
        let language = step.language.as_ref().map(Language::new);
        let done = self.open_as(case_type, &submission, &actor, Origin { parent: None, language })?;
        if let (Done::Done, Some(name)) = (&done, &step.called) {
            self.called.insert(name.clone(), index);
            self.on = index;
        }
        Ok(done)
    }

    /// What the step opens, and the answers it is opened with.
    pub(super) fn opening(
        &self,
        step: &RawStep,
        answers: &RawAnswers,
    ) -> Result<(&'a CaseType, Map<String, serde_json::Value>), Failure> {
        let (case_type, mut submission) = match &step.case {
            None => (self.case_type, self.given.clone()),
            Some(id) => match self.pack.case_type(id) {
                Some(case_type) => (case_type, Map::new()),
                None => {
                    return Err(Failure::new(
                        phrase!("case type"),
                        Phrase::text(id),
                        phrase!("no such case type"),
                    ));
                }
            },
        };
        submission.extend(answers.iter().map(owned));
        Ok((case_type, submission))
    }

    pub(super) fn open_as(
        &mut self,
        case_type: &'a CaseType,
        submission: &Map<String, serde_json::Value>,
        actor: &Actor,
        origin: Origin,
    ) -> Result<Done, Failure> {
        let opening = case_type.opening_for(actor.is_complainant());
        if opening.is_none() {
            return Ok(Done::Refused(Refusal::unknown(format!(
                "public opening of `{}`",
                case_type.id
            ))));
        }
        let Some(form) = opening.and_then(|opening| case_type.forms.get(&opening.form)) else {
            return Err(Failure::new(
                phrase!("open"),
                phrase!("the opening form"),
                phrase!("no such form"),
            ));
        };
        let (answers, counters) = match self.counted(case_type, None, form, submission, actor, None) {
            Ok(answered) => answered,
            Err(errors) => {
                return Ok(match self.refused_whatever_is_answered(case_type, actor) {
                    Some(refusal) => Done::Refused(refusal),
                    None => self.invalid(case_type, Some(&form.id), errors),
                });
            }
        };
        let context = Context {
            now: self.now,
            actor,
            counters: &counters,
            people: Some(&self.people),
        };
        let day = self.now.with_timezone(&self.pack.zone).date_naive();
        let serial = self.serials.entry(case_type.number.stem(day)).or_default();
        *serial += 1;
        let number = case_type.number.render(day, *serial);
        let new = NewCase {
            id: CaseId(Uuid::from_u128(self.cases.len() as u128 + 1)),
            number,
            parent: origin.parent,
            language: origin.language,
        };
        match case::open(self.pack, case_type, new, answers, &context) {
            Err(refusal) => {
                *serial -= 1;
                self.fired.note_refusal(&case_type.id, "opening", &refusal);
                Ok(Done::Refused(refusal))
            }
            Ok((case, changes)) => {
                self.fired.note_all(&case_type.id, &changes);
                let index = self.cases.len();
                self.events.push(changes.events);
                self.cases.push(case);
                self.follow(Follows {
                    of: index,
                    has_moved: false,
                    openings: changes.openings,
                })?;
                Ok(Done::Done)
            }
        }
    }

    /// Who takes the step in the case it speaks of.
    fn acting(&self, step: &RawStep) -> Actor {
        match step.by.as_deref() {
            Some(COMPLAINANT) => Actor::complainant(Some(self.cases[self.on].id), COMPLAINANT.to_owned()),
            by => actor(by),
        }
    }

    /// Whom no answer would let open a case hears that before what is wrong with their answers.
    fn refused_whatever_is_answered(&self, case_type: &CaseType, actor: &Actor) -> Option<Refusal> {
        if actor.is_complainant() || case_type.opening.by.iter().any(|by| by.may_mean(&actor.roles)) {
            return None;
        }
        let context = Context {
            now: self.now,
            actor,
            counters: &Counters::new(),
            people: Some(&self.people),
        };
        case::may_open(self.pack, case_type, &Answers::new(), &context).err()
    }

    /// The open task that somebody means: of several the one for their own department, and where there is none, the oldest, so that
    /// they are refused what is not theirs.
    pub(super) fn open_task(&self, task: &str, actor: &Actor) -> Result<u32, Failure> {
        let chosen = Chosen::read(task);
        let open = chosen.among(&self.cases[self.on]).into_iter();
        let open: Vec<_> = open.filter(|task| task.done.is_none()).collect();
        let theirs = open.iter().find(|task| {
            let department = task.department.as_ref();
            let is_theirs = department.is_none_or(|department| actor.departments.contains(department));
            is_theirs || !chosen.is_any() || actor.departments.is_empty()
        });
        match theirs.or(open.first()) {
            Some(task) => Ok(task.number),
            None => Err(Failure::new(
                phrase!("task {task}", task),
                phrase!("an open task"),
                phrase!("none is open"),
            )),
        }
    }

    fn complete(
        &mut self,
        step: &RawStep,
        task: &str,
        answers: &Map<String, serde_json::Value>,
    ) -> Result<Done, Failure> {
        let actor = self.acting(step);
        let number = self.open_task(task, &actor)?;
        let form = self
            .case_type()
            .tasks
            .get(Chosen::read(task).name)
            .and_then(|rule| rule.form.clone());
        match self.parse(form.as_ref(), answers, &actor, Some(number))? {
            Err(errors) => Ok(self.invalid(self.case_type(), form.as_ref(), errors)),
            Ok((answers, counters)) => {
                let command = Command::CompleteTask { number, answers };
                self.command_counted(self.on, &command, &actor, &counters)
            }
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
        self.command(self.on, &command, &self.acting(step))
    }

    /// The answers of a form of the case with what is counted for them, or its errors.
    fn parse(
        &self,
        form: Option<&FormId>,
        submission: &Map<String, serde_json::Value>,
        actor: &Actor,
        task: Option<u32>,
    ) -> Result<Result<Answered, Vec<FieldError>>, Failure> {
        let (case_type, case) = (self.case_type(), &self.cases[self.on]);
        let Some(id) = form else {
            if submission.is_empty() {
                let counters = self.counters(case_type, Some(case), &Answers::new());
                return Ok(Ok((Answers::new(), counters)));
            }
            return Err(Failure::new(
                phrase!("answers"),
                phrase!("no answers, because there is no form"),
                phrase!("{submission} answers", submission = submission.len()),
            ));
        };
        let Some(form) = case_type.forms.get(id) else {
            return Err(Failure::new(
                phrase!("form"),
                Phrase::text(id.as_str()),
                phrase!("no such form"),
            ));
        };
        Ok(self.counted(case_type, Some(case), form, submission, actor, task))
    }

    /// The answers do not fit the form; the checks that objected have been seen to.
    fn invalid(&mut self, case_type: &CaseType, form: Option<&FormId>, errors: Vec<FieldError>) -> Done {
        if let Some(form) = form {
            self.fired.note_objections(&case_type.id, form, &errors);
        }
        Done::Invalid(errors)
    }

    /// Parses a submission and counts what the pack counts with its answers in place; the form itself may look at the counters.
    pub(super) fn counted(
        &self,
        case_type: &CaseType,
        case: Option<&Case>,
        form: &Form,
        submission: &Map<String, serde_json::Value>,
        actor: &Actor,
        task: Option<u32>,
    ) -> Result<Answered, Vec<FieldError>> {
        let parse = |counters: &Counters| {
            let context = Context {
                now: self.now,
                actor,
                counters,
                people: Some(&self.people),
            };
            let surroundings = case::surroundings(self.pack, case_type, case, &context);
            let surroundings = match task {
                Some(number) => surroundings.of_task(number),
                None => surroundings,
            };
            form::parse(form, submission, &surroundings, &language(self.pack))
        };
        let answers = parse(&Counters::new())?;
        let counters = self.counters(case_type, case, &answers);
        if counters.values().all(|count| *count == 0) {
            return Ok((answers, counters));
        }
        Ok((parse(&counters)?, counters))
    }
}

fn owned((name, value): (&String, &serde_json::Value)) -> (String, serde_json::Value) {
    (name.clone(), value.clone())
}
