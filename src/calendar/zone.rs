//! Local time and instants, where clocks are changed.
//!
//! A calendar speaks of local dates and minutes of the day; everything is compared as instants. Where the clocks go back, a
//! local time that comes twice means its first coming; where they go forward, a local time that is skipped means the moment
//! of the change. So later local times never become earlier instants, and adjoining opening hours never overlap.

use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

/// The first and the last local year any calendar reckons with.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// The day's length in minutes: the last opening hours may end there.
pub(super) const MIDNIGHT: u16 = 24 * 60;

/// Whether calendars reckon with this date.
pub(super) fn knows(date: NaiveDate) -> bool {
    YEARS.contains(&date.year())
}

pub(super) fn first_date() -> NaiveDate {
    NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).unwrap_or(NaiveDate::MIN)
}

pub(super) fn last_date() -> NaiveDate {
    NaiveDate::from_ymd_opt(*YEARS.end(), 12, 31).unwrap_or(NaiveDate::MAX)
}

/// The first instant of a local day. A day whose midnight the clocks skip begins when they have.
pub fn day_begins(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    Zone(zone).instant(day, 0)
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Zone(pub(super) Tz);

impl Zone {
    /// The instant of a minute of a local day; [`MIDNIGHT`] is the start of the next.
    pub(super) fn instant(self, date: NaiveDate, minute: u16) -> DateTime<Utc> {
        self.first_coming(date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute)))
    }

    /// The instant of a time of a local day.
    pub(super) fn instant_at(self, date: NaiveDate, at: NaiveTime) -> DateTime<Utc> {
        self.first_coming(date.and_time(at))
    }

    pub(super) fn start_of_day(self, date: NaiveDate) -> DateTime<Utc> {
        self.instant(date, 0)
    }

    /// The last second of a local day, 23:59:59: what "by the end of the day" means here.
    pub(super) fn end_of_day(self, date: NaiveDate) -> DateTime<Utc> {
        self.instant(date, MIDNIGHT) - TimeDelta::seconds(1)
    }

    /// The local day in which an instant lies. Never goes back, not even where clocks go back over midnight.
    pub(super) fn day_of(self, at: DateTime<Utc>) -> NaiveDate {
        let date = at.with_timezone(&self.0).date_naive();
        match date.succ_opt() {
            Some(next) if at >= self.start_of_day(next) => next,
            _ => date,
        }
    }

    pub(super) fn time_of(self, at: DateTime<Utc>) -> NaiveTime {
        at.with_timezone(&self.0).time()
    }

    fn first_coming(self, local: NaiveDateTime) -> DateTime<Utc> {
        match self.0.from_local_datetime(&local) {
            MappedLocalTime::Single(at) => at.to_utc(),
            MappedLocalTime::Ambiguous(one, other) => one.min(other).to_utc(),
            MappedLocalTime::None => self.end_of_gap(local),
        }
    }

    /// The change of clocks that skipped `local`: one second after the last local time before it that exists.
    fn end_of_gap(self, local: NaiveDateTime) -> DateTime<Utc> {
        // The longest change ever was a whole day (a zone that crossed the date line).
        let (mut exists, mut skipped) = (-48 * 3_600, 0);
        while skipped - exists > 1 {
            let middle = (exists + skipped) / 2;
            match self.0.from_local_datetime(&(local + TimeDelta::seconds(middle))) {
                MappedLocalTime::None => skipped = middle,
                _ => exists = middle,
            }
        }
        match self.0.from_local_datetime(&(local + TimeDelta::seconds(exists))) {
            MappedLocalTime::Single(at) => at.to_utc() + TimeDelta::seconds(1),
            MappedLocalTime::Ambiguous(one, other) => one.max(other).to_utc() + TimeDelta::seconds(1),
            MappedLocalTime::None => local.and_utc(),
        }
    }

    /// The local days that are longer or shorter than 24 hours, in order.
    pub(super) fn uneven_days(self) -> Vec<NaiveDate> {
        let is_uneven =
            |date: &NaiveDate| self.instant(*date, MIDNIGHT) - self.start_of_day(*date) != TimeDelta::days(1);
        // Clocks are never changed and changed back within a week, so weekly looks at the offset find every change.
        let mut uneven = Vec::new();
        let mut week = first_date();
        let mut before = self.offset(week);
        while week <= last_date() {
            let next = week + TimeDelta::weeks(1);
            let after = self.offset(next);
            if before != after {
                // The offset is looked at in UTC, the days are local: one more on either side.
                let days = (-1..=8).map(|day| week + TimeDelta::days(day));
                uneven.extend(days.filter(|date| knows(*date)).filter(is_uneven));
            }
            (week, before) = (next, after);
        }
        uneven.sort_unstable();
        uneven.dedup();
        uneven
    }

    fn offset(self, date: NaiveDate) -> i32 {
        self.0
            .offset_from_utc_datetime(&date.and_time(NaiveTime::MIN))
            .fix()
            .local_minus_utc()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_skipped_time_is_the_moment_of_the_change_and_a_doubled_one_its_first_coming() {
        let zone = Zone(chrono_tz::Europe::Berlin);
        assert_eq!(
            zone.instant(date("2024-03-31"), 2 * 60 + 30).to_rfc3339(),
            "2024-03-31T01:00:00+00:00"
        );
        assert_eq!(
            zone.instant(date("2024-03-31"), 3 * 60).to_rfc3339(),
            "2024-03-31T01:00:00+00:00"
        );
        assert_eq!(
            zone.instant(date("2024-10-27"), 2 * 60 + 30).to_rfc3339(),
            "2024-10-27T00:30:00+00:00"
        );
        assert_eq!(
            zone.end_of_day(date("2024-10-27")).to_rfc3339(),
            "2024-10-27T22:59:59+00:00"
        );
    }

    #[test]
    fn a_day_that_a_zone_skipped_has_no_length() {
        let zone = Zone(chrono_tz::Pacific::Apia);
        let skipped = date("2011-12-30");
        assert_eq!(zone.start_of_day(skipped), zone.instant(skipped, MIDNIGHT));
        assert_eq!(zone.day_of(zone.start_of_day(skipped)), date("2011-12-31"));
        assert!(zone.uneven_days().contains(&skipped));
    }

    #[test]
    fn uneven_days_are_those_of_the_clock_changes() {
        let in_year = |zone: Tz, year| {
            Zone(zone)
                .uneven_days()
                .into_iter()
                .filter(|date| date.year() == year)
                .map(|date| date.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(in_year(chrono_tz::Europe::Berlin, 2024), ["2024-03-31", "2024-10-27"]);
        assert_eq!(
            in_year(chrono_tz::Australia::Lord_Howe, 2024),
            ["2024-04-07", "2024-10-06"]
        );
        assert_eq!(in_year(chrono_tz::Asia::Shanghai, 1990), ["1990-04-15", "1990-09-16"]);
        assert!(in_year(chrono_tz::Asia::Shanghai, 2024).is_empty());
    }

    #[test]
    fn days_follow_one_another_where_clocks_go_back_over_midnight() {
        // Gaza changed at midnight; the hour before it came twice.
        for zone in [
            chrono_tz::Asia::Gaza,
            chrono_tz::America::Havana,
            chrono_tz::America::Asuncion,
        ] {
            let zone = Zone(zone);
            for date in zone.uneven_days().into_iter().filter(|date| date.year() < 2040) {
                let mut before = date - TimeDelta::days(2);
                let mut at = zone.start_of_day(before);
                for _ in 0..4 * 24 * 4 {
                    let day = zone.day_of(at);
                    assert!(
                        day >= before && zone.start_of_day(day) <= at && at < zone.instant(day, MIDNIGHT),
                        "{at}"
                    );
                    (before, at) = (day, at + TimeDelta::minutes(15));
                }
            }
        }
    }
}
