//! When time alone changes something in a case, and who looks after it.
//!
//! One row per case that waits for something, found by its moment: looking costs what is due, not what is open. A row is
//! claimed with a lease, so that several nodes share the work; what a dead node had claimed comes free when its lease ends.
//! The claim only saves work: carrying it out twice finds nothing left to do.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::wakes;
use crate::case::CaseId;
use crate::pack::id::OrganizationId;

/// A case for which something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wake {
    pub organization: OrganizationId,
    pub case: CaseId,
    pub at: DateTime<Utc>,
}

/// Sets the first moment of a new case.
pub(super) fn begin(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let row = (
        wakes::organization.eq(organization.as_str()),
        wakes::case_id.eq(Uid(case.0)),
        wakes::at.eq(Ts(at)),
    );
    each!(conn, c => diesel::insert_into(wakes::table).values(&row).execute(c))?;
    Ok(())
}

/// Sets or clears the next moment of a case, and frees it for whoever comes.
pub(super) fn set(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    at: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    let key = (organization.as_str(), Uid(case.0));
    match at {
        Some(at) => {
            let row = (
                wakes::organization.eq(key.0),
                wakes::case_id.eq(key.1),
                wakes::at.eq(Ts(at)),
                wakes::lease_until.eq(None::<Ts>),
            );
            each!(conn, c => diesel::insert_into(wakes::table)
                .values(&row)
                .on_conflict((wakes::organization, wakes::case_id))
                .do_update()
                .set((wakes::at.eq(Ts(at)), wakes::lease_until.eq(None::<Ts>)))
                .execute(c))?;
        }
        None => {
            diesel::delete(wakes::table.find(key)).execute(conn)?;
        }
    }
    Ok(())
}

/// The earliest moment anywhere on the platform, past or to come, claimed or not.
///
/// # Errors
/// When the database does not answer.
pub fn first_on_platform(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(wakes::table
        .order(wakes::at)
        .select(wakes::at)
        .first::<Ts>(conn)
        .optional()?
        .map(|at| at.0))
}

/// The earliest moment after `after` anywhere on the platform.
///
/// # Errors
/// When the database does not answer.
pub fn next_on_platform(conn: &mut Conn, after: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
    let next = wakes::table
        .filter(wakes::at.gt(Ts(after)))
        .order(wakes::at)
        .select(wakes::at)
        .first::<Ts>(conn);
    Ok(next.optional()?.map(|at| at.0))
}

/// Claims what is due by `now` anywhere on the platform, soonest first, until `lease_until` by the clock on the `wall`.
///
/// # Errors
/// When the database does not answer.
pub fn claim_on_platform(
    conn: &mut Conn,
    now: DateTime<Utc>,
    wall: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Wake>, Error> {
    let due = wakes::table
        .filter(wakes::at.le(Ts(now)))
        .filter(wakes::lease_until.is_null().or(wakes::lease_until.lt(Ts(wall))))
        .order(wakes::at)
        .limit(limit)
        .select((wakes::organization, wakes::case_id, wakes::at));
    let rows: Vec<(String, Uid, Ts)> = match conn {
        Conn::Postgres(c) => due.for_update().skip_locked().load(c)?,
        Conn::Sqlite(c) => due.load(c)?,
    };
    for (organization, case, _) in &rows {
        diesel::update(wakes::table.find((organization, case)))
            .set(wakes::lease_until.eq(Ts(lease_until)))
            .execute(conn)?;
    }
    Ok(rows
        .into_iter()
        .map(|(organization, case, at)| Wake {
            organization: OrganizationId::new(organization),
            case: CaseId(case.0),
            at: at.0,
        })
        .collect())
}

/// The next moment stored for a case.
pub(super) fn of_case(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(wakes::table
        .find((organization.as_str(), Uid(case.0)))
        .select(wakes::at)
        .first::<Ts>(conn)
        .optional()?
        .map(|at| at.0))
}
