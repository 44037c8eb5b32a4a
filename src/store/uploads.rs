//! Who has sent which file. A hash alone proves nothing: only who has sent a file, and cases that have it, may name it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::{case_files, files, uploads};
use crate::case::command::AttachedFile;
use crate::case::{CaseId, PersonId};
use crate::pack::id::OrganizationId;

/// Writes down that somebody has sent a file; what counts is when they did so last.
///
/// # Errors
/// When the database refuses.
pub fn put(
    conn: &mut Conn,
    organization: &OrganizationId,
    hash: &str,
    by: &PersonId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let row = (
        uploads::organization.eq(organization.as_str()),
        uploads::hash.eq(hash),
        uploads::person.eq(&*by.0),
        uploads::created_at.eq(Ts(now)),
    );
    each!(conn, c => diesel::insert_into(uploads::table)
        .values(&row)
        .on_conflict((uploads::organization, uploads::hash, uploads::person))
        .do_update()
        .set(uploads::created_at.eq(Ts(now)))
        .execute(c))?;
    Ok(())
}

/// The file, if this person may name it in one of these cases: because they have sent it, or because one of them has it. Who may not
/// learns no more than if it were not there.
///
/// # Errors
/// When the database does not answer.
pub fn named_by(
    conn: &mut Conn,
    organization: &OrganizationId,
    hash: &str,
    by: &PersonId,
    cases: &[CaseId],
) -> Result<Option<AttachedFile>, Error> {
    if may_name(conn, organization, hash, by, cases)? {
        super::files::by_hash(conn, organization, hash)
    } else {
        Ok(None)
    }
}

/// As [`named_by`], and the file is not destroyed before this transaction has taken it into use.
///
/// # Errors
/// When the database does not answer.
pub fn held_by(
    conn: &mut Conn,
    organization: &OrganizationId,
    hash: &str,
    by: &PersonId,
    cases: &[CaseId],
) -> Result<Option<AttachedFile>, Error> {
    let held = super::files::held(conn, organization, hash)?;
    Ok(if may_name(conn, organization, hash, by, cases)? {
        held
    } else {
        None
    })
}

fn may_name(
    conn: &mut Conn,
    organization: &OrganizationId,
    hash: &str,
    by: &PersonId,
    cases: &[CaseId],
) -> Result<bool, Error> {
    let sent: Option<String> = uploads::table
        .find((organization.as_str(), hash, &*by.0))
        .select(uploads::hash)
        .first(conn)
        .optional()?;
    if sent.is_some() {
        return Ok(true);
    }
    for case in cases {
        let used: Option<String> = case_files::table
            .find((organization.as_str(), hash, Uid(case.0)))
            .select(case_files::hash)
            .first(conn)
            .optional()?;
        if used.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Forgets who has sent a file that is no longer kept.
pub(super) fn forget(conn: &mut Conn, organization: &OrganizationId, hash: &str) -> Result<(), Error> {
    diesel::delete(
        uploads::table
            .filter(uploads::organization.eq(organization.as_str()))
            .filter(uploads::hash.eq(hash)),
    )
    .execute(conn)?;
    Ok(())
}

/// Files that nobody has sent since `before` and no case uses, of any organization: at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub fn unattached_on_platform(
    conn: &mut Conn,
    before: DateTime<Utc>,
    limit: u16,
) -> Result<Vec<(OrganizationId, String)>, Error> {
    let used = case_files::table
        .filter(case_files::organization.eq(files::organization))
        .filter(case_files::hash.eq(files::hash));
    let sent_since = uploads::table
        .filter(uploads::organization.eq(files::organization))
        .filter(uploads::hash.eq(files::hash))
        .filter(uploads::created_at.ge(Ts(before)));
    let rows: Vec<(String, String)> = files::table
        .filter(files::created_at.lt(Ts(before)))
        .filter(diesel::dsl::not(diesel::dsl::exists(used)))
        .filter(diesel::dsl::not(diesel::dsl::exists(sent_since)))
        .order((files::organization, files::hash))
        .limit(limit.into())
        .select((files::organization, files::hash))
        .load(conn)?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(organization, hash)| (OrganizationId::new(organization), hash))
        .collect())
}

/// Whether anybody has sent the file since `since`.
pub(super) fn is_sent_since(
    conn: &mut Conn,
    organization: &OrganizationId,
    hash: &str,
    since: DateTime<Utc>,
) -> Result<bool, Error> {
    let one: Option<String> = uploads::table
        .filter(uploads::organization.eq(organization.as_str()))
        .filter(uploads::hash.eq(hash))
        .filter(uploads::created_at.ge(Ts(since)))
        .select(uploads::hash)
        .first(conn)
        .optional()?;
    Ok(one.is_some())
}
