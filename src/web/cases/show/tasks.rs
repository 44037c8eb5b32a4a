//! The tasks of a case: open ones first, and what was answered in those that are done.

use super::Looks;
use crate::case::choices::{Choice, Doable};
use crate::form::Answers;

pub(super) struct TaskLine {
    pub name: String,
    pub department: Option<String>,
    pub opened: String,
    pub address: Option<String>,
    pub done: Option<String>,
    pub reason: Option<String>,
    pub answers: Vec<(String, String)>,
}

impl Looks<'_> {
    pub(super) fn tasks(&self, offered: &[Choice]) -> Vec<TaskLine> {
        let mut tasks: Vec<_> = self.case().tasks.iter().collect();
        tasks.sort_by_key(|task| task.done.is_some());
        tasks
            .into_iter()
            .map(|task| {
                let choice = offered.iter().find(
                    |choice| matches!(&choice.what, Doable::CompleteTask { number, .. } if *number == task.number),
                );
                let may = choice.is_some_and(Choice::is_allowed);
                TaskLine {
                    name: self.speech.task(&task.task).to_owned(),
                    department: task.department.as_ref().map(|id| self.speech.department(id).to_owned()),
                    opened: self.speech.moment(task.opened_at),
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
