//! How near something that can be done with a case is to what should be done now.

use crate::case::Case;
use crate::case::choices::{Choice, Doable};
use crate::case::refusal::Reason;
use crate::pack::CaseType;
use crate::pack::id::EventId;

/// The first the nearest. Within one, the pack's order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::web) enum Rank {
    Task,
    /// A running deadline waits for it.
    Awaited,
    MovesOn,
    Possible,
    /// Not the usual way, says the pack.
    Exceptional,
}

impl Rank {
    pub fn of(case_type: &CaseType, case: &Case, what: &Doable) -> Self {
        let action = match what {
            Doable::CompleteTask { .. } => return Self::Task,
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
