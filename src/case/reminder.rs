//! What people were reminded of, until the case moves on from it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::event::{Effect, Event};
use super::process::Process;
use super::{Addressee, Case};
use crate::pack::id::{DeadlineId, StageId};

/// Something of the case that somebody is to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reminder {
    /// Its place in the history: no other of the case has the same.
    pub seq: u64,
    pub at: DateTime<Utc>,
    pub to: Addressee,
    pub about: String,
    pub until: Until,
}

/// What ends a reminder by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// This run is over.
    Deadline { deadline: DeadlineId, occurrence: u32 },
    /// The task of this number is done or withdrawn.
    Task(u32),
    /// The case has left this stage.
    Stage(StageId),
}

/// Tells `to`, and keeps it before them until that.
pub(super) fn remind(process: &mut Process, to: Addressee, about: &str, until: Until) {
    process.emit(Event::Reminded {
        to: to.clone(),
        about: about.to_owned(),
        until: Some(until),
    });
    let about = about.to_owned();
    process.changes.effects.push(Effect::Remind { to, about });
}

/// When a reminder ends that is given now: with what brought it about, if that is still to be done, or else when the case goes on.
pub(super) fn until_now(process: &Process) -> Until {
    let task = process.task().filter(|task| task.done.is_none());
    if let Some(task) = task {
        return Until::Task(task.number);
    }
    let concerned = process.concerned.as_ref();
    let run = concerned.and_then(|concerned| super::deadline::open_run(&process.case, &concerned.deadline));
    match run {
        Some(run) => Until::Deadline {
            deadline: run.deadline.clone(),
            occurrence: run.occurrence,
        },
        None => Until::Stage(process.case.stage.clone()),
    }
}

impl Case {
    /// A reminder of the same takes the place of the one before.
    pub(super) fn keep_reminder(&mut self, reminder: Reminder) {
        self.reminders
            .retain(|known| known.to != reminder.to || known.about != reminder.about || known.until != reminder.until);
        self.reminders.push(reminder);
    }

    /// Forgets the reminders from which it has moved on.
    pub(super) fn drop_reminders(&mut self) {
        if self.reminders.is_empty() {
            return;
        }
        let mut reminders = std::mem::take(&mut self.reminders);
        reminders.retain(|reminder| !self.is_over(&reminder.until));
        self.reminders = reminders;
    }

    fn is_over(&self, until: &Until) -> bool {
        match until {
            Until::Deadline { deadline, occurrence } => !self
                .deadlines
                .iter()
                .any(|run| run.deadline == *deadline && run.occurrence == *occurrence && run.is_open()),
            Until::Task(number) => !self
                .tasks
                .iter()
                .any(|task| task.number == *number && task.done.is_none()),
            Until::Stage(stage) => self.stage != *stage,
        }
    }
}
