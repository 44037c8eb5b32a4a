//! The tasks of a case: open ones first, and what was answered in those that are done.

use super::Looks;
use super::deadlines::{LedgerLine, ledger};
use crate::case::Task;
use crate::case::choices::{Choice, Doable};
use crate::form::Answers;
use crate::web::chip::{self, Chip};
use crate::web::speech::Cited;

pub(super) struct TaskLine {
    pub name: String,
    pub department: Option<String>,
    pub person: Option<String>,
    pub opened: String,
    pub time: Option<TimeLine>,
    pub address: Option<String>,
    pub done: Option<String>,
    pub reason: Option<String>,
    pub answers: Vec<(String, String)>,
}

/// By when, and how that was reckoned.
pub(super) struct TimeLine {
    pub chip: Chip,
    pub due: String,
    pub clauses: Vec<Cited>,
    pub ledger: Vec<LedgerLine>,
}

impl Looks<'_> {
    fn time(&self, task: &Task) -> Option<TimeLine> {
        let time = task.time.as_ref()?;
        Some(TimeLine {
            chip: chip::of_task(task, time, self.speech.pack, self.view.now, self.speech.language),
            due: self.say_with("deadline-due", &[("at", self.speech.moment(time.due.due_at))]),
            clauses: self.speech.clauses(&time.clauses),
            ledger: ledger(&time.due, self.speech),
        })
    }

    pub(super) fn tasks(&self, offered: &[Choice]) -> Vec<TaskLine> {
        let mut tasks: Vec<_> = self.case().tasks.iter().collect();
        // The most urgent first, those without a time of their own after them, and what is done last.
        tasks.sort_by_key(|task| {
            let due = task.running().map(|time| time.due.due_at);
            (task.done.is_some(), due.is_none(), due)
        });
        tasks
            .into_iter()
            .map(|task| {
                let choice = offered.iter().find(
                    |choice| matches!(&choice.what, Doable::CompleteTask { number, .. } if *number == task.number),
                );
                let may = choice.is_some_and(Choice::is_allowed);
                TaskLine {
                    name: self.speech.task_about(task),
                    department: task.department.as_ref().map(|id| self.speech.department(id).to_owned()),
                    person: task.person.as_ref().map(|person| person.0.to_string()),
                    opened: self.speech.moment(task.opened_at),
                    time: self.time(task),
                    address: may.then(|| self.case_address(&format!("/tasks/{}", task.number))),
                    reason: choice
                        .and_then(|choice| choice.refusal.as_ref())
                        .map(|refusal| refusal.text(self.speech.pack, self.speech.case_type, self.speech.language)),
                    done: task.done.as_ref().map(|done| {
                        let key = if done.withdrawn { "task-withdrawn" } else { "task-done" };
                        self.say_with(key, &[("at", self.speech.moment(done.at))])
                    }),
                    answers: task
                        .done
                        .as_ref()
                        .map(|done| self.pairs_of(&done.answers))
                        .unwrap_or_default(),
                }
            })
            .collect()
    }

    fn pairs_of(&self, answers: &Answers) -> Vec<(String, String)> {
        answers
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(id, value)| (self.speech.name(id), self.speech.value(id, value)))
            .collect()
    }
}
