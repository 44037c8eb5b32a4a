//! Somebody for every role.

use std::cmp::Reverse;

use crate::access::{Within, permissions};
use crate::app::{App, SignInError};
use crate::case::PersonId;
use crate::locale::Language;
use crate::pack::id::{DepartmentId, OrganizationId, RoleId};
use crate::pack::{Pack, Permitted};
use crate::store::people::{Person, Post};

/// A person of the demonstration and their post.
#[derive(Clone, Debug)]
pub struct Hired {
    pub organization: OrganizationId,
    pub person: Person,
    pub role: RoleId,
    /// `None` for somebody who works at large.
    pub department: Option<DepartmentId>,
}

const CHINESE: [&str; 24] = [
    "王敏",
    "李建国",
    "张丽",
    "刘洋",
    "陈静",
    "杨帆",
    "赵磊",
    "黄婷",
    "周强",
    "吴芳",
    "徐刚",
    "孙悦",
    "胡斌",
    "朱琳",
    "高峰",
    "林晓",
    "何涛",
    "郭燕",
    "马超",
    "罗兰",
    "梁宇",
    "宋佳",
    "郑凯",
    "谢娜",
];
const ENGLISH: [&str; 24] = [
    "Mary Hill",
    "John Carter",
    "Lily Cheng",
    "Omar Aziz",
    "Jane Fox",
    "Ivan Petrov",
    "Ruth Stone",
    "Leo Marsh",
    "Nora Bell",
    "Paul Grant",
    "Amy Woods",
    "Tom Reed",
    "Eva Lang",
    "Max Boyd",
    "Sara Quinn",
    "Ben Ford",
    "Ida Berg",
    "Dan Cole",
    "Zoe Park",
    "Sam Hunt",
    "Kim Dale",
    "Rob Nash",
    "Tess Ward",
    "Hugo West",
];

/// Adds somebody for every role of every pack, and for every department where the policy lets a role act within one only.
/// They all have the same password. Empty if they have been there before.
///
/// # Errors
/// When the store does not answer or the password is too short.
pub fn hire(app: &App, password: &str) -> Result<Vec<Hired>, SignInError> {
    let mut all = Vec::new();
    for pack in app.packs().all() {
        for (index, (role, department)) in jobs(&pack).into_iter().enumerate() {
            let id = match &department {
                Some(department) => format!("{}.{role}.{department}", pack.organization),
                None => format!("{}.{role}", pack.organization),
            };
            let person = Person {
                id: PersonId(id.as_str().into()),
                name: name(&pack, index),
                administrator: false,
                disabled: false,
            };
            match app.add_person(person.clone(), password) {
                Ok(()) => {}
                Err(SignInError::Taken(_)) => return Ok(Vec::new()),
                Err(error) => return Err(error),
            }
            for department in posts(&pack, &role, department.as_ref()) {
                app.appoint(
                    &pack.organization,
                    &person.id,
                    Post {
                        role: role.clone(),
                        department,
                    },
                )?;
            }
            all.push(Hired {
                organization: pack.organization.clone(),
                person,
                role,
                department,
            });
        }
    }
    Ok(all)
}

/// Those of an organization with whom most can be seen: first who opens cases, then whoever takes most of their steps.
pub fn busiest<'h>(pack: &Pack, hired: &'h [Hired], most: usize) -> Vec<&'h Hired> {
    let steps = |role: &RoleId| {
        let all = pack.case_types.values().flat_map(permissions);
        all.filter(|step| step.by.is_some() && step.within(role) != Within::Nowhere)
            .count()
    };
    let opens = |role: &RoleId| {
        let mut types = pack.case_types.values();
        types.any(|case_type| case_type.opening.by.iter().any(|by| by.is_role(role)))
    };
    // One of each role: in another department they do the same.
    let mut here: Vec<&Hired> = Vec::new();
    for one in hired.iter().filter(|one| one.organization == pack.organization) {
        if here.iter().all(|known| known.role != one.role) {
            here.push(one);
        }
    }
    here.sort_by_key(|one| Reverse(steps(&one.role)));
    if let Some(first) = here.iter().position(|one| opens(&one.role)) {
        here[..=first].rotate_right(1);
    }
    here.truncate(most);
    here
}

fn name(pack: &Pack, index: usize) -> String {
    let names = if pack
        .languages
        .first()
        .is_some_and(|language: &Language| language.primary() == "zh")
    {
        &CHINESE
    } else {
        &ENGLISH
    };
    let name = names[index % names.len()];
    match index / names.len() {
        0 => name.to_owned(),
        again => format!("{name} {}", again + 1),
    }
}

/// Who is needed: a role at large, or a role in a department.
fn jobs(pack: &Pack) -> Vec<(RoleId, Option<DepartmentId>)> {
    let mut jobs = Vec::new();
    for role in pack.roles.keys() {
        if acts_within_departments(pack, role) {
            jobs.extend(
                pack.departments
                    .keys()
                    .map(|department| (role.clone(), Some(department.clone()))),
            );
        } else {
            jobs.push((role.clone(), None));
        }
    }
    jobs
}

/// Somebody who does tasks that are given to a department must belong to it; who works at large then belongs to all.
fn posts(pack: &Pack, role: &RoleId, department: Option<&DepartmentId>) -> Vec<Option<DepartmentId>> {
    let does = |by: &[Permitted]| by.iter().any(|by| by.is_role(role));
    let has_tasks = pack
        .case_types
        .values()
        .flat_map(|case_type| case_type.tasks.values())
        .any(|task| task.department.is_some() && does(&task.by));
    match department {
        Some(department) => vec![Some(department.clone())],
        None if has_tasks => pack.departments.keys().cloned().map(Some).collect(),
        None => vec![None],
    }
}

/// Whether the policy lets this role act within a department only, somewhere.
fn acts_within_departments(pack: &Pack, role: &RoleId) -> bool {
    let bound = |by: &[Permitted]| {
        let is_bound = |by: &Permitted| matches!(by, Permitted::Role { role: id, department: Some(_) } if id == role);
        by.iter().any(is_bound)
    };
    pack.case_types.values().any(|case_type| {
        bound(&case_type.opening.by)
            || case_type.actions.values().any(|action| bound(&action.by))
            || case_type.tasks.values().any(|task| bound(&task.by))
    })
}
