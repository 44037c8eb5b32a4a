//! Work that comes round by the calendar: which occurrences have been seen and which have been run.
//!
//! An occurrence becomes a row exactly once, whichever node works it out; a row is claimed by a guarded update with a lease.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::schema::{schedule_marks, schedule_runs};
use crate::pack::id::{OrganizationId, ScheduleId};

/// One occurrence to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub organization: OrganizationId,
    pub schedule: ScheduleId,
    pub occurrence: DateTime<Utc>,
    /// The claim it was given out under; a later claim makes it void.
    pub attempt: i32,
}

/// Until when the occurrences of a schedule have been written down; `None` for one never seen.
///
/// # Errors
/// When the database does not answer.
pub fn looked_until(
    conn: &mut Conn,
    organization: &OrganizationId,
    schedule: &ScheduleId,
) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(schedule_marks::table
        .find((organization.as_str(), schedule.as_str()))
        .select(schedule_marks::looked_until)
        .first::<Ts>(conn)
        .optional()?
        .map(|at| at.0))
}

/// Writes down occurrences and until when they have been looked for. Any node may do it, any number of times.
///
/// # Errors
/// When the database refuses.
pub fn write_down(
    conn: &mut Conn,
    organization: &OrganizationId,
    schedule: &ScheduleId,
    occurrences: &[DateTime<Utc>],
    until: DateTime<Utc>,
) -> Result<(), Error> {
    for occurrence in occurrences {
        let row = (
            schedule_runs::organization.eq(organization.as_str()),
            schedule_runs::schedule.eq(schedule.as_str()),
            schedule_runs::occurrence.eq(Ts(*occurrence)),
            schedule_runs::state.eq("waiting"),
            schedule_runs::attempts.eq(0),
        );
        each!(conn, c => diesel::insert_into(schedule_runs::table).values(&row).on_conflict_do_nothing().execute(c))?;
    }
    let mark = (
        schedule_marks::organization.eq(organization.as_str()),
        schedule_marks::schedule.eq(schedule.as_str()),
        schedule_marks::looked_until.eq(Ts(until)),
    );
    each!(conn, c => diesel::insert_into(schedule_marks::table)
        .values(&mark)
        .on_conflict((schedule_marks::organization, schedule_marks::schedule))
        .do_update()
        .set(schedule_marks::looked_until.eq(Ts(until)))
        .execute(c))?;
    Ok(())
}

/// Whether anything waits by `now` anywhere on the platform, claimed or not.
///
/// # Errors
/// When the database does not answer.
pub fn is_waiting_on_platform(conn: &mut Conn, now: DateTime<Utc>) -> Result<bool, Error> {
    let first = schedule_runs::table
        .filter(schedule_runs::state.eq("waiting"))
        .filter(schedule_runs::occurrence.le(Ts(now)))
        .select(schedule_runs::occurrence)
        .first::<Ts>(conn);
    Ok(first.optional()?.is_some())
}

/// Claims occurrences due by `now` anywhere on the platform, oldest first, until `lease_until` by the clock on the `wall`.
///
/// # Errors
/// When the database refuses.
pub fn claim_on_platform(
    conn: &mut Conn,
    now: DateTime<Utc>,
    wall: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Run>, Error> {
    let due = schedule_runs::table
        .filter(schedule_runs::state.eq("waiting"))
        .filter(schedule_runs::occurrence.le(Ts(now)))
        .filter(
            schedule_runs::lease_until
                .is_null()
                .or(schedule_runs::lease_until.lt(Ts(wall))),
        )
        .order(schedule_runs::occurrence)
        .limit(limit)
        .select((
            schedule_runs::organization,
            schedule_runs::schedule,
            schedule_runs::occurrence,
            schedule_runs::attempts,
        ));
    let rows: Vec<(String, String, Ts, i32)> = match conn {
        Conn::Postgres(c) => due.for_update().skip_locked().load(c)?,
        Conn::Sqlite(c) => due.load(c)?,
    };
    for (organization, schedule, occurrence, attempts) in &rows {
        diesel::update(schedule_runs::table.find((organization, schedule, occurrence)))
            .set((
                schedule_runs::lease_until.eq(Ts(lease_until)),
                schedule_runs::attempts.eq(attempts + 1),
            ))
            .execute(conn)?;
    }
    Ok(rows
        .into_iter()
        .map(|(organization, schedule, occurrence, attempts)| Run {
            organization: OrganizationId::new(organization),
            schedule: ScheduleId::new(schedule),
            occurrence: occurrence.0,
            attempt: attempts + 1,
        })
        .collect())
}

/// Ends a run. `false` when its claim has been taken over meanwhile.
///
/// # Errors
/// When the database refuses.
pub fn finish(conn: &mut Conn, run: &Run, now: DateTime<Utc>) -> Result<bool, Error> {
    let ended = diesel::update(
        schedule_runs::table
            .find((run.organization.as_str(), run.schedule.as_str(), Ts(run.occurrence)))
            .filter(schedule_runs::attempts.eq(run.attempt))
            .filter(schedule_runs::state.eq("waiting")),
    )
    .set((schedule_runs::state.eq("done"), schedule_runs::finished_at.eq(Ts(now))))
    .execute(conn)?;
    Ok(ended == 1)
}
