//! The same request twice is one command.
//!
//! The key is claimed before the work and answered after it, all in the transaction of the work: what is undone frees its
//! key, and of two at once the second waits and finds the first one's answer.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::schema::idempotency;
use super::statement::statement;
use crate::pack::id::OrganizationId;

/// What is known about a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours; [`answer`] must follow in the same transaction.
    New,
    /// The request has been answered before, with this.
    Answered(String),
    /// The key belongs to another request.
    Mismatch,
}

/// Claims a key for a request. Both are SHA-256 in hex.
///
/// # Errors
/// When the database refuses.
pub fn claim(
    conn: &mut Conn,
    organization: &OrganizationId,
    key_hash: &str,
    request_hash: &str,
    now: DateTime<Utc>,
) -> Result<Claim, Error> {
    let row = (
        idempotency::organization.eq(organization.as_str()),
        idempotency::key_hash.eq(key_hash),
        idempotency::request_hash.eq(request_hash),
        idempotency::created_at.eq(Ts(now)),
    );
    let claimed =
        each!(conn, c => diesel::insert_into(idempotency::table).values(&row).on_conflict_do_nothing().execute(c))?;
    if claimed == 1 {
        return Ok(Claim::New);
    }
    let (known, answer): (String, Option<String>) = idempotency::table
        .find((organization.as_str(), key_hash))
        .select((idempotency::request_hash, idempotency::answer))
        .get_result(conn)?;
    Ok(match answer {
        Some(answer) if known == request_hash => Claim::Answered(answer),
        _ => Claim::Mismatch,
    })
}

statement! {
    Answer:
    "update idempotency set answer = ", answer: str => Text, " where organization = ", organization: str => Text,
    " and key_hash = ", key_hash: str => Text, ""
}

/// Keeps the answer to a claimed key.
///
/// # Errors
/// When the database refuses.
pub fn answer(conn: &mut Conn, organization: &OrganizationId, key_hash: &str, answer: &str) -> Result<(), Error> {
    let organization = organization.as_str();
    each!(conn, c => Answer { answer, organization, key_hash }.execute(c))?;
    Ok(())
}

/// Forgets keys older than `before`, of every organization. Returns how many.
///
/// # Errors
/// When the database refuses.
pub fn forget_on_platform(conn: &mut Conn, before: DateTime<Utc>) -> Result<usize, Error> {
    Ok(diesel::delete(idempotency::table.filter(idempotency::created_at.lt(Ts(before)))).execute(conn)?)
}
