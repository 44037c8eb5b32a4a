//! Working time: when something is due, and why then.
//!
//! Law counts days, not hours: "three working days" excludes the day that starts it, ends with the close of business
//! and steps over public holidays. A [`Calendar`] says which time is working time, a [`Period`] how long a duty lasts, and
//! [`Calendar::due`] answers with an instant and the [`Ledger`] from which anybody can recompute it.
//!
//! Nothing here reads a clock or a file, or knows a case. Instants are UTC; a calendar carries its own time zone and reckons
//! from 1970 to 2199. The conventions, and the articles of the Civil Code of the People's Republic of China behind them:
//!
//! - **Working days** (CNV-1, art. 201 and 203): the day of the event is not counted; due when the last one closes for the day.
//! - **The same working day**: due when the day of the event closes, or the next working day where that has closed or is none.
//! - **Clock hours** (CNV-2, art. 201): run through nights and holidays.
//! - **Working time** (CNV-3): only opening hours count; from outside them it starts with the next opening.
//! - **Days, weeks, months, years** (CNV-5, art. 201 to 203): the day of the event is not counted; the last day is that of the
//!   same date, or the last of a shorter month; a last day that is no working day moves to the next working day; due with
//!   the end of the day, which is its last second, 23:59:59 local. What follows from silence holds from the day after.
//! - **A time of the next day** (CNV-10): that day, open or not.
//!
//! `period` is the grammar, `raw` is a calendar file as written, `build` and `special` read it, `zone`, `week` and `tally` know
//! time, `reckon` counts forwards, `after` the same without an account of it, and `before` backwards, `pause` says what does not
//! count, `ledger` what was reckoned, `words` how people are told.

mod after;
mod before;
mod build;
mod impossible;
mod ledger;
mod name;
mod pause;
mod period;
mod raw;
mod reckon;
mod special;
mod tally;
mod week;
pub mod words;
mod zone;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

pub use self::impossible::Impossible;
pub use self::ledger::{DayKind, Due, Ledger, LedgerLine, LedgerStep, Span};
pub use self::name::Name;
pub use self::pause::Pause;
pub use self::period::{CalendarUnit, Period, PeriodError};
pub use self::raw::RawCalendar;
pub use self::zone::day_begins;

use self::tally::{Tally, first_day};
use self::week::{Hours, Interval, Week};
use self::zone::{Zone, first_date, knows, last_date};
use crate::diagnostic::{Diagnostic, SourceFile};

/// Which time is working time, in one time zone.
#[derive(Debug, Clone)]
pub struct Calendar {
    id: String,
    name: Name,
    zone: Zone,
    week: Week,
    /// The days that depart from their week.
    special: BTreeMap<NaiveDate, SpecialDay>,
    years: BTreeMap<i32, Coverage>,
    /// The file says what holds in every year, so none is missing.
    every_year: bool,
    tally: Tally,
}

/// What a calendar knows of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Its public notice has appeared, or the calendar is the same every year.
    Announced,
    /// Its days are expected; the notice has not appeared yet.
    Provisional,
    /// Nothing is known but the ordinary week.
    Missing,
}

/// A day that departs from its week.
#[derive(Debug, Clone)]
struct SpecialDay {
    kind: DayKind,
    hours: Hours,
    name: Option<Name>,
    notice: Option<Arc<str>>,
}

impl SpecialDay {
    fn closed(kind: DayKind) -> Self {
        Self {
            kind,
            hours: Hours::default(),
            name: None,
            notice: None,
        }
    }
}

/// What the calendar says of one day.
struct Day<'a> {
    kind: DayKind,
    hours: &'a [Interval],
    name: Option<&'a Name>,
    notice: Option<&'a Arc<str>>,
}

impl Day<'_> {
    fn is_open(&self) -> bool {
        !self.hours.is_empty()
    }
}

impl Calendar {
    /// Reads a calendar file:
    ///
    /// ```yaml
    /// calendar: china
    /// name: { zh: 中国大陆工作日历, en: Working days in mainland China }
    /// zone: Asia/Shanghai
    /// hours:
    ///   mon-fri: [08:30-12:00, 13:30-18:00]
    /// years:
    ///   2024:
    ///     notice: 国办发明电〔2023〕7号
    ///     holidays:
    ///       - { days: 2024-10-01..2024-10-07, name: { zh: 国庆节, en: National Day } }
    ///     workdays: [2024-09-29, 2024-10-12]
    ///     half_days:
    ///       - { days: 2024-12-31, hours: [08:30-12:00], notice: board decision 12/2024 }
    ///   2027: { provisional: true, holidays: [2027-01-01] }
    /// ```
    ///
    /// A make-up workday keeps the hours of its weekday, of the first open weekday where its own is closed, or its own
    /// `hours`. `every_year: { holidays: [12-25] }` holds in all years and leaves none to be announced; what a year says
    /// itself comes first.
    ///
    /// # Errors
    /// All findings, in order of their place: what is no YAML, unknown or missing keys, days and hours that cannot be read or
    /// contradict each other, announced years without a notice, and a calendar that is never open.
    pub fn parse(file: Arc<SourceFile>) -> Result<Self, Vec<Diagnostic>> {
        build::parse(&file)
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn name(&self) -> &Name {
        &self.name
    }

    pub fn zone(&self) -> Tz {
        self.zone.0
    }

    /// What is known of a year. Days of a year that is not announced are reckoned, and the reckoning says `provisional`.
    pub fn covers(&self, year: i32) -> Coverage {
        let known = self.years.get(&year).copied();
        known.unwrap_or(if self.every_year {
            Coverage::Announced
        } else {
            Coverage::Missing
        })
    }

    /// Whether people work at some time of a local day. Never outside 1970 to 2199.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        knows(date) && self.day(date).is_open()
    }

    /// Whether an instant lies in opening hours: from the minute of opening until before the minute of closing.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        let is_known = self.clamped(at) == at;
        is_known
            && self
                .open_spans(self.zone.day_of(at))
                .any(|(open, close)| open <= at && at < close)
    }

    /// The first working day after `date`.
    pub fn next_working_day(&self, date: NaiveDate) -> Option<NaiveDate> {
        let before = self
            .tally
            .through(date.max(first_date().pred_opt()?).min(last_date()))
            .days;
        first_day(date.succ_opt()?, |date| self.tally.through(date).days > before)
    }

    /// The last working day before `date`.
    pub fn previous_working_day(&self, date: NaiveDate) -> Option<NaiveDate> {
        let date = date.min(last_date().succ_opt()?);
        self.working_day_before(date, 1)
    }

    /// Whole minutes of working time from one instant to another; negative when `until` is the earlier one.
    pub fn working_minutes_between(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
        self.worked_between(from, until).num_minutes()
    }

    /// The `number`th working day before `date`, counted backwards.
    fn working_day_before(&self, date: NaiveDate, number: u32) -> Option<NaiveDate> {
        if date <= first_date() {
            return None;
        }
        let wanted = self.tally.before(date).days - i64::from(number);
        let is_known = wanted >= self.tally.before(first_date()).days;
        if is_known {
            first_day(first_date(), |date| self.tally.through(date).days > wanted)
        } else {
            None
        }
    }

    fn day(&self, date: NaiveDate) -> Day<'_> {
        match self.special.get(&date) {
            Some(SpecialDay {
                kind,
                hours,
                name,
                notice,
            }) => Day {
                kind: *kind,
                hours,
                name: name.as_ref(),
                notice: notice.as_ref(),
            },
            None => {
                let hours = self.week.of(date);
                let kind = if hours.is_empty() {
                    DayKind::Rest
                } else {
                    DayKind::Ordinary
                };
                Day {
                    kind,
                    hours,
                    name: None,
                    notice: None,
                }
            }
        }
    }

    /// The opening hours of a local day as instants.
    fn open_spans(&self, date: NaiveDate) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + use<'_> {
        let spans = self.day(date).hours.iter();
        spans.map(move |hours| {
            (
                self.zone.instant(date, hours.open),
                self.zone.instant(date, hours.close),
            )
        })
    }

    /// The close of business of a working day; the last second of the day where it is open until midnight.
    fn close_of(&self, date: NaiveDate) -> DateTime<Utc> {
        let end = self.zone.end_of_day(date);
        self.open_spans(date).last().map_or(end, |(_, close)| close.min(end))
    }

    fn clamped(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at.clamp(self.zone.start_of_day(first_date()), self.zone.end_of_day(last_date()))
    }

    /// Working time before an instant; only differences mean something.
    fn worked_until(&self, at: DateTime<Utc>) -> TimeDelta {
        let at = self.clamped(at);
        let date = self.zone.day_of(at);
        let today = self
            .open_spans(date)
            .map(|(open, close)| (close.min(at) - open).max(TimeDelta::zero()));
        TimeDelta::seconds(self.tally.before(date).seconds) + today.sum::<TimeDelta>()
    }

    fn worked_between(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> TimeDelta {
        self.worked_until(until) - self.worked_until(from)
    }

    /// The first instant by which `time` has been worked since `from`.
    fn after_working(&self, from: DateTime<Utc>, time: TimeDelta) -> Option<DateTime<Utc>> {
        let wanted = self.worked_until(from) + time;
        let worked = |date| TimeDelta::seconds(self.tally.through(date).seconds);
        let date = first_day(self.zone.day_of(from), |date| worked(date) >= wanted)?;
        let mut left = wanted - TimeDelta::seconds(self.tally.before(date).seconds);
        for (open, close) in self.open_spans(date) {
            if left <= close - open {
                return Some(open + left);
            }
            left -= close - open;
        }
        None
    }

    /// The last instant from which `time` is worked until `until`.
    fn before_working(&self, until: DateTime<Utc>, time: TimeDelta) -> Option<DateTime<Utc>> {
        let wanted = self.worked_until(until) - time;
        if wanted < TimeDelta::seconds(self.tally.before(first_date()).seconds) {
            return None;
        }
        let date = first_day(first_date(), |date| {
            TimeDelta::seconds(self.tally.through(date).seconds) > wanted
        })?;
        let mut left = wanted - TimeDelta::seconds(self.tally.before(date).seconds);
        for (open, close) in self.open_spans(date) {
            if left < close - open {
                return Some(open + left);
            }
            left -= close - open;
        }
        None
    }

    /// Whether any day from one to another lies in a year that is not announced.
    fn is_provisional_between(&self, first: NaiveDate, last: NaiveDate) -> bool {
        (first.year()..=last.year()).any(|year| self.covers(year) != Coverage::Announced)
    }
}

#[cfg(test)]
mod tests;
