//! Erasing what a destroyed case held, wherever it is stored, so that its history still proves what is left.
//!
//! The chain goes over the hash of each body, which stays when the body goes. What stands in its place is hashed into the
//! event that destroys, so that nothing else can be put there. Copies of the database that were taken before are out of reach.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::connection::{Conn, each};
use super::history::{Row, canonical};
use super::kinds::Uid;
use super::schema::{erased_files, events, files, looks, outbox};
use super::{Error, complainants, drafts, presence, search, uploads, uses};
use crate::case::CaseId;
use crate::case::event::{Event, Recorded};
use crate::pack::id::OrganizationId;
use crate::value::hex;

/// Says in the event that destroys, which must be the last of these, what will be left of all before it.
///
/// # Errors
/// When the database does not answer or a stored event cannot be read.
pub fn seal(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    recorded: &mut [Recorded],
) -> Result<(), Error> {
    let Some((last, before)) = recorded.split_last_mut() else {
        return Ok(());
    };
    let mut bodies = Vec::new();
    for row in stored(conn, organization, case)? {
        bodies.push(left_of(&row.into_recorded()?.event)?);
    }
    for event in before {
        bodies.push(left_of(&event.event)?);
    }
    if let Event::Destroyed { left, .. } = &mut last.event {
        *left = digest(bodies.iter().map(String::as_str));
    }
    Ok(())
}

/// Erases what the events before the last one told, and everything stored because of them. The bytes of its files are still to be
/// taken from the disk afterwards.
///
/// # Errors
/// When the database refuses or a stored event cannot be read.
pub fn erase(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<(), Error> {
    let mut rows = stored(conn, organization, case)?;
    rows.pop();
    for row in rows {
        let (seq, body_hash) = (row.seq, Sha256::digest(row.body.as_bytes()).to_vec());
        let event = row.into_recorded()?.event;
        diesel::update(events::table.find((organization.as_str(), Uid(case.0), seq)))
            .set((events::body.eq(left_of(&event)?), events::body_hash.eq(Some(body_hash))))
            .execute(conn)?;
    }
    search::forget(conn, organization, case)?;
    complainants::forget(conn, organization, case)?;
    drafts::forget_case(conn, organization, case)?;
    presence::forget_case(conn, organization, case)?;
    diesel::delete(
        outbox::table
            .filter(outbox::organization.eq(organization.as_str()))
            .filter(outbox::case_id.eq(Uid(case.0))),
    )
    .execute(conn)?;
    diesel::update(
        looks::table
            .filter(looks::organization.eq(organization.as_str()))
            .filter(looks::case_id.eq(Uid(case.0)))
            .filter(looks::what.like("file %")),
    )
    .set(looks::what.eq("file"))
    .execute(conn)?;
    let no_reason: Option<String> = None;
    diesel::update(
        looks::table
            .filter(looks::organization.eq(organization.as_str()))
            .filter(looks::case_id.eq(Uid(case.0))),
    )
    .set(looks::why.eq(no_reason))
    .execute(conn)?;
    for hash in uses::forget(conn, organization, case)? {
        forget_file(conn, organization, &hash)?;
    }
    Ok(())
}

/// Forgets a file that was sent before `before`, was never attached to any case, and is named by no draft; nothing otherwise. Whoever
/// attaches it at this moment is waited for, or comes too late. Its bytes are still to be taken from the disk afterwards.
///
/// # Errors
/// When the database refuses.
pub fn forget_unattached(
    conn: &mut Conn,
    organization: &OrganizationId,
    hash: &str,
    before: DateTime<Utc>,
) -> Result<(), Error> {
    // From here on nobody takes it into use; who did so before is seen.
    let is_wanted = uses::is_used(conn, organization, hash)?
        || uploads::is_sent_since(conn, organization, hash, before)?
        || drafts::name_file(conn, organization, hash)?;
    if is_wanted {
        return Ok(());
    }
    forget_file(conn, organization, hash)
}

/// Takes a file from the organization's list unless another case uses it.
fn forget_file(conn: &mut Conn, organization: &OrganizationId, hash: &str) -> Result<(), Error> {
    if uses::is_used(conn, organization, hash)? {
        return Ok(());
    }
    uploads::forget(conn, organization, hash)?;
    let gone = diesel::delete(files::table.find((organization.as_str(), hash))).execute(conn)?;
    if gone > 0 {
        let row = erased_files::hash.eq(hash);
        each!(conn, c => diesel::insert_into(erased_files::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// The files whose bytes are still to be taken from the disk, whatever organization they belonged to.
///
/// # Errors
/// When the database does not answer.
pub fn files_on_platform(conn: &mut Conn) -> Result<Vec<String>, Error> {
    Ok(erased_files::table
        .select(erased_files::hash)
        .order(erased_files::hash)
        .load(conn)?)
}

/// Whether an organization keeps this file, of whichever case.
///
/// # Errors
/// When the database does not answer.
pub fn is_kept_on_platform(conn: &mut Conn, hash: &str) -> Result<bool, Error> {
    let one: Option<String> = files::table
        .filter(files::hash.eq(hash))
        .select(files::hash)
        .first(conn)
        .optional()?;
    Ok(one.is_some())
}

/// The bytes of a file are gone, or belong to somebody again.
///
/// # Errors
/// When the database refuses.
pub fn forget_on_platform(conn: &mut Conn, hash: &str) -> Result<(), Error> {
    diesel::delete(erased_files::table.find(hash)).execute(conn)?;
    Ok(())
}

/// SHA-256 over what is left of events, each with its length before it, in hex.
pub(super) fn digest<'a>(bodies: impl Iterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for body in bodies {
        digest.update((body.len() as u64).to_be_bytes());
        digest.update(body.as_bytes());
    }
    hex(&digest.finalize())
}

fn left_of(event: &Event) -> Result<String, Error> {
    canonical(serde_json::to_value(event.erased()).map_err(|error| Error::corrupt("event", error))?)
}

fn stored(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<Vec<Row>, Error> {
    Ok(events::table
        .filter(events::organization.eq(organization.as_str()))
        .filter(events::case_id.eq(Uid(case.0)))
        .order(events::seq)
        .select(Row::as_select())
        .load(conn)?)
}
