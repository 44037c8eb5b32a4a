//! Who acts in a scenario.

use crate::case::{Actor, PersonId};
use crate::pack::id::{DepartmentId, RoleId};
use crate::pack::{CaseType, Permitted};

/// `role`, `role@department`, or nobody in particular: somebody who may do everything.
pub fn actor(by: Option<&str>) -> Actor {
    let (role, department) = match by {
        None => (None, None),
        Some(by) => match by.split_once('@') {
            Some((role, department)) => (Some(role), Some(department)),
            None => (Some(by), None),
        },
    };
    let name = by.unwrap_or("anybody");
    Actor {
        id: PersonId(name.into()),
        name: name.to_owned(),
        roles: role.into_iter().map(RoleId::new).collect(),
        departments: department.into_iter().map(DepartmentId::new).collect(),
        administrator: by.is_none(),
        engine: false,
    }
}

/// The engine itself, which acts when time passes.
pub fn engine() -> Actor {
    Actor {
        id: PersonId("redress".into()),
        name: "Redress".to_owned(),
        roles: Vec::new(),
        departments: Vec::new(),
        administrator: false,
        engine: true,
    }
}

/// Whether this person may open a case.
pub(super) fn opens(case_type: &CaseType, actor: &Actor) -> bool {
    let allowed = |permitted: &Permitted| actor.roles.contains(&permitted.role);
    actor.administrator || case_type.opening.by.iter().any(allowed)
}
