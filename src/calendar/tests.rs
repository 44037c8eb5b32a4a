//! Laws that hold for every calendar, zone, period and pause, checked against a slow counter that knows none of the shortcuts.
//!
//! `plan` says for which, `files` what is said of a file that is wrong.

mod files;
mod plan;

use chrono::{Months, NaiveTime, TimeZone};
use proptest::prelude::*;

use self::plan::*;
use super::*;

fn parse(text: &str) -> Result<Calendar, Vec<Diagnostic>> {
    Calendar::parse(Arc::new(SourceFile {
        path: "calendar.yaml".to_owned(),
        text: text.to_owned(),
    }))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Counts day by day and minute by minute, as one would with a finger on a wall calendar.
fn counted(plan: &Plan, period: &Period, from: DateTime<Utc>, pauses: &[Pause]) -> DateTime<Utc> {
    let touches = |start: DateTime<Utc>, end: DateTime<Utc>| {
        let mut pauses = pauses.iter().filter(|pause| pause.from < pause.until);
        pauses.any(|pause| pause.from.max(from) < end && start.max(from) < pause.until)
    };
    let (start, _) = plan.local(from);
    let day_is_paused = |date: NaiveDate| touches(plan.at(date, 0), plan.at(date.succ_opt().unwrap(), 0));
    let work_is_paused = |date: NaiveDate| {
        plan.hours_on(date)
            .iter()
            .any(|(open, close)| touches(plan.at(date, *open), plan.at(date, *close)))
    };
    let days = || start.iter_days().skip(1);
    let exactly = |number: usize| days().filter(|date| !day_is_paused(*date)).nth(number - 1).unwrap();
    let through_days = |number: usize| {
        plan.end(
            exactly(number)
                .iter_days()
                .find(|date| plan.is_working_day(*date) && !day_is_paused(*date))
                .unwrap(),
        )
    };
    let days_of = |months: u32| {
        let end = start.checked_add_months(Months::new(months)).unwrap();
        (end - start).num_days().try_into().unwrap()
    };
    let through_months = |months: u32| through_days(days_of(months));
    let minutes = |number: u32, counts: &dyn Fn(DateTime<Utc>) -> bool| {
        let (mut at, mut left) = (from, number);
        while left > 0 {
            left -= u32::from(counts(at) && !pauses.iter().any(|pause| pause.from <= at && at < pause.until));
            at += TimeDelta::minutes(1);
        }
        at
    };
    let before = |at: NaiveTime, date: NaiveDate| {
        let minute = u16::try_from((at - NaiveTime::MIN).num_minutes()).unwrap();
        (plan.at(date, minute), touches(plan.at(date, 0), plan.at(date, minute)))
    };
    match *period {
        Period::WorkingDays(number) => {
            let mut working = days().filter(|date| plan.is_working_day(*date) && !work_is_paused(*date));
            plan.close(working.nth(number as usize - 1).unwrap())
        }
        Period::SameWorkingDay => {
            let mut working = start.iter_days().filter(|date| plan.is_working_day(*date));
            let last = working.find(|date| plan.close(*date) > from && !work_is_paused(*date));
            plan.close(last.unwrap())
        }
        Period::HalfWorkingDay => minutes(240, &|at| plan.is_open(at)),
        Period::WorkingMinutes(number) => minutes(number, &|at| plan.is_open(at)),
        Period::Minutes(number) => minutes(number, &|_| true),
        Period::Days(number) => through_days(number as usize),
        Period::Weeks(number) => through_days(number as usize * 7),
        Period::Months(number) => through_months(number),
        Period::Years(number) => through_months(number * 12),
        Period::Exactly { count, of } => plan.end(exactly(match of {
            CalendarUnit::Day => count as usize,
            CalendarUnit::Week => count as usize * 7,
            CalendarUnit::Month => days_of(count),
            CalendarUnit::Year => days_of(count * 12),
        })),
        Period::NextDay { at } => before(at, days().find(|date| !before(at, *date).1).unwrap()).0,
        Period::WorkingDay { number, at } => {
            let mut working = days().filter(|date| plan.is_working_day(*date) && !before(at, *date).1);
            before(at, working.nth(number as usize - 1).unwrap()).0
        }
        Period::AtOnce => unreachable!("the strategies leave it out"),
    }
}

fn due_at(calendar: &Calendar, period: &Period, from: DateTime<Utc>) -> DateTime<Utc> {
    calendar
        .due(period, from, &[], &Period::IMMEDIATE_DEFAULT)
        .unwrap()
        .due_at
}

proptest! {
    #[test]
    fn a_due_time_is_what_counting_one_by_one_gives(
        plan in plan(), period in period(), from in moment(), pauses in pauses(),
    ) {
        let pauses = paused(from, &pauses);
        let due = plan.calendar().due(&period, from, &pauses, &Period::IMMEDIATE_DEFAULT).unwrap();
        prop_assert_eq!(due.due_at, counted(&plan, &period, from, &pauses));
    }

    #[test]
    fn the_ledger_adds_up_to_the_due_time(plan in plan(), period in period(), from in moment(), pauses in pauses()) {
        let calendar = plan.calendar();
        let due = calendar.due(&period, from, &paused(from, &pauses), &Period::IMMEDIATE_DEFAULT).unwrap();
        let lines = &due.ledger.lines;
        prop_assert!(lines.windows(2).all(|pair| pair[0].date <= pair[1].date), "{lines:#?}");
        let last = lines.last().unwrap();
        prop_assert_eq!(&last.step, &LedgerStep::Due { at: calendar.zone.time_of(due.due_at) });
        let counted = lines.iter().rev().find_map(|line| match line.step {
            LedgerStep::Counted { number, .. } => Some((line.date, number)),
            LedgerStep::Worked { minutes, .. } => Some((line.date, minutes)),
            _ => None,
        });
        match period {
            Period::WorkingDays(number) | Period::WorkingDay { number, .. } => {
                prop_assert_eq!(counted, Some((last.date, number)));
            }
            Period::SameWorkingDay => prop_assert_eq!(counted, Some((last.date, 1))),
            Period::WorkingMinutes(minutes) => prop_assert_eq!(counted.map(|(_, minutes)| minutes), Some(minutes)),
            _ => prop_assert_eq!(counted.is_some(), period == Period::HalfWorkingDay),
        }
        let skipped = lines.iter().filter(|line| matches!(line.step, LedgerStep::Skipped { .. }));
        for line in skipped {
            let through = line.through.unwrap_or(line.date);
            let mut days = line.date.iter_days().take_while(|date| *date <= through);
            prop_assert!(days.all(|date| !plan.is_working_day(date)), "{line:?}");
        }
    }

    #[test]
    fn later_events_and_longer_periods_are_never_due_earlier(
        plan in plan(), period in period(), from in moment(), later in 0i64..10_000, number in 1u32..30, more in 0u32..30,
    ) {
        let calendar = plan.calendar();
        let due = |period: &Period, from| due_at(&calendar, period, from);
        prop_assert!(due(&period, from) <= due(&period, from + TimeDelta::minutes(later)));
        prop_assert!(due(&period, from) >= from);
        let kinds: [fn(u32) -> Period; 5] = [Period::WorkingDays, Period::WorkingMinutes, Period::Minutes, Period::Days, Period::Months];
        for kind in kinds {
            prop_assert!(due(&kind(number), from) <= due(&kind(number + more), from));
        }
    }

    #[test]
    fn a_pause_never_makes_anything_due_earlier(plan in plan(), period in period(), from in moment(), pauses in pauses()) {
        let calendar = plan.calendar();
        let pauses = paused(from, &pauses);
        let mut due_before = due_at(&calendar, &period, from);
        for end in 0..pauses.len() {
            let due = calendar.due(&period, from, &pauses[..=end], &Period::IMMEDIATE_DEFAULT).unwrap().due_at;
            prop_assert!(due >= due_before);
            if pauses[end].from >= due_before {
                prop_assert_eq!(due, due_before);
            }
            due_before = due;
        }
    }

    #[test]
    fn one_period_after_another_is_both_together(plan in plan(), from in moment(), first in 1u32..500, second in 1u32..500) {
        let calendar = plan.calendar();
        for kind in [Period::WorkingDays, Period::WorkingMinutes, Period::Minutes] as [fn(u32) -> Period; 3] {
            let halfway = due_at(&calendar, &kind(first), from);
            prop_assert_eq!(due_at(&calendar, &kind(second), halfway), due_at(&calendar, &kind(first + second), from));
        }
    }

    #[test]
    fn what_counts_working_time_is_due_in_working_time(plan in plan(), from in moment(), number in 1u32..500) {
        let calendar = plan.calendar();
        let due = due_at(&calendar, &Period::WorkingMinutes(number), from);
        prop_assert!(plan.is_open(due - TimeDelta::minutes(1)));
        prop_assert_eq!(calendar.working_minutes_between(from, due), i64::from(number));
        let due = due_at(&calendar, &Period::WorkingDays(number), from);
        prop_assert_eq!(plan.close(plan.local(due).0), due);
        prop_assert!(plan.is_working_day(plan.local(due).0));
    }

    #[test]
    fn before_leads_back_to_where_the_period_began_to_run(plan in plan(), from in moment(), number in 1u32..500) {
        let calendar = plan.calendar();
        for kind in [Period::WorkingDays, Period::WorkingMinutes, Period::Minutes] as [fn(u32) -> Period; 3] {
            let period = kind(number);
            let due = due_at(&calendar, &period, from);
            let before = calendar.before(&period, due).unwrap();
            prop_assert_eq!(due_at(&calendar, &period, before), due);
            // For working time it is the latest such moment.
            if matches!(period, Period::WorkingMinutes(_)) {
                prop_assert!(due_at(&calendar, &period, before + TimeDelta::minutes(1)) > due);
            }
        }
        // From the end of a working day, whole days lead back and forth.
        let end = plan.end(calendar.next_working_day(plan.local(from).0).unwrap());
        let before = calendar.before(&Period::Days(number), end).unwrap();
        prop_assert_eq!(due_at(&calendar, &Period::Days(number), before), end);
    }

    #[test]
    fn questions_are_answered_as_the_file_says(plan in plan(), at in moment(), minutes in 0i64..20_000) {
        let calendar = plan.calendar();
        let (today, _) = plan.local(at);
        prop_assert_eq!(calendar.is_open(at), plan.is_open(at));
        prop_assert_eq!(calendar.is_working_day(today), plan.is_working_day(today));
        let next = today.iter_days().skip(1).find(|date| plan.is_working_day(*date));
        prop_assert_eq!(calendar.next_working_day(today), next);
        let previous = (1..).map(|days| today - TimeDelta::days(days)).find(|date| plan.is_working_day(*date));
        prop_assert_eq!(calendar.previous_working_day(today), previous);
        let until = at + TimeDelta::minutes(minutes);
        let worked = (0..minutes).filter(|minute| plan.is_open(at + TimeDelta::minutes(*minute))).count();
        prop_assert_eq!(calendar.working_minutes_between(at, until), i64::try_from(worked).unwrap());
        prop_assert_eq!(calendar.working_minutes_between(until, at), -i64::try_from(worked).unwrap());
    }

    #[test]
    fn nothing_breaks_at_the_ends_of_time(
        zone in prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
        seconds in prop_oneof![Just(i64::MIN), Just(i64::MAX), -1_000_000i64..1_000_000, 7_258_000_000i64..7_259_000_000, any::<i64>()],
        count in prop_oneof![0u32..10, Just(u32::MAX), any::<u32>()],
    ) {
        let text = format!("calendar: ends\nzone: {}\nhours: {{ mon-sun: [00:00-24:00] }}\nevery_year: {{ holidays: [02-29] }}\n", zone.name());
        let calendar = parse(&text).unwrap();
        let at = DateTime::from_timestamp(seconds, 0).unwrap_or(if seconds < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC });
        let pause = [Pause { from: DateTime::<Utc>::MIN_UTC, until: at }, Pause { from: at, until: DateTime::<Utc>::MAX_UTC }];
        let time = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        let periods = [
            Period::AtOnce, Period::HalfWorkingDay, Period::SameWorkingDay, Period::WorkingDays(count), Period::WorkingMinutes(count), Period::Minutes(count),
            Period::Days(count), Period::Weeks(count), Period::Months(count), Period::Years(count), Period::NextDay { at: time },
            Period::Exactly { count, of: CalendarUnit::Year },
            Period::WorkingDay { number: count, at: time },
        ];
        for period in periods {
            for pauses in [&pause[..0], &pause[..1], &pause[1..]] {
                if let Ok(due) = calendar.due(&period, at, pauses, &period) {
                    prop_assert!(due.due_at >= at);
                    prop_assert!(due.ledger.lines.len() < 200_000);
                }
            }
            let _ = calendar.before(&period, at);
        }
        let date = at.date_naive();
        let _ = (calendar.is_open(at), calendar.is_working_day(date), calendar.next_working_day(date), calendar.previous_working_day(date));
        let _ = calendar.working_minutes_between(DateTime::<Utc>::MIN_UTC, at);
    }

    #[test]
    fn no_file_breaks_the_reader(text in r"(calendar: a\n|zone: (Etc/UTC|X)\n|hours: \{ (mon|mon-fri|x): \[(08:30-12:00|12:00-8:00|9)\] \}\n|years:\n|  2024: \{ (holidays|workdays): \[(2024-01-01|2024-13-01|2025-01-01\.\.2024-01-01)\] \}\n|every_year: \{\}\n|[\[\]{}:&*!|>%@` a\n-]{0,8}){0,8}") {
        if let Err(findings) = parse(&text) {
            prop_assert!(!findings.is_empty());
            for place in findings.iter().filter_map(|finding| finding.place.as_ref()) {
                prop_assert!(place.bytes.start <= place.bytes.end && place.bytes.start <= text.len());
            }
        }
    }
}

#[test]
fn a_calendar_that_hardly_opens_still_answers() {
    let text =
        "calendar: a\nzone: Etc/UTC\nhours: { mon-sun: [09:00-10:00] }\nevery_year: { holidays: [01-01..12-30] }\n";
    let calendar = parse(text).unwrap();
    let from = Utc.with_ymd_and_hms(2024, 5, 1, 12, 0, 0).unwrap();
    let due = |period: &str| calendar.due(&period.parse().unwrap(), from, &[], &Period::IMMEDIATE_DEFAULT);
    assert_eq!(
        due("2 working days").unwrap().due_at.to_string(),
        "2025-12-31 10:00:00 UTC"
    );
    assert_eq!(
        due("2 working hours").unwrap().due_at.to_string(),
        "2025-12-31 10:00:00 UTC"
    );
    let told = due("200 working days").unwrap_err().to_string();
    assert_eq!(
        told,
        "`200 working days` from 2024-05-01 leads outside the years 1970 to 2199, which is as far as calendars go"
    );
}

#[test]
fn half_days_close_early_and_open_no_sunday() {
    let text = "\
calendar: a
zone: Etc/UTC
hours: { mon-fri: [08:30-12:00, 13:30-18:00] }
years: { 2024: { notice: n, workdays: [{ days: 2024-09-28, hours: [10:00-11:00] }], holidays: [2024-12-25] } }
every_year: { half_days: [{ days: 12-24..12-31, hours: [08:30-12:00] }] }
";
    let calendar = parse(text).unwrap();
    let day = |text: &str, period: &str| {
        let from = date(text).and_time(NaiveTime::MIN).and_utc();
        due_at(&calendar, &period.parse().unwrap(), from).to_string()
    };
    assert_eq!(day("2024-12-23", "1 working day"), "2024-12-24 12:00:00 UTC");
    assert_eq!(day("2024-12-24", "1 working day"), "2024-12-26 12:00:00 UTC");
    assert_eq!(day("2024-12-27", "1 working day"), "2024-12-30 12:00:00 UTC");
    assert_eq!(day("2024-12-24", "4 working hours"), "2024-12-26 09:00:00 UTC");
    assert_eq!(day("2024-09-27", "1 working day"), "2024-09-28 11:00:00 UTC");
    assert_eq!(calendar.covers(2031), Coverage::Announced);
}

#[test]
fn a_day_on_which_clocks_change_is_as_long_as_it_is() {
    let calendar =
        parse("calendar: a\nzone: Europe/Berlin\nhours: { mon-sun: [00:00-24:00] }\nevery_year: {}\n").unwrap();
    let minutes = |day: &str| {
        let start = calendar.zone.start_of_day(date(day));
        calendar.working_minutes_between(start, calendar.zone.instant(date(day), zone::MIDNIGHT))
    };
    assert_eq!(
        ["2024-03-31", "2024-10-27", "2024-10-28"].map(minutes),
        [23 * 60, 25 * 60, 24 * 60]
    );
}

#[test]
fn a_date_that_a_zone_skipped_is_no_working_day() {
    let calendar =
        parse("calendar: a\nzone: Pacific/Apia\nhours: { mon-fri: [09:00-17:00] }\nevery_year: {}\n").unwrap();
    assert!(!calendar.is_working_day(date("2011-12-30")));
    assert_eq!(calendar.next_working_day(date("2011-12-29")), Some(date("2012-01-02")));
}

#[test]
fn reckoning_refuses_what_lies_outside_its_years() {
    let calendar = parse("calendar: a\nzone: Etc/UTC\nhours: { mon-fri: [09:00-17:00] }\nevery_year: {}\n").unwrap();
    let from = Utc.with_ymd_and_hms(2250, 1, 1, 0, 0, 0).unwrap();
    let told = calendar
        .due(&Period::Days(1), from, &[], &Period::AtOnce)
        .unwrap_err()
        .to_string();
    assert_eq!(
        told,
        "2250-01-01 is outside the years 1970 to 2199, which is as far as calendars go"
    );
}
