//! Pauses: spans in which the clock of a duty stood still.
//!
//! What does not count depends on what is counted:
//!
//! | counted | not counted |
//! |---|---|
//! | working days | a working day whose opening hours lie wholly or partly in a pause |
//! | calendar days, and through them weeks, months, years | a day that lies wholly or partly in a pause |
//! | the day of a time (`17:00 next day`) | a day whose hours before that time lie wholly or partly in a pause |
//! | working minutes, clock minutes | exactly the minutes in a pause |
//!
//! The day that starts a period is not counted anyway, so a pause on it moves nothing but minutes.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::zone::Zone;

/// The clock stood still from one instant until before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// The part of `pauses` between two instants: in order, apart, none empty.
pub(super) fn between(pauses: &[Pause], from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Pause> {
    let inside = pauses.iter().map(|pause| Pause {
        from: pause.from.max(from),
        until: pause.until.min(until),
    });
    let mut inside: Vec<Pause> = inside.filter(|pause| pause.from < pause.until).collect();
    inside.sort_by_key(|pause| pause.from);
    let mut apart: Vec<Pause> = Vec::with_capacity(inside.len());
    for pause in inside {
        match apart.last_mut() {
            Some(last) if pause.from <= last.until => last.until = last.until.max(pause.until),
            _ => apart.push(pause),
        }
    }
    apart
}

/// Days that do not count, as runs from one day through another: in order, apart.
#[derive(Debug, Default)]
pub(super) struct PausedDays(Vec<(NaiveDate, NaiveDate)>);

impl PausedDays {
    /// The days that a pause touches, where `is_touched` says whether a day at either end of a pause is.
    pub(super) fn new(pauses: &[Pause], zone: Zone, is_touched: impl Fn(NaiveDate, &Pause) -> bool) -> Self {
        let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::with_capacity(pauses.len());
        for pause in pauses {
            let (mut first, mut last) = (
                zone.day_of(pause.from),
                zone.day_of(pause.until - TimeDelta::nanoseconds(1)),
            );
            if !is_touched(first, pause) {
                first += TimeDelta::days(1);
            }
            if first <= last && !is_touched(last, pause) {
                last -= TimeDelta::days(1);
            }
            match runs.last_mut() {
                _ if first > last => {}
                Some(run) if first <= run.1 => run.1 = run.1.max(last),
                _ => runs.push((first, last)),
            }
        }
        Self(runs)
    }

    pub(super) fn contains(&self, date: NaiveDate) -> bool {
        let position = self.0.partition_point(|(_, last)| *last < date);
        self.0.get(position).is_some_and(|(first, _)| *first <= date)
    }

    /// The paused runs after `after`, through `through`: each as the day before it and its last day.
    pub(super) fn within(&self, after: NaiveDate, through: NaiveDate) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
        let runs = self
            .0
            .iter()
            .map(move |(first, last)| (after.max(*first - TimeDelta::days(1)), through.min(*last)));
        runs.filter(|(before, last)| before < last)
    }
}
