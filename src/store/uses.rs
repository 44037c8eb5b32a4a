//! Which case uses which file of its organization.
//!
//! The same as the histories say, in a form that can be looked up: destroying a case asks for each of its files whether another case
//! uses it, and must not read all histories for that. `verify` proves that none is missing.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Uid;
use super::schema::{case_files, files};
use crate::case::CaseId;
use crate::case::event::Recorded;
use crate::pack::id::OrganizationId;

/// Writes down the files that these events of a case bring.
pub(super) fn save(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    recorded: &[Recorded],
) -> Result<(), Error> {
    for hash in hashes(recorded) {
        // A text that only looks like a hash is no file.
        if is_file(conn, organization, hash)? {
            let row = (
                case_files::organization.eq(organization.as_str()),
                case_files::hash.eq(hash),
                case_files::case_id.eq(Uid(case.0)),
            );
            each!(conn, c => diesel::insert_into(case_files::table).values(row).on_conflict_do_nothing().execute(c))?;
        }
    }
    Ok(())
}

/// Takes back all that a case uses, and returns what it was.
pub(super) fn forget(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<Vec<String>, Error> {
    let hashes = of_case(conn, organization, case)?;
    diesel::delete(
        case_files::table
            .filter(case_files::organization.eq(organization.as_str()))
            .filter(case_files::case_id.eq(Uid(case.0))),
    )
    .execute(conn)?;
    Ok(hashes)
}

/// Whether any case uses the file. The file cannot be taken into use by another case until this transaction is over.
pub(super) fn is_used(conn: &mut Conn, organization: &OrganizationId, hash: &str) -> Result<bool, Error> {
    if let Conn::Postgres(pg) = conn {
        // Whoever takes it into use holds its row by the foreign key until they have committed.
        files::table
            .find((organization.as_str(), hash))
            .select(files::hash)
            .for_update()
            .get_result::<String>(pg)
            .optional()?;
    }
    let one: Option<String> = case_files::table
        .filter(case_files::organization.eq(organization.as_str()))
        .filter(case_files::hash.eq(hash))
        .select(case_files::hash)
        .first(conn)
        .optional()?;
    Ok(one.is_some())
}

/// Whether every file that the history of a case speaks of is written down as used by it.
pub(super) fn agrees(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    recorded: &[Recorded],
) -> Result<bool, Error> {
    let known = of_case(conn, organization, case)?;
    for hash in hashes(recorded) {
        if !known.iter().any(|known| known == hash) && is_file(conn, organization, hash)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn of_case(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<Vec<String>, Error> {
    Ok(case_files::table
        .filter(case_files::organization.eq(organization.as_str()))
        .filter(case_files::case_id.eq(Uid(case.0)))
        .select(case_files::hash)
        .order(case_files::hash)
        .load(conn)?)
}

fn is_file(conn: &mut Conn, organization: &OrganizationId, hash: &str) -> Result<bool, Error> {
    let one: Option<String> = files::table
        .find((organization.as_str(), hash))
        .select(files::hash)
        .first(conn)
        .optional()?;
    Ok(one.is_some())
}

/// Every text of the events that may be the SHA-256 of a file; what is left of an erased attachment has none.
fn hashes(recorded: &[Recorded]) -> BTreeSet<&str> {
    let texts = recorded.iter().flat_map(|event| event.event.file_hashes());
    texts.filter(|text| !text.is_empty()).collect()
}
