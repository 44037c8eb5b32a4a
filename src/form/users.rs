//! Fields that hold a user of the organization: who may be chosen, and what is wrong with everybody else.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::mistake::Mistake;
use super::{Field, Surroundings};
use crate::pack::id::{DepartmentId, RoleId};
use crate::pack::raw::FieldKind;
use crate::value::Value;

/// What the people named somewhere are called, by the names they sign in with.
pub type Names = BTreeMap<Arc<str>, Arc<str>>;

/// Somebody who may sign in and holds a post in the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The name they sign in with.
    pub id: Arc<str>,
    /// As shown to people.
    pub name: String,
    /// A role, and the department in which they hold it if not at large.
    pub posts: Vec<(RoleId, Option<DepartmentId>)>,
}

impl User {
    /// Whether one of their posts is of these roles (any, if none) and in one of these departments (any, if `None`).
    pub fn holds(&self, roles: &[RoleId], departments: Option<&[Arc<str>]>) -> bool {
        self.posts.iter().any(|(role, department)| {
            (roles.is_empty() || roles.contains(role))
                && departments.is_none_or(|wanted| {
                    department
                        .as_ref()
                        .is_some_and(|own| wanted.iter().any(|wanted| **wanted == **own))
                })
        })
    }
}

impl Field {
    /// Whether it or a field of its rows asks for a user.
    pub fn holds_users(&self) -> bool {
        self.kind == FieldKind::User || self.fields.iter().any(Self::holds_users)
    }

    /// Who may be chosen, in the order in which people look for a name; `None` where nobody knows who there is.
    pub(super) fn eligible<'s>(
        &self,
        departments: Option<&[Arc<str>]>,
        surroundings: &'s dyn Surroundings,
    ) -> Option<Vec<&'s User>> {
        let mut users: Vec<&User> = surroundings
            .users()?
            .filter(|user| user.holds(&self.eligible.roles, departments))
            .collect();
        users.sort_by(|one, two| one.name.cmp(&two.name).then_with(|| one.id.cmp(&two.id)));
        Some(users)
    }

    /// What is wrong with `value` as a user who is chosen here.
    pub(super) fn stranger(
        &self,
        value: &Value,
        departments: Option<&[Arc<str>]>,
        surroundings: &dyn Surroundings,
    ) -> Option<Mistake> {
        // What is worked out is whoever the pack means: an administrator acts without a post.
        if self.kind != FieldKind::User || self.computed.is_some() {
            return None;
        }
        let id = value.as_text()?;
        match surroundings.users()?.find(|user| *user.id == *id) {
            None => Some(Mistake::NoSuchUser(id.to_owned())),
            Some(user) if !user.holds(&self.eligible.roles, departments) => {
                Some(Mistake::NotEligible(user.name.clone()))
            }
            Some(_) => None,
        }
    }
}

/// The departments a value names: one or a list; `None` while it is not known.
pub(super) fn departments(value: &Value) -> Option<Vec<Arc<str>>> {
    match value {
        Value::Text(id) => Some(vec![Arc::clone(id)]),
        Value::List(ids) => Some(ids.iter().filter_map(|id| id.as_text().map(Arc::from)).collect()),
        _ => None,
    }
}

/// What everybody who may be chosen anywhere is called.
pub(super) fn names(surroundings: &dyn Surroundings) -> Names {
    let users = surroundings.users().into_iter().flatten();
    users
        .map(|user| (Arc::clone(&user.id), Arc::from(user.name.as_str())))
        .collect()
}
