//! The organization's calendar says nothing about last year, this year or next year.
//!
//! Public holidays and make-up working days are announced year by year. For a year that the calendar does not know,
//! every weekday counts as working time, and due times can be wrong by a week.
//!
//! ## Example
//!
//! In 2026, a calendar whose last year is 2025.
//!
//! ## Instead
//!
//! Add the year with its public notice; as long as the notice has not appeared, add it as provisional. Due times that
//! touch such a year say so.

use chrono::{Datelike, NaiveDate};

use crate::locale::{Phrase, phrase};
use crate::calendar;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, today: NaiveDate, findings: &mut Vec<Diagnostic>) {
    let (Some(calendar), Some(about)) = (&draft.calendar, &draft.about) else {
        return;
    };
    let years = [today.year() - 1, today.year(), today.year() + 1];
    let missing = years.iter().filter(|year| calendar.covers(**year) == calendar::Coverage::Missing);
    let missing: Vec<_> = missing.collect();
    if !missing.is_empty() {
        let message = phrase!("the calendar `{calendar}` says nothing about {years}", calendar = about.raw.calendar, years = Phrase::names(&missing));
        let make = match calendar.covers(today.year()) {
            calendar::Coverage::Missing => Diagnostic::error,
            _ => Diagnostic::warning,
        };
        findings.push(
            make("missing-calendar-year", about.at("/calendar").place(), message)
                .label(phrase!("every weekday would count as a working day"))
                .help(phrase!("add the year with its public notice, or as `provisional: true` until there is one")),
        );
    }
}
