//! Who may do what: roles, anywhere or within a department; whoever owns the case; people it names.

use super::event::Event;
use super::process::Process;
use super::refusal::{Entitled, Reason, Refusal};
use super::*;
use crate::expression::{Expression, Frame, Outcome};
use crate::pack::Permitted;

impl Actor {
    fn belongs_to(&self, department: &str) -> bool {
        self.departments.iter().any(|own| **own == *department)
    }

    /// Whether somebody who is written down somewhere is this person.
    fn is_called(&self, written: &str) -> bool {
        *self.id.0 == *written || self.name == written
    }

    /// Whether this person may do what `by` allows. An expression that gives several departments or people means any of
    /// them; a department that is not known yet is nobody's.
    pub(super) fn may(&self, by: &[Permitted], process: &Process) -> bool {
        self.is_above_roles()
            || by
                .iter()
                .any(|permitted| self.is_among(permitted, process, &process.frame()))
    }

    /// Whether this person may do a task that was given to `department`: as [`Actor::may`], and a role that names no
    /// department of its own counts only within the task's. `frame` sees what the task was opened with.
    pub(super) fn may_do_task(
        &self,
        by: &[Permitted],
        department: Option<&DepartmentId>,
        process: &Process,
        frame: &Frame,
    ) -> bool {
        let Some(department) = department else {
            return self.may(by, process);
        };
        self.is_above_roles()
            || by.iter().any(|permitted| match permitted {
                Permitted::Role { role, department: None } => self.roles.contains(role) && self.belongs_to(department),
                permitted => self.is_among(permitted, process, frame),
            })
    }

    fn is_among(&self, permitted: &Permitted, process: &Process, frame: &Frame) -> bool {
        let is_one_of = |expression: &Expression, is_theirs: &dyn Fn(&str) -> bool| {
            ids(expression, frame).is_some_and(|ids| ids.iter().any(|id| is_theirs(id)))
        };
        match permitted {
            Permitted::Role { role, department } => {
                self.roles.contains(role)
                    && department
                        .as_ref()
                        .is_none_or(|department| is_one_of(department, &|id| self.belongs_to(id)))
            }
            Permitted::Owner => process.case.owner.as_ref() == Some(&self.id),
            Permitted::People(people) => is_one_of(people, &|written| self.is_called(written)),
        }
    }

    /// The engine and administrators need no role; histories say so.
    pub(super) fn is_above_roles(&self) -> bool {
        self.engine || self.administrator
    }
}

/// The departments, people or other ids an expression gives, one or a list; `None` while they are not known.
pub(super) fn ids(expression: &Expression, frame: &Frame) -> Option<Vec<Arc<str>>> {
    match expression.evaluate(frame) {
        Outcome::Known(Value::Text(id)) => Some(vec![id]),
        Outcome::Known(Value::List(ids)) => Some(
            ids.iter()
                .filter_map(|id| match id {
                    Value::Text(id) => Some(Arc::clone(id)),
                    _ => None,
                })
                .collect(),
        ),
        _ => None,
    }
}

/// Something that some may do in a case and others may not.
#[derive(Clone, Copy, Debug)]
pub enum Right<'a> {
    Act(&'a ActionId),
    /// Complete the task of this number.
    Complete(u32),
    Extend(&'a DeadlineId),
    /// Decide otherwise.
    Override(&'a DecisionId),
    Merge,
}

/// Whether roles, departments, ownership or names let the actor of `context` do this, whatever else may stand in the way now.
pub fn is_entitled(pack: &Pack, case: &Case, right: Right, context: &Context) -> bool {
    let Ok(process) = Process::new(pack, case.clone(), context) else {
        return false;
    };
    let (case_type, actor) = (process.case_type, context.actor);
    let may = |by: Option<&[Permitted]>| by.is_some_and(|by| actor.may(by, &process));
    match right {
        Right::Act(id) => may(case_type.actions.get(id).map(|action| &action.by[..])),
        Right::Complete(number) => task::may_complete(&process, number).is_ok(),
        Right::Extend(id) => {
            let steps = case_type.deadlines.get(id).map(|rule| &rule.extensions[..]);
            steps.into_iter().flatten().any(|step| may(Some(&step.by[..])))
        }
        Right::Override(id) => may(case_type.decisions.get(id).map(|rule| &rule.overridable_by[..])),
        Right::Merge => may(case_type.merging.as_ref().map(|rule| &rule.by[..])),
    }
}

/// The refusal that says who may.
pub(super) fn not_yours<'a>(by: impl IntoIterator<Item = &'a Permitted>, process: &Process) -> Refusal {
    let (roles, people) = entitled(by, process);
    Reason::NotYours { roles, people }.into()
}

/// Whom `by` allows, each once.
pub(super) fn entitled<'a>(
    by: impl IntoIterator<Item = &'a Permitted>,
    process: &Process,
) -> (Vec<RoleId>, Vec<Entitled>) {
    let mut roles: Vec<RoleId> = Vec::new();
    let mut people: Vec<Entitled> = Vec::new();
    for permitted in by {
        match permitted {
            Permitted::Role { role, .. } if !roles.contains(role) => roles.push(role.clone()),
            Permitted::Role { .. } => {}
            Permitted::Owner => people.push(Entitled::Owner),
            Permitted::People(expression) => {
                let named = ids(expression, &process.frame()).unwrap_or_default();
                people.push(Entitled::Named(named.into_iter().map(PersonId).collect()));
            }
        }
    }
    (roles, people)
}

/// Whoever is named to do something in the case has a part in it from then on, so that they see it and find it in their lists.
pub(super) fn involve(process: &mut Process) {
    let mut people: Vec<PersonId> = Vec::new();
    for expression in &process.case_type.people {
        for written in ids(expression, &process.frame()).into_iter().flatten() {
            // Who is not known has no list; who may act is asked again when somebody does.
            if let Ok(person) = process.context.person(&written)
                && !process.case.participants.contains(&person)
                && !people.contains(&person)
            {
                people.push(person);
            }
        }
    }
    if !people.is_empty() {
        process.emit(Event::Involved { people });
    }
}
