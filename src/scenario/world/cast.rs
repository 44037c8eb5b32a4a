//! Who acts in a scenario.

use crate::case::{Actor, People, PersonId, Standing, Standings};
use crate::form::User;
use crate::pack::id::{DepartmentId, RoleId};
use crate::pack::scenario::RawScenario;

/// The word for whoever complains.
pub(super) const COMPLAINANT: &str = crate::pack::raw::COMPLAINANT;

/// `role`, `role@department`, either with `as` and a name, or nobody in particular: somebody who may do everything.
pub fn actor(by: Option<&str>) -> Actor {
    let (post, name) = match by {
        None => (None, "anybody"),
        Some(by) => match by.split_once(" as ") {
            Some((post, name)) => (Some(post.trim()), name.trim()),
            None => (Some(by), by),
        },
    };
    let (role, department) = match post {
        None => (None, None),
        Some(post) => match post.split_once('@') {
            Some((role, department)) => (Some(role), Some(department)),
            None => (Some(post), None),
        },
    };
    Actor {
        id: PersonId(name.into()),
        name: name.to_owned(),
        stands_for: None,
        roles: role.into_iter().map(RoleId::new).collect(),
        departments: department.into_iter().map(DepartmentId::new).collect(),
        standings: if by.is_none() {
            Standing::Administrator.into()
        } else {
            Standings::default()
        },
        engine: false,
    }
}

/// Everybody there is in a scenario: who acts in it, whose sight it speaks of, and who else it names.
pub(super) fn everybody(scenario: &RawScenario) -> People {
    let acting = scenario.steps.iter().filter_map(|step| step.by.as_ref());
    let acting = acting.filter(|by| *by != COMPLAINANT);
    let expected = scenario.steps.iter().filter_map(|step| step.then.as_ref());
    let seeing = expected.flat_map(|then| then.seen_by.keys());
    let named = acting.chain(seeing).chain(&scenario.people);
    named.map(|by| user(actor(Some(by)))).collect()
}

fn user(actor: Actor) -> User {
    let department = actor.departments.first().cloned();
    let posts = actor.roles.into_iter().map(|role| (role, department.clone()));
    User {
        id: actor.id.0,
        name: actor.name,
        posts: posts.collect(),
    }
}

/// The engine itself, which acts when time passes.
pub fn engine() -> Actor {
    Actor {
        id: PersonId("redress".into()),
        name: "Redress".to_owned(),
        stands_for: None,
        roles: Vec::new(),
        departments: Vec::new(),
        standings: Standings::default(),
        engine: true,
    }
}
