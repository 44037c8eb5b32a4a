//! What is to be done outside: written down with the events that ask for it, done later, at least once.
//!
//! The id of a row is made of the case, the event and the place among its effects, so that whatever receives it can tell
//! a repetition.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, insert_all};
use super::kinds::{Ts, Uid};
use super::schema::outbox;
use crate::case::CaseId;
use crate::case::event::Effect;
use crate::pack::id::OrganizationId;

/// One effect on its way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub organization: OrganizationId,
    /// Stable: the same for every attempt.
    pub id: String,
    pub case: CaseId,
    pub effect: Effect,
    /// Which attempt this is, from 1.
    pub attempt: i32,
}

/// Writes down the effects of the save that made `version` of a case.
///
/// # Errors
/// When the database refuses.
pub fn put(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    version: u64,
    effects: &[Effect],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut rows = Vec::with_capacity(effects.len());
    for (index, effect) in effects.iter().enumerate() {
        let effect = serde_json::to_string(effect).map_err(|error| Error::corrupt("effect", error))?;
        rows.push((
            outbox::organization.eq(organization.as_str()),
            outbox::id.eq(format!("{}/{version}/{index}", case.0)),
            outbox::case_id.eq(Uid(case.0)),
            outbox::effect.eq(effect),
            outbox::state.eq("waiting"),
            outbox::attempts.eq(0),
            outbox::created_at.eq(Ts(now)),
        ));
    }
    insert_all!(conn, outbox::table, rows);
    Ok(())
}

/// Claims what waits anywhere on the platform, oldest first, until `lease_until` by the clock on the `wall`.
///
/// # Errors
/// When the database refuses or a stored effect cannot be read.
pub fn claim_on_platform(
    conn: &mut Conn,
    wall: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Outgoing>, Error> {
    let waiting = outbox::table
        .filter(outbox::state.eq("waiting"))
        .filter(outbox::lease_until.is_null().or(outbox::lease_until.lt(Ts(wall))))
        .order((outbox::created_at, outbox::id))
        .limit(limit)
        .select((
            outbox::organization,
            outbox::id,
            outbox::case_id,
            outbox::effect,
            outbox::attempts,
        ));
    let rows: Vec<(String, String, Uid, String, i32)> = match conn {
        Conn::Postgres(c) => waiting.for_update().skip_locked().load(c)?,
        Conn::Sqlite(c) => waiting.load(c)?,
    };
    let mut claimed = Vec::with_capacity(rows.len());
    for (organization, id, case, effect, attempts) in rows {
        diesel::update(outbox::table.find((&organization, &id)))
            .set((
                outbox::lease_until.eq(Ts(lease_until)),
                outbox::attempts.eq(attempts + 1),
            ))
            .execute(conn)?;
        claimed.push(Outgoing {
            organization: OrganizationId::new(organization),
            id,
            case: CaseId(case.0),
            effect: serde_json::from_str(&effect).map_err(|error| Error::corrupt("effect", error))?,
            attempt: attempts + 1,
        });
    }
    Ok(claimed)
}

/// Marks an effect as delivered. `false` when another attempt has been given out meanwhile.
///
/// # Errors
/// When the database refuses.
pub fn delivered(conn: &mut Conn, outgoing: &Outgoing) -> Result<bool, Error> {
    let marked = diesel::update(
        outbox::table
            .find((outgoing.organization.as_str(), outgoing.id.as_str()))
            .filter(outbox::attempts.eq(outgoing.attempt))
            .filter(outbox::state.eq("waiting")),
    )
    .set(outbox::state.eq("delivered"))
    .execute(conn)?;
    Ok(marked == 1)
}

/// Whether anything waits anywhere on the platform, claimed or not.
///
/// # Errors
/// When the database does not answer.
pub fn is_waiting_on_platform(conn: &mut Conn) -> Result<bool, Error> {
    let first = outbox::table
        .filter(outbox::state.eq("waiting"))
        .select(outbox::id)
        .first::<String>(conn);
    Ok(first.optional()?.is_some())
}

/// How many effects of an organization still wait.
///
/// # Errors
/// When the database does not answer.
pub fn waiting(conn: &mut Conn, organization: &OrganizationId) -> Result<i64, Error> {
    Ok(outbox::table
        .filter(outbox::organization.eq(organization.as_str()))
        .filter(outbox::state.eq("waiting"))
        .count()
        .get_result(conn)?)
}
