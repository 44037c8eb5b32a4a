//! From a calendar file as written to a calendar that can reckon: every date and every hour read, every contradiction found.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use indexmap::IndexMap;

use super::raw::RawCalendar;
use super::special::SpecialDays;
use super::tally::{Tally, Worked};
use super::week::{self, Hours, Week};
use super::zone::{YEARS, Zone, last_date};
use super::{Calendar, Coverage, DayKind, Name, SpecialDay};
use crate::diagnostic::{self, Diagnostic, Place, SourceFile};
use crate::locale::{Phrase, phrase};
use crate::yaml::{self, Document, pointer};

/// A text of the file and where it stands.
pub(super) struct Written<'a> {
    pub(super) text: &'a str,
    pub(super) place: Place,
}

impl Written<'_> {
    pub(super) fn error(&self, code: &'static str, message: Phrase) -> Diagnostic {
        Diagnostic::error(code, self.place.clone(), message)
    }
}

/// The texts at `at`: one, or the items of a list.
pub(super) fn texts<'a>(document: &Document, texts: &'a [String], at: &str) -> Vec<Written<'a>> {
    let texts = texts.iter().enumerate();
    texts
        .map(|(index, text)| Written {
            text,
            place: document.place(&pointer(at, index)),
        })
        .collect()
}

pub(super) fn parse(file: &Arc<SourceFile>) -> Result<Calendar, Vec<Diagnostic>> {
    let document = yaml::read(file)?;
    let raw = document.typed()?;
    let mut findings = Vec::new();
    match build(&raw, &document, &mut findings) {
        Some(calendar) if findings.is_empty() => Ok(calendar),
        _ => {
            diagnostic::sort(&mut findings);
            Err(findings)
        }
    }
}

fn build(raw: &RawCalendar, document: &Document, findings: &mut Vec<Diagnostic>) -> Option<Calendar> {
    let zone = zone(&raw.zone, document.place("/zone"), findings);
    let week = week(&raw.hours, document, findings);
    let mut special = SpecialDays::new(document, &week);
    let mut years = BTreeMap::new();
    for (key, year) in &raw.years {
        let at = pointer("/years", key);
        let place = document.key_place(&at);
        let Some(number) = key.parse().ok().filter(|year| YEARS.contains(year)) else {
            let finding = Diagnostic::error("calendar-year-unknown", place, phrase!("`{key}` is not a year", key));
            findings.push(finding.help(phrase!(
                "write a year from {start} to {end}",
                start = YEARS.start(),
                end = YEARS.end()
            )));
            continue;
        };
        let coverage = if year.provisional {
            Coverage::Provisional
        } else {
            Coverage::Announced
        };
        years.insert(number, coverage);
        // A year that was announced says where: each of its days must be traceable to a notice.
        if coverage == Coverage::Announced && !year.is_traceable() {
            let message = phrase!("`{key}` names no public notice", key);
            let finding = Diagnostic::error("calendar-notice-missing", place, message);
            findings.push(finding.help(phrase!("add `notice: …`, or `provisional: true` until there is one")));
        }
        special.year(number, year, &at, findings);
    }
    if let Some(year) = &raw.every_year {
        special.every_year(year, "/every_year", findings);
    }
    let special = special.into_days();
    let name = raw.name.clone();
    let calendar = Calendar::new(
        raw.calendar.clone(),
        name.unwrap_or_else(|| Name::Plain(Arc::from(raw.calendar.as_str()))),
        Zone(zone?),
        week,
        special,
        years,
        raw.every_year.is_some(),
    );

    let last_year = last_date() - TimeDelta::days(366);
    if findings.is_empty() && calendar.tally.between(last_year, last_date()).days == 0 {
        let place = document.key_place("/hours");
        let finding = Diagnostic::error(
            "calendar-never-open",
            place,
            phrase!("no day of this calendar is a working day"),
        );
        findings.push(finding.help(phrase!(
            "give some weekdays opening hours, for example `mon-fri: [08:30-12:00, 13:30-18:00]`"
        )));
    }
    Some(calendar)
}

impl Calendar {
    /// Adds to the days that are written those on which the clocks change, and sums everything up.
    fn new(
        id: String,
        name: Name,
        zone: Zone,
        week: Week,
        mut special: BTreeMap<NaiveDate, SpecialDay>,
        years: BTreeMap<i32, Coverage>,
        every_year: bool,
    ) -> Self {
        let mut departures: BTreeMap<NaiveDate, Worked> = special
            .iter()
            .map(|(date, day)| (*date, Worked::of(week::seconds(&day.hours))))
            .collect();
        for date in zone.uneven_days() {
            let hours = special.get(&date).map_or_else(|| week.of(date), |day| &day.hours);
            if hours.is_empty() {
                continue;
            }
            let open = hours
                .iter()
                .map(|hours| zone.instant(date, hours.close) - zone.instant(date, hours.open));
            let worked = Worked::of(open.sum::<TimeDelta>().num_seconds());
            if worked.days == 0 {
                special.insert(date, SpecialDay::closed(DayKind::Absent));
            }
            departures.insert(date, worked);
        }
        let tally = Tally::new(&week, departures);
        Self {
            id,
            name,
            zone,
            week,
            special,
            years,
            every_year,
            tally,
        }
    }
}

fn zone(written: &str, place: Place, findings: &mut Vec<Diagnostic>) -> Option<Tz> {
    let zone = written.parse().ok();
    if zone.is_none() {
        let finding = Diagnostic::error(
            "calendar-zone-unknown",
            place,
            phrase!("no time zone `{written}`", written),
        )
        .label(phrase!("not in the IANA time zone database"))
        .help(phrase!("write for example `Asia/Shanghai`"));
        findings.push(finding.did_you_mean(written, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())));
    }
    zone
}

fn week(written: &IndexMap<String, Vec<String>>, document: &Document, findings: &mut Vec<Diagnostic>) -> Week {
    let mut week = Week::default();
    let mut seen: BTreeMap<u32, Place> = BTreeMap::new();
    for (key, list) in written {
        let at = pointer("/hours", key);
        let place = document.key_place(&at);
        let hours = hours(&texts(document, list, &at), findings);
        let Some(days) = week::weekdays(key) else {
            let message = phrase!("`{key}` names no days of the week", key);
            let finding = Diagnostic::error("calendar-weekday-unknown", place, message);
            findings.push(finding.help(phrase!("write `mon-fri`, `sat` or `mon, wed`")));
            continue;
        };
        for day in days {
            if let Some(first) = seen.insert(day.num_days_from_monday(), place.clone()) {
                let message = phrase!("`{day}` is given hours twice", day = day.to_string().to_lowercase());
                let finding = Diagnostic::error("calendar-day-twice", place, message);
                findings.push(finding.related(first, phrase!("first here")));
                break;
            }
            week.set(day, hours.clone());
        }
    }
    week
}

pub(super) fn hours(texts: &[Written<'_>], findings: &mut Vec<Diagnostic>) -> Hours {
    let mut intervals = Vec::with_capacity(texts.len());
    for text in texts {
        match week::interval(text.text) {
            Some(interval) => intervals.push(interval),
            None => {
                let message = phrase!("`{text}` are not opening hours", text = text.text);
                findings.push(text.error("calendar-hours-unreadable", message).help(phrase!(
                    "write two times of one day in order, for example `08:30-12:00`; `24:00` ends it"
                )));
            }
        }
    }
    week::in_order(intervals).unwrap_or_else(|| {
        if let (Some(first), Some(last)) = (texts.first(), texts.last()) {
            let mut place = first.place.clone();
            place.bytes.end = last.place.bytes.end;
            let finding = Diagnostic::error("calendar-hours-overlap", place, phrase!("these opening hours overlap"));
            findings.push(finding.help(phrase!("let each begin when or after the one before it ends")));
        }
        Hours::default()
    })
}
