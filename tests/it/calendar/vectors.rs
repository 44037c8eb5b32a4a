//! What the clauses of the policies ask of a clock, under the real calendar of mainland China.

use chrono::{DateTime, TimeDelta, Utc};
use redress::calendar::Period;

use super::{calendar, date, due, local, shown};

#[test]
fn every_clause_is_due_when_its_policy_says() {
    let china = calendar("china");
    let table = [
        ("HOS-7.1", "3 working days", "2024-09-27 16:00", "Tue 2024-10-08 18:00"),
        ("HOS-7.2", "5 working days", "2024-09-27 16:00", "Thu 2024-10-10 18:00"),
        (
            "PRO-3.3.1b",
            "half a working day",
            "2024-09-27 16:30",
            "Sun 2024-09-29 11:00",
        ),
        ("GUE-9.1", "24 hours", "2024-09-28 20:00", "Sun 2024-09-29 20:00"),
        ("ASM-7.1", "24 hours", "2024-09-27 17:00", "Sat 2024-09-28 17:00"),
        ("QUA-4.1", "24 hours", "2024-09-23 10:00", "Tue 2024-09-24 10:00"),
        ("QUA-4.2", "3 working days", "2024-09-24 09:00", "Fri 2024-09-27 18:00"),
        ("QUA-4.3", "7 working days", "2024-09-24 09:00", "Wed 2024-10-09 18:00"),
        (
            "TEL-3.2.2",
            "17:00 next day",
            "2024-09-24 23:50",
            "Wed 2024-09-25 17:00",
        ),
        ("TEL-6.3.4a", "3 hours", "2024-09-24 10:00", "Tue 2024-09-24 13:00"),
        ("TEL-6.3.4a", "3 hours", "2024-09-24 13:00", "Tue 2024-09-24 16:00"),
        ("GAR-6.1b", "1 week", "2024-09-23 10:00", "Mon 2024-09-30 23:59:59"),
        ("GAR-9.1", "5 working days", "2024-09-23 10:00", "Sun 2024-09-29 18:00"),
        ("PRO-3.4.2b", "1 month", "2024-01-31 10:00", "Thu 2024-02-29 23:59:59"),
    ];
    for (clause, period, from, expected) in table {
        assert_eq!(
            shown(&china, due(&china, period, from, &[]).due_at),
            expected,
            "{clause}: {period} from {from}"
        );
    }
}

#[test]
fn a_deemed_closure_holds_from_the_day_after_the_month() {
    // PRO-3.4.2b: posted on 31 January 2024, closed from 1 March.
    let china = calendar("china");
    let due_at = due(&china, "1 month", "2024-01-31 10:00", &[]).due_at;
    assert!(due_at < local(&china, "2024-03-01 00:00"));
    assert!(due_at > local(&china, "2024-02-29 23:59"));
}

#[test]
fn the_weekly_review_of_a_public_holiday_is_held_on_the_working_day_before() {
    // PRO-3.3.2b: Friday 4 October 2024.
    assert_eq!(
        calendar("china").previous_working_day(date("2024-10-04")),
        Some(date("2024-09-30"))
    );
}

#[test]
fn each_convention_holds_at_its_edges() {
    let china = calendar("china");
    let table = [
        (
            "CNV-1 received on a day off",
            "1 working day",
            "2024-10-03 12:00",
            "Tue 2024-10-08 18:00",
        ),
        (
            "CNV-1 received after hours",
            "1 working day",
            "2024-09-30 23:00",
            "Tue 2024-10-08 18:00",
        ),
        (
            "CNV-1 received on a make-up day",
            "1 working day",
            "2024-10-12 09:00",
            "Mon 2024-10-14 18:00",
        ),
        (
            "CNV-1 over new year",
            "1 working day",
            "2025-12-31 09:00",
            "Sun 2026-01-04 18:00",
        ),
        (
            "CNV-2 through a holiday",
            "48 hours",
            "2024-09-30 20:00",
            "Wed 2024-10-02 20:00",
        ),
        (
            "CNV-3 from before opening",
            "half a working day",
            "2024-09-24 06:00",
            "Tue 2024-09-24 14:00",
        ),
        (
            "CNV-3 from the lunch break",
            "half a working day",
            "2024-09-24 12:30",
            "Tue 2024-09-24 17:30",
        ),
        (
            "CNV-3 to the minute of closing",
            "4 working hours",
            "2024-09-24 11:30",
            "Tue 2024-09-24 17:00",
        ),
        (
            "CNV-3 from a holiday",
            "half a working day",
            "2024-10-01 10:00",
            "Tue 2024-10-08 14:00",
        ),
        (
            "CNV-3 a full day ends at closing",
            "8 working hours",
            "2024-09-24 08:30",
            "Tue 2024-09-24 18:00",
        ),
        (
            "QUA-U1 the same working day",
            "same working day",
            "2024-09-24 09:00",
            "Tue 2024-09-24 18:00",
        ),
        (
            "QUA-U1 before opening it is that day",
            "same working day",
            "2024-09-24 06:00",
            "Tue 2024-09-24 18:00",
        ),
        (
            "GUE-U2 from closing on it is the next working day",
            "same working day",
            "2024-09-30 18:00",
            "Tue 2024-10-08 18:00",
        ),
        (
            "TEL-U2 a holiday is no working day",
            "same working day",
            "2024-10-01 10:00",
            "Tue 2024-10-08 18:00",
        ),
        (
            "TOB-U3 a Sunday that is worked is one",
            "same working day",
            "2024-09-29 10:00",
            "Sun 2024-09-29 18:00",
        ),
        (
            "CNV-5 the last day is a holiday",
            "1 week",
            "2024-09-24 10:00",
            "Tue 2024-10-08 23:59:59",
        ),
        (
            "CNV-5 the last day is a Saturday",
            "7 days",
            "2024-08-24 10:00",
            "Mon 2024-09-02 23:59:59",
        ),
        (
            "the last day stays a Saturday",
            "7 days exactly",
            "2024-08-24 10:00",
            "Sat 2024-08-31 23:59:59",
        ),
        (
            "the last day stays a holiday",
            "1周，不顺延",
            "2024-09-24 10:00",
            "Tue 2024-10-01 23:59:59",
        ),
        (
            "CNV-5 the last day is a make-up day",
            "1 week",
            "2024-09-22 10:00",
            "Sun 2024-09-29 23:59:59",
        ),
        (
            "CNV-5 a month of a leap year",
            "1 month",
            "2025-01-31 10:00",
            "Fri 2025-02-28 23:59:59",
        ),
        ("CNV-5 a year", "1 year", "2024-02-29 10:00", "Fri 2025-02-28 23:59:59"),
        ("CNV-6 at once", "at once", "2024-09-24 17:30", "Wed 2024-09-25 09:00"),
        (
            "CNV-10 the next day is a holiday",
            "17:00 next day",
            "2024-09-30 09:00",
            "Tue 2024-10-01 17:00",
        ),
        (
            "the next working day",
            "17:00 next working day",
            "2024-09-30 09:00",
            "Tue 2024-10-08 17:00",
        ),
        (
            "a later working day",
            "17:00, 2nd working day",
            "2024-09-30 09:00",
            "Wed 2024-10-09 17:00",
        ),
    ];
    for (what, period, from, expected) in table {
        assert_eq!(
            shown(&china, due(&china, period, from, &[]).due_at),
            expected,
            "{what}: {period} from {from}"
        );
    }
}

#[test]
fn chinese_and_english_periods_are_due_at_the_same_time() {
    let china = calendar("china");
    let pairs = [
        ("3 working days", "3个工作日"),
        ("half a working day", "半个工作日"),
        ("same working day", "同一工作日"),
        ("24 hours", "24小时"),
        ("1 month", "一个月"),
        ("17:00 next day", "次日17:00"),
        ("at once", "立即"),
    ];
    for (english, chinese) in pairs {
        let [one, other] = [english, chinese].map(|period| due(&china, period, "2024-09-27 16:30", &[]));
        assert_eq!(one, other, "{english}");
    }
}

/// From a local time until another.
type Spans<'a> = &'a [(&'a str, &'a str)];

#[test]
fn pauses_move_what_is_counted() {
    let china = calendar("china");
    let table: [(&str, &str, Spans, &str); 12] = [
        (
            "3 working days",
            "2024-09-23 10:00",
            &[("2024-09-24 15:00", "2024-09-24 16:00")],
            "Fri 2024-09-27 18:00",
        ),
        (
            "3 working days",
            "2024-09-23 10:00",
            &[("2024-09-24 15:00", "2024-09-26 09:00")],
            "Mon 2024-09-30 18:00",
        ),
        // Only opening hours can be paused for working days, and the starting day is not counted anyway.
        (
            "3 working days",
            "2024-09-23 10:00",
            &[("2024-09-24 18:00", "2024-09-25 08:30")],
            "Thu 2024-09-26 18:00",
        ),
        (
            "3 working days",
            "2024-09-23 10:00",
            &[("2024-09-23 11:00", "2024-09-23 17:00")],
            "Thu 2024-09-26 18:00",
        ),
        (
            "3 working days",
            "2024-09-23 10:00",
            &[("2024-09-26 18:00", "2024-09-27 18:00")],
            "Thu 2024-09-26 18:00",
        ),
        (
            "half a working day",
            "2024-09-24 08:30",
            &[("2024-09-24 11:00", "2024-09-24 14:00")],
            "Tue 2024-09-24 15:30",
        ),
        (
            "24 hours",
            "2024-09-24 08:00",
            &[("2024-09-24 11:00", "2024-09-24 14:00")],
            "Wed 2024-09-25 11:00",
        ),
        // Overlapping pauses are one pause.
        (
            "24 hours",
            "2024-09-24 08:00",
            &[
                ("2024-09-24 12:00", "2024-09-24 14:00"),
                ("2024-09-24 11:00", "2024-09-24 13:00"),
            ],
            "Wed 2024-09-25 11:00",
        ),
        (
            "1 week",
            "2024-09-16 10:00",
            &[("2024-09-18 20:00", "2024-09-19 07:00")],
            "Wed 2024-09-25 23:59:59",
        ),
        // A week that ends on a Sunday goes on to Monday, and a pause on that Monday still counts.
        (
            "1 week",
            "2024-08-18 10:00",
            &[("2024-08-26 09:00", "2024-08-26 10:00")],
            "Tue 2024-08-27 23:59:59",
        ),
        (
            "17:00 next day",
            "2024-09-24 10:00",
            &[("2024-09-25 16:00", "2024-09-25 16:30")],
            "Thu 2024-09-26 17:00",
        ),
        (
            "17:00 next day",
            "2024-09-24 10:00",
            &[("2024-09-25 17:00", "2024-09-25 20:00")],
            "Wed 2024-09-25 17:00",
        ),
    ];
    for (period, from, pauses, expected) in table {
        assert_eq!(
            shown(&china, due(&china, period, from, pauses).due_at),
            expected,
            "{period} from {from}, {pauses:?}"
        );
    }
}

#[test]
fn a_warning_comes_so_long_before() {
    let china = calendar("china");
    let table = [
        ("1 working day", "2024-10-08 18:00", "Mon 2024-09-30 18:00"),
        ("3 working days", "2024-10-08 18:00", "Fri 2024-09-27 18:00"),
        ("half a working day", "2024-10-08 10:00", "Mon 2024-09-30 15:30"),
        ("4 working hours", "2024-09-24 18:00", "Tue 2024-09-24 14:00"),
        ("2 hours", "2024-10-08 10:00", "Tue 2024-10-08 08:00"),
        ("1 week", "2024-10-08 17:00", "Tue 2024-10-01 17:00"),
        ("1 month", "2024-03-31 17:00", "Thu 2024-02-29 17:00"),
    ];
    for (period, due_at, expected) in table {
        let warned = china.before(&period.parse().unwrap(), local(&china, due_at)).unwrap();
        assert_eq!(shown(&china, warned), expected, "{period} before {due_at}");
    }
    let refused = china.before(&"17:00 next day".parse().unwrap(), local(&china, "2024-10-08 18:00"));
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .starts_with("`17:00 next day` says when")
    );
}

#[test]
fn counting_without_an_account_comes_to_the_same_moment() {
    let immediate = Period::IMMEDIATE_DEFAULT;
    for name in ["china", "weekdays"] {
        let calendar = calendar(name);
        let mut from = "2024-09-25T21:30:00Z".parse::<DateTime<Utc>>().unwrap();
        for number in (0..60).chain([250, 2_500]) {
            from += TimeDelta::minutes(437);
            let due = |period: Period| calendar.due(&period, from, &[], &immediate).unwrap().due_at;
            let days = calendar.after_working_days(number, from).unwrap();
            assert_eq!(days, due(Period::WorkingDays(number)), "{name}: {number} after {from}");
            let minutes = calendar.after_working_minutes(number * 17, from).unwrap();
            assert_eq!(
                minutes,
                due(Period::WorkingMinutes(number * 17)),
                "{name}: {number} after {from}"
            );
        }
        let never = calendar.after_working_days(u32::MAX, from);
        assert_eq!(
            never.unwrap_err(),
            calendar
                .due(&Period::WorkingDays(u32::MAX), from, &[], &immediate)
                .unwrap_err()
        );
    }
}
