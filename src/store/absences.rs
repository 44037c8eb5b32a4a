//! Who is away from an organization, from when until when, and who stands in for them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::absences;
use crate::case::PersonId;
use crate::pack::id::OrganizationId;

/// Somebody is away, and another stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    pub id: Uuid,
    pub organization: OrganizationId,
    pub person: PersonId,
    pub deputy: PersonId,
    pub starts_at: DateTime<Utc>,
    /// The first moment at which they are back.
    pub ends_at: DateTime<Utc>,
}

type Row = (Uid, String, String, String, Ts, Ts);

const ABSENCE: (
    absences::id,
    absences::organization,
    absences::person,
    absences::deputy,
    absences::starts_at,
    absences::ends_at,
) = (
    absences::id,
    absences::organization,
    absences::person,
    absences::deputy,
    absences::starts_at,
    absences::ends_at,
);

fn absence_of((id, organization, person, deputy, starts_at, ends_at): Row) -> Absence {
    Absence {
        id: id.0,
        organization: OrganizationId::new(organization),
        person: PersonId(person.into()),
        deputy: PersonId(deputy.into()),
        starts_at: starts_at.0,
        ends_at: ends_at.0,
    }
}

/// Enters that somebody is away, and who stands in.
///
/// # Errors
/// When the database refuses, for one because there is no such person.
pub fn add(conn: &mut Conn, absence: &Absence) -> Result<(), Error> {
    let row = (
        absences::organization.eq(absence.organization.as_str()),
        absences::id.eq(Uid(absence.id)),
        absences::person.eq(&*absence.person.0),
        absences::deputy.eq(&*absence.deputy.0),
        absences::starts_at.eq(Ts(absence.starts_at)),
        absences::ends_at.eq(Ts(absence.ends_at)),
    );
    each!(conn, c => diesel::insert_into(absences::table).values(&row).execute(c))?;
    Ok(())
}

/// Takes an absence of this person back. `false` when they have none of this id.
///
/// # Errors
/// When the database refuses.
pub fn remove(conn: &mut Conn, organization: &OrganizationId, person: &PersonId, id: Uuid) -> Result<bool, Error> {
    let own = absences::table
        .find((organization.as_str(), Uid(id)))
        .filter(absences::person.eq(&*person.0));
    Ok(diesel::delete(own).execute(conn)? == 1)
}

/// The absences of a person anywhere that are not over at `now`, the next first.
///
/// # Errors
/// When the database does not answer.
pub fn of_person(conn: &mut Conn, person: &PersonId, now: DateTime<Utc>) -> Result<Vec<Absence>, Error> {
    let rows: Vec<Row> = absences::table
        .filter(absences::person.eq(&*person.0))
        .filter(absences::ends_at.gt(Ts(now)))
        .order((absences::starts_at, absences::organization, absences::id))
        .select(ABSENCE)
        .load(conn)?;
    Ok(rows.into_iter().map(absence_of).collect())
}

/// Everybody who is away from an organization at `now`; whoever is away longest last.
///
/// # Errors
/// When the database does not answer.
pub fn at(conn: &mut Conn, organization: &OrganizationId, now: DateTime<Utc>) -> Result<Vec<Absence>, Error> {
    let rows: Vec<Row> = absences::table
        .filter(absences::organization.eq(organization.as_str()))
        .filter(absences::starts_at.le(Ts(now)))
        .filter(absences::ends_at.gt(Ts(now)))
        .order((absences::ends_at, absences::id))
        .select(ABSENCE)
        .load(conn)?;
    Ok(rows.into_iter().map(absence_of).collect())
}

/// Everybody in whose place a person stands in an organization at `now`; whoever is away longest last.
///
/// # Errors
/// When the database does not answer.
pub fn of_deputy(
    conn: &mut Conn,
    organization: &OrganizationId,
    deputy: &PersonId,
    now: DateTime<Utc>,
) -> Result<Vec<Absence>, Error> {
    let rows: Vec<Row> = absences::table
        .filter(absences::organization.eq(organization.as_str()))
        .filter(absences::deputy.eq(&*deputy.0))
        .filter(absences::starts_at.le(Ts(now)))
        .filter(absences::ends_at.gt(Ts(now)))
        .order((absences::ends_at, absences::id))
        .select(ABSENCE)
        .load(conn)?;
    Ok(rows.into_iter().map(absence_of).collect())
}
