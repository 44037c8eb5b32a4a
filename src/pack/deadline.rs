//! Deadlines, and how they are extended.

use super::id::*;
use super::{Branch, Effect, Permitted};
use crate::calendar::Period;
use crate::expression::Expression;
use crate::locale::Text;

pub struct DeadlineRule {
    pub id: DeadlineId,
    pub name: Text,
    pub when: Option<Expression>,
    pub from: Vec<EventId>,
    pub until: Vec<EventId>,
    pub cancelled_by: Vec<EventId>,
    pub paused_in: Vec<StageId>,
    pub within: Vec<Branch<Period>>,
    /// The promised instant. Together with `within` the earlier counts.
    pub at: Option<Expression>,
    pub soft: bool,
    pub warn: Vec<Period>,
    pub tells: Vec<RoleId>,
    pub missed: Vec<Effect>,
    /// Not empty: a waiting period, whose end is no breach.
    pub due: Vec<Effect>,
    /// The steps in which it may be extended, as written; empty: never.
    pub extensions: Vec<Extension>,
    pub clauses: Vec<ClauseId>,
}

/// One step in which a deadline may be extended.
pub struct Extension {
    pub name: Option<Text>,
    pub by: Vec<Permitted>,
    /// It can be granted only while this holds.
    pub when: Option<Expression>,
    /// Only after another step has been granted.
    pub further: bool,
    pub times: u32,
    pub up_to: Option<Period>,
    pub notice: bool,
    /// The end may also be moved to an earlier moment.
    pub earlier: bool,
    pub does: Vec<Effect>,
    pub clauses: Vec<ClauseId>,
}
