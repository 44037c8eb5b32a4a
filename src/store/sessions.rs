//! Sessions and tokens of people, known only by the SHA-256 of what the person holds. They belong to the platform.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::people::{Person, Row as PersonRow};
use super::schema::{people, sessions, tokens};
use crate::case::PersonId;

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub person: PersonId,
    /// What every form of the session carries.
    pub csrf: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A token of a person, as it may be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub person: PersonId,
    /// What it is for, in the person's words.
    pub name: String,
    /// The beginning of the token, by which people recognise it.
    pub prefix: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// # Errors
/// When the database refuses.
pub fn begin(conn: &mut Conn, token_hash: &str, session: &Session) -> Result<(), Error> {
    let row = (
        sessions::token_hash.eq(token_hash),
        sessions::person.eq(&*session.person.0),
        sessions::csrf.eq(&session.csrf),
        sessions::created_at.eq(Ts(session.created_at)),
        sessions::seen_at.eq(Ts(session.seen_at)),
        sessions::expires_at.eq(Ts(session.expires_at)),
    );
    each!(conn, c => diesel::insert_into(sessions::table).values(&row).execute(c))?;
    Ok(())
}

/// A session that has not ended at `now` and was seen after `idle_since`.
///
/// # Errors
/// When the database does not answer.
pub fn live(
    conn: &mut Conn,
    token_hash: &str,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Option<Session>, Error> {
    let row: Option<(String, String, Ts, Ts, Ts)> = sessions::table
        .find(token_hash)
        .filter(sessions::expires_at.gt(Ts(now)))
        .filter(sessions::seen_at.gt(Ts(idle_since)))
        .select((
            sessions::person,
            sessions::csrf,
            sessions::created_at,
            sessions::seen_at,
            sessions::expires_at,
        ))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(person, csrf, created_at, seen_at, expires_at)| Session {
        person: PersonId(person.into()),
        csrf,
        created_at: created_at.0,
        seen_at: seen_at.0,
        expires_at: expires_at.0,
    }))
}

/// # Errors
/// When the database refuses.
pub fn seen(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<(), Error> {
    diesel::update(sessions::table.find(token_hash))
        .set(sessions::seen_at.eq(Ts(now)))
        .execute(conn)?;
    Ok(())
}

/// # Errors
/// When the database refuses.
pub fn end(conn: &mut Conn, token_hash: &str) -> Result<(), Error> {
    diesel::delete(sessions::table.find(token_hash)).execute(conn)?;
    Ok(())
}

/// Removes sessions that have ended by `now` or were not seen since `idle_since`. Returns how many.
///
/// # Errors
/// When the database refuses.
pub fn sweep_on_platform(conn: &mut Conn, now: DateTime<Utc>, idle_since: DateTime<Utc>) -> Result<usize, Error> {
    let over = sessions::table.filter(
        sessions::expires_at
            .le(Ts(now))
            .or(sessions::seen_at.le(Ts(idle_since))),
    );
    Ok(diesel::delete(over).execute(conn)?)
}

/// # Errors
/// When the database refuses, for one because there is no such person.
pub fn add_token(conn: &mut Conn, token_hash: &str, token: &Token) -> Result<(), Error> {
    let row = (
        tokens::token_hash.eq(token_hash),
        tokens::person.eq(&*token.person.0),
        tokens::name.eq(&token.name),
        tokens::prefix.eq(&token.prefix),
        tokens::created_at.eq(Ts(token.created_at)),
        tokens::expires_at.eq(token.expires_at.map(Ts)),
        tokens::revoked_at.eq(token.revoked_at.map(Ts)),
    );
    each!(conn, c => diesel::insert_into(tokens::table).values(&row).execute(c))?;
    Ok(())
}

/// Whose token it is: not revoked, not expired at `now`, of somebody who may still sign in.
///
/// # Errors
/// When the database does not answer.
pub fn token_holder(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<Option<Person>, Error> {
    let row: Option<(PersonRow, Option<Ts>)> = tokens::table
        .inner_join(people::table)
        .filter(tokens::token_hash.eq(token_hash))
        .filter(tokens::revoked_at.is_null())
        .filter(people::disabled.eq(false))
        .select((PersonRow::as_select(), tokens::expires_at))
        .get_result(conn)
        .optional()?;
    Ok(row
        .filter(|(_, expires_at)| expires_at.is_none_or(|expires_at| expires_at.0 > now))
        .map(|(person, _)| person.into_person()))
}

type TokenRow = (String, String, Ts, Option<Ts>, Option<Ts>);

/// The tokens of a person, newest first; never the tokens themselves.
///
/// # Errors
/// When the database does not answer.
pub fn tokens_of(conn: &mut Conn, person: &PersonId) -> Result<Vec<Token>, Error> {
    let rows: Vec<TokenRow> = tokens::table
        .filter(tokens::person.eq(&*person.0))
        .order(tokens::created_at.desc())
        .select((
            tokens::name,
            tokens::prefix,
            tokens::created_at,
            tokens::expires_at,
            tokens::revoked_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(name, prefix, created_at, expires_at, revoked_at)| Token {
            person: person.clone(),
            name,
            prefix,
            created_at: created_at.0,
            expires_at: expires_at.map(|at| at.0),
            revoked_at: revoked_at.map(|at| at.0),
        })
        .collect())
}

/// Revokes a token by its prefix. `false` when the person has no such token in force.
///
/// # Errors
/// When the database refuses.
pub fn revoke(conn: &mut Conn, person: &PersonId, prefix: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let revoked = diesel::update(
        tokens::table
            .filter(tokens::person.eq(&*person.0))
            .filter(tokens::prefix.eq(prefix))
            .filter(tokens::revoked_at.is_null()),
    )
    .set(tokens::revoked_at.eq(Ts(now)))
    .execute(conn)?;
    Ok(revoked == 1)
}
