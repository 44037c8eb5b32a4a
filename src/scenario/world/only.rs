//! Who may do what a step does: every role of the organization is tried, in no department and in each.

use super::{World, actor, cast};
use crate::case::permission::{Right, is_entitled};
use crate::case::{Actor, Context, PersonId};
use crate::form::Answers;
use crate::locale::{Phrase, phrase};
use crate::pack::id::{ActionId, DeadlineId, DecisionId, DepartmentId};
use crate::pack::scenario::RawStep;
use crate::scenario::Failure;

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
        let mut named = Vec::new();
        for role in self.pack.roles.keys() {
            if self.is_entitled(step, &somebody(role, &[]))? {
                named.push(role.to_string());
                continue;
            }
            let departments: Vec<&str> = self.pack.departments.keys().map(|id| id.as_str()).collect();
            // Most roles may nowhere, which one question settles.
            if self.is_entitled(step, &somebody(role, &departments))? {
                for department in departments {
                    if self.is_entitled(step, &somebody(role, &[department]))? {
                        named.push(format!("{role}@{department}"));
                    }
                }
            }
        }
        Ok(named)
    }

    fn is_entitled(&self, step: &RawStep, who: &Actor) -> Result<bool, Failure> {
        if step.open.is_some() {
            let case_type = step.case.as_deref().and_then(|id| self.pack.case_type(id));
            return Ok(cast::opens(case_type.unwrap_or(self.case_type), who));
        }
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
