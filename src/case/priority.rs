//! How urgent a case is: the first level of its type whose condition holds.
//!
//! Nothing is remembered of it: it follows from what is, and lists keep what it came to when the case was last saved.

use super::surroundings::surroundings;
use super::*;
use crate::expression::Truth;
use crate::form::Surroundings as _;
use crate::pack::CaseType;

/// A level of urgency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urgency {
    /// Its place among the levels of the case type, from 1.
    pub rank: u16,
    pub level: PriorityId,
}

/// The level of a case as it stands; `None` for an ordinary one. What is not known makes nothing urgent.
pub fn urgency(pack: &Pack, case_type: &CaseType, case: &Case, context: &Context) -> Option<Urgency> {
    if case_type.priorities.is_empty() {
        return None;
    }
    let mut found = None;
    surroundings(pack, case_type, Some(case), context).with_frame(&Answers::new(), &mut |frame| {
        let mut levels = case_type.priorities.iter().zip(1..);
        let level = levels.find(|((_, level), _)| level.when.truth(frame) == Truth::True);
        found = level.map(|((id, _), rank)| Urgency {
            rank,
            level: id.clone(),
        });
    });
    found
}
