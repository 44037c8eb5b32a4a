//! Sessions and tokens of people, known only by the SHA-256 of what the person holds. They belong to the platform.

use std::fmt;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::people::{Person, Row as PersonRow};
use super::schema::{people, sessions, tokens};
use crate::access::scope::Scopes;
use crate::case::PersonId;
use crate::pack::id::OrganizationId;

/// How much of a session's hash names it among those of its person.
const HANDLE_CHARS: usize = 16;

/// Somebody who is signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    pub person: PersonId,
    /// What every form of the session carries.
    pub csrf: String,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// In a few words, so that people tell their sessions apart; may be empty.
    pub browser: String,
}

/// Without what a form carries: it never comes into a log.
impl fmt::Debug for Session {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Session")
            .field("person", &self.person)
            .field("created_at", &self.created_at)
            .field("seen_at", &self.seen_at)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// By what a session is named to its person, which nobody can come in with.
    pub fn handle(token_hash: &str) -> &str {
        token_hash.get(..HANDLE_CHARS).unwrap_or(token_hash)
    }
}

/// What a token allows, whatever its holder may do besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub scopes: Scopes,
    /// Only in this organization; in every one if there is none.
    pub organization: Option<OrganizationId>,
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
    pub grant: Grant,
    /// When it was last asked with; to the minute.
    pub used_at: Option<DateTime<Utc>>,
}

/// Signs somebody in: whoever brings the token of this hash is them.
///
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
        sessions::browser.eq(&session.browser),
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
    let row: Option<SessionRow> = sessions::table
        .find(token_hash)
        .filter(sessions::expires_at.gt(Ts(now)))
        .filter(sessions::seen_at.gt(Ts(idle_since)))
        .select(SESSION)
        .get_result(conn)
        .optional()?;
    Ok(row.map(|row| session_of(row).1))
}

type SessionRow = (String, String, String, Ts, Ts, Ts, String);

const SESSION: (
    sessions::token_hash,
    sessions::person,
    sessions::csrf,
    sessions::created_at,
    sessions::seen_at,
    sessions::expires_at,
    sessions::browser,
) = (
    sessions::token_hash,
    sessions::person,
    sessions::csrf,
    sessions::created_at,
    sessions::seen_at,
    sessions::expires_at,
    sessions::browser,
);

fn session_of((hash, person, csrf, created_at, seen_at, expires_at, browser): SessionRow) -> (String, Session) {
    let session = Session {
        person: PersonId(person.into()),
        csrf,
        created_at: created_at.0,
        seen_at: seen_at.0,
        expires_at: expires_at.0,
        browser,
    };
    (hash, session)
}

/// The sessions of a person that are alive at `now`, seen last first, each with its handle.
///
/// # Errors
/// When the database does not answer.
pub fn sessions_of(
    conn: &mut Conn,
    person: &PersonId,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Vec<(String, Session)>, Error> {
    let rows: Vec<SessionRow> = sessions::table
        .filter(sessions::person.eq(&*person.0))
        .filter(sessions::expires_at.gt(Ts(now)))
        .filter(sessions::seen_at.gt(Ts(idle_since)))
        .order((sessions::seen_at.desc(), sessions::token_hash))
        .select(SESSION)
        .load(conn)?;
    let with_handle = |row| {
        let (hash, session) = session_of(row);
        (Session::handle(&hash).to_owned(), session)
    };
    Ok(rows.into_iter().map(with_handle).collect())
}

/// Ends a session of a person by its handle. `false` when they have none of this handle.
///
/// # Errors
/// When the database refuses.
pub fn end_of(conn: &mut Conn, person: &PersonId, handle: &str) -> Result<bool, Error> {
    let hashes: Vec<String> = sessions::table
        .filter(sessions::person.eq(&*person.0))
        .select(sessions::token_hash)
        .load(conn)?;
    let mut ended = false;
    for hash in hashes.iter().filter(|hash| Session::handle(hash) == handle) {
        end(conn, hash)?;
        ended = true;
    }
    Ok(ended)
}

/// Ends every session of a person but the one with this hash.
///
/// # Errors
/// When the database refuses.
pub fn end_all_but(conn: &mut Conn, person: &PersonId, token_hash: &str) -> Result<(), Error> {
    let others = sessions::table
        .filter(sessions::person.eq(&*person.0))
        .filter(sessions::token_hash.ne(token_hash));
    diesel::delete(others).execute(conn)?;
    Ok(())
}

/// Puts off the end that comes to a session that is not used.
///
/// # Errors
/// When the database refuses.
pub fn seen(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<(), Error> {
    diesel::update(sessions::table.find(token_hash))
        .set(sessions::seen_at.eq(Ts(now)))
        .execute(conn)?;
    Ok(())
}

/// Ends one session.
///
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

/// Keeps a token of the API by its hash.
///
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
        tokens::scopes.eq(token.grant.scopes.to_string()),
        tokens::organization.eq(token.grant.organization.as_ref().map(OrganizationId::as_str)),
        tokens::used_at.eq(token.used_at.map(Ts)),
    );
    each!(conn, c => diesel::insert_into(tokens::table).values(&row).execute(c))?;
    Ok(())
}

/// Somebody who came with a token in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    pub person: Person,
    pub grant: Grant,
    pub used_at: Option<DateTime<Utc>>,
}

/// A holder, the end of their token, its scopes, its organization, and when it was used last.
type HolderRow = (PersonRow, Option<Ts>, String, Option<String>, Option<Ts>);

/// Whose token it is: not revoked, not expired at `now`, of somebody who may still sign in.
///
/// # Errors
/// When the database does not answer.
pub fn bearer(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<Option<Bearer>, Error> {
    let row: Option<HolderRow> = tokens::table
        .inner_join(people::table)
        .filter(tokens::token_hash.eq(token_hash))
        .filter(tokens::revoked_at.is_null())
        .filter(people::disabled.eq(false))
        .select((
            PersonRow::as_select(),
            tokens::expires_at,
            tokens::scopes,
            tokens::organization,
            tokens::used_at,
        ))
        .get_result(conn)
        .optional()?;
    Ok(row
        .filter(|(_, expires_at, ..)| expires_at.is_none_or(|expires_at| expires_at.0 > now))
        .map(|(person, _, scopes, organization, used_at)| Bearer {
            person: person.into_person(),
            grant: grant_of(&scopes, organization),
            used_at: used_at.map(|at| at.0),
        }))
}

fn grant_of(scopes: &str, organization: Option<String>) -> Grant {
    Grant {
        scopes: Scopes::of_words(scopes),
        organization: organization.map(OrganizationId::new),
    }
}

/// Writes down when a token was last asked with, so that its person sees which are still needed.
///
/// # Errors
/// When the database refuses.
pub fn token_used(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<(), Error> {
    diesel::update(tokens::table.find(token_hash))
        .set(tokens::used_at.eq(Ts(now)))
        .execute(conn)?;
    Ok(())
}

type TokenRow = (
    String,
    String,
    Ts,
    Option<Ts>,
    Option<Ts>,
    String,
    Option<String>,
    Option<Ts>,
);

/// The tokens of a person, newest first, apart from those that were revoked or have expired before `over_since`; never the tokens
/// themselves.
///
/// # Errors
/// When the database does not answer.
pub fn tokens_of(conn: &mut Conn, person: &PersonId, over_since: DateTime<Utc>) -> Result<Vec<Token>, Error> {
    let since = Ts(over_since);
    let is_revoked_since = tokens::revoked_at.gt(since).assume_not_null();
    let expires_since = tokens::expires_at.gt(since).assume_not_null();
    let rows: Vec<TokenRow> = tokens::table
        .filter(tokens::person.eq(&*person.0))
        .filter(tokens::revoked_at.is_null().or(is_revoked_since))
        .filter(tokens::expires_at.is_null().or(expires_since))
        .order(tokens::created_at.desc())
        .select((
            tokens::name,
            tokens::prefix,
            tokens::created_at,
            tokens::expires_at,
            tokens::revoked_at,
            tokens::scopes,
            tokens::organization,
            tokens::used_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(name, prefix, created_at, expires_at, revoked_at, scopes, organization, used_at)| Token {
                person: person.clone(),
                name,
                prefix,
                created_at: created_at.0,
                expires_at: expires_at.map(|at| at.0),
                revoked_at: revoked_at.map(|at| at.0),
                grant: grant_of(&scopes, organization),
                used_at: used_at.map(|at| at.0),
            },
        )
        .collect())
}

/// Removes tokens that were revoked or have expired before this. Returns how many.
///
/// # Errors
/// When the database refuses.
pub fn sweep_tokens_on_platform(conn: &mut Conn, before: DateTime<Utc>) -> Result<usize, Error> {
    let revoked = diesel::delete(tokens::table.filter(tokens::revoked_at.lt(Ts(before)))).execute(conn)?;
    let expired = diesel::delete(tokens::table.filter(tokens::expires_at.lt(Ts(before)))).execute(conn)?;
    Ok(revoked + expired)
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
