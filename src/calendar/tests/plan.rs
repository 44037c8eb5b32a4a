//! Calendars, moments, periods and pauses of any kind, to hold the laws against.

use std::collections::BTreeSet;

use chrono::{NaiveTime, TimeZone};
use proptest::prelude::*;

use super::*;

/// What a calendar file says, in a form the counter can read without the calendar's own code.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    zone: Tz,
    /// By weekday from Monday: opening hours in minutes of the day.
    hours: [Vec<(u16, u16)>; 7],
    holidays: BTreeSet<NaiveDate>,
    workdays: BTreeSet<NaiveDate>,
}

impl Plan {
    pub(super) fn calendar(&self) -> Calendar {
        let clock = |minute: &u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let mut text = format!("calendar: plan\nzone: {}\nhours:\n", self.zone.name());
        for (day, hours) in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .iter()
            .zip(&self.hours)
        {
            let hours: Vec<_> = hours
                .iter()
                .map(|(open, close)| format!("{}-{}", clock(open), clock(close)))
                .collect();
            text += &format!("  {day}: [{}]\n", hours.join(", "));
        }
        text += "years:\n";
        for year in 2023..=2025 {
            let of_year = |dates: &BTreeSet<NaiveDate>| {
                let dates = dates
                    .iter()
                    .filter(|date| date.year() == year)
                    .map(NaiveDate::to_string);
                dates.collect::<Vec<_>>().join(", ")
            };
            let (holidays, workdays) = (of_year(&self.holidays), of_year(&self.workdays));
            text += &format!("  {year}: {{ notice: test, holidays: [{holidays}], workdays: [{workdays}] }}\n");
        }
        parse(&text).unwrap_or_else(|findings| panic!("{text}\n{findings:#?}"))
    }

    pub(super) fn hours_on(&self, date: NaiveDate) -> &[(u16, u16)] {
        let weekly = &self.hours[date.weekday().num_days_from_monday() as usize];
        if self.holidays.contains(&date) {
            &[]
        } else if self.workdays.contains(&date) && weekly.is_empty() {
            self.hours.iter().find(|hours| !hours.is_empty()).unwrap()
        } else {
            weekly
        }
    }

    pub(super) fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.hours_on(date).is_empty()
    }

    pub(super) fn local(&self, at: DateTime<Utc>) -> (NaiveDate, u16) {
        let local = at.with_timezone(&self.zone).naive_local();
        (
            local.date(),
            (local - local.date().and_time(NaiveTime::MIN))
                .num_minutes()
                .try_into()
                .unwrap(),
        )
    }

    pub(super) fn is_open(&self, at: DateTime<Utc>) -> bool {
        let (date, minute) = self.local(at);
        self.hours_on(date)
            .iter()
            .any(|(open, close)| (*open..*close).contains(&minute))
    }

    /// The last minute of the day's opening hours, or the last second of the day.
    pub(super) fn close(&self, date: NaiveDate) -> DateTime<Utc> {
        match self.hours_on(date).last() {
            Some((_, close)) if *close < 24 * 60 => self.at(date, *close),
            _ => self.end(date),
        }
    }

    pub(super) fn end(&self, date: NaiveDate) -> DateTime<Utc> {
        self.at(date.succ_opt().unwrap(), 0) - TimeDelta::seconds(1)
    }

    pub(super) fn at(&self, date: NaiveDate, minute: u16) -> DateTime<Utc> {
        let local = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute.into());
        self.zone
            .from_local_datetime(&local)
            .earliest()
            .expect("the plans keep clear of skipped times")
            .to_utc()
    }
}

/// Hours of a day: none, or up to three spans, in steps of a quarter of an hour, and clear of the small hours in which
/// clocks are changed unless the day is open throughout.
fn hours() -> impl Strategy<Value = Vec<(u16, u16)>> {
    let spans = prop::collection::btree_set(16u16..=96, 2..=6).prop_map(|marks| {
        let marks: Vec<u16> = marks.into_iter().map(|mark| mark * 15).collect();
        marks.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    });
    prop_oneof![2 => Just(vec![]), 5 => spans, 1 => Just(vec![(0, 24 * 60)])]
}

fn zone() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![
        chrono_tz::Asia::Shanghai,
        chrono_tz::Etc::UTC,
        chrono_tz::Europe::Berlin,
        chrono_tz::America::New_York,
        chrono_tz::Australia::Lord_Howe,
        chrono_tz::Asia::Kathmandu,
        chrono_tz::Africa::Casablanca,
    ])
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0i64..3 * 365).prop_map(|day| date("2023-01-01") + TimeDelta::days(day))
}

pub(super) fn plan() -> impl Strategy<Value = Plan> {
    let days = || prop::collection::btree_set(day(), 0..60);
    (zone(), prop::array::uniform7(hours()), days(), days())
        .prop_filter("some day is open", |(_, hours, _, _)| {
            hours.iter().any(|hours| !hours.is_empty())
        })
        .prop_map(|(zone, hours, holidays, workdays)| {
            let workdays = &workdays - &holidays;
            Plan {
                zone,
                hours,
                holidays,
                workdays,
            }
        })
}

/// A whole minute of 2023 to 2025, often near a change of clocks.
pub(super) fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    let any = (0i64..2 * 365 * 24 * 60)
        .prop_map(|minute| date("2023-06-01").and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(minute));
    let changes = prop::sample::select(vec![
        "2024-03-10",
        "2024-03-31",
        "2024-04-07",
        "2024-10-06",
        "2024-10-27",
        "2024-11-03",
    ]);
    let near = (changes, -2 * 24 * 60i64..24 * 60)
        .prop_map(|(day, minute)| date(day).and_time(NaiveTime::MIN).and_utc() + TimeDelta::minutes(minute));
    prop_oneof![2 => any, 1 => near]
}

pub(super) fn pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    // From minutes after the event (some before it), for so many minutes (some for none).
    prop::collection::vec((-2_000i64..30_000, prop_oneof![0i64..2_000, 0i64..12_000]), 0..4)
}

pub(super) fn paused(from: DateTime<Utc>, pauses: &[(i64, i64)]) -> Vec<Pause> {
    let at = |minute: i64| from + TimeDelta::minutes(minute);
    pauses
        .iter()
        .map(|(start, length)| Pause {
            from: at(*start),
            until: at(start + length),
        })
        .collect()
}

/// Short enough to be counted minute by minute.
pub(super) fn period() -> impl Strategy<Value = Period> {
    // Clear of the hours in which clocks are changed, where a time may be skipped.
    let time = (16u32..96).prop_map(|quarter| NaiveTime::from_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap());
    prop_oneof![
        (1u32..40).prop_map(Period::WorkingDays),
        Just(Period::HalfWorkingDay),
        Just(Period::SameWorkingDay),
        (1u32..6_000).prop_map(Period::WorkingMinutes),
        (1u32..20_000).prop_map(Period::Minutes),
        (1u32..60).prop_map(Period::Days),
        (1u32..60).prop_map(|count| Period::Exactly {
            count,
            of: CalendarUnit::Day
        }),
        (1u32..14).prop_map(|count| Period::Exactly {
            count,
            of: CalendarUnit::Month
        }),
        (1u32..9).prop_map(Period::Weeks),
        (1u32..14).prop_map(Period::Months),
        Just(Period::Years(1)),
        time.clone().prop_map(|at| Period::NextDay { at }),
        (1u32..9, time).prop_map(|(number, at)| Period::WorkingDay { number, at }),
    ]
}
