//! As whom a provider of OpenID Connect knows people, and whoever has been sent there and has still to come back. They belong to
//! the platform.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::schema::{errands, identities};
use crate::case::PersonId;

/// Somebody as a provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    /// Never given to another by this issuer; addresses and names may be.
    pub subject: String,
    /// By what people recognise it. Nobody is told apart by it.
    pub shown: String,
}

/// For what somebody was sent to the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    SignIn,
    /// To connect the account they are signed in with.
    Connect(PersonId),
    /// To come in by an invitation, known by the SHA-256 of what is in its link.
    Invitation {
        link_hash: String,
    },
}

impl Errand {
    fn purpose(&self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Connect(_) => "connect",
            Self::Invitation { .. } => "invitation",
        }
    }
}

/// As whom a provider knows this person, and since when they are connected.
///
/// # Errors
/// When the database does not answer.
pub fn of(conn: &mut Conn, person: &PersonId) -> Result<Option<(Identity, DateTime<Utc>)>, Error> {
    let row: Option<(String, String, String, Ts)> = identities::table
        .find(&*person.0)
        .select((
            identities::issuer,
            identities::subject,
            identities::shown,
            identities::connected_at,
        ))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(issuer, subject, shown, at)| {
        let identity = Identity { issuer, subject, shown };
        (identity, at.0)
    }))
}

/// Whose identity it is.
///
/// # Errors
/// When the database does not answer.
pub fn holder(conn: &mut Conn, issuer: &str, subject: &str) -> Result<Option<PersonId>, Error> {
    let person: Option<String> = identities::table
        .filter(identities::issuer.eq(issuer))
        .filter(identities::subject.eq(subject))
        .select(identities::person)
        .get_result(conn)
        .optional()?;
    Ok(person.map(|person| PersonId(person.into())))
}

/// Those of these people who are connected, by id.
///
/// # Errors
/// When the database does not answer.
pub fn holders_among(conn: &mut Conn, ids: &[String]) -> Result<Vec<String>, Error> {
    Ok(identities::table
        .filter(identities::person.eq_any(ids))
        .select(identities::person)
        .load(conn)?)
}

/// Connects a person, in the place of the identity they had. `false` when it is another's.
///
/// # Errors
/// When the database refuses, for one because there is no such person.
pub fn connect(conn: &mut Conn, person: &PersonId, identity: &Identity, now: DateTime<Utc>) -> Result<bool, Error> {
    let holder = holder(conn, &identity.issuer, &identity.subject)?;
    if holder.is_some_and(|holder| holder != *person) {
        return Ok(false);
    }
    disconnect(conn, person)?;
    let row = (
        identities::person.eq(&*person.0),
        identities::issuer.eq(&identity.issuer),
        identities::subject.eq(&identity.subject),
        identities::shown.eq(&identity.shown),
        identities::connected_at.eq(Ts(now)),
    );
    // If somebody else connects it at this very moment, the database refuses, and all of it is undone.
    each!(conn, c => diesel::insert_into(identities::table).values(&row).execute(c))?;
    Ok(true)
}

/// `false` when the person was not connected.
///
/// # Errors
/// When the database refuses.
pub fn disconnect(conn: &mut Conn, person: &PersonId) -> Result<bool, Error> {
    Ok(diesel::delete(identities::table.find(&*person.0)).execute(conn)? == 1)
}

/// Waits for somebody to come back, and remembers where they wanted to go.
///
/// # Errors
/// When the database refuses.
pub fn send(
    conn: &mut Conn,
    token_hash: &str,
    errand: &Errand,
    next: &str,
    expires_at: DateTime<Utc>,
) -> Result<(), Error> {
    let (person, link_hash) = match errand {
        Errand::SignIn => (None, None),
        Errand::Connect(person) => (Some(&*person.0), None),
        Errand::Invitation { link_hash } => (None, Some(link_hash.as_str())),
    };
    let row = (
        errands::token_hash.eq(token_hash),
        errands::purpose.eq(errand.purpose()),
        errands::person.eq(person),
        errands::link_hash.eq(link_hash),
        errands::next.eq(next),
        errands::expires_at.eq(Ts(expires_at)),
    );
    each!(conn, c => diesel::insert_into(errands::table).values(&row).execute(c))?;
    Ok(())
}

/// Whether somebody is waited for.
///
/// # Errors
/// When the database does not answer.
pub fn is_awaited(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<bool, Error> {
    let found: Option<String> = errands::table
        .find(token_hash)
        .filter(errands::expires_at.gt(Ts(now)))
        .select(errands::token_hash)
        .get_result(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Somebody has come back: for what they were sent, and where they wanted to go. Nobody is waited for any more; `None` when
/// nobody was.
///
/// # Errors
/// When the database refuses.
pub fn take(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<Option<(Errand, String)>, Error> {
    let row: Option<(String, Option<String>, Option<String>, String)> = errands::table
        .find(token_hash)
        .filter(errands::expires_at.gt(Ts(now)))
        .select((errands::purpose, errands::person, errands::link_hash, errands::next))
        .get_result(conn)
        .optional()?;
    // Only one of two that come at once.
    let is_first = diesel::delete(errands::table.find(token_hash)).execute(conn)? == 1;
    let Some((purpose, person, link_hash, next)) = row.filter(|_| is_first) else {
        return Ok(None);
    };
    let errand = match (purpose.as_str(), person, link_hash) {
        ("sign-in", ..) => Errand::SignIn,
        ("connect", Some(person), _) => Errand::Connect(PersonId(person.into())),
        ("invitation", _, Some(link_hash)) => Errand::Invitation { link_hash },
        _ => return Err(Error::corrupt("errand", format!("`{purpose}` lacks what it is about"))),
    };
    Ok(Some((errand, next)))
}

/// Removes those who have not come back by `now`.
///
/// # Errors
/// When the database refuses.
pub fn sweep_on_platform(conn: &mut Conn, now: DateTime<Utc>) -> Result<(), Error> {
    diesel::delete(errands::table.filter(errands::expires_at.le(Ts(now)))).execute(conn)?;
    Ok(())
}
