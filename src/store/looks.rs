//! Who has looked at which case: a log beside the history, which it does not change.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::looks;
use crate::case::{Actor, CaseId, PersonId, StandsFor};
use crate::pack::id::OrganizationId;

/// The most lines of one page.
pub const PAGE_MAX: u16 = 200;

/// One look at one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Sorts by time.
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub by: PersonId,
    pub by_name: String,
    /// Who was away, and for whom they looked.
    pub stands_for: Option<StandsFor>,
    /// As the application names it.
    pub what: String,
    /// Why, where a reason was asked for.
    pub why: Option<String>,
}

/// Writes down that `actor` looks at `what` of a case, and why if they had to say.
///
/// # Errors
/// When the database refuses.
pub fn put(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    actor: &Actor,
    (what, why): (&str, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let row = (
        looks::organization.eq(organization.as_str()),
        looks::case_id.eq(Uid(case.0)),
        looks::id.eq(Uid(Uuid::now_v7())),
        looks::at.eq(Ts(now)),
        looks::person.eq(&*actor.id.0),
        looks::person_name.eq(&actor.name),
        looks::what.eq(what),
        looks::why.eq(why),
        looks::for_person.eq(actor.stands_for.as_ref().map(|absent| &*absent.id.0)),
        looks::for_name.eq(actor.stands_for.as_ref().map(|absent| absent.name.as_str())),
    );
    each!(conn, c => diesel::insert_into(looks::table).values(&row).execute(c))?;
    Ok(())
}

type Row = (
    Uid,
    Ts,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// The looks at a case before the one of this id, the newest first, at most [`PAGE_MAX`].
///
/// # Errors
/// When the database does not answer.
pub fn of_case(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    before: Option<Uuid>,
) -> Result<Vec<Look>, Error> {
    let rows: Vec<Row> = looks::table
        .filter(looks::organization.eq(organization.as_str()))
        .filter(looks::case_id.eq(Uid(case.0)))
        .filter(looks::id.lt(Uid(before.unwrap_or(Uuid::max()))))
        .order(looks::id.desc())
        .limit(i64::from(PAGE_MAX))
        .select((
            looks::id,
            looks::at,
            looks::person,
            looks::person_name,
            looks::what,
            looks::why,
            looks::for_person,
            looks::for_name,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, at, by, by_name, what, why, for_person, for_name)| Look {
            stands_for: for_person.zip(for_name).map(|(person, name)| StandsFor {
                id: PersonId(person.into()),
                name,
            }),
            id: id.0,
            at: at.0,
            by: PersonId(by.into()),
            by_name,
            what,
            why,
        })
        .collect())
}

/// Who has uncovered personal data of an organization since `since`, and what they are called: once for each time.
///
/// # Errors
/// When the database does not answer.
pub fn uncoverings_since(
    conn: &mut Conn,
    organization: &OrganizationId,
    since: DateTime<Utc>,
) -> Result<Vec<(PersonId, String)>, Error> {
    // Nothing else is asked a reason for.
    let rows: Vec<(String, String)> = looks::table
        .filter(looks::organization.eq(organization.as_str()))
        .filter(looks::at.gt(Ts(since)))
        .filter(looks::why.is_not_null())
        .order(looks::at.desc())
        .select((looks::person, looks::person_name))
        .load(conn)?;
    let rows = rows.into_iter();
    Ok(rows.map(|(person, name)| (PersonId(person.into()), name)).collect())
}
