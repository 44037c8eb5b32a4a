//! The calendar without a country.

use redress::calendar::Coverage;

use super::{calendar, date, due, shown};

#[test]
fn weekdays_are_known_in_every_year() {
    let weekdays = calendar("weekdays");
    assert!(
        [1970, 2024, 2100, 2199]
            .iter()
            .all(|year| weekdays.covers(*year) == Coverage::Announced)
    );
    assert!(weekdays.is_working_day(date("2024-10-01")));
    assert!(!weekdays.is_working_day(date("2024-10-05")));
}

#[test]
fn weekdays_know_no_holidays() {
    let weekdays = calendar("weekdays");
    let due = due(&weekdays, "3 working days", "2024-09-27 16:00", &[]);
    assert_eq!(shown(&weekdays, due.due_at), "Wed 2024-10-02 18:00");
    assert!(!due.is_provisional());
}
