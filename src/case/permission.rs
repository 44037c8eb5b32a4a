//! Who may do what: roles, anywhere or within a department.

use super::refusal::{Reason, Refusal};
use super::*;
use crate::expression::{Frame, Outcome};
use crate::pack::Permitted;

impl Actor {
    fn belongs_to(&self, department: &str) -> bool {
        self.departments.iter().any(|own| **own == *department)
    }

    /// Whether this person may do what `by` allows. An expression that gives several departments means any of them; a
    /// department that is not known yet is nobody's.
    pub(super) fn may(&self, by: &[Permitted], frame: &Frame) -> bool {
        self.is_above_roles()
            || by.iter().any(|permitted| {
                self.roles.contains(&permitted.role)
                    && permitted.department.as_ref().is_none_or(|department| {
                        departments(department, frame).is_some_and(|ids| ids.iter().any(|id| self.belongs_to(id)))
                    })
            })
    }

    /// Whether this person may do a task that was given to `department`: as [`Actor::may`], and a role that names no
    /// department of its own counts only within the task's.
    pub(super) fn may_do_task(&self, by: &[Permitted], department: Option<&DepartmentId>, frame: &Frame) -> bool {
        let Some(department) = department else {
            return self.may(by, frame);
        };
        self.is_above_roles()
            || by.iter().any(|permitted| match &permitted.department {
                None => self.roles.contains(&permitted.role) && self.belongs_to(department),
                Some(_) => self.may(std::slice::from_ref(permitted), frame),
            })
    }

    /// The engine and administrators need no role; histories say so.
    pub(super) fn is_above_roles(&self) -> bool {
        self.engine || self.administrator
    }
}

/// The departments or people an expression gives, one or a list; `None` while they are not known.
pub(super) fn departments(expression: &crate::expression::Expression, frame: &Frame) -> Option<Vec<Arc<str>>> {
    match expression.evaluate(frame) {
        Outcome::Known(Value::Text(id)) => Some(vec![id]),
        Outcome::Known(Value::List(ids)) => Some(
            ids.iter()
                .filter_map(|id| match id {
                    Value::Text(id) => Some(Arc::clone(id)),
                    _ => None,
                })
                .collect(),
        ),
        _ => None,
    }
}

pub(super) fn not_yours(by: &[Permitted]) -> Refusal {
    let mut roles: Vec<RoleId> = Vec::new();
    for permitted in by {
        if !roles.contains(&permitted.role) {
            roles.push(permitted.role.clone());
        }
    }
    Reason::NotYours { roles }.into()
}
