//! What can be done now, by this person, and why the rest cannot.

use serde::Serialize;

use super::action::{is_at_its_stage, is_permitted, refused_by};
use super::extension::may_extend;
use super::merging::may_take_in;
use super::process::{Process, holds};
use super::refusal::Refusal;
use super::scope;
use super::task::may_complete;
use super::*;
use crate::expression::{Slot, Truth};
use crate::form::{Form, Guard};
use crate::locale::Text;
use crate::pack::{Action, CaseType};

/// One thing that belongs to the present moment of a case.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub what: Doable,
    pub name: Text,
    pub help: Option<Text>,
    /// To be filled in for it.
    pub form: Option<FormId>,
    pub clauses: Vec<ClauseId>,
    /// Why it cannot be done now; `None`: it can.
    pub refusal: Option<Refusal>,
    /// Guards that look at the answers of its own form. They are not known yet and are checked when it is submitted.
    pub not_known_yet: Vec<OpenGuard>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doable {
    Act(ActionId),
    CompleteTask {
        number: u32,
        task: TaskId,
        department: Option<DepartmentId>,
    },
    Extend(DeadlineId),
    /// Merging another case into this one.
    Merge,
}

/// A guard that waits for the answers of the form: what people would be told, and its clause.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OpenGuard {
    pub otherwise: Text,
    pub clauses: Vec<ClauseId>,
}

impl OpenGuard {
    fn of(guard: &Guard, clauses: &[ClauseId]) -> Self {
        Self {
            otherwise: guard.otherwise.clone(),
            clauses: guard.clauses_or(clauses).to_vec(),
        }
    }
}

impl Choice {
    pub fn is_allowed(&self) -> bool {
        self.refusal.is_none()
    }

    pub fn is_action(&self, id: &str) -> bool {
        matches!(&self.what, Doable::Act(action) if **action == *id)
    }
}

/// The actions of the present stage, the open tasks and the deadlines that can be extended, in the pack's order. Actions that
/// only the engine takes are left out for people with roles.
pub fn choices(pack: &Pack, case: &Case, context: &Context) -> Vec<Choice> {
    if case.destroyed.is_some() {
        return Vec::new();
    }
    let Ok(process) = Process::new(pack, case.clone(), context) else {
        return Vec::new();
    };
    let is_above_roles = context.actor.is_above_roles();
    let case_type = process.case_type;
    let offered = case_type
        .actions
        .values()
        .filter(|action| action.at.contains(&case.stage));
    let actions = offered
        .filter(|action| is_above_roles || !action.by.is_empty())
        .filter(|action| merging::takes_action(&process, action).is_ok())
        .map(|action| of_action(&process, action));
    let tasks = case
        .tasks
        .iter()
        .filter(|task| task.done.is_none())
        .filter_map(|task| of_task(&process, task));
    let extensions = case.deadlines.iter().filter(|run| run.is_open()).filter_map(|run| {
        let rule = case_type.deadlines.get(&run.deadline)?;
        let first = rule.extensions.first()?;
        let offered = may_extend(&process, &rule.id);
        Some(Choice {
            what: Doable::Extend(rule.id.clone()),
            name: rule.name.clone(),
            help: None,
            form: None,
            clauses: offered.as_ref().map_or(first, |(_, open)| open[0].1).clauses.clone(),
            refusal: offered.err(),
            not_known_yet: Vec::new(),
        })
    });
    let merging = case_type.merging.iter().filter(|_| case.merged_into.is_none());
    let merging = merging.filter(|rule| rule.at.contains(&case.stage));
    let merging = merging
        .filter(|rule| is_above_roles || !rule.by.is_empty())
        .map(|rule| Choice {
            what: Doable::Merge,
            name: rule.name.clone(),
            help: None,
            form: None,
            clauses: rule.clauses.clone(),
            refusal: may_take_in(&process, rule).err(),
            not_known_yet: rule
                .needs
                .iter()
                .map(|guard| OpenGuard::of(guard, &rule.clauses))
                .collect(),
        });
    actions.chain(merging).chain(tasks).chain(extensions).collect()
}

fn of_task(process: &Process, task: &Task) -> Option<Choice> {
    let rule = process.case_type.tasks.get(&task.task)?;
    Some(Choice {
        what: Doable::CompleteTask {
            number: task.number,
            task: task.task.clone(),
            department: task.department.clone(),
        },
        name: rule.name.clone(),
        help: None,
        form: rule.form.clone(),
        clauses: rule.clauses.clone(),
        refusal: may_complete(process, task.number)
            .err()
            .or_else(|| erasure::check(process, &rule.does).err()),
        not_known_yet: Vec::new(),
    })
}

fn of_action(process: &Process, action: &Action) -> Choice {
    let form = action.form.as_ref().and_then(|form| process.case_type.forms.get(form));
    let (refusal, not_known_yet) = guards(process, action, form);
    let refusal = is_at_its_stage(action, &process.case.stage)
        .and_then(|()| is_permitted(process, &action.by, &action.clauses))
        .err()
        .or(refusal)
        .or_else(|| erasure::check(process, &action.does).err());
    Choice {
        what: Doable::Act(action.id.clone()),
        name: action.name.clone(),
        help: action.help.clone(),
        form: action.form.clone(),
        clauses: action.clauses.clone(),
        refusal,
        not_known_yet,
    }
}

/// The guards of an opening that do not hold before anything is answered: what people should know when they begin.
pub fn opening_guards(pack: &Pack, case_type: &CaseType, context: &Context) -> Vec<OpenGuard> {
    let opening = &case_type.opening;
    let Ok(process) = opening::imagined(pack, case_type, &Answers::new(), context) else {
        return Vec::new();
    };
    let frame = process.frame();
    let open = opening.needs.iter().filter(|guard| !holds(&guard.that, &frame));
    open.map(|guard| OpenGuard::of(guard, &opening.clauses)).collect()
}

/// The first guard that refuses whatever is answered, and those that wait for the answers.
fn guards(process: &Process, action: &Action, form: Option<&Form>) -> (Option<Refusal>, Vec<OpenGuard>) {
    let asked = form.map(|form| asked(process.case_type, form)).unwrap_or_default();
    let mut values = process.frame().values.to_vec();
    for slot in &asked {
        scope::put(&mut values, *slot, Value::Empty);
    }
    let frame = process.around().frame(&values);
    let mut refusal = None;
    let mut not_known_yet = Vec::new();
    for (index, guard) in action.needs.iter().enumerate() {
        match guard.that.truth(&frame) {
            Truth::True => {}
            // The form begins with what is known, so a guard that holds with that is not in the way.
            truth if is_open(guard, &asked, truth) || holds(&guard.that, &process.frame()) => {
                not_known_yet.push(OpenGuard::of(guard, &action.clauses));
            }
            _ if refusal.is_none() => refusal = Some(refused_by(guard, index, &action.clauses, &frame)),
            _ => {}
        }
    }
    (refusal, not_known_yet)
}

/// Whether the answers of the form can still make it hold. A clear no without them stays one, except where the guard asks
/// whether something is answered, for that will change.
fn is_open(guard: &Guard, asked: &[Slot], truth: Truth) -> bool {
    let reads_form = guard.that.reads().iter().any(|slot| asked.contains(slot));
    reads_form && (truth == Truth::Unknown || guard.that.asks_whether_answered())
}

/// Where the answers of the form end up: its fields, and the decisions that read them, directly or through others.
fn asked(case_type: &CaseType, form: &Form) -> Vec<Slot> {
    let mut slots: Vec<Slot> = form
        .fields()
        .flat_map(|field| [field.slot, field.form_slot])
        .flatten()
        .collect();
    // The order of deciding is the order of reading: once through is enough.
    for decision in case_type.decisions.values() {
        if decision.reads.iter().any(|slot| slots.contains(slot)) {
            slots.push(decision.slot);
        }
    }
    slots
}
