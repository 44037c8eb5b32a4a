//! One command under way: the case as it becomes, and what has happened so far.
//!
//! Every event is applied the moment it is decided, by the same [`Case::apply`] that later rebuilds the case, so what rules see
//! and what is remembered cannot differ. After each event that rules may look at, [`Process::settle`] decides anew
//! and starts, cancels and re-derives deadlines.

mod pending;

use std::collections::VecDeque;

use super::action::Taker;
use super::decision::Evaluation;
use super::event::{Event, Recorded};
use super::refusal::{Reason, Refusal};
use super::scope::{self, Around};
use super::*;
use super::{deadline, erasure, people, sight, task, why};
use crate::expression::{Expression, Frame, Outcome};
use crate::form::Form;
use crate::locale::{Argument, Text};
use crate::pack::{Branch, CaseType, Mark, Pack};
use pending::Reaction;
pub(super) use pending::{Cause, Concerned};

pub(super) struct Process<'a> {
    pub(super) pack: &'a Pack,
    pub(super) case_type: &'a CaseType,
    pub(super) context: &'a Context<'a>,
    pub(super) case: Case,
    pub(super) changes: Changes,
    evaluation: Evaluation,
    submission: Option<(&'a Form, Answers)>,
    /// The task because of which something is done, by its number.
    task: Option<u32>,
    /// What reacts to a schedule or to something missed or ended, in order.
    pending: VecDeque<Reaction<'a>>,
    /// The deadline whose end or whose extension is being reacted to.
    pub(super) concerned: Option<Concerned>,
    reactions: u32,
    is_exhausted: bool,
    /// What time brings about sets itself off without end.
    pub(super) is_going_round: bool,
    /// The engine takes an action by itself: what it brings about is nobody's doing.
    is_by_itself: bool,
    /// A rule wants the case destroyed once all else is done, because of what this one has done.
    pub(super) to_be_destroyed: Option<Taker>,
    /// Happenings before this command.
    pub(super) happenings_at_start: usize,
    /// Deadlines that are not started before everything else that follows from the command is done.
    pub(super) held_back: Vec<DeadlineId>,
}

impl<'a> Process<'a> {
    /// # Errors
    /// If the pack has no such case type.
    pub(super) fn new(pack: &'a Pack, case: Case, context: &'a Context<'a>) -> Result<Self, Refusal> {
        let case_type = pack
            .case_type(&case.case_type)
            .ok_or_else(|| Refusal::unknown(format!("case type `{}`", case.case_type)))?;
        let mut process = Self {
            pack,
            case_type,
            context,
            happenings_at_start: case.happenings.len(),
            case,
            changes: Changes::default(),
            evaluation: Evaluation::new(case_type),
            submission: None,
            task: None,
            pending: VecDeque::new(),
            concerned: None,
            reactions: 0,
            is_exhausted: false,
            is_going_round: false,
            is_by_itself: false,
            to_be_destroyed: None,
            held_back: Vec::new(),
        };
        process.look();
        Ok(process)
    }

    pub(super) fn emit(&mut self, event: Event) {
        let engine;
        let actor = match self.taker() {
            Taker::Person => self.context.actor,
            Taker::Engine => {
                engine = Actor::engine();
                self.changes.by_engine.insert(self.changes.events.len());
                &engine
            }
        };
        let recorded = Recorded {
            seq: self.case.version.saturating_add(1),
            at: self.context.now,
            by: actor.id.clone(),
            by_name: actor.name.clone(),
            stands_for: actor.stands_for.clone(),
            event,
        };
        self.case.apply(&recorded);
        self.changes.events.push(recorded.event);
    }

    /// Whose doing it is what happens now.
    pub(super) fn taker(&self) -> Taker {
        if self.is_by_itself || self.context.actor.engine {
            Taker::Engine
        } else {
            Taker::Person
        }
    }

    /// From now on it is this one's doing; returns whose it was, beside whoever's command it is.
    pub(super) fn taken_by(&mut self, taker: Taker) -> Taker {
        match std::mem::replace(&mut self.is_by_itself, taker == Taker::Engine) {
            true => Taker::Engine,
            false => Taker::Person,
        }
    }

    /// What follows is done by somebody else.
    pub(super) fn hand_over(&mut self, context: &'a Context<'a>) {
        self.context = context;
        self.look();
    }

    pub(super) fn around(&self) -> Around<'_> {
        Around {
            now: self.context.now,
            history: &self.case,
            scripts: &*self.pack.scripts,
        }
    }

    pub(super) fn frame(&self) -> Frame<'_> {
        self.around().frame(&self.evaluation.values)
    }

    /// Lays the answers of a form over the case's for the expressions that follow, with the decisions decided anew on them.
    /// What the form does not ask is not taken.
    pub(super) fn submit_to(&mut self, form: Option<&'a Form>, answers: &Answers) -> Option<(&'a Form, Answers)> {
        self.submit(form.map(|form| (form, asked(form, answers))))
    }

    /// Puts a submission back in its place and returns the one that stood there.
    pub(super) fn submit(&mut self, submission: Option<(&'a Form, Answers)>) -> Option<(&'a Form, Answers)> {
        let before = std::mem::replace(&mut self.submission, submission);
        self.look();
        before
    }

    /// Lets expressions see a task as `task`, and returns the one they saw before.
    pub(super) fn because_of(&mut self, task: Option<u32>) -> Option<u32> {
        let before = std::mem::replace(&mut self.task, task);
        if before != task {
            self.look();
        }
        before
    }

    /// The task because of which something is done.
    pub(super) fn task(&self) -> Option<&Task> {
        let number = self.task?;
        self.case.tasks.iter().find(|task| task.number == number)
    }

    /// What the expressions of this task see.
    pub(super) fn values_for(&self, task: &Task) -> Vec<Value> {
        let mut values = self.evaluation.values.clone();
        scope::fill_task(&mut values, self.pack, self.case_type, task);
        values
    }

    pub(super) fn submitted(&self) -> Answers {
        self.submission
            .as_ref()
            .map(|(_, answers)| answers.clone())
            .unwrap_or_default()
    }

    /// Makes the frame anew and decides in it; tells nobody.
    fn look(&mut self) {
        let evaluation = &mut self.evaluation;
        evaluation.clear(self.case_type);
        scope::fill_context(&mut evaluation.values, self.case_type, self.context);
        scope::fill_case(&mut evaluation.values, self.case_type, &self.case);
        if self.concerned.is_some() {
            scope::fill_concerned(&mut evaluation.values, &self.case_type.layout, self.concerned.as_ref());
        }
        let number = self.task;
        if let Some(task) = self.case.tasks.iter().find(|task| Some(task.number) == number) {
            scope::fill_task(&mut evaluation.values, self.pack, self.case_type, task);
        }
        if let Some((form, answers)) = &self.submission {
            scope::fill_submission(&mut evaluation.values, form, answers);
        }
        let around = Around {
            now: self.context.now,
            history: &self.case,
            scripts: &*self.pack.scripts,
        };
        let decisions = &self.case.decisions;
        evaluation.decide_all(self.case_type, around, |id| {
            let decided = decisions.get(id)?;
            decided.overridden.as_ref().map(|_| decided.value.clone())
        });
    }

    /// Brings decisions and deadlines in line with what has happened. Where rules ask about the ends of deadlines, once more
    /// until nothing changes: a check keeps them from waiting for each other, and there are no more steps than deadlines.
    pub(super) fn settle(&mut self) {
        for _ in 0..=self.case_type.deadlines.len() {
            let before = self.changes.events.len();
            self.look();
            self.tell_decisions();
            sight::narrow(self);
            deadline::derive(self);
            task::time::derive(self);
            if !self.case_type.asks_of_deadlines || self.changes.events.len() == before {
                break;
            }
        }
        people::name(self);
        permission::involve(self);
    }

    /// All effects have been applied: what waited for that may start.
    pub(super) fn start_held_back(&mut self) {
        if !std::mem::take(&mut self.held_back).is_empty() {
            self.settle();
        }
    }

    /// A decision is told when its outcome, its rule or what is missing has changed. What it saw is kept as of then: seeing
    /// another value with the same outcome by the same rule is no news.
    pub(super) fn tell_decisions(&mut self) {
        for (index, rule) in self.case_type.decisions.values().enumerate() {
            let fired = self.evaluation.fired().get(index).copied().unwrap_or_default();
            let before = self.case.decisions.get(&rule.id);
            let decided = match before {
                Some(before) if before.overridden.is_some() => {
                    let standing = overriding::standing(rule, before, &self.frame(), &self.case_type.layout);
                    if standing.seen.first() == before.seen.first() {
                        continue;
                    }
                    standing
                }
                _ => {
                    let value = self.evaluation.values.get(usize::from(rule.slot.0));
                    let is_same = before.is_some_and(|before| {
                        Some(&before.value) == value && before.rule == fired.rule && !was_unsure(before)
                    });
                    if is_same && !fired.unsure {
                        continue;
                    }
                    let decided = why::decided(rule, &self.frame(), &self.case_type.layout);
                    if before.is_some_and(|before| is_no_news(before, &decided)) {
                        continue;
                    }
                    decided
                }
            };
            let decision = rule.id.clone();
            self.emit(Event::Decided { decision, decided });
        }
    }

    /// A pack event happens: deadlines are met or made void, then everything is brought in line.
    pub(super) fn happen(&mut self, event: &EventId, at: DateTime<Utc>) {
        let answers = self.submitted();
        self.happen_with(event, at, answers);
    }

    /// The same, with answers that come from elsewhere.
    pub(super) fn happen_with(&mut self, event: &EventId, at: DateTime<Utc>, answers: Answers) {
        self.emit(Event::Happened {
            happening: event.clone(),
            at,
            answers,
            by: self.whoever_acts(),
        });
        self.react_to(event, at);
    }

    /// The person of the organization who acts; nobody, if it is the engine or the complainant.
    pub(super) fn whoever_acts(&self) -> Option<PersonId> {
        let actor = self.context.actor;
        (self.taker() == Taker::Person && !actor.is_complainant()).then(|| actor.id.clone())
    }

    /// What follows from a happening that is already remembered.
    pub(super) fn react_to(&mut self, event: &EventId, at: DateTime<Utc>) {
        deadline::stop(self, event, at);
        self.settle();
    }

    pub(super) fn enter(&mut self, stage: &StageId, happenings_before: usize) {
        let is_final = self.case_type.stages.get(stage).is_some_and(|stage| stage.is_final);
        if self.case.stage == *stage && self.case.closed_at.is_some() == is_final {
            return;
        }
        self.emit(Event::Entered {
            stage: stage.clone(),
            is_final,
        });
        if is_final {
            let open: Vec<u32> = self
                .case
                .tasks
                .iter()
                .filter(|task| task.done.is_none())
                .map(|task| task.number)
                .collect();
            for number in open {
                self.emit(Event::TaskWithdrawn { number });
            }
            deadline::close(self, happenings_before);
        }
        deadline::pause_and_resume(self);
        task::time::pause_and_resume(self);
        self.settle();
    }

    /// The instants of `marks`: now, unless the mark's own expression gives one that is known.
    ///
    /// # Errors
    /// If an expression fails.
    pub(super) fn instants(&self, marks: &'a [Mark]) -> Result<Vec<(&'a EventId, DateTime<Utc>)>, Refusal> {
        marks
            .iter()
            .map(|mark| {
                let at = match &mark.at {
                    None => self.context.now,
                    Some(at) => match at.evaluate(&self.frame()) {
                        Outcome::Known(Value::Instant(at)) => at,
                        Outcome::Known(Value::Date(date)) => reckoning::start_of_day(self.pack, date),
                        Outcome::Known(_) | Outcome::Unknown(_) => self.context.now,
                        Outcome::Failed(failure) => {
                            return Err(failed(format!("when `{}` happened: {failure}", mark.event)));
                        }
                    },
                };
                Ok((&mark.event, at))
            })
            .collect()
    }

    /// The first branch that matches. `None`: there are none.
    ///
    /// # Errors
    /// If there are branches and none matches; `what` names whose they are.
    pub(super) fn target(&self, branches: &'a [Branch<StageId>], what: &str) -> Result<Option<&'a StageId>, Refusal> {
        if branches.is_empty() {
            return Ok(None);
        }
        let frame = self.frame();
        match first_match(branches, &frame) {
            Some((_, branch)) => Ok(Some(&branch.is)),
            None => Err(failed(format!(
                "{what} leads to no stage, because none of its conditions holds"
            ))),
        }
    }

    pub(super) fn text(&self, text: &Text) -> String {
        self.pack
            .languages
            .first()
            .map(|language| text.in_language(language))
            .unwrap_or_default()
            .to_owned()
    }

    /// A sentence of the engine in the pack's own language, for the history.
    pub(super) fn say(&self, key: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        self.pack.say(key, arguments)
    }

    /// A refusal in the pack's own language, for the history.
    pub(super) fn words(&self, refusal: &Refusal) -> String {
        match self.pack.languages.first() {
            Some(language) => refusal.text(self.pack, self.case_type, language),
            None => String::new(),
        }
    }

    /// What the case held is gone, or goes when this command is done.
    pub(super) fn is_destroyed(&self) -> bool {
        self.to_be_destroyed.is_some() || self.case.destroyed.is_some()
    }

    /// What came of a command. What is to be destroyed is destroyed here, last of all.
    ///
    /// # Errors
    /// If its reactions did not come to rest. Time passes all the same: then they are left out, and the history says so.
    pub(super) fn finish(mut self) -> Result<(Case, Changes), Refusal> {
        if self.is_exhausted && !self.context.actor.engine {
            return Err(Reason::TooManyReactions.into());
        }
        erasure::finish(&mut self);
        Ok((self.case, self.changes))
    }
}

/// The answers to the questions of this form.
pub(super) fn asked(form: &Form, answers: &Answers) -> Answers {
    let fields = form.fields().filter_map(|field| answers.get_key_value(&field.id));
    fields.map(|(field, value)| (field.clone(), value.clone())).collect()
}

fn was_unsure(decided: &Decided) -> bool {
    !decided.missing.is_empty() || decided.failure.is_some()
}

fn is_no_news(before: &Decided, after: &Decided) -> bool {
    before.value == after.value
        && before.rule == after.rule
        && before.clauses == after.clauses
        && before.missing == after.missing
        && before.failure == after.failure
        && before.overridden == after.overridden
}

/// The first branch whose condition holds, with its number counted from 1. An unknown condition does not hold.
pub(super) fn first_match<'a, T>(branches: &'a [Branch<T>], frame: &Frame) -> Option<(u32, &'a Branch<T>)> {
    branches
        .iter()
        .enumerate()
        .find(|(_, branch)| branch.when.as_ref().is_none_or(|when| holds(when, frame)))
        .map(|(index, branch)| (decision::number(index), branch))
}

pub(super) fn holds(condition: &Expression, frame: &Frame) -> bool {
    condition.truth(frame) == crate::expression::Truth::True
}

pub(super) fn failed(message: String) -> Refusal {
    Reason::Failed { message }.into()
}
