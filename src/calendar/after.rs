//! Counting forwards without an account of it: where a rule only asks for the moment, whatever the number.

use chrono::{DateTime, TimeDelta, Utc};

use super::tally::first_day;
use super::zone::last_date;
use super::{Calendar, Impossible, Period};

impl Calendar {
    /// When the `number`th working day after the day of `from` closes: what [`Calendar::due`] gives for working days.
    ///
    /// # Errors
    /// As those of [`Calendar::due`].
    pub fn after_working_days(&self, number: u32, from: DateTime<Utc>) -> Result<DateTime<Utc>, Impossible> {
        self.after(Period::WorkingDays(number), from, || {
            let start = self.zone.day_of(from);
            let last = first_day(start, |date| self.tally.between(start, date).days >= i64::from(number))?;
            Some(self.close_of(last))
        })
    }

    /// When that much working time has passed since `from`: what [`Calendar::due`] gives for working time.
    ///
    /// # Errors
    /// As those of [`Calendar::due`].
    pub fn after_working_minutes(&self, minutes: u32, from: DateTime<Utc>) -> Result<DateTime<Utc>, Impossible> {
        self.after(Period::WorkingMinutes(minutes), from, || {
            self.after_working(from, TimeDelta::minutes(minutes.into()))
        })
    }

    fn after(
        &self,
        period: Period,
        from: DateTime<Utc>,
        reckon: impl FnOnce() -> Option<DateTime<Utc>>,
    ) -> Result<DateTime<Utc>, Impossible> {
        if self.clamped(from) != from {
            return Err(Impossible::OutsideYears { at: from });
        }
        if period.is_zero() {
            return Ok(from);
        }
        let after = self.zone.day_of(from);
        match reckon().filter(|at| self.clamped(*at) == *at) {
            Some(at) => Ok(at),
            None if self.tally.between(after, last_date()).days > 0 => Err(Impossible::TooFar { period, from }),
            None => Err(Impossible::NeverOpen {
                calendar: self.id.clone(),
                after,
            }),
        }
    }
}
