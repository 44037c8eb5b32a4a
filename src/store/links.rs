//! Links that administrators hand over, known only by the SHA-256 of what is in them. They belong to the platform.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::schema::links;
use crate::case::PersonId;

/// Whoever holds what it was made of may set the password of this person, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub person: PersonId,
    pub made_by: PersonId,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Adds a link; an earlier one of the same person is void.
///
/// # Errors
/// When the database refuses, for one because there is no such person.
pub fn put(conn: &mut Conn, token_hash: &str, link: &Link) -> Result<(), Error> {
    drop_of(conn, &link.person)?;
    let row = (
        links::token_hash.eq(token_hash),
        links::person.eq(&*link.person.0),
        links::made_by.eq(&*link.made_by.0),
        links::created_at.eq(Ts(link.created_at)),
        links::expires_at.eq(Ts(link.expires_at)),
    );
    each!(conn, c => diesel::insert_into(links::table).values(&row).execute(c))?;
    Ok(())
}

/// Whose link it is, if it has not expired at `now`.
///
/// # Errors
/// When the database does not answer.
pub fn in_force(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<Option<PersonId>, Error> {
    let person: Option<String> = links::table
        .find(token_hash)
        .filter(links::expires_at.gt(Ts(now)))
        .select(links::person)
        .get_result(conn)
        .optional()?;
    Ok(person.map(|person| PersonId(person.into())))
}

/// Uses a link up. `false` when another was quicker, or it has expired at `now`.
///
/// # Errors
/// When the database refuses.
pub fn take(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let gone = diesel::delete(links::table.find(token_hash).filter(links::expires_at.gt(Ts(now)))).execute(conn)?;
    Ok(gone == 1)
}

/// Makes whatever link a person has void.
///
/// # Errors
/// When the database refuses.
pub fn drop_of(conn: &mut Conn, person: &PersonId) -> Result<(), Error> {
    diesel::delete(links::table.filter(links::person.eq(&*person.0))).execute(conn)?;
    Ok(())
}

/// Until when the link of a person is good, if they have one at `now`.
///
/// # Errors
/// When the database does not answer.
pub fn open_until(conn: &mut Conn, person: &PersonId, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
    let until: Option<Ts> = links::table
        .filter(links::person.eq(&*person.0))
        .filter(links::expires_at.gt(Ts(now)))
        .select(links::expires_at)
        .get_result(conn)
        .optional()?;
    Ok(until.map(|until| until.0))
}

/// Removes links that have expired by `now`.
///
/// # Errors
/// When the database refuses.
pub fn sweep_on_platform(conn: &mut Conn, now: DateTime<Utc>) -> Result<(), Error> {
    diesel::delete(links::table.filter(links::expires_at.le(Ts(now)))).execute(conn)?;
    Ok(())
}
