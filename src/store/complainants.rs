//! What complainants hold of their cases, known only by its SHA-256: the secret beside a case's number, a visit to the case, a
//! link to its survey.

use std::fmt;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::complainant_keys as keys;
use crate::case::CaseId;
use crate::pack::id::OrganizationId;

/// What a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Together with the number: a visit.
    Secret,
    /// One case, for a while.
    Visit,
    /// The survey of one case, once.
    Survey,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Visit => "visit",
            Self::Survey => "survey",
        }
    }
}

/// A key of a case.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    pub case: CaseId,
    /// What every form of a visit carries; empty for other keys.
    pub csrf: String,
    pub made_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    /// When what it opens once was opened.
    pub used_at: Option<DateTime<Utc>>,
}

/// Without what a form carries: it never comes into a log.
impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Key")
            .field("case", &self.case)
            .field("made_at", &self.made_at)
            .field("expires_at", &self.expires_at)
            .field("used_at", &self.used_at)
            .finish_non_exhaustive()
    }
}

/// Keeps a key by its hash: who has the key itself is nowhere to be read.
///
/// # Errors
/// When the database refuses.
pub fn put(
    conn: &mut Conn,
    organization: &OrganizationId,
    purpose: Purpose,
    key_hash: &str,
    key: &Key,
) -> Result<(), Error> {
    let row = (
        keys::organization.eq(organization.as_str()),
        keys::key_hash.eq(key_hash),
        keys::purpose.eq(purpose.word()),
        keys::case_id.eq(Uid(key.case.0)),
        keys::csrf.eq(Some(key.csrf.as_str()).filter(|csrf| !csrf.is_empty())),
        keys::made_at.eq(Ts(key.made_at)),
        keys::expires_at.eq(key.expires_at.map(Ts)),
        keys::used_at.eq(key.used_at.map(Ts)),
    );
    each!(conn, c => diesel::insert_into(keys::table).values(&row).execute(c))?;
    Ok(())
}

type Row = (Uid, Option<String>, Ts, Option<Ts>, Option<Ts>);

/// The key of this hash, if it has not ended by `now`.
///
/// # Errors
/// When the database does not answer.
pub fn live(
    conn: &mut Conn,
    organization: &OrganizationId,
    purpose: Purpose,
    key_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Key>, Error> {
    let row: Option<Row> = keys::table
        .find((organization.as_str(), key_hash))
        .filter(keys::purpose.eq(purpose.word()))
        .filter(keys::expires_at.is_null().or(keys::expires_at.gt(Some(Ts(now)))))
        .select((
            keys::case_id,
            keys::csrf,
            keys::made_at,
            keys::expires_at,
            keys::used_at,
        ))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(case, csrf, made_at, expires_at, used_at)| Key {
        case: CaseId(case.0),
        csrf: csrf.unwrap_or_default(),
        made_at: made_at.0,
        expires_at: expires_at.map(|at| at.0),
        used_at: used_at.map(|at| at.0),
    }))
}

/// Writes down that what the key opens once was opened.
///
/// # Errors
/// When the database refuses.
pub fn used(conn: &mut Conn, organization: &OrganizationId, key_hash: &str, now: DateTime<Utc>) -> Result<(), Error> {
    diesel::update(keys::table.find((organization.as_str(), key_hash)))
        .set(keys::used_at.eq(Some(Ts(now))))
        .execute(conn)?;
    Ok(())
}

/// Takes back one key.
///
/// # Errors
/// When the database refuses.
pub fn end(conn: &mut Conn, organization: &OrganizationId, key_hash: &str) -> Result<(), Error> {
    diesel::delete(keys::table.find((organization.as_str(), key_hash))).execute(conn)?;
    Ok(())
}

/// Takes back every key of a case for this purpose.
///
/// # Errors
/// When the database refuses.
pub fn end_all(conn: &mut Conn, organization: &OrganizationId, case: CaseId, purpose: Purpose) -> Result<(), Error> {
    diesel::delete(
        keys::table
            .filter(keys::organization.eq(organization.as_str()))
            .filter(keys::case_id.eq(Uid(case.0)))
            .filter(keys::purpose.eq(purpose.word())),
    )
    .execute(conn)?;
    Ok(())
}

/// Forgets every key of a case.
///
/// # Errors
/// When the database refuses.
pub fn forget(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<(), Error> {
    diesel::delete(
        keys::table
            .filter(keys::organization.eq(organization.as_str()))
            .filter(keys::case_id.eq(Uid(case.0))),
    )
    .execute(conn)?;
    Ok(())
}

/// Forgets what has ended by `now`, of every organization. Returns how many.
///
/// # Errors
/// When the database refuses.
pub fn sweep_on_platform(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize, Error> {
    Ok(diesel::delete(keys::table.filter(keys::expires_at.le(Some(Ts(now))))).execute(conn)?)
}
