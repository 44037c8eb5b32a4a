//! Who has sent which file. A hash alone proves nothing: only who has sent a file, and cases that have it, may name it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::{case_files, uploads};
use super::{Error, files};
use crate::case::command::AttachedFile;
use crate::case::{CaseId, PersonId};
use crate::pack::id::OrganizationId;

/// Writes down that somebody has sent a file; once is enough.
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
    each!(conn, c => diesel::insert_into(uploads::table).values(&row).on_conflict_do_nothing().execute(c))?;
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
        files::by_hash(conn, organization, hash)
    } else {
        Ok(None)
    }
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
