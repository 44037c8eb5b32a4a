//! A task's own time: reckoned from its opening as that of a deadline, warned of, missed once, and moved only by what its clock stood
//! still. It ends with the task: what is done late stays late, what is withdrawn runs no more.

use super::named;
use crate::calendar::Impossible;
use crate::case::event::Event;
use crate::case::process::{Cause, Process};
use crate::case::reckoning::{self, Reckoned, Terms};
use crate::case::reminder::remind;
use crate::case::*;
use crate::pack::TaskRule;

impl Task {
    /// Its own time, while it runs: the task is open and its clock does not stand still.
    pub fn running(&self) -> Option<&TaskTime> {
        self.time
            .as_ref()
            .filter(|time| self.done.is_none() && !time.is_paused())
    }

    /// Open, and past its own due time at `now`.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.running().is_some_and(|time| time.due.is_over(now))
    }
}

impl TaskTime {
    /// Its clock stands still.
    pub fn is_paused(&self) -> bool {
        matches!(self.pauses.last(), Some((_, None)))
    }
}

impl TaskRule {
    fn has_time(&self) -> bool {
        !self.within.is_empty() || self.at.is_some()
    }

    fn terms(&self) -> Terms<'_> {
        Terms {
            within: &self.within,
            at: self.at.as_ref(),
            clauses: &self.clauses,
        }
    }
}

/// Starts the time of a task that has just been opened. One that cannot be reckoned is told, once.
pub(in crate::case) fn start(process: &mut Process, number: u32) {
    if let Err(why) = reckon(process, number) {
        let task = process.case.tasks.iter().find(|task| task.number == number);
        let what = task.map_or_else(String::new, |task| format!("task `{}`", task.task));
        reaction::fail(process, what, why.to_string());
    }
}

/// Starts the time of open tasks that could not be known before.
pub(in crate::case) fn derive(process: &mut Process) {
    let waiting = open_with_time(process).filter(|(task, _)| task.time.is_none());
    let waiting: Vec<u32> = waiting.map(|(task, _)| task.number).collect();
    for number in waiting {
        // Told when it was opened, not again with every later command.
        let _ = reckon(process, number);
    }
}

/// Pauses what stands still in the present stage and resumes the rest.
pub(in crate::case) fn pause_and_resume(process: &mut Process) {
    let stage = process.case.stage.clone();
    let open: Vec<(u32, bool, bool)> = open_with_time(process)
        .filter_map(|(task, rule)| {
            let time = task.time.as_ref()?;
            Some((task.number, time.is_paused(), rule.paused_in.contains(&stage)))
        })
        .collect();
    for (number, is_paused, stands_still) in open {
        match (is_paused, stands_still) {
            (false, true) => pause(process, number),
            (true, false) => resume(process, number),
            _ => {}
        }
    }
}

/// It is due soon: those who are told of it are reminded.
pub(in crate::case) fn warn(process: &mut Process, number: u32) {
    process.emit(Event::TaskWarned { number });
    tell(process, number);
}

/// Its time has passed and it is not done: a breach, once.
pub(in crate::case) fn miss(process: &mut Process, number: u32) {
    process.emit(Event::TaskMissed { number });
    // Rules may ask for late tasks.
    process.settle();
    tell(process, number);
    if let Some((task, rule)) = find(process, number) {
        let about = named(process, task, rule);
        process.react_later(&rule.missed, about, Some(Cause::Task(number)));
    }
}

fn tell(process: &mut Process, number: u32) {
    if let Some((task, rule)) = find(process, number) {
        let about = named(process, task, rule);
        for role in &rule.tells {
            remind(process, Addressee::Role(role.clone()), &about, Until::Task(number));
        }
    }
}

fn find<'p, 'a>(process: &'p Process<'a>, number: u32) -> Option<(&'p Task, &'a TaskRule)> {
    let task = process.case.tasks.iter().find(|task| task.number == number)?;
    Some((task, process.case_type.tasks.get(&task.task)?))
}

fn open_with_time<'p, 'a>(process: &'p Process<'a>) -> impl Iterator<Item = (&'p Task, &'a TaskRule)> {
    let case_type = process.case_type;
    let open = process.case.tasks.iter().filter(|task| task.done.is_none());
    open.filter_map(move |task| Some((task, case_type.tasks.get(&task.task)?)))
        .filter(|(_, rule)| rule.has_time())
}

/// Reckons when an open task ends, once: whoever has it was told so, and what the next one is asked does not move it.
fn reckon(process: &mut Process, number: u32) -> Result<(), Impossible> {
    let Some((task, rule)) = find(process, number).filter(|(_, rule)| rule.has_time()) else {
        return Ok(());
    };
    let values = process.values_for(task);
    let frame = process.around().frame(&values);
    let reckoned = reckoning::reckon(process.pack, &frame, rule.terms(), task.opened_at, &[])?;
    let Some(Reckoned {
        due,
        rule: branch,
        clauses,
    }) = reckoned
    else {
        return Ok(());
    };
    let warnings = reckoning::warnings(process, &rule.warn, due.due_at);
    process.emit(Event::TaskTimed {
        number,
        task: rule.id.clone(),
        due,
        rule: branch,
        clauses,
        warnings,
    });
    if rule.paused_in.contains(&process.case.stage) {
        pause(process, number);
    }
    Ok(())
}

/// A clock that has run out cannot stand still.
fn pause(process: &mut Process, number: u32) {
    let now = process.context.now;
    let runs = find(process, number)
        .and_then(|(task, _)| task.running())
        .is_some_and(|time| !time.missed && !time.due.is_over(now));
    if runs {
        process.emit(Event::TaskPaused { number });
    }
}

/// A period is moved by what it stood still; a promised instant stands.
fn resume(process: &mut Process, number: u32) {
    let Some((task, rule)) = find(process, number) else {
        return;
    };
    let Some(time) = &task.time else { return };
    let branch = time
        .rule
        .and_then(|branch| usize::try_from(branch).ok()?.checked_sub(1));
    let moved = branch.and_then(|branch| rule.within.get(branch)).and_then(|branch| {
        let pauses = reckoning::pauses(&time.pauses, process.context.now);
        let pack = process.pack;
        let due = pack.calendar.due(&branch.is, task.opened_at, &pauses, &pack.immediate);
        due.ok()
    });
    let due = moved.unwrap_or_else(|| time.due.clone());
    let warnings = reckoning::warnings(process, &rule.warn, due.due_at);
    process.emit(Event::TaskResumed { number, due, warnings });
}
