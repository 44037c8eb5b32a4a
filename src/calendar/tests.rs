//! Laws that hold for every calendar, zone, period and pause, checked against a slow counter that knows none of the shortcuts.

use std::collections::BTreeSet;

use chrono::{Months, NaiveTime, TimeZone};
use proptest::prelude::*;

use super::*;
use crate::locale::Phrase;

/// What a calendar file says, in a form the counter can read without the calendar's own code.
#[derive(Debug, Clone)]
struct Plan {
    zone: Tz,
    /// By weekday from Monday: opening hours in minutes of the day.
    hours: [Vec<(u16, u16)>; 7],
    holidays: BTreeSet<NaiveDate>,
    workdays: BTreeSet<NaiveDate>,
}

impl Plan {
    fn calendar(&self) -> Calendar {
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

    fn hours_on(&self, date: NaiveDate) -> &[(u16, u16)] {
        let weekly = &self.hours[date.weekday().num_days_from_monday() as usize];
        if self.holidays.contains(&date) {
            &[]
        } else if self.workdays.contains(&date) && weekly.is_empty() {
            self.hours.iter().find(|hours| !hours.is_empty()).unwrap()
        } else {
            weekly
        }
    }

    fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.hours_on(date).is_empty()
    }

    fn local(&self, at: DateTime<Utc>) -> (NaiveDate, u16) {
        let local = at.with_timezone(&self.zone).naive_local();
        (
            local.date(),
            (local - local.date().and_time(NaiveTime::MIN))
                .num_minutes()
                .try_into()
                .unwrap(),
        )
    }

    fn is_open(&self, at: DateTime<Utc>) -> bool {
        let (date, minute) = self.local(at);
        self.hours_on(date)
            .iter()
            .any(|(open, close)| (*open..*close).contains(&minute))
    }

    /// The last minute of the day's opening hours, or the last second of the day.
    fn close(&self, date: NaiveDate) -> DateTime<Utc> {
        match self.hours_on(date).last() {
            Some((_, close)) if *close < 24 * 60 => self.at(date, *close),
            _ => self.end(date),
        }
    }

    fn end(&self, date: NaiveDate) -> DateTime<Utc> {
        self.at(date.succ_opt().unwrap(), 0) - TimeDelta::seconds(1)
    }

    fn at(&self, date: NaiveDate, minute: u16) -> DateTime<Utc> {
        let local = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute.into());
        self.zone
            .from_local_datetime(&local)
            .earliest()
            .expect("the plans keep clear of skipped times")
            .to_utc()
    }
}

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

fn plan() -> impl Strategy<Value = Plan> {
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
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
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

fn pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    // From minutes after the event (some before it), for so many minutes (some for none).
    prop::collection::vec((-2_000i64..30_000, prop_oneof![0i64..2_000, 0i64..12_000]), 0..4)
}

fn paused(from: DateTime<Utc>, pauses: &[(i64, i64)]) -> Vec<Pause> {
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
fn period() -> impl Strategy<Value = Period> {
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

/// Each finding as `line:column code: message (help)`.
fn findings(text: &str) -> String {
    let shown = |finding: &Diagnostic| {
        let start = finding.place.as_ref().unwrap().bytes.start;
        let before = &text[..start];
        let (line, column) = (
            before.matches('\n').count() + 1,
            start - before.rfind('\n').map_or(0, |end| end + 1) + 1,
        );
        let help = finding.help.as_ref().map_or("-".to_owned(), Phrase::english);
        format!(
            "{line}:{column} {}: {} ({help})\n",
            finding.code,
            finding.message.english()
        )
    };
    parse(text).unwrap_err().iter().map(shown).collect()
}

#[test]
fn every_mistake_of_structure_is_told_at_its_place() {
    let text = "\
calendar: ''
zone: Etc/UTC
hour: { mon: [08:30-12:00] }
hours:
  mon-fri: 08:30-12:00
years:
  2024:
    holidays:
      - { days: 2024-10-01..2024-10-07, name: [National Day] }
      - { days: 2024-11-30, nmae: late }
      - 20241225
    workdays: 2024-10-12
    provisional: yes
  2025:
every_year: { workdays: [05-01] }
";
    insta::assert_snapshot!(findings(text), @r#"
    1:11 wrong-type: expected a text, found an empty one (-)
    3:1 unknown-key: no key `hour` is known here (did you mean `hours`?)
    5:12 wrong-type: expected a list, found a text (-)
    9:47 wrong-type: expected a mapping or a text, found a list (-)
    10:29 unknown-key: no key `nmae` is known here (did you mean `name`?)
    11:9 wrong-type: expected a mapping or a text, found a number (put it in quotes: `"20241225"`)
    12:15 wrong-type: expected a list, found a text (-)
    13:18 wrong-type: expected `true` or `false`, found a text (write `true`)
    14:3 wrong-type: expected a mapping, found nothing (write a value, or leave the key out)
    15:15 unknown-key: no key `workdays` is known here (known here: `notice`, `holidays`, `half_days`)
    "#);
}

#[test]
fn every_contradiction_of_a_file_is_told_at_its_place() {
    let text = "\
calendar: broken
zone: Asia/Shangai
hours:
  mon-fri: [08:30-12:00, 11:00-18:00]
  fri: [12:00-09:00]
  caturday: []
years:
  2024:
    notice: ''
    holidays:
      - { days: 2024-10-01..2024-10-07, name: National Day }
      - { days: 2024-10-07 }
      - { days: [2024-12-25, 2023-11-30] }
      - { days: 2024-02-30 }
      - { days: 2024-12-24, hours: [08:30-12:00] }
    half_days: [2024-12-31]
  99: {}
every_year: { holidays: [5/1] }
";
    insta::assert_snapshot!(findings(text), @r#"
    2:7 calendar-zone-unknown: no time zone `Asia/Shangai` (did you mean `Asia/Shanghai`?)
    4:13 calendar-hours-overlap: these opening hours overlap (let each begin when or after the one before it ends)
    5:3 calendar-day-twice: `fri` is given hours twice (-)
    5:9 calendar-hours-unreadable: `12:00-09:00` are not opening hours (write two times of one day in order, for example `08:30-12:00`; `24:00` ends it)
    6:3 calendar-weekday-unknown: `caturday` names no days of the week (write `mon-fri`, `sat` or `mon, wed`)
    8:3 calendar-notice-missing: `2024` names no public notice (add `notice: …`, or `provisional: true` until there is one)
    12:17 calendar-day-twice: `2024-10-07` is written twice (-)
    13:30 calendar-day-outside-year: `2023-11-30` does not lie in 2024 (write it under the year it belongs to, not under 2024)
    14:17 calendar-day-unreadable: `2024-02-30` is not a day (write `2024-10-01`, or `2024-10-01..2024-10-07` for several days)
    15:29 unknown-key: a holiday has no `hours` (write it under `half_days`)
    16:17 missing-key: `hours` is missing: a half day says when it is open (write for example `{ days: 2024-12-24, hours: [08:30-12:00] }`)
    17:3 calendar-year-unknown: `99` is not a year (write a year from 1970 to 2199)
    18:26 calendar-day-unreadable: `5/1` is not a day of every year (write month and day: `12-25`, or `12-25..12-26` for several days)
    "#);
}

#[test]
fn a_file_that_lacks_its_keys_says_which() {
    insta::assert_snapshot!(findings("name: nothing\n"), @r#"
    1:1 missing-key: `calendar` is missing (-)
    1:1 missing-key: `zone` is missing (-)
    1:1 missing-key: `hours` is missing (-)
    "#);
    insta::assert_snapshot!(findings("calendar: [\n"), @"1:11 yaml-syntax: unclosed bracket '[' (look at the quotes, brackets and indentation of this line)");
    insta::assert_snapshot!(findings("- calendar\n"), @"1:1 wrong-type: expected a mapping, found a list (-)");
    insta::assert_snapshot!(findings("calendar: a\ncalendar: b\n"), @"2:1 yaml-syntax: `calendar` is written twice here (keep one of them, or join what they say)");
}

#[test]
fn a_file_that_asks_for_too_much_is_a_finding() {
    let nested = format!("calendar: {}{}\n", "[".repeat(100), "]".repeat(100));
    insta::assert_snapshot!(findings(&nested), @"1:42 yaml-syntax: this file is nested too deeply, has too many parts or repeats itself too often (at most 32 levels, 50 000 parts and 50 anchors; split the file or write repetitions out)");
    insta::assert_snapshot!(findings("calendar: !!binary a\n"), @"1:11 yaml-trap: YAML reads `!!binary a` as a tag, because it begins with `!` (put it in quotes: `calendar: '!!binary a'`)");
}

#[test]
fn a_calendar_that_is_never_open_is_refused() {
    insta::assert_snapshot!(findings("calendar: a\nzone: Etc/UTC\nhours: {}\nevery_year: { holidays: [] }\n"), @"3:1 calendar-never-open: no day of this calendar is a working day (give some weekdays opening hours, for example `mon-fri: [08:30-12:00, 13:30-18:00]`)");
    let all =
        "calendar: a\nzone: Etc/UTC\nhours: { mon-sun: [00:00-24:00] }\nevery_year: { holidays: [01-01..12-31] }\n";
    insta::assert_snapshot!(findings(all), @"3:1 calendar-never-open: no day of this calendar is a working day (give some weekdays opening hours, for example `mon-fri: [08:30-12:00, 13:30-18:00]`)");
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
