//! How near something that can be done with a case is to what should be done now.

use crate::case::Case;
use crate::case::choices::{Choice, Doable};
use crate::case::refusal::Reason;
use crate::pack::CaseType;
use crate::pack::id::{EventId, TaskId};

/// The first the nearest. Within one, the pack's order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::web) enum Rank {
    Task,
    /// A running deadline waits for it.
    Awaited,
    MovesOn,
    /// A task on which nothing else waits.
    Aside,
    Possible,
    /// Not the usual way, says the pack.
    Exceptional,
}

impl Rank {
    pub fn of(case_type: &CaseType, case: &Case, what: &Doable) -> Self {
        let action = match what {
            Doable::CompleteTask { number, task, .. } if holds_up(case_type, case, *number, task) => return Self::Task,
            Doable::CompleteTask { .. } => return Self::Aside,
            Doable::Act(id) => case_type.actions.get(id),
            // Cases are merged by whoever happens to notice.
            Doable::Extend(_) | Doable::Merge => None,
        };
        let is_awaited = |event: &EventId| {
            let running = case.deadlines.iter().filter(|run| run.is_open());
            let mut rules = running.filter_map(|run| case_type.deadlines.get(&run.deadline));
            rules.any(|rule| rule.until.contains(event))
        };
        match action {
            None => Self::Exceptional,
            Some(action) if action.is_exceptional => Self::Exceptional,
            Some(action) if action.marks.iter().any(|mark| is_awaited(&mark.event)) => Self::Awaited,
            Some(action) if !action.to.is_empty() => Self::MovesOn,
            Some(_) => Self::Possible,
        }
    }

    /// Something that should be done, and not only may be.
    pub fn is_next(self) -> bool {
        self <= Self::MovesOn
    }
}

/// Whether anything waits for a task: its own time runs, it leads on, or a step asks whether it is open.
fn holds_up(case_type: &CaseType, case: &Case, number: u32, id: &TaskId) -> bool {
    let mut tasks = case.tasks.iter();
    let is_timed = tasks.any(|task| task.number == number && task.running().is_some());
    let rule = case_type.tasks.get(id);
    let leads_on = rule.is_some_and(|rule| !rule.to.is_empty() || !rule.marks.is_empty());
    let mut guards = case_type.actions.values().flat_map(|action| &action.needs);
    is_timed || leads_on || guards.any(|guard| guard.that.asks_whether_open(id))
}

/// Whether something is for others to do.
pub(super) fn is_for_others(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::NotYours { .. } | Reason::NotYou { .. } | Reason::NotYourStep { .. }
    )
}

/// The step that should be done now, if it is theirs whose `choices` these are.
pub(in crate::web) fn own_step<'c>(case_type: &CaseType, case: &Case, choices: &'c [Choice]) -> Option<&'c Choice> {
    let rank = |choice: &Choice| Rank::of(case_type, case, &choice.what);
    let refused = |choice: &Choice| {
        choice
            .refusal
            .as_ref()
            .is_some_and(|refusal| is_for_others(&refusal.reason))
    };
    let of_others = choices.iter().filter(|choice| refused(choice)).map(rank).min();
    let own = choices.iter().filter(|choice| choice.is_allowed());
    let own = own.min_by_key(|choice| rank(choice))?;
    let is_theirs = rank(own).is_next() && of_others.is_none_or(|of_others| rank(own) <= of_others);
    is_theirs.then_some(own)
}
