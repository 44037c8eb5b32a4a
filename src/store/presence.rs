//! Who has a case before them at this moment. A sign of life that is not renewed is soon worth nothing.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::presence;
use crate::case::{Actor, CaseId, PersonId};
use crate::pack::id::OrganizationId;

/// Whoever has not been heard of for so long has gone. Pages send a sign of life every 25 seconds.
pub fn lasts() -> Duration {
    Duration::seconds(70)
}

/// Somebody at a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    pub person: PersonId,
    pub name: String,
    /// The address of the form they have open, within the case, as `/actions/dispatch`; empty on the page of the case itself.
    pub place: String,
    pub is_writing: bool,
}

/// Writes down that `actor` is there.
///
/// # Errors
/// When the database refuses.
pub fn note(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    actor: &Actor,
    (place, is_writing): (&str, bool),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let name = presence::person_name.eq(&actor.name);
    let place = presence::place.eq(place);
    let is_writing = presence::is_writing.eq(is_writing);
    let seen_at = presence::seen_at.eq(Ts(now));
    let row = (
        presence::organization.eq(organization.as_str()),
        presence::case_id.eq(Uid(case.0)),
        presence::person.eq(&*actor.id.0),
        name,
        place,
        is_writing,
        seen_at,
    );
    each!(conn, c => diesel::insert_into(presence::table)
        .values(&row)
        .on_conflict((presence::organization, presence::case_id, presence::person))
        .do_update()
        .set((name, place, is_writing, seen_at))
        .execute(c))?;
    Ok(())
}

/// Somebody has left.
///
/// # Errors
/// When the database refuses.
pub fn leave(conn: &mut Conn, organization: &OrganizationId, case: CaseId, person: &PersonId) -> Result<(), Error> {
    diesel::delete(presence::table.find((organization.as_str(), Uid(case.0), &*person.0))).execute(conn)?;
    Ok(())
}

/// Somebody has left whatever they had before them, wherever that was.
///
/// # Errors
/// When the database refuses.
pub fn leave_on_platform(conn: &mut Conn, person: &PersonId) -> Result<(), Error> {
    diesel::delete(presence::table.filter(presence::person.eq(&*person.0))).execute(conn)?;
    Ok(())
}

type Row = (String, String, String, bool);

/// Who is there beside `person`, by name.
///
/// # Errors
/// When the database does not answer.
pub fn others(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    person: &PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<Present>, Error> {
    let rows: Vec<Row> = presence::table
        .filter(presence::organization.eq(organization.as_str()))
        .filter(presence::case_id.eq(Uid(case.0)))
        .filter(presence::person.ne(&*person.0))
        .filter(presence::seen_at.gt(Ts(now - lasts())))
        .order((presence::person_name, presence::person))
        .select((
            presence::person,
            presence::person_name,
            presence::place,
            presence::is_writing,
        ))
        .load(conn)?;
    let present = rows.into_iter().map(|(person, name, place, is_writing)| Present {
        person: PersonId(person.into()),
        name,
        place,
        is_writing,
    });
    Ok(present.collect())
}

/// Whoever was at a case that is destroyed.
///
/// # Errors
/// When the database refuses.
pub(super) fn forget_case(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<(), Error> {
    diesel::delete(
        presence::table
            .filter(presence::organization.eq(organization.as_str()))
            .filter(presence::case_id.eq(Uid(case.0))),
    )
    .execute(conn)?;
    Ok(())
}

/// Removes signs of life from before `before`.
///
/// # Errors
/// When the database refuses.
pub fn sweep_on_platform(conn: &mut Conn, before: DateTime<Utc>) -> Result<(), Error> {
    diesel::delete(presence::table.filter(presence::seen_at.lt(Ts(before)))).execute(conn)?;
    Ok(())
}
