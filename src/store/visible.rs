//! Which cases somebody sees, as a condition of a query.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::Error;
use super::connection::{Conn, MultiBackend};
use super::kinds::Uid;
use super::schema::{cases, confinements, exclusions, participants, tasks};
use crate::access::{Eyes, Reach, Sight};
use crate::case::CaseId;
use crate::pack::id::OrganizationId;

pub(super) type Predicate = Box<dyn BoxableExpression<cases::table, MultiBackend, SqlType = Bool>>;

/// How many ids one query asks for.
const ASKED_MAX: usize = 500;

/// Those of these cases that somebody sees.
///
/// # Errors
/// When the database does not answer.
pub fn seen_among(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
    ids: &BTreeSet<CaseId>,
) -> Result<BTreeSet<CaseId>, Error> {
    let ids: Vec<Uid> = ids.iter().map(|id| Uid(id.0)).collect();
    let mut seen = BTreeSet::new();
    for some in ids.chunks(ASKED_MAX) {
        let found: Vec<Uid> = cases::table
            .filter(visible(organization, sight))
            .filter(cases::id.eq_any(some.to_vec()))
            .select(cases::id)
            .load(conn)?;
        seen.extend(found.into_iter().map(|id| CaseId(id.0)));
    }
    Ok(seen)
}

/// The cases of an organization that somebody sees.
pub(super) fn visible(organization: &OrganizationId, sight: &Sight) -> Predicate {
    let organization = organization.to_string();
    let of_organization = cases::organization.eq(organization.clone());
    let Sight::Of(eyes) = sight else {
        return Box::new(of_organization);
    };
    let not_kept = of_organization.and(not_kept(&organization, eyes));
    let Reach::Own {
        departments,
        tasks: names,
    } = &eyes.reach
    else {
        return Box::new(not_kept);
    };
    let departments = texts(departments);
    let names = texts(names);
    let person = eyes.person.0.to_string();
    let part_in = participants::table
        .filter(participants::organization.eq(organization.clone()))
        .filter(participants::person.eq(person.clone()))
        .select(participants::case_id);
    let open = tasks::table
        .filter(tasks::organization.eq(organization))
        .filter(tasks::state.eq("open"));
    let for_department = open
        .clone()
        .filter(tasks::department.eq_any(departments.clone()))
        .select(tasks::case_id);
    let for_person = open
        .clone()
        .filter(tasks::person.eq(person.clone()))
        .select(tasks::case_id);
    let for_role = open
        .filter(tasks::department.is_null())
        .filter(tasks::person.is_null())
        .filter(tasks::task.eq_any(names))
        .select(tasks::case_id);
    Box::new(
        not_kept.and(
            cases::id
                .eq_any(part_in)
                .or(cases::id.eq_any(for_department))
                .or(cases::id.eq_any(for_role))
                .or(cases::id.eq_any(for_person))
                .or(cases::department.eq_any(departments).assume_not_null())
                .or(cases::owner.eq(person).assume_not_null()),
        ),
    )
}

/// The cases that are not kept from this person.
pub(super) fn not_kept(organization: &str, eyes: &Eyes) -> Predicate {
    let confined = confinements::table.filter(confinements::organization.eq(organization.to_owned()));
    let open_to_roles = confined
        .clone()
        .filter(confinements::role.eq_any(texts(&eyes.roles)))
        .select(confinements::case_id);
    let open = tasks::table
        .filter(tasks::organization.eq(organization.to_owned()))
        .filter(tasks::state.eq("open"));
    let with_own_task = open
        .clone()
        .filter(tasks::person.eq(eyes.person.0.to_string()))
        .select(tasks::case_id);
    let with_task = open
        .filter(tasks::person.is_null())
        .filter(tasks::task.eq_any(texts(&eyes.duties)))
        .filter(
            tasks::department
                .is_null()
                .or(tasks::department.eq_any(texts(&eyes.departments)).assume_not_null()),
        )
        .select(tasks::case_id);
    Box::new(
        cases::id.ne_all(kept_by_name(organization, eyes)).and(
            cases::id
                .ne_all(confined.select(confinements::case_id))
                .or(cases::id.eq_any(open_to_roles))
                .or(cases::id.eq_any(with_task))
                .or(cases::id.eq_any(with_own_task))
                .or(cases::owner.eq(eyes.person.0.to_string()).assume_not_null()),
        ),
    )
}

/// The cases that are kept from this person by name.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn kept_by_name(organization: &str, eyes: &Eyes) -> _ {
    let organization: String = organization.to_owned();
    let person: String = eyes.person.0.to_string();
    exclusions::table
        .filter(exclusions::organization.eq(organization))
        .filter(exclusions::person.eq(person))
        .select(exclusions::case_id)
}

pub(super) fn texts<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
