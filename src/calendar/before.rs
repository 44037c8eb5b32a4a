//! Counting backwards: from a due time to when to warn.

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};

use super::zone::knows;
use super::{Calendar, CalendarUnit, Impossible, Period};

impl Calendar {
    /// When to act so as to be `period` ahead of `due_at` (`warn: 1 working day before`), pauses left aside.
    ///
    /// Working days lead to a close of business, working and clock time to the latest instant from which exactly that
    /// time is left, days to years to the same local time of an earlier date.
    ///
    /// # Errors
    /// For a period that names a time instead of a length, and outside 1970 to 2199.
    pub fn before(&self, period: &Period, due_at: DateTime<Utc>) -> Result<DateTime<Utc>, Impossible> {
        if self.clamped(due_at) != due_at {
            return Err(Impossible::OutsideYears { at: due_at });
        }
        let day = self.zone.day_of(due_at);
        let same_time = |date: Option<NaiveDate>| {
            let date = date.filter(|date| knows(*date))?;
            Some(self.zone.instant_at(date, self.zone.time_of(due_at)))
        };
        let days_before = |days: u64| same_time(day.checked_sub_days(Days::new(days)));
        let months_before = |months: u32| same_time(day.checked_sub_months(Months::new(months)));
        let minutes = |minutes: u32| TimeDelta::minutes(minutes.into());
        let at = match *period {
            Period::AtOnce | Period::SameWorkingDay | Period::NextDay { .. } | Period::WorkingDay { .. } => {
                return Err(Impossible::NoLength { period: period.clone() });
            }
            _ if period.is_zero() => Some(due_at),
            Period::WorkingDays(number) => self.working_day_before(day, number).map(|date| self.close_of(date)),
            Period::HalfWorkingDay => self.before_working(due_at, minutes(Period::HALF_WORKING_DAY_MINUTES)),
            Period::WorkingMinutes(count) => self.before_working(due_at, minutes(count)),
            Period::Minutes(count) => due_at.checked_sub_signed(minutes(count)),
            Period::Days(_) | Period::Weeks(_) | Period::Months(_) | Period::Years(_) | Period::Exactly { .. } => {
                let (count, unit) = period.by_calendar().unwrap_or((0, CalendarUnit::Day));
                match unit {
                    CalendarUnit::Day => days_before(count.into()),
                    CalendarUnit::Week => days_before(7 * u64::from(count)),
                    CalendarUnit::Month => months_before(count),
                    CalendarUnit::Year => months_before(count.saturating_mul(12)),
                }
            }
        };
        let known = at.filter(|at| self.clamped(*at) == *at);
        known.ok_or_else(|| Impossible::TooFar {
            period: period.clone(),
            from: due_at,
        })
    }
}
