//! How much working time lies before a day.
//!
//! Weeks repeat, so what lies before any day is a sum over whole weeks, corrected by the days on which the calendar departs
//! from its week (holidays, make-up workdays, half days, changes of the clock). Both directions, how much before a day and
//! on which day an amount is reached, are searches in sorted tables: the cost does not grow with the distance.

use chrono::{Datelike, NaiveDate};

use super::week::{Week, seconds};
use super::zone::{first_date, last_date};

/// Working days, and working seconds in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Worked {
    pub(super) days: i64,
    pub(super) seconds: i64,
}

impl Worked {
    pub(super) fn of(seconds: i64) -> Self {
        Self {
            days: i64::from(seconds > 0),
            seconds,
        }
    }
}

impl std::ops::Add for Worked {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            days: self.days + other.days,
            seconds: self.seconds + other.seconds,
        }
    }
}

impl std::ops::Sub for Worked {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            days: self.days - other.days,
            seconds: self.seconds - other.seconds,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// What lies before each day of a week, from Monday; the eighth is the whole week.
    week: [Worked; 8],
    /// The days that depart from their week, in order, each with all departures up to and including it.
    departures: Vec<(NaiveDate, Worked)>,
}

impl Tally {
    /// `worked` says what is really worked on the days that depart from `week`, in order of their dates.
    pub(super) fn new(week: &Week, worked: impl IntoIterator<Item = (NaiveDate, Worked)>) -> Self {
        let mut total = Worked::default();
        let mut before = [total; 8];
        for (sum, hours) in before.iter_mut().skip(1).zip(week.days()) {
            total = total + Worked::of(seconds(hours));
            *sum = total;
        }
        let mut departed = Worked::default();
        let departures = worked
            .into_iter()
            .map(|(date, worked)| {
                departed = departed + worked - Worked::of(seconds(week.of(date)));
                (date, departed)
            })
            .collect();
        Self {
            week: before,
            departures,
        }
    }

    /// What is worked before `date`, from a day in the past that does not matter: only differences mean something.
    pub(super) fn before(&self, date: NaiveDate) -> Worked {
        let days = i64::from(date.num_days_from_ce()) - 1;
        let weeks = days.div_euclid(7);
        let whole = self.week[7];
        let part = self.week[date.weekday().num_days_from_monday() as usize];
        let position = self.departures.partition_point(|(departure, _)| *departure < date);
        let departed = position
            .checked_sub(1)
            .map_or(Worked::default(), |last| self.departures[last].1);
        Worked {
            days: whole.days * weeks,
            seconds: whole.seconds * weeks,
        } + part
            + departed
    }

    /// What is worked on `date` itself and on all days before it.
    pub(super) fn through(&self, date: NaiveDate) -> Worked {
        date.succ_opt()
            .map_or_else(|| self.before(date), |next| self.before(next))
    }

    /// What is worked after `after`, through `through`.
    pub(super) fn between(&self, after: NaiveDate, through: NaiveDate) -> Worked {
        if through <= after {
            Worked::default()
        } else {
            self.through(through) - self.through(after)
        }
    }
}

/// The first day, from `from` to the last day calendars know, for which `is_reached`, which once true must stay true.
pub(super) fn first_day(from: NaiveDate, is_reached: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    let (mut low, mut high) = (
        from.max(first_date()).num_days_from_ce(),
        last_date().num_days_from_ce(),
    );
    if low > high || !is_reached(last_date()) {
        return None;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if is_reached(NaiveDate::from_num_days_from_ce_opt(middle)?) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    NaiveDate::from_num_days_from_ce_opt(low)
}
