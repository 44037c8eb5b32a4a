//! When a schedule comes round: the cron pattern in the organization's zone, moved off holidays as the pack says.
//!
//! Several days that move to the same working day are one occurrence: the work is done once that day.

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::pack::{OnHoliday, Pack, Schedule};

/// No run of holidays is longer than this; an occurrence moves no further.
const HOLIDAYS_DAYS_MAX: i64 = 16;

/// How many are made up for after a long stop, the newest; and how many are looked through for the next one.
const CATCH_UP_MAX: usize = 100;
const LOOK_MAX: usize = 50_000;

/// The occurrences after `after` until `until`, in order.
pub(super) fn between(
    schedule: &Schedule,
    pack: &Pack,
    after: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<DateTime<Utc>> {
    let last = until + reach(schedule);
    let mut found: Vec<_> = candidates(schedule, pack.zone, after)
        .take_while(|(nominal, _)| *nominal <= last)
        .filter_map(|(_, local)| moved(schedule, pack, local))
        .filter(|at| after < *at && *at <= until)
        .collect();
    found.sort();
    found.dedup();
    let surplus = found.len().saturating_sub(CATCH_UP_MAX);
    found.drain(..surplus);
    found
}

/// The first occurrence after `after`; `None` if there is none within reason.
pub(super) fn next_after(schedule: &Schedule, pack: &Pack, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut next: Option<DateTime<Utc>> = None;
    for (nominal, local) in candidates(schedule, pack.zone, after) {
        if next.is_some_and(|next| nominal > next + reach(schedule)) {
            break;
        }
        let found = moved(schedule, pack, local).filter(|at| *at > after);
        next = next.into_iter().chain(found).min();
    }
    next
}

/// How far an occurrence may lie from where the pattern puts it.
fn reach(schedule: &Schedule) -> Duration {
    match schedule.holiday {
        OnHoliday::Keep | OnHoliday::Skip => Duration::zero(),
        OnHoliday::PreviousWorkingDay | OnHoliday::NextWorkingDay => Duration::days(HOLIDAYS_DAYS_MAX),
    }
}

/// Where the pattern puts occurrences that may come to lie after `after`.
fn candidates(
    schedule: &Schedule,
    zone: Tz,
    after: DateTime<Utc>,
) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Tz>)> {
    let from = (after - reach(schedule)).with_timezone(&zone);
    schedule
        .cron
        .iter_after(from)
        .take(LOOK_MAX)
        .map(|local| (local.with_timezone(&Utc), local))
}

fn moved(schedule: &Schedule, pack: &Pack, local: DateTime<Tz>) -> Option<DateTime<Utc>> {
    let day = local.date_naive();
    if schedule.holiday == OnHoliday::Keep || pack.calendar.is_working_day(day) {
        return Some(local.with_timezone(&Utc));
    }
    let day = match schedule.holiday {
        OnHoliday::Keep | OnHoliday::Skip => return None,
        OnHoliday::PreviousWorkingDay => pack.calendar.previous_working_day(day)?,
        OnHoliday::NextWorkingDay => pack.calendar.next_working_day(day)?,
    };
    instant(pack.zone, day.and_time(local.time()))
}

/// A local time as an instant: the first of two, and after a gap the moment the clocks have jumped to.
fn instant(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
        LocalResult::None => {
            let before = zone.from_local_datetime(&(local - Duration::hours(3))).earliest()?;
            Some((before + Duration::hours(3)).with_timezone(&Utc))
        }
    }
}
