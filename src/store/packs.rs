//! Packs as they were activated: whole and for ever, so that every case can be judged and explained under its own.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::schema::{active_packs, packs};
use crate::pack::id::{OrganizationId, PackVersion};

/// Keeps the sources of a version and makes it the active one. Activating a version again changes only which is active.
///
/// # Errors
/// When the database refuses.
pub fn activate(
    conn: &mut Conn,
    organization: &OrganizationId,
    version: &PackVersion,
    sources: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let pack = (
        packs::organization.eq(organization.as_str()),
        packs::version.eq(version.as_str()),
        packs::sources.eq(sources),
        packs::activated_at.eq(Ts(now)),
    );
    each!(conn, c => diesel::insert_into(packs::table).values(&pack).on_conflict_do_nothing().execute(c))?;
    let active = (
        active_packs::organization.eq(organization.as_str()),
        active_packs::version.eq(version.as_str()),
        active_packs::since.eq(Ts(now)),
    );
    each!(conn, c => diesel::insert_into(active_packs::table)
        .values(&active)
        .on_conflict(active_packs::organization)
        .do_update()
        .set((active_packs::version.eq(version.as_str()), active_packs::since.eq(Ts(now))))
        .execute(c))?;
    Ok(())
}

/// The sources of a version.
///
/// # Errors
/// When the database does not answer.
pub fn sources(conn: &mut Conn, organization: &OrganizationId, version: &PackVersion) -> Result<Option<String>, Error> {
    Ok(packs::table
        .find((organization.as_str(), version.as_str()))
        .select(packs::sources)
        .first(conn)
        .optional()?)
}

/// The active version.
///
/// # Errors
/// When the database does not answer.
pub fn active(conn: &mut Conn, organization: &OrganizationId) -> Result<Option<PackVersion>, Error> {
    Ok(active_packs::table
        .find(organization.as_str())
        .select(active_packs::version)
        .first::<String>(conn)
        .optional()?
        .map(PackVersion::new))
}

/// Every organization of the platform with its active version.
///
/// # Errors
/// When the database does not answer.
pub fn active_on_platform(conn: &mut Conn) -> Result<Vec<(OrganizationId, PackVersion)>, Error> {
    let rows: Vec<(String, String)> = active_packs::table
        .order(active_packs::organization)
        .select((active_packs::organization, active_packs::version))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(organization, version)| (OrganizationId::new(organization), PackVersion::new(version)))
        .collect())
}
