//! Tasks: one person's or department's duty inside a case.

pub(super) mod time;

use super::event::Event;
use super::permission::{ids, not_your_task};
use super::process::Process;
use super::refusal::{Reason, Refusal};
use super::{document, duty, erasure, reaction, sight, template, *};
use crate::expression::{Expression, Outcome};
use crate::locale::say;
use crate::pack::TaskRule;

/// Opens a task: one for each member that `each` gives, and of those one for each department its expression gives. While the
/// department is not known, the task waits for whoever has the role rather than being lost.
pub(super) fn open(process: &mut Process, id: &TaskId, each: Option<&Expression>) {
    let Some(rule) = process.case_type.tasks.get(id) else {
        return;
    };
    let members = match each {
        None => vec![Value::Empty],
        Some(each) => match document::all_members(process.pack, each, &process.frame()) {
            Ok(members) => members,
            Err(why) => return reaction::fail(process, format!("task `{id}`"), why),
        },
    };
    for member in members {
        let for_member = unopened(process, rule, None, &member);
        for department in given_to(process, rule, &for_member) {
            let mut task = unopened(process, rule, department, &member);
            let person = text(process, rule.person.as_ref(), &task);
            match person.map(|written| sight::given_to(process, &written)).transpose() {
                Ok(person) => task.person = person,
                // It is there for whoever its rule lets do it rather than for nobody.
                Err(why) => reaction::fail(process, format!("task `{id}`"), why),
            }
            task.about = text(process, rule.about.as_ref(), &task).or_else(|| {
                let language = process.pack.languages.first()?;
                template::in_one_line(
                    process.pack,
                    process.case_type,
                    &process.case.names,
                    each?,
                    &member,
                    language,
                )
            });
            let number = task.number;
            process.emit(Event::TaskOpened {
                number,
                task: task.task,
                department: task.department,
                each: task.each,
                person: task.person,
                about: task.about,
            });
            time::start(process, number);
        }
    }
    process.settle();
}

/// The task as it is about to be opened.
fn unopened(process: &Process, rule: &TaskRule, department: Option<DepartmentId>, member: &Value) -> Task {
    Task {
        number: decision::number(process.case.tasks.len()),
        task: rule.id.clone(),
        department,
        each: member.clone(),
        person: None,
        about: None,
        opened_at: process.context.now,
        time: None,
        done: None,
    }
}

/// The departments it is given to, each once; `None` stands for whoever has the role. What works out that there is none means none; rows
/// that do not say theirs have not said it yet.
fn given_to(process: &Process, rule: &TaskRule, task: &Task) -> Vec<Option<DepartmentId>> {
    let Some(expression) = &rule.department else {
        return vec![None];
    };
    let values = process.values_for(task);
    match ids(expression, &process.around().frame(&values)) {
        None => vec![None],
        Some(given) if given.is_empty() && expression.asks_each_row() => vec![None],
        Some(given) => {
            let mut each: Vec<Option<DepartmentId>> = Vec::new();
            for department in given {
                let department = Some(DepartmentId::from(department));
                if !each.contains(&department) {
                    each.push(department);
                }
            }
            each
        }
    }
}

/// A text that an expression of the task gives, once it is known.
fn text(process: &Process, expression: Option<&Expression>, task: &Task) -> Option<String> {
    let values = process.values_for(task);
    match expression?.evaluate(&process.around().frame(&values)) {
        Outcome::Known(Value::Text(text)) if !text.is_empty() => Some(text.to_string()),
        _ => None,
    }
}

/// Closes every open task of this name without it being done.
pub(super) fn withdraw(process: &mut Process, id: &TaskId) {
    let open: Vec<u32> = process
        .case
        .tasks
        .iter()
        .filter(|task| task.task == *id && task.done.is_none())
        .map(|task| task.number)
        .collect();
    for number in open {
        process.emit(Event::TaskWithdrawn { number });
    }
    process.settle();
}

pub(super) fn complete(process: &mut Process, number: u32, answers: &Answers) -> Result<(), Refusal> {
    let (rule, _) = may_complete(process, number)?;
    let form = rule.form.as_ref().and_then(|form| process.case_type.forms.get(form));
    let outer = process.submit_to(form, answers);
    let outer_task = process.because_of(Some(number));
    let done = finish(process, rule, number);
    process.because_of(outer_task);
    process.submit(outer);
    done
}

/// As people are told of it: with what it is about and the department it was given to.
fn named(process: &Process, task: &Task, rule: &TaskRule) -> String {
    let Some(language) = process.pack.languages.first() else {
        return String::new();
    };
    let mut name = process.text(&rule.name);
    if let Some(about) = &task.about {
        let arguments = [("task", name.as_str().into()), ("about", about.as_str().into())];
        name = say(language, "task-about", &arguments);
    }
    let department = task.department.as_ref().and_then(|id| process.pack.departments.get(id));
    let Some(department) = department else { return name };
    let department = department.name.in_language(language);
    let arguments = [("task", name.as_str().into()), ("department", department.into())];
    say(language, "task-of-department", &arguments)
}

fn finish<'a>(process: &mut Process<'a>, rule: &'a TaskRule, number: u32) -> Result<(), Refusal> {
    erasure::check(process, &rule.does)?;
    let is_last = !process
        .case
        .tasks
        .iter()
        .any(|task| task.number != number && task.task == rule.id && task.done.is_none());
    let target = if is_last {
        process.target(&rule.to, &format!("task `{}`", rule.id))?
    } else {
        None
    };
    let marks = process.instants(&rule.marks)?;
    let happenings_before = process.case.happenings.len();

    let answers = process.submitted();
    process.emit(Event::TaskDone { number, answers });
    process.settle();
    for (event, at) in marks {
        process.happen(event, at);
    }
    if let Some(stage) = target {
        process.enter(stage, happenings_before);
    }
    let about = process.text(&rule.name);
    reaction::run(process, &rule.does, &about);
    Ok(())
}

/// Whether this person may complete the task here and now.
pub(super) fn may_complete<'a>(process: &Process<'a>, number: u32) -> Result<(&'a TaskRule, TaskId), Refusal> {
    let open = process
        .case
        .tasks
        .iter()
        .find(|task| task.number == number && task.done.is_none());
    let Some(task) = open else {
        return Err(Refusal::unknown(format!("open task {number}")));
    };
    let rule = process
        .case_type
        .tasks
        .get(&task.task)
        .ok_or_else(|| Refusal::unknown(format!("task `{}`", task.task)))?;
    let actor = process.context.actor;
    let is_theirs = || {
        let holders = duty::holders(process, rule, task);
        holders
            .iter()
            .any(|holder| holder.means(actor.acts_as(), &actor.roles, &actor.departments))
    };
    if actor.is_above_roles() || is_theirs() {
        return Ok((rule, task.task.clone()));
    }
    let refusal = match &task.person {
        Some(person) => Refusal::new(Reason::NotYou {
            person: process.case.called(person).to_owned(),
        }),
        None => {
            let values = process.values_for(task);
            let frame = process.around().frame(&values);
            not_your_task(&rule.by, task.department.as_ref(), process, &frame)
        }
    };
    Err(refusal.under(&rule.clauses))
}
