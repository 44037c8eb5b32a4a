//! Which cases somebody sees, as a condition of a query.

use std::collections::BTreeSet;

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::connection::{Conn, MultiBackend};
use super::kinds::Uid;
use super::schema::{cases, confinements, exclusions, participants, tasks};
use super::{Error, kept};
use crate::access::{Eyes, Reach, Sight};
use crate::case::{CaseId, PersonId};
use crate::pack::id::{CaseTypeId, OrganizationId, TaskId};

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
    let of_organization = cases::organization.eq(organization);
    let eyes = match sight {
        Sight::All => return Box::new(of_organization),
        Sight::AllBut(person) => return Box::new(of_organization.and(not_about(person))),
        Sight::Of(eyes) => eyes,
    };
    let not_kept = of_organization.and(not_kept(eyes));
    let Reach::Own {
        departments,
        tasks: names,
    } = &eyes.reach
    else {
        return Box::new(not_kept);
    };
    let departments = texts(departments);
    let person = eyes.person.0.to_string();
    let part_in = participants::table
        .filter(participants::organization.eq(cases::organization))
        .filter(participants::case_id.eq(cases::id))
        .filter(participants::person.eq(person.clone()))
        .limit(1)
        .offset(0);
    let for_role = tasks::department
        .is_null()
        .and(tasks::person.is_null())
        .and(kind_of_task().eq_any(kinds(names)));
    let admitted = confinements::table
        .filter(confinements::organization.eq(cases::organization))
        .filter(confinements::case_id.eq(cases::id))
        .filter(confinements::role.eq_any(kept::admitting(eyes)))
        .limit(1)
        .offset(0);
    let with_task = tasks::table
        .filter(tasks::organization.eq(cases::organization))
        .filter(tasks::case_id.eq(cases::id))
        .filter(tasks::state.eq("open"))
        .filter(
            tasks::department
                .eq_any(departments.clone())
                .assume_not_null()
                .or(tasks::person.eq(person.clone()).assume_not_null())
                .or(for_role),
        );
    Box::new(
        not_kept.and(
            cases::department
                .eq_any(departments)
                .assume_not_null()
                .or(cases::owner.eq(person).assume_not_null())
                .or(exists(part_in))
                .or(exists(with_task))
                .or(exists(admitted)),
        ),
    )
}

/// The cases that are not kept from this person by name.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn not_about(person: &PersonId) -> _ {
    let person: String = person.0.to_string();
    let by_name = exclusions::table
        .filter(exclusions::organization.eq(cases::organization))
        .filter(exclusions::case_id.eq(cases::id))
        .filter(exclusions::person.eq(person));
    not(exists(by_name))
}

/// The cases that are not kept from this person. Asked of each case by its own few rows, so that a page of a list costs the same however
/// many cases are confidential.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn not_kept(eyes: &Eyes) -> _ {
    let person: String = eyes.person.0.to_string();
    let owner: String = eyes.person.0.to_string();
    let among: Vec<String> = among(eyes);
    // PostgreSQL would otherwise read all rows there are into a table of its own; with an offset it looks them up case by case.
    let one: i64 = 1;
    let none: i64 = 0;
    let by_name = exclusions::table
        .filter(exclusions::organization.eq(cases::organization))
        .filter(exclusions::case_id.eq(cases::id))
        .filter(exclusions::person.eq(person));
    let confined = confinements::table
        .filter(confinements::organization.eq(cases::organization))
        .filter(confinements::case_id.eq(cases::id))
        .limit(one)
        .offset(none);
    let for_them = confinements::table
        .filter(confinements::organization.eq(cases::organization))
        .filter(confinements::case_id.eq(cases::id))
        .filter(confinements::role.eq_any(among))
        .limit(one)
        .offset(none);
    not(exists(by_name)).and(
        not(exists(confined))
            .or(cases::owner.eq(owner).assume_not_null())
            .or(exists(for_them)),
    )
}

/// The rows that let this person see a confidential case.
fn among(eyes: &Eyes) -> Vec<String> {
    let mut among = texts(&eyes.roles);
    among.extend(kept::admitting(eyes));
    among
}

/// Which task of which case type: the same name means another task in another type.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn kind_of_task() -> _ {
    let separator: &'static str = " ";
    cases::case_type.concat(separator).concat(tasks::task)
}

/// Tasks as [`kind_of_task`] names them.
pub(super) fn kinds(tasks: &[(CaseTypeId, TaskId)]) -> Vec<String> {
    tasks.iter().map(|(of, task)| format!("{of} {task}")).collect()
}

pub(super) fn texts<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
