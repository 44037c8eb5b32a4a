//! What people are told, handed and shown.

use std::sync::Arc;

use super::id::*;
use crate::expression::Expression;
use crate::locale::Text;

/// What templates show besides the names of expressions; `document` and `copy` only where something is printed.
pub const TEMPLATE_NAMES: [&str; 8] = [
    "case.closed_at",
    "channels",
    "copy",
    "deadline",
    "deadlines",
    "document",
    "each",
    "organization",
];

pub struct NoticeRule {
    pub id: NoticeId,
    pub name: Text,
    pub to: Recipient,
    /// A minijinja template.
    pub text: Text,
    pub clauses: Vec<ClauseId>,
}

/// Who is told. What gives several tells each of them.
pub enum Recipient {
    Complainant,
    /// Whoever owns the case.
    Owner,
    People(Expression),
    Departments(Expression),
    Roles {
        roles: Roles,
        /// Only those of the role who belong to these departments.
        within: Option<Expression>,
    },
}

impl Recipient {
    /// Everybody with this role.
    pub fn role(role: RoleId) -> Self {
        Self::Roles {
            roles: Roles::One(role),
            within: None,
        }
    }
}

/// A role as it is written, or one that is worked out.
pub enum Roles {
    One(RoleId),
    Given(Expression),
}

pub struct DocumentRule {
    pub id: DocumentId,
    pub name: Text,
    /// The source of a minijinja template that makes HTML.
    pub template: Arc<str>,
    /// One print for each member of what this gives.
    pub each: Option<Expression>,
    pub copies: Vec<CopyRule>,
    pub clauses: Vec<ClauseId>,
}

pub struct CopyRule {
    pub name: Text,
    pub to: Text,
    pub clauses: Vec<ClauseId>,
}

pub struct Guidance {
    pub id: GuidanceId,
    pub title: Text,
    /// A minijinja template.
    pub text: Text,
    /// It is shown only while this holds.
    pub when: Option<Expression>,
    /// Shown beside the opening form.
    pub at_opening: bool,
    pub at: Vec<StageId>,
    /// The actions on whose form it is shown.
    pub for_actions: Vec<ActionId>,
    /// The tasks on whose form it is shown.
    pub for_tasks: Vec<TaskId>,
    pub clauses: Vec<ClauseId>,
}
