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
    let of_organization = cases::organization.eq(organization.clone());
    let eyes = match sight {
        Sight::All => return Box::new(of_organization),
        Sight::AllBut(person) => return Box::new(of_organization.and(not_about(person))),
        Sight::Of(eyes) => eyes,
    };
    if let Some(own) = &eyes.stand_in {
        let sight = Sight::Of(Eyes {
            stand_in: None,
            ..eyes.clone()
        });
        return Box::new(visible(&OrganizationId::new(organization), &sight).and(not_about(own)));
    }
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

/// At most so many cases are few: each of them can be looked at.
pub(super) const FEW: usize = 1_000;

/// At least every open case that somebody sees, if they see few; `None` if they see more. What of it they do see [`visible`] says: this
/// only spares looking through all open cases for the few of them.
///
/// # Errors
/// When the database does not answer.
pub(super) fn few_open(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
) -> Result<Option<Vec<Uid>>, Error> {
    let Sight::Of(eyes) = sight else { return Ok(None) };
    let Reach::Own {
        departments,
        tasks: names,
    } = &eyes.reach
    else {
        return Ok(None);
    };
    let person = eyes.person.0.to_string();
    let most = FEW as i64 + 1;
    let open = || {
        cases::table
            .filter(cases::organization.eq(organization.to_string()))
            .filter(cases::closed_at.is_null())
    };
    let departments = texts(departments);
    let mut few = Few(Vec::new());
    let of_departments = open().filter(cases::department.eq_any(departments.clone()).assume_not_null());
    let owned = open().filter(cases::owner.eq(person.clone()).assume_not_null());
    let of_person = participants::table
        .filter(participants::organization.eq(organization.to_string()))
        .filter(participants::person.eq(person.clone()));
    let admitted = confinements::table
        .filter(confinements::organization.eq(organization.to_string()))
        .filter(confinements::role.eq_any(kept::admitting(eyes)));
    let open_tasks = || {
        tasks::table
            .filter(tasks::organization.eq(organization.to_string()))
            .filter(tasks::state.eq("open"))
            .select(tasks::case_id)
            .limit(most)
    };
    let for_departments = open_tasks().filter(tasks::department.eq_any(departments).assume_not_null());
    let for_person = open_tasks().filter(tasks::person.eq(person).assume_not_null());
    let named: Vec<String> = names.iter().map(|(_, task)| task.to_string()).collect();
    let for_role = open_tasks()
        .filter(tasks::department.is_null())
        .filter(tasks::task.eq_any(named));
    let is_few = few.take(of_departments.select(cases::id).limit(most).load(conn)?)
        && few.take(owned.select(cases::id).limit(most).load(conn)?)
        && few.take(of_person.select(participants::case_id).limit(most).load(conn)?)
        && few.take(admitted.select(confinements::case_id).limit(most).load(conn)?)
        && few.take(for_departments.load(conn)?)
        && few.take(for_person.load(conn)?)
        && few.take(for_role.load(conn)?);
    Ok(is_few.then_some(few.0))
}

/// Ids, each once, as long as they are few.
struct Few(Vec<Uid>);

impl Few {
    fn take(&mut self, some: Vec<Uid>) -> bool {
        let is_cut = some.len() > FEW;
        self.0.extend(some);
        self.0.sort_unstable();
        self.0.dedup();
        !is_cut && self.0.len() <= FEW
    }
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
