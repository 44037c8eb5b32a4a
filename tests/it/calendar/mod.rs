//! The calendars that come with the program, and due times under them.

mod china;
mod vectors;
mod weekdays;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use redress::calendar::{Calendar, Due, Pause, Period};
use redress::diagnostic::SourceFile;

/// A calendar of `rules/common/calendars`.
fn calendar(id: &str) -> Calendar {
    let path = format!("rules/common/calendars/{id}.yaml");
    let text = std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    Calendar::parse(Arc::new(SourceFile { path, text })).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `2024-09-27 16:00` in the calendar's zone.
fn local(calendar: &Calendar, text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    calendar.zone().from_local_datetime(&local).unwrap().to_utc()
}

/// The other way round, with seconds when there are any.
fn shown(calendar: &Calendar, at: DateTime<Utc>) -> String {
    at.with_timezone(&calendar.zone())
        .format("%a %Y-%m-%d %H:%M:%S")
        .to_string()
        .replace(":00:00", ":00")
        .replace(":30:00", ":30")
}

fn due(calendar: &Calendar, period: &str, from: &str, pauses: &[(&str, &str)]) -> Due {
    let pauses: Vec<Pause> = pauses
        .iter()
        .map(|(from, until)| Pause {
            from: local(calendar, from),
            until: local(calendar, until),
        })
        .collect();
    let period: Period = period.parse().unwrap();
    calendar
        .due(&period, local(calendar, from), &pauses, &Period::IMMEDIATE_DEFAULT)
        .unwrap()
}

/// One line of a reckoning per row, as JSON says it.
fn ledger(due: &Due) -> String {
    due.ledger
        .lines
        .iter()
        .map(|line| serde_json::to_string(line).unwrap() + "\n")
        .collect()
}
