//! Who may do what: roles, anywhere or within a department; whoever owns the case; people it names.

use super::event::Event;
use super::process::Process;
use super::refusal::{Entitled, Reason, Refusal};
use super::{duty, *};
use crate::expression::{Expression, Frame, Outcome};
use crate::pack::Permitted;

impl Actor {
    fn belongs_to(&self, department: &str) -> bool {
        self.departments.iter().any(|own| **own == *department)
    }

    /// Whether this person may do what `by` allows. An expression that gives several departments or people means any of
    /// them; a department that is not known yet is nobody's.
    pub(super) fn may(&self, by: &[Permitted], process: &Process) -> bool {
        self.is_above_roles()
            || by
                .iter()
                .any(|permitted| self.is_among(permitted, process, &process.frame()))
    }

    fn is_among(&self, permitted: &Permitted, process: &Process, frame: &Frame) -> bool {
        let is_theirs = |department: &Expression| {
            ids(department, frame).is_some_and(|ids| ids.iter().any(|id| self.belongs_to(id)))
        };
        match permitted {
            Permitted::Role { role, department } => {
                self.roles.contains(role) && department.as_ref().is_none_or(is_theirs)
            }
            Permitted::Owner => process.case.owner.as_ref() == Some(self.acts_as()),
            Permitted::People(expression) => people(expression, process, frame).contains(self.acts_as()),
            Permitted::Complainant => self.is_complainant_of(&process.case),
        }
    }

    /// The engine and administrators need no role; histories say so.
    pub(super) fn is_above_roles(&self) -> bool {
        self.engine || self.is_administrator()
    }
}

/// The departments, people or other ids an expression gives, one or a list; `None` while they are not known.
pub(super) fn ids(expression: &Expression, frame: &Frame) -> Option<Vec<Arc<str>>> {
    match expression.evaluate(frame) {
        Outcome::Known(value @ (Value::Text(_) | Value::List(_))) => Some(ids_of(&value)),
        _ => None,
    }
}

/// The ids in a value, one or a list.
pub(super) fn ids_of(value: &Value) -> Vec<Arc<str>> {
    match value {
        Value::Text(id) => vec![Arc::clone(id)],
        Value::List(ids) => ids.iter().flat_map(ids_of).collect(),
        _ => Vec::new(),
    }
}

/// The people an expression names, each once. Who is not known, or not clear, is nobody; who may act is asked again when somebody does.
pub(super) fn people(expression: &Expression, process: &Process, frame: &Frame) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = Vec::new();
    for written in ids(expression, frame).into_iter().flatten() {
        if let Ok(person) = process.context.person(&written)
            && !people.contains(&person)
        {
            people.push(person);
        }
    }
    people
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
    /// Take an open case over, and give it back.
    Handle,
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
        Right::Handle => process
            .case_type
            .handling
            .as_ref()
            .is_none_or(|rule| actor.may(&rule.by, &process)),
        Right::Merge => may(case_type.merging.as_ref().map(|rule| &rule.by[..])),
    }
}

/// The refusal that says who may.
pub(super) fn not_yours<'a>(by: impl IntoIterator<Item = &'a Permitted>, process: &Process) -> Refusal {
    let (roles, people) = entitled(by, process);
    Reason::NotYours { roles, people }.into()
}

/// The refusal that says who may do a task that was given to `department`; `frame` sees what the task was opened with.
pub(super) fn not_your_task(
    by: &[Permitted],
    department: Option<&DepartmentId>,
    process: &Process,
    frame: &Frame,
) -> Refusal {
    let (roles, people) = entitled_within(by, department, process, frame);
    Reason::NotYours { roles, people }.into()
}

/// Whom `by` allows, each once.
pub(super) fn entitled<'a>(
    by: impl IntoIterator<Item = &'a Permitted>,
    process: &Process,
) -> (Vec<RoleId>, Vec<Entitled>) {
    entitled_within(by, None, process, &process.frame())
}

fn entitled_within<'a>(
    by: impl IntoIterator<Item = &'a Permitted>,
    given_to: Option<&DepartmentId>,
    process: &Process,
    frame: &Frame,
) -> (Vec<RoleId>, Vec<Entitled>) {
    let mut roles: Vec<RoleId> = Vec::new();
    let mut people: Vec<Entitled> = Vec::new();
    for permitted in by {
        match permitted {
            Permitted::Role { role, department } => {
                let within = match department {
                    Some(department) => Some(ids(department, frame).unwrap_or_default()),
                    None => given_to.map(|department| vec![Arc::from(department.as_str())]),
                };
                match within {
                    Some(departments) => people.push(Entitled::RoleIn {
                        role: role.clone(),
                        departments: departments.into_iter().map(DepartmentId::from).collect(),
                    }),
                    None if !roles.contains(role) => roles.push(role.clone()),
                    None => {}
                }
            }
            Permitted::Owner => people.push(Entitled::Owner),
            Permitted::Complainant => people.push(Entitled::Complainant),
            Permitted::People(expression) => {
                let named = ids(expression, frame).unwrap_or_default();
                let called = |id| process.case.called(&PersonId(id)).to_owned();
                people.push(Entitled::Named(named.into_iter().map(called).collect()));
            }
        }
    }
    (roles, people)
}

/// Whoever is named to do something in the case has a part in it from then on, so that they see it and find it in their lists.
pub(super) fn involve(process: &mut Process) {
    let mut all: Vec<PersonId> = Vec::new();
    for expression in &process.case_type.people {
        for person in people(expression, process, &process.frame()) {
            if !process.case.participants.contains(&person) && !all.contains(&person) {
                all.push(person);
            }
        }
    }
    // What a task says of whoever does it may be known only with the row it was opened for.
    let open = process.case.tasks.iter().filter(|task| task.done.is_none());
    let named = open
        .filter_map(|task| Some((process.case_type.tasks.get(&task.task)?, task)))
        .filter(|(rule, _)| rule.by.iter().any(|by| matches!(by, Permitted::People(_))))
        .flat_map(|(rule, task)| duty::holders(process, rule, task));
    for holder in named {
        if let Addressee::Person(person) = holder
            && !process.case.participants.contains(&person)
            && process.case.owner.as_ref() != Some(&person)
            && !all.contains(&person)
        {
            all.push(person);
        }
    }
    if !all.is_empty() {
        process.emit(Event::Involved { people: all });
    }
}
