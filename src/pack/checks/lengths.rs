//! Which of two periods is the longer, where no calendar is needed to know it.

use crate::calendar::{CalendarUnit, Period};
use crate::pack::draft::{At, Draft};
use crate::pack::raw::{RawDeadline, RawWithin};

/// The period written at a place, or the value of the setting named there.
pub fn written<'a>(draft: &'a Draft, at: &At) -> Option<&'a Period> {
    let here = |site: &At| site.path() == at.path() && site.pointer == at.pointer;
    let site = draft.periods.iter().find(|site| here(&site.at))?;
    site.period.as_ref().ok()?.as_ref()
}

/// Every period a deadline may last, with its place. `None` if one of them is not known.
pub fn lasts<'a>(draft: &'a Draft, at: &At, deadline: &RawDeadline) -> Option<Vec<(At, &'a Period)>> {
    let within = at.key("within");
    let places = match deadline.within.as_ref()? {
        RawWithin::Period(_) => vec![within],
        RawWithin::First(branches) => (0..branches.len()).map(|index| within.key(index).key("is")).collect(),
    };
    let known = |at: At| written(draft, &at).map(|period| (at, period));
    places.into_iter().map(known).collect()
}

/// How many days a period may last at least and at most, counted by the calendar. `None` where only a calendar knows.
fn days(period: &Period) -> Option<(u32, u32)> {
    /// The longest a due time is moved off a holiday, generously.
    const MOVED: u32 = 12;
    if let Some((count, unit)) = period.by_calendar() {
        let (least, most) = match unit {
            CalendarUnit::Day => (1, 1),
            CalendarUnit::Week => (7, 7),
            CalendarUnit::Month => (28, 31),
            CalendarUnit::Year => (365, 366),
        };
        let moved = if is_exact(period) { 0 } else { MOVED };
        return Some((least * count, most * count + moved));
    }
    Some(match *period {
        Period::Minutes(minutes) => (minutes / (24 * 60), minutes.div_ceil(24 * 60)),
        Period::NextDay { .. } => (1, 1),
        // Rest days come in between, and nobody knows how many.
        Period::WorkingDays(days) | Period::WorkingDay { number: days, .. } => (days, u32::MAX),
        _ => return None,
    })
}

/// Whether `one` certainly ends no later than `other` when both begin together.
pub fn never_longer(one: &Period, other: &Period) -> bool {
    match (one, other) {
        (Period::WorkingDays(one), Period::WorkingDays(other))
        | (Period::WorkingMinutes(one), Period::WorkingMinutes(other))
        | (Period::Minutes(one), Period::Minutes(other)) => one <= other,
        (one, other) => match (one.by_calendar(), other.by_calendar()) {
            // What is not moved off a holiday ends no later than what is.
            (Some((count, of)), Some((others, unit))) if of == unit && (is_exact(one) || !is_exact(other)) => {
                count <= others
            }
            _ => match (days(one), days(other)) {
                (Some((_, one)), Some((other, _))) => one < other,
                _ => false,
            },
        },
    }
}

fn is_exact(period: &Period) -> bool {
    matches!(period, Period::Exactly { .. })
}

/// Whether `one` is over before `other` would be, even where its end is moved off a holiday.
pub fn shorter(one: &Period, other: &Period) -> bool {
    match (one, other) {
        (Period::WorkingDays(one), Period::WorkingDays(other))
        | (Period::WorkingMinutes(one), Period::WorkingMinutes(other))
        | (Period::Minutes(one), Period::Minutes(other)) => one < other,
        (one, other) => match (days(one), days(other)) {
            (Some((_, one)), Some((other, _))) => one < other,
            _ => false,
        },
    }
}
