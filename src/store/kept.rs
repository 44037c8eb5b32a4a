//! From whom cases are kept, as lists ask for it: people by name, and while a case is confidential all but a few roles and those who have
//! a task in it.
//!
//! The same as the case says, in a form that can be searched; `verify` proves that they agree.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, insert_all};
use super::kinds::Uid;
use super::schema::{confinements, exclusions};
use crate::access::Eyes;
use crate::case::{Addressee, Case, CaseId};
use crate::pack::id::OrganizationId;

/// Writes what has changed since `before`.
pub(super) fn save(conn: &mut Conn, before: Option<&Case>, case: &Case) -> Result<(), Error> {
    let organization = case.organization.as_str();
    let id = Uid(case.id.0);
    let (known, wanted) = (before.map(people).unwrap_or_default(), people(case));
    for person in known.iter().filter(|person| !wanted.contains(person)) {
        diesel::delete(exclusions::table.find((organization, person, id))).execute(conn)?;
    }
    let new: Vec<_> = wanted
        .iter()
        .filter(|person| !known.contains(person))
        .map(|person| {
            (
                exclusions::organization.eq(organization),
                exclusions::person.eq(person),
                exclusions::case_id.eq(id),
            )
        })
        .collect();
    insert_all!(&mut *conn, exclusions::table, new);
    let (known, wanted) = (before.map(roles).unwrap_or_default(), roles(case));
    for role in known.iter().filter(|role| !wanted.contains(role)) {
        diesel::delete(confinements::table.find((organization, role, id))).execute(conn)?;
    }
    let new: Vec<_> = wanted
        .iter()
        .filter(|role| !known.contains(role))
        .map(|role| {
            (
                confinements::organization.eq(organization),
                confinements::role.eq(role),
                confinements::case_id.eq(id),
            )
        })
        .collect();
    insert_all!(conn, confinements::table, new);
    Ok(())
}

/// Whether what is stored is what the case says.
pub(super) fn agrees(conn: &mut Conn, case: &Case) -> Result<bool, Error> {
    Ok(excluded(conn, &case.organization, case.id)? == people(case)
        && confined(conn, &case.organization, case.id)? == roles(case))
}

fn excluded(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<Vec<String>, Error> {
    let mut people: Vec<String> = exclusions::table
        .filter(exclusions::organization.eq(organization.as_str()))
        .filter(exclusions::case_id.eq(Uid(case.0)))
        .select(exclusions::person)
        .load(conn)?;
    people.sort();
    Ok(people)
}

fn confined(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<Vec<String>, Error> {
    let mut roles: Vec<String> = confinements::table
        .filter(confinements::organization.eq(organization.as_str()))
        .filter(confinements::case_id.eq(Uid(case.0)))
        .select(confinements::role)
        .load(conn)?;
    roles.sort();
    Ok(roles)
}

fn people(case: &Case) -> Vec<String> {
    case.excluded.iter().map(|person| person.0.to_string()).collect()
}

/// Sorted, the row of no role first.
fn roles(case: &Case) -> Vec<String> {
    let Some(roles) = &case.confined_to else {
        return Vec::new();
    };
    let roles = std::iter::once(String::new()).chain(roles.iter().map(ToString::to_string));
    let rows: BTreeSet<String> = roles.chain(case.admitted.iter().filter_map(admitted)).collect();
    rows.into_iter().collect()
}

/// The row of those who see a confidential case because they have a task in it. Neither a role nor a sign-in name has an `@`, so it is
/// never that of one of the roles to which the case is confined.
fn admitted(holder: &Addressee) -> Option<String> {
    match holder {
        Addressee::Role(role) => Some(format!("{role}@")),
        Addressee::RoleIn { role, department } => Some(format!("{role}@{department}")),
        Addressee::Person(person) => Some(format!("@{}", person.0)),
        // No task is theirs.
        Addressee::Complainant | Addressee::Department(_) => None,
    }
}

/// The rows of cases in which somebody has a task.
pub(super) fn admitting(eyes: &Eyes) -> Vec<String> {
    let person = std::iter::once(Addressee::Person(eyes.person.clone()));
    let roles = eyes.roles.iter().cloned().map(Addressee::Role);
    let within = eyes.roles.iter().flat_map(|role| {
        let departments = eyes.departments.iter().cloned();
        departments.map(|department| Addressee::RoleIn {
            role: role.clone(),
            department,
        })
    });
    person
        .chain(roles)
        .chain(within)
        .filter_map(|holder| admitted(&holder))
        .collect()
}
