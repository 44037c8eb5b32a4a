//! Which files an organization keeps. Their content lies in the file store, named by its SHA-256.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::schema::files;
use crate::case::command::AttachedFile;
use crate::pack::id::OrganizationId;

/// Sets the locks of files apart from all others.
const BYTES: i32 = 8;

/// Writes down a file whose content is already stored. The same content again keeps its first name.
///
/// # Errors
/// When the database refuses.
pub fn put(
    conn: &mut Conn,
    organization: &OrganizationId,
    file: &AttachedFile,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let row = (
        files::organization.eq(organization.as_str()),
        files::hash.eq(&file.hash),
        files::name.eq(&file.name),
        files::media_type.eq(&file.media_type),
        files::bytes.eq(i64::try_from(file.bytes).map_err(|error| Error::corrupt("file", error))?),
        files::created_at.eq(Ts(now)),
    );
    each!(conn, c => diesel::insert_into(files::table).values(&row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// The same as [`by_hash`], for whoever is about to take the file into use: until this transaction is over it is not taken away with
/// another case that is destroyed. One that is gone already is `None`.
///
/// # Errors
/// When the database does not answer.
pub fn held(conn: &mut Conn, organization: &OrganizationId, hash: &str) -> Result<Option<AttachedFile>, Error> {
    if let Conn::Postgres(pg) = conn {
        files::table
            .find((organization.as_str(), hash))
            .select(files::hash)
            .for_key_share()
            .get_result::<String>(pg)
            .optional()?;
    }
    by_hash(conn, organization, hash)
}

/// Until this transaction is over, no other node stores or erases the bytes of this file.
///
/// # Errors
/// When the database does not answer.
pub fn alone_on_platform(conn: &mut Conn, hash: &str) -> Result<(), Error> {
    if let Conn::Postgres(pg) = conn {
        diesel::sql_query("select pg_advisory_xact_lock($1, hashtext($2))")
            .bind::<Integer, _>(BYTES)
            .bind::<Text, _>(hash)
            .execute(pg)?;
    }
    Ok(())
}

/// # Errors
/// When the database does not answer.
pub fn by_hash(conn: &mut Conn, organization: &OrganizationId, hash: &str) -> Result<Option<AttachedFile>, Error> {
    let row: Option<(String, String, i64)> = files::table
        .find((organization.as_str(), hash))
        .select((files::name, files::media_type, files::bytes))
        .first(conn)
        .optional()?;
    row.map(|(name, media_type, bytes)| {
        Ok(AttachedFile {
            hash: hash.to_owned(),
            name,
            media_type,
            bytes: u64::try_from(bytes).map_err(|error| Error::corrupt("file", error))?,
        })
    })
    .transpose()
}

/// Those of these files that the organization keeps, in no order.
///
/// # Errors
/// When the database does not answer.
pub fn by_hashes(conn: &mut Conn, organization: &OrganizationId, hashes: &[&str]) -> Result<Vec<AttachedFile>, Error> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, String, String, i64)> = files::table
        .filter(files::organization.eq(organization.as_str()))
        .filter(files::hash.eq_any(hashes))
        .select((files::hash, files::name, files::media_type, files::bytes))
        .load(conn)?;
    let files = rows.into_iter().map(|(hash, name, media_type, bytes)| {
        Ok(AttachedFile {
            hash,
            name,
            media_type,
            bytes: u64::try_from(bytes).map_err(|error| Error::corrupt("file", error))?,
        })
    });
    files.collect()
}

/// The hashes of every file of an organization, for `verify`.
///
/// # Errors
/// When the database does not answer.
pub fn hashes(conn: &mut Conn, organization: &OrganizationId) -> Result<Vec<String>, Error> {
    Ok(files::table
        .filter(files::organization.eq(organization.as_str()))
        .select(files::hash)
        .order(files::hash)
        .load(conn)?)
}
