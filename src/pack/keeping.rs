//! What is kept from whom, and whether it is written down who has looked.

use super::id::{ClauseId, RoleId};
use crate::expression::Expression;

/// People who neither see nor act on a case.
pub struct Exclusion {
    /// Gives a person, or a list of them.
    pub who: Expression,
    pub clauses: Vec<ClauseId>,
}

/// While it holds, only these roles see a case, besides who owns it and whoever has an open task in it.
pub struct Confidential {
    pub when: Expression,
    pub only: Vec<RoleId>,
    pub clauses: Vec<ClauseId>,
}

/// The deadline a retention runs as.
pub const RETENTION: &str = "retention";

/// What happens when a case has been kept long enough.
pub const RETENTION_OVER: &str = "retention_over";

/// What happens in a case with a retention that is merged into another one before its retention has begun: it is kept from then on.
pub const MERGED_AWAY: &str = "merged_away";

/// A case is kept for a while: the waiting period [`RETENTION`], which goes on when the case is closed.
pub struct Retention {
    /// Who is asked at its end.
    pub asks: Vec<RoleId>,
    pub clauses: Vec<ClauseId>,
}

/// Every look at a case is written down.
pub struct ViewLog {
    pub clauses: Vec<ClauseId>,
}
