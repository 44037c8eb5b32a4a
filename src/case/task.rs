//! Tasks: one person's or department's duty inside a case.

use super::event::Event;
use super::permission::{departments, not_yours};
use super::process::Process;
use super::refusal::Refusal;
use super::*;
use super::{erasure, reaction};
use crate::pack::TaskRule;

/// Opens a task, one for each department its expression gives. While the department is not known, the task waits for
/// whoever has the role rather than being lost.
pub(super) fn open(process: &mut Process, id: &TaskId) {
    let Some(rule) = process.case_type.tasks.get(id) else {
        return;
    };
    let to: Vec<Option<DepartmentId>> = match &rule.department {
        None => vec![None],
        Some(expression) => match departments(expression, &process.frame()) {
            None => vec![None],
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
        },
    };
    for department in to {
        let number = decision::number(process.case.tasks.len());
        process.emit(Event::TaskOpened {
            number,
            task: id.clone(),
            department,
        });
    }
    process.settle();
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
    let done = finish(process, rule, number);
    process.submit(outer);
    done
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
    let is_theirs = process
        .context
        .actor
        .may_do_task(&rule.by, task.department.as_ref(), &process.frame());
    if is_theirs {
        Ok((rule, task.task.clone()))
    } else {
        Err(not_yours(&rule.by).under(&rule.clauses))
    }
}
