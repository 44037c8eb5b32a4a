//! The calendar of mainland China is what the State Council announced, and says so.

use chrono::{Datelike, NaiveDate};
use redress::calendar::{Calendar, Coverage, DayKind, LedgerStep};

use super::{calendar, date, due, ledger, local};

/// The working days that fall on Saturdays and Sundays, and the weekdays off.
fn departures(calendar: &Calendar, year: i32) -> (Vec<String>, Vec<String>) {
    let days = NaiveDate::from_ymd_opt(year, 1, 1)
        .unwrap()
        .iter_days()
        .take_while(|date| date.year() == year);
    let departs = days.filter(|date| calendar.is_working_day(*date) != (date.weekday().num_days_from_monday() < 5));
    let (made_up, off): (Vec<_>, Vec<_>) = departs.partition(|date| calendar.is_working_day(*date));
    let shown = |dates: Vec<NaiveDate>| dates.into_iter().map(|date| date.format("%m-%d").to_string()).collect();
    (shown(made_up), shown(off))
}

#[test]
fn each_announced_year_departs_from_its_weeks_as_announced() {
    let china = calendar("china");
    let years = [
        (
            2024,
            "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
            "01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17 10-01 10-02 10-03 10-04 10-07",
        ),
        (
            2025,
            "01-26 02-08 04-27 09-28 10-11",
            "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08",
        ),
        (
            2026,
            "01-04 02-14 02-28 05-09 09-20 10-10",
            "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07",
        ),
        (2027, "", "01-01 02-05 02-08 04-05 06-09 09-15 10-01"),
    ];
    for (year, made_up, off) in years {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(departures(&china, year), (words(made_up), words(off)), "{year}");
    }
}

#[test]
fn a_year_has_as_many_working_days_as_its_notice_leaves() {
    let china = calendar("china");
    let counts = [2024, 2025, 2026].map(|year| {
        let days = NaiveDate::from_ymd_opt(year, 1, 1)
            .unwrap()
            .iter_days()
            .take_while(|date| date.year() == year);
        days.filter(|date| china.is_working_day(*date)).count()
    });
    assert_eq!(counts, [251, 248, 248]);
}

#[test]
fn a_year_that_is_not_announced_makes_a_due_time_provisional() {
    let china = calendar("china");
    assert_eq!(
        [2023, 2024, 2026, 2027, 2028].map(|year| china.covers(year)),
        [
            Coverage::Missing,
            Coverage::Announced,
            Coverage::Announced,
            Coverage::Provisional,
            Coverage::Missing,
        ]
    );
    assert!(!due(&china, "1 working day", "2026-12-30 10:00", &[]).is_provisional());
    assert!(due(&china, "2 working days", "2026-12-30 10:00", &[]).is_provisional());
    assert!(due(&china, "1 month", "2026-12-15 10:00", &[]).is_provisional());
    assert!(due(&china, "3 years", "2026-12-15 10:00", &[]).is_provisional());
    // No notice can change what a clock says.
    assert!(!due(&china, "48 hours", "2026-12-31 10:00", &[]).is_provisional());
    assert!(!due(&china, "17:00 next day", "2026-12-31 10:00", &[]).is_provisional());
}

#[test]
fn the_ledger_names_each_day_and_the_notice_behind_it() {
    let china = calendar("china");
    insta::assert_snapshot!(ledger(&due(&china, "3 working days", "2024-09-27 16:00", &[])), @r#"
    {"date":"2024-09-27","step":"started","at":"16:00:00"}
    {"date":"2024-09-28","step":"skipped","day":"rest"}
    {"date":"2024-09-29","step":"counted","number":1,"day":"make_up","notice":"国办发明电〔2023〕7号"}
    {"date":"2024-09-30","step":"counted","number":2,"day":"ordinary"}
    {"date":"2024-10-01","through":"2024-10-07","step":"skipped","day":"holiday","name":{"en":"National Day","zh":"国庆节","zh-Hant":"國慶節"},"notice":"国办发明电〔2023〕7号"}
    {"date":"2024-10-08","step":"counted","number":3,"day":"ordinary"}
    {"date":"2024-10-08","step":"due","at":"18:00:00"}
    "#);
    insta::assert_snapshot!(ledger(&due(&china, "half a working day", "2024-09-27 16:30", &[])), @r#"
    {"date":"2024-09-27","step":"started","at":"16:30:00"}
    {"date":"2024-09-27","step":"worked","spans":[{"from":"16:30:00","until":"18:00:00"}],"minutes":90,"day":"ordinary"}
    {"date":"2024-09-28","step":"skipped","day":"rest"}
    {"date":"2024-09-29","step":"worked","spans":[{"from":"08:30:00","until":"11:00:00"}],"minutes":240,"day":"make_up","notice":"国办发明电〔2023〕7号"}
    {"date":"2024-09-29","step":"due","at":"11:00:00"}
    "#);
    insta::assert_snapshot!(ledger(&due(&china, "1 month", "2024-08-31 10:00", &[])), @r#"
    {"date":"2024-08-31","step":"started","at":"10:00:00"}
    {"date":"2024-09-30","step":"ends","clamped":true}
    {"date":"2024-09-30","step":"due","at":"23:59:59"}
    "#);
    insta::assert_snapshot!(ledger(&due(&china, "24 hours", "2024-09-24 08:00", &[("2024-09-24 11:00", "2024-09-25 14:00")])), @r#"
    {"date":"2024-09-24","step":"started","at":"08:00:00"}
    {"date":"2024-09-24","step":"clock","minutes":1440}
    {"date":"2024-09-24","through":"2024-09-25","step":"paused","from":"11:00:00","until":"14:00:00"}
    {"date":"2024-09-26","step":"due","at":"11:00:00"}
    "#);
    insta::assert_snapshot!(ledger(&due(&china, "at once", "2024-09-24 17:30", &[])), @r#"
    {"date":"2024-09-24","step":"started","at":"17:30:00"}
    {"date":"2024-09-24","step":"at_once","means":"1 working hour"}
    {"date":"2024-09-24","step":"worked","spans":[{"from":"17:30:00","until":"18:00:00"}],"minutes":30,"day":"ordinary"}
    {"date":"2024-09-25","step":"worked","spans":[{"from":"08:30:00","until":"09:00:00"}],"minutes":60,"day":"ordinary"}
    {"date":"2024-09-25","step":"due","at":"09:00:00"}
    "#);
    insta::assert_snapshot!(ledger(&due(&china, "2 working days", "2024-09-24 10:00", &[("2024-09-25 10:00", "2024-09-26 09:00")])), @r#"
    {"date":"2024-09-24","step":"started","at":"10:00:00"}
    {"date":"2024-09-25","through":"2024-09-26","step":"paused","from":"10:00:00","until":"09:00:00"}
    {"date":"2024-09-27","step":"counted","number":1,"day":"ordinary"}
    {"date":"2024-09-28","step":"skipped","day":"rest"}
    {"date":"2024-09-29","step":"counted","number":2,"day":"make_up","notice":"国办发明电〔2023〕7号"}
    {"date":"2024-09-29","step":"due","at":"18:00:00"}
    "#);
}

#[test]
fn the_ledger_stays_short_over_years() {
    let due = due(&calendar("china"), "3 years", "2024-09-27 16:00", &[]);
    assert!(due.ledger.lines.len() < 6, "{:#?}", due.ledger.lines);
}

#[test]
fn a_ledger_is_stored_and_read_back_as_it_was() {
    let china = calendar("china");
    for period in [
        "3 working days",
        "half a working day",
        "1 month",
        "at once",
        "24 hours",
        "17:00 next working day",
    ] {
        let due = due(
            &china,
            period,
            "2024-09-27 16:00",
            &[("2024-09-27 17:00", "2024-09-29 10:00")],
        );
        let json = serde_json::to_string(&due).unwrap();
        assert_eq!(
            serde_json::from_str::<redress::calendar::Due>(&json).unwrap(),
            due,
            "{json}"
        );
    }
}

#[test]
fn opening_hours_are_half_open() {
    let china = calendar("china");
    let table = [
        ("2024-09-24 08:29", false),
        ("2024-09-24 08:30", true),
        ("2024-09-24 11:59", true),
        ("2024-09-24 12:00", false),
        ("2024-09-24 13:30", true),
        ("2024-09-24 18:00", false),
        ("2024-09-29 10:00", true),
        ("2024-10-01 10:00", false),
    ];
    for (at, open) in table {
        assert_eq!(china.is_open(local(&china, at)), open, "{at}");
    }
    let minutes = |from, until| china.working_minutes_between(local(&china, from), local(&china, until));
    assert_eq!(minutes("2024-09-27 16:30", "2024-09-29 11:00"), 240);
    assert_eq!(minutes("2024-09-29 11:00", "2024-09-27 16:30"), -240);
    assert_eq!(minutes("2024-10-01 00:00", "2024-10-08 00:00"), 0);
}

#[test]
fn a_make_up_workday_is_counted_as_one() {
    let due = due(&calendar("china"), "1 working day", "2024-09-28 10:00", &[]);
    assert!(due.ledger.lines.iter().any(|line| {
        line.date == date("2024-09-29")
            && line.step
                == LedgerStep::Counted {
                    number: 1,
                    day: DayKind::MakeUp,
                }
    }));
}
