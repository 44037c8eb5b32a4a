//! The days on which a calendar departs from its week: holidays, make-up workdays and half days, of one year or of every year.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::build::{Written, hours, texts};
use super::raw::{RawDays, RawEveryYear, RawYear, said};
use super::week::{Hours, Week};
use super::zone::{YEARS, knows};
use super::{DayKind, SpecialDay};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::phrase;
use crate::yaml::{Document, pointer};

/// The days that depart from their week, each with the place where it is written.
pub(super) struct SpecialDays<'a> {
    document: &'a Document,
    week: &'a Week,
    days: BTreeMap<NaiveDate, (SpecialDay, Place)>,
}

/// One item of a list of days, with all that is said of it.
struct Item<'a> {
    days: Vec<Written<'a>>,
    /// Its own opening hours, if it has any.
    hours: Option<Hours>,
    /// What each of its days is, but for the hours.
    like: SpecialDay,
}

impl<'a> SpecialDays<'a> {
    pub(super) fn new(document: &'a Document, week: &'a Week) -> Self {
        Self {
            document,
            week,
            days: BTreeMap::new(),
        }
    }

    pub(super) fn into_days(self) -> BTreeMap<NaiveDate, SpecialDay> {
        self.days.into_iter().map(|(date, (day, _))| (date, day)).collect()
    }

    /// The days of one year, written at `at`.
    pub(super) fn year(&mut self, number: i32, year: &RawYear, at: &str, findings: &mut Vec<Diagnostic>) {
        let notice = said(year.notice.as_ref());
        for item in self.items(&year.kinds(), notice, at, findings) {
            for text in &item.days {
                let Some((first, last)) = dates(text, findings) else {
                    continue;
                };
                // A new year's notice may begin with the last days of the old one.
                let is_within =
                    |date: NaiveDate| date.year() == number || (date.year() == number - 1 && date.month() == 12);
                if is_within(first) && is_within(last) {
                    self.insert_run(first, last, &item, text, findings);
                } else {
                    let message = phrase!("`{text}` does not lie in {number}", text = text.text, number);
                    findings.push(text.error("calendar-day-outside-year", message).help(phrase!(
                        "write it under the year it belongs to, not under {number}",
                        number
                    )));
                }
            }
        }
    }

    fn insert_run(
        &mut self,
        first: NaiveDate,
        last: NaiveDate,
        item: &Item<'_>,
        text: &Written<'_>,
        findings: &mut Vec<Diagnostic>,
    ) {
        for date in first.iter_days().take_while(|date| *date <= last) {
            match self.days.entry(date) {
                Entry::Vacant(vacant) => {
                    let hours = match (item.like.kind, &item.hours) {
                        (DayKind::Holiday, _) => Hours::default(),
                        (_, Some(own)) => own.clone(),
                        _ if self.week.of(date).is_empty() => self.week.usual().into(),
                        _ => self.week.of(date).into(),
                    };
                    vacant.insert((item.day(hours), text.place.clone()));
                }
                Entry::Occupied(occupied) => {
                    let finding = text.error("calendar-day-twice", phrase!("`{date}` is written twice", date));
                    findings.push(finding.related(occupied.get().1.clone(), phrase!("first here")));
                    return;
                }
            }
        }
    }

    /// The days of every year, written at `at`. What is written for a year of its own comes before what holds in every year.
    pub(super) fn every_year(&mut self, year: &RawEveryYear, at: &str, findings: &mut Vec<Diagnostic>) {
        let notice = said(year.notice.as_ref());
        for item in self.items(&year.kinds(), notice, at, findings) {
            for text in &item.days {
                let Some((first, last)) = month_days(text, findings) else {
                    continue;
                };
                for date in YEARS.flat_map(|number| run_in_year(number, first, last)) {
                    let hours = match item.like.kind {
                        DayKind::Holiday => Hours::default(),
                        // A half day shortens a working day; it opens no Sunday.
                        _ if self.week.of(date).is_empty() => continue,
                        _ => item.hours.clone().unwrap_or_default(),
                    };
                    let day = || (item.day(hours), text.place.clone());
                    self.days.entry(date).or_insert_with(day);
                }
            }
        }
    }

    fn items<'b>(
        &self,
        kinds: &[(&'static str, DayKind, &'b [RawDays])],
        notice: Option<&str>,
        at: &str,
        findings: &mut Vec<Diagnostic>,
    ) -> Vec<Item<'b>> {
        let mut items = Vec::new();
        for (key, kind, list) in kinds {
            for (index, days) in list.iter().enumerate() {
                let at = pointer(&pointer(at, key), index);
                items.push(self.item(days, *kind, notice, &at, findings));
            }
        }
        items
    }

    fn item<'b>(
        &self,
        days: &'b RawDays,
        kind: DayKind,
        notice: Option<&str>,
        at: &str,
        findings: &mut Vec<Diagnostic>,
    ) -> Item<'b> {
        let own = days.described().and_then(|described| described.hours.as_ref());
        match (kind, own) {
            (DayKind::HalfDay, None) => {
                let message = phrase!("`hours` is missing: a half day says when it is open");
                let finding = Diagnostic::error("missing-key", self.document.place(at), message);
                findings.push(finding.help(phrase!(
                    "write for example `{{ days: 2024-12-24, hours: [08:30-12:00] }}`"
                )));
            }
            (DayKind::Holiday, Some(_)) => {
                let place = self.document.key_place(&pointer(at, "hours"));
                let finding = Diagnostic::error("unknown-key", place, phrase!("a holiday has no `hours`"));
                findings.push(finding.help(phrase!("write it under `half_days`")));
            }
            _ => {}
        }
        let written = match days {
            RawDays::Plain(text) => vec![Written {
                text,
                place: self.document.place(at),
            }],
            RawDays::Described(described) => texts(self.document, described.days.as_slice(), &pointer(at, "days")),
        };
        Item {
            days: written,
            hours: own.map(|own| hours(&texts(self.document, own, &pointer(at, "hours")), findings)),
            like: SpecialDay {
                kind,
                hours: Hours::default(),
                name: days.described().and_then(|described| described.name.clone()),
                notice: days.notice().or(notice).map(Arc::from),
            },
        }
    }
}

impl Item<'_> {
    fn day(&self, hours: Hours) -> SpecialDay {
        SpecialDay {
            hours,
            ..self.like.clone()
        }
    }
}

/// `2024-10-01` or `2024-10-01..2024-10-07`.
fn dates(written: &Written<'_>, findings: &mut Vec<Diagnostic>) -> Option<(NaiveDate, NaiveDate)> {
    let run = run(written.text, |text| text.parse().ok().filter(|date| knows(*date)));
    if run.is_none() {
        let finding = written.error(
            "calendar-day-unreadable",
            phrase!("`{text}` is not a day", text = written.text),
        );
        findings.push(finding.help(phrase!(
            "write `2024-10-01`, or `2024-10-01..2024-10-07` for several days"
        )));
    }
    run
}

/// `12-25` or `12-25..12-26`.
fn month_days(written: &Written<'_>, findings: &mut Vec<Diagnostic>) -> Option<((u32, u32), (u32, u32))> {
    let run = run(written.text, |text| {
        let (month, day) = text.split_once('-')?;
        let day = (month.parse().ok()?, day.parse().ok()?);
        // 2000 had every date a year can have.
        NaiveDate::from_ymd_opt(2000, day.0, day.1).map(|_| day)
    });
    if run.is_none() {
        let message = phrase!("`{text}` is not a day of every year", text = written.text);
        let finding = written.error("calendar-day-unreadable", message);
        findings.push(finding.help(phrase!(
            "write month and day: `12-25`, or `12-25..12-26` for several days"
        )));
    }
    run
}

/// `first..last`, or one that is both.
fn run<T: PartialOrd>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<(T, T)> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let run = read(first.trim()).zip(read(last.trim()));
    run.filter(|(first, last)| first <= last)
}

/// The days of one year from one month and day to another; 29 February only where there is one.
fn run_in_year(year: i32, first: (u32, u32), last: (u32, u32)) -> impl Iterator<Item = NaiveDate> {
    let start = NaiveDate::from_ymd_opt(year, first.0, first.1).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1));
    let end = NaiveDate::from_ymd_opt(year, last.0, last.1).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28));
    let run = start
        .zip(end)
        .map(|(start, end)| start.iter_days().take_while(move |date| *date <= end));
    run.into_iter().flatten()
}
