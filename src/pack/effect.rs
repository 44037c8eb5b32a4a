//! What else happens when something is done.

use std::sync::Arc;

use super::id::*;
use super::{CaseType, Pack, Recipient, ScheduledWork};
use crate::expression::{Expression, Slot};

/// What else happens.
pub enum Effect {
    OpenTask {
        task: TaskId,
        /// One for each member of what this gives.
        each: Option<Expression>,
    },
    CloseTasks(TaskId),
    Print(DocumentId),
    Notify(NoticeId),
    Assign(Expression),
    Own(Expression),
    Act(ActionId),
    Set(Vec<(FieldId, Expression)>),
    StartRound,
    Remind(Recipient),
    /// Once all else of the command is done.
    Destroy,
    OpenCase(OpenCase),
    When(Conditional),
}

/// A case that is opened by itself.
pub struct OpenCase {
    pub case_type: CaseTypeId,
    pub answers: Vec<(FieldId, Expression)>,
    /// One for each member of what this gives, seen in the slot.
    pub each: Option<(Expression, Slot)>,
    /// Happens in this case when the other reaches a final stage.
    pub marks: Option<EventId>,
}

/// Effects under a condition. An unknown condition does not hold.
pub struct Conditional {
    /// Where it stands, as people read it: `action close effect 2`, and `effect 2.1` inside another.
    pub name: Arc<str>,
    pub when: Expression,
    pub does: Vec<Effect>,
}

impl Effect {
    /// Whether `meant` is among these effects, under whatever conditions.
    pub fn any(effects: &[Effect], meant: &dyn Fn(&Effect) -> bool) -> bool {
        effects.iter().any(|effect| match effect {
            Effect::When(conditional) => Effect::any(&conditional.does, meant),
            effect => meant(effect),
        })
    }
}

impl CaseType {
    /// Every list of effects that its own file writes down.
    pub fn effects(&self) -> impl Iterator<Item = &[Effect]> {
        let deadlines = self.deadlines.values().flat_map(|rule| {
            let extended = rule.extensions.iter().map(|extension| &extension.does);
            [&rule.missed, &rule.due].into_iter().chain(extended)
        });
        let tasks = self.tasks.values().flat_map(|task| [&task.missed, &task.does]);
        let merging = self.merging.iter().map(|merging| &merging.does);
        let public = self.public.iter().map(|public| &public.opening.does);
        std::iter::once(&self.opening.does)
            .chain(public)
            .chain(deadlines)
            .chain(self.actions.values().map(|action| &action.does))
            .chain(tasks)
            .chain(merging)
            .map(Vec::as_slice)
    }
}

impl Pack {
    /// The effects that schedules have on cases of this type.
    pub fn scheduled_effects<'a>(&'a self, case_type: &'a CaseTypeId) -> impl Iterator<Item = &'a [Effect]> {
        self.schedules
            .values()
            .filter_map(move |schedule| match &schedule.work {
                ScheduledWork::ForEach {
                    case_type: of, does, ..
                } if of == case_type => Some(does.as_slice()),
                ScheduledWork::ForEach { .. } | ScheduledWork::Open { .. } => None,
            })
    }
}
