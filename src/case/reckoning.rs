//! When a deadline or a task of a case is due: its period through the calendar, or the promise the case carries.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};

use super::Deadline;
use super::process::{Process, first_match};
use crate::calendar::{Due, Impossible, Ledger, LedgerLine, LedgerStep, Pause, Period};
use crate::expression::{Expression, Frame, Outcome};
use crate::pack::id::ClauseId;
use crate::pack::{Branch, DeadlineRule, Pack};
use crate::value::Value;

/// A promise outside the years that calendars know is a slip of the pen.
const YEARS: RangeInclusive<i32> = 1970..=2199;

/// By when something is to be done, as its rule says it.
#[derive(Clone, Copy)]
pub(super) struct Terms<'r> {
    pub(super) within: &'r [Branch<Period>],
    pub(super) at: Option<&'r Expression>,
    pub(super) clauses: &'r [ClauseId],
}

impl DeadlineRule {
    pub(super) fn terms(&self) -> Terms<'_> {
        Terms {
            within: &self.within,
            at: self.at.as_ref(),
            clauses: &self.clauses,
        }
    }
}

/// A due time with the branch that gave it.
pub(super) struct Reckoned {
    pub(super) due: Due,
    /// The branch of `within`, counted from 1; `None` for a promise.
    pub(super) rule: Option<u32>,
    pub(super) clauses: Vec<ClauseId>,
}

/// The due time of what runs from `from`: the earlier of its period and its promise. `None` while neither is
/// known. Pauses move a period; a promised instant stands.
///
/// # Errors
/// If the calendar finds no such time.
pub(super) fn reckon(
    pack: &Pack,
    frame: &Frame,
    terms: Terms<'_>,
    from: DateTime<Utc>,
    pauses: &[Pause],
) -> Result<Option<Reckoned>, Impossible> {
    let after = |period: &Period| pack.calendar.due(period, from, pauses, &pack.immediate);
    let within = match first_match(terms.within, frame) {
        None => None,
        Some((number, branch)) => {
            let clauses = if branch.clauses.is_empty() {
                terms.clauses
            } else {
                &branch.clauses
            };
            Some(Reckoned {
                due: after(&branch.is)?,
                rule: Some(number),
                clauses: clauses.to_vec(),
            })
        }
    };
    let promised = match terms.at.map(|at| at.evaluate(frame)) {
        Some(Outcome::Known(Value::Instant(at))) => Some(on_promise(pack, at)),
        Some(Outcome::Known(Value::Date(date))) => {
            Some(close_of_business(pack, date).and_then(|at| on_promise(pack, at)))
        }
        Some(Outcome::Known(Value::Period(period))) => Some(after(&period)),
        _ => None,
    };
    let promised = match promised {
        // A slip in the promise does not take the period away.
        Some(Err(_)) if within.is_some() => None,
        promised => promised.transpose()?.map(|due| Reckoned {
            due,
            rule: None,
            clauses: terms.clauses.to_vec(),
        }),
    };
    Ok(match (within, promised) {
        (Some(within), Some(promised)) if promised.due.due_at < within.due.due_at => Some(promised),
        (within, promised) => within.or(promised),
    })
}

/// The warnings before `due_at` that still lie ahead, soonest first. A period that names a time warns of nothing.
pub(super) fn warnings(process: &Process, warn: &[Period], due_at: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let mut warnings: Vec<_> = warn
        .iter()
        .filter_map(|ahead| process.pack.calendar.before(ahead, due_at).ok())
        .filter(|at| *at > process.context.now && *at < due_at)
        .collect();
    warnings.sort_unstable();
    warnings.dedup();
    warnings
}

/// The pauses that are over, and the open one as if it ended now.
pub(super) fn pauses(spans: &[(DateTime<Utc>, Option<DateTime<Utc>>)], now: DateTime<Utc>) -> Vec<Pause> {
    spans
        .iter()
        .map(|(from, until)| Pause {
            from: *from,
            until: until.unwrap_or(now),
        })
        .collect()
}

/// A granted extension is never shortened: its end, moved by the pauses since it was granted, counts when it is later. Once it was
/// moved to an earlier moment, what was granted last counts.
pub(super) fn with_extensions(pack: &Pack, run: &Deadline, due: Due, pauses: &[Pause]) -> Due {
    let Some(granted) = run.extensions.last() else {
        return due;
    };
    let stood_still = pauses
        .iter()
        .filter(|pause| pause.from >= granted.at)
        .map(|pause| (pause.until - pause.from).max(TimeDelta::zero()))
        .fold(TimeDelta::zero(), |sum, pause| sum.checked_add(&pause).unwrap_or(sum));
    let until = granted.to.checked_add_signed(stood_still).unwrap_or(granted.to);
    let was_moved_earlier = run.extensions.iter().any(|granted| granted.to < granted.from);
    if until == due.due_at || (until < due.due_at && !was_moved_earlier) {
        due
    } else if until == run.due.due_at {
        run.due.clone()
    } else {
        moved(pack, &run.due, until).unwrap_or(due)
    }
}

/// The reckoning so far, and a new end.
///
/// # Errors
/// If the end is outside the years calendars know.
pub(super) fn moved(pack: &Pack, before: &Due, until: DateTime<Utc>) -> Result<Due, Impossible> {
    let mut ledger = before.ledger.clone();
    ledger.lines.push(due_line(pack, until)?);
    Ok(Due { due_at: until, ledger })
}

/// The close of business of a local day; of a day without any, its end.
///
/// # Errors
/// If the day is outside the years calendars know.
pub(super) fn close_of_business(pack: &Pack, date: NaiveDate) -> Result<DateTime<Utc>, Impossible> {
    if pack.calendar.is_working_day(date) {
        // One working day from the day before: it ends when the next working day closes, which is this one.
        let before = start_of_day(pack, date) - TimeDelta::seconds(1);
        let due = pack
            .calendar
            .due(&Period::WorkingDays(1), before, &[], &pack.immediate)?;
        return Ok(due.due_at);
    }
    let end = date.succ_opt().map(|next| start_of_day(pack, next));
    let end = end.and_then(|end| end.checked_sub_signed(TimeDelta::seconds(1)));
    end.map_or_else(|| Err(outside(date.and_time(NaiveTime::MIN).and_utc())), Ok)
}

/// The first instant of a local day.
pub(super) fn start_of_day(pack: &Pack, date: NaiveDate) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    let first = pack.zone.from_local_datetime(&midnight).earliest();
    // Where clocks go forward at midnight the day begins an hour later.
    let first = first.or_else(|| {
        pack.zone
            .from_local_datetime(&(midnight + TimeDelta::hours(1)))
            .earliest()
    });
    first.map_or_else(|| midnight.and_utc(), |first| first.to_utc())
}

fn on_promise(pack: &Pack, at: DateTime<Utc>) -> Result<Due, Impossible> {
    Ok(Due {
        due_at: at,
        ledger: Ledger {
            lines: vec![due_line(pack, at)?],
            provisional: false,
        },
    })
}

fn due_line(pack: &Pack, at: DateTime<Utc>) -> Result<LedgerLine, Impossible> {
    if !YEARS.contains(&at.year()) {
        return Err(outside(at));
    }
    let local = at.with_timezone(&pack.zone);
    Ok(LedgerLine {
        date: local.date_naive(),
        through: None,
        step: LedgerStep::Due { at: local.time() },
        name: None,
        notice: None,
    })
}

fn outside(at: DateTime<Utc>) -> Impossible {
    Impossible::OutsideYears { at }
}
