//! Destroying what a case holds: answers, texts, files and names go for good; number, dates, stages and who did it stay.
//! So does from whom it is kept: who opened it, who looked into it and under which clauses is still there, and they never saw it.
//!
//! An event loses what it tells and keeps that it happened, so that the history is still one and the case can be folded from
//! what is left of it. What is left is the same whether it is folded from erased events or erased as it stands.

use super::command::AttachedFile;
use super::event::Event;
use super::process::Process;
use super::refusal::{Reason, Refusal};
use super::{reaction, *};
use crate::pack::{Effect, RETENTION};

/// What was to be done, as histories say it.
pub(super) const DESTROY: &str = "destroy";

/// How a case was destroyed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Destruction {
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub by_name: String,
    pub clauses: Vec<ClauseId>,
}

impl Case {
    /// Forgets what may not be kept.
    pub(super) fn erase(&mut self) {
        self.answers.clear();
        self.decisions.clear();
        for deadline in &mut self.deadlines {
            for extension in &mut deadline.extensions {
                extension.reason.clear();
            }
        }
        for task in &mut self.tasks {
            task.each = Value::Empty;
            task.about = None;
            if let Some(done) = &mut task.done {
                done.answers.clear();
            }
        }
        for happening in &mut self.happenings {
            happening.answers.clear();
        }
        self.documents.clear();
        self.notices.clear();
        self.admitted.clear();
        self.unsure_sight.clear();
        self.names.clear();
        self.language = None;
        self.reminders.clear();
    }
}

impl Event {
    /// What is left of an event of a destroyed case.
    pub fn erased(&self) -> Self {
        let mut left = self.clone();
        if let Some(answers) = left.answers_mut() {
            answers.clear();
        }
        match &mut left {
            Self::Decided { decided, .. } => {
                decided.value = Value::Empty;
                decided.seen.clear();
                decided.missing.clear();
                decided.failure = None;
                if let Some(overridden) = &mut decided.overridden {
                    overridden.reason.clear();
                }
            }
            Self::Opened { language, .. } => *language = None,
            Self::DeadlineBackdated { clock: Some(clock), .. } => {
                clock.extensions.iter_mut().for_each(|granted| granted.reason.clear());
            }
            Self::DeadlineExtended { reason, told_how, .. } => {
                reason.clear();
                *told_how = None;
            }
            Self::Noticed { text, .. } | Self::Commented { text } | Self::Recorded { text, .. } => text.clear(),
            Self::TaskOpened { each, about, .. } => {
                *each = Value::Empty;
                *about = None;
            }
            Self::Printed { each, .. } => *each = Value::Empty,
            Self::Reminded { about, .. } => about.clear(),
            Self::Attached { file } => {
                *file = AttachedFile {
                    hash: String::new(),
                    name: String::new(),
                    media_type: String::new(),
                    bytes: 0,
                }
            }
            Self::ReactionFailed { why, .. } => why.clear(),
            Self::SightNarrowed { unsure, .. } => unsure.clear(),
            Self::Named { names } => names.clear(),
            _ => {}
        }
        left
    }

    /// Every text that may be the hash of a file this event brought: of an attachment, or in an answer.
    pub fn file_hashes(&self) -> Vec<&str> {
        match self {
            Self::Attached { file } => vec![&file.hash],
            _ => self
                .answers()
                .into_iter()
                .flat_map(|answers| answers.values())
                .flat_map(hashes)
                .collect(),
        }
    }
}

fn hashes(answer: &Value) -> Vec<&str> {
    let is_hash = |text: &&str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match answer {
        Value::Text(hash) => Some(&**hash).filter(is_hash).into_iter().collect(),
        Value::List(items) => items.iter().flat_map(hashes).collect(),
        Value::Record(fields) => fields.values().flat_map(hashes).collect(),
        _ => Vec::new(),
    }
}

/// A step that surely destroys the case is not taken before its retention is over. One that destroys under a condition is taken, for
/// whether it does shows only then: what may not be destroyed is told instead.
///
/// # Errors
/// A refusal under the clauses of the retention.
pub(super) fn check(process: &Process, effects: &[Effect]) -> Result<(), Refusal> {
    if effects.iter().any(|effect| matches!(effect, Effect::Destroy)) {
        may_be_destroyed(process)
    } else {
        Ok(())
    }
}

/// # Errors
/// A refusal under the clauses of the retention, if that is not over.
pub(super) fn may_be_destroyed(process: &Process) -> Result<(), Refusal> {
    let Some(retention) = &process.case_type.retention else {
        return Ok(());
    };
    let mut runs = process.case.deadlines.iter().rev();
    let last = runs.find(|run| &*run.deadline == RETENTION);
    if last.is_some_and(|run| matches!(run.state, DeadlineState::Ended { .. })) {
        return Ok(());
    }
    let until = last.map(|run| run.due.due_at);
    Err(Refusal::new(Reason::StillKept { until }).under(&retention.clauses))
}

/// The last thing that happens in a command that destroys: nothing runs any more, and nothing that was said leaves. Only a
/// closed case is destroyed: an open one would be work for ever that nobody can do.
pub(super) fn finish(process: &mut Process) {
    let Some(taker) = process.to_be_destroyed else { return };
    process.taken_by(taker);
    if process.case.closed_at.is_none() {
        let why = process.words(&Reason::StillOpen.into());
        return reaction::fail(process, DESTROY.to_owned(), why);
    }
    let clauses = under(process);
    let tasks = process.case.tasks.iter().filter(|task| task.done.is_none());
    for number in tasks.map(|task| task.number).collect::<Vec<_>>() {
        process.emit(Event::TaskWithdrawn { number });
    }
    let because = process.say("history-destroyed", &[]);
    let runs = process.case.deadlines.iter().filter(|run| run.is_open());
    for (deadline, occurrence) in runs
        .map(|run| (run.deadline.clone(), run.occurrence))
        .collect::<Vec<_>>()
    {
        process.emit(Event::DeadlineCancelled {
            deadline,
            occurrence,
            because: because.clone(),
        });
    }
    let is_reminder = |effect: &event::Effect| matches!(effect, event::Effect::Remind { .. });
    process.changes.effects.retain(is_reminder);
    // Nothing is left to open another case from, and what was asked for is not lost without a word.
    for opening in std::mem::take(&mut process.changes.openings) {
        reaction::fail(process, opening.what(), because.clone());
    }
    process.emit(Event::Destroyed {
        clauses,
        left: String::new(),
    });
}

/// The clauses of the step that destroys, or those of the retention.
fn under(process: &Process) -> Vec<ClauseId> {
    let step = process.changes.events.iter().rev().find_map(|event| match event {
        Event::Acted { action, .. } => Some(&process.case_type.actions.get(action)?.clauses),
        Event::TaskDone { number, .. } => {
            let task = process.case.tasks.iter().find(|task| task.number == *number)?;
            Some(&process.case_type.tasks.get(&task.task)?.clauses)
        }
        _ => None,
    });
    let retention = process.case_type.retention.as_ref().map(|retention| &retention.clauses);
    step.filter(|clauses| !clauses.is_empty())
        .or(retention)
        .cloned()
        .unwrap_or_default()
}
