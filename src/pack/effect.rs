//! What else happens when something is done.

use std::sync::Arc;

use super::Recipient;
use super::id::*;
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
