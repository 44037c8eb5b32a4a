//! Who may do what a step does: every role of the organization is tried, in no department and in each.

use super::steps::{Answered, RawAnswers};
use super::{World, actor};
use crate::case::permission::{Right, is_entitled};
use crate::case::{self, Actor, Context, PersonId};
use crate::form::Answers;
use crate::locale::{Phrase, phrase};
use crate::pack::CaseType;
use crate::pack::id::{ActionId, DeadlineId, DecisionId, DepartmentId};
use crate::pack::scenario::RawStep;
use crate::scenario::Failure;

/// A kind of case, and the answers with which it is opened.
type Opened<'a> = (&'a CaseType, Answered);

impl World<'_> {
    /// Whether nobody may but those whom the step names.
    pub(super) fn only(&self, step: &RawStep) -> Result<(), Failure> {
        let Some(only) = &step.only else { return Ok(()) };
        let mut wanted: Vec<String> = only.as_slice().to_vec();
        let mut got = self.entitled(step)?;
        wanted.sort_unstable();
        got.sort_unstable();
        if wanted == got {
            return Ok(());
        }
        let told = |who: &[String]| match who {
            [] => phrase!("nobody"),
            who => Phrase::text(who.join(", ")),
        };
        let what = phrase!("who may {step}", step = Failure::name_of(step));
        Err(Failure::new(what, told(&wanted), told(&got)))
    }

    /// As `only` names them.
    fn entitled(&self, step: &RawStep) -> Result<Vec<String>, Failure> {
        let opened = step
            .open
            .as_ref()
            .map(|answers| self.opened(step, answers))
            .transpose()?;
        let is_entitled = |who: &Actor| match &opened {
            Some(opened) => Ok(self.may_open(opened, who)),
            None => self.is_entitled(step, who),
        };
        let mut named = Vec::new();
        for role in self.pack.roles.keys() {
            if is_entitled(&somebody(role, &[]))? {
                named.push(role.to_string());
                continue;
            }
            let departments: Vec<&str> = self.pack.departments.keys().map(|id| id.as_str()).collect();
            // Most roles may nowhere, which one question settles.
            if is_entitled(&somebody(role, &departments))? {
                for department in departments {
                    if is_entitled(&somebody(role, &[department]))? {
                        named.push(format!("{role}@{department}"));
                    }
                }
            }
        }
        Ok(named)
    }

    /// What is opened, as its answers are read. Those that do not fit the form open it for nobody by what they say.
    fn opened(&self, step: &RawStep, answers: &RawAnswers) -> Result<Opened<'_>, Failure> {
        let (case_type, submission) = self.opening(step, answers)?;
        let form = case_type.forms.get(&case_type.opening.form);
        let by = actor(step.by.as_deref());
        let read = form.and_then(|form| self.counted(case_type, None, form, &submission, &by, None).ok());
        Ok((case_type, read.unwrap_or_default()))
    }

    fn may_open(&self, (case_type, (answers, counters)): &Opened, who: &Actor) -> bool {
        let context = Context {
            now: self.now,
            actor: who,
            counters,
            people: Some(&self.people),
        };
        case::may_open(self.pack, case_type, answers, &context).is_ok()
    }

    fn is_entitled(&self, step: &RawStep, who: &Actor) -> Result<bool, Failure> {
        let Some(case) = self.case() else { return Ok(false) };
        let (action, deadline, decision);
        let right = if let Some(id) = &step.act {
            action = ActionId::new(id);
            Right::Act(&action)
        } else if let Some(task) = &step.task {
            Right::Complete(self.open_task(task, &actor(step.by.as_deref()))?)
        } else if let Some(extend) = &step.extend {
            deadline = DeadlineId::new(&extend.deadline);
            Right::Extend(&deadline)
        } else if let Some(decide) = &step.decide {
            decision = DecisionId::new(&decide.decision);
            Right::Override(&decision)
        } else if step.merge.is_some() {
            Right::Merge
        } else if step.take_over.is_some() {
            Right::Handle
        } else {
            return Err(Failure::new("only", "a step that somebody does", "nothing is done"));
        };
        let counters = self.counters(self.case_type(), Some(case), &Answers::new());
        let context = Context {
            now: self.now,
            actor: who,
            counters: &counters,
            people: Some(&self.people),
        };
        Ok(is_entitled(self.pack, case, right, &context))
    }
}

/// Somebody who holds this post and has no part in any case.
fn somebody(role: &str, departments: &[&str]) -> Actor {
    let name = format!("somebody who is {role}");
    Actor {
        id: PersonId(name.as_str().into()),
        name,
        departments: departments.iter().map(DepartmentId::new).collect(),
        ..actor(Some(role))
    }
}
