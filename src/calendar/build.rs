//! From a calendar file as written to a calendar that can reckon: every date and every hour read, every contradiction found.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::raw::{self, At, Findings, RawCalendar, RawDays, RawHours, RawYear};
use super::tally::{Tally, Worked};
use super::week::{self, Hours, Week};
use super::zone::{YEARS, Zone, knows, last_date};
use super::{Calendar, Coverage, DayKind, Name, SpecialDay};
use crate::diagnostic::{Diagnostic, SourceFile};

pub(super) fn parse(file: &Arc<SourceFile>) -> Result<Calendar, Vec<Diagnostic>> {
    let mut findings = Findings::new(Arc::clone(file));
    let calendar = raw::read(file, &mut findings).and_then(|raw| build(&raw, &mut findings));
    match calendar {
        Some(calendar) if findings.found.is_empty() => Ok(calendar),
        _ => {
            findings
                .found
                .sort_by_key(|finding| finding.place.as_ref().map_or(0, |place| place.bytes.start));
            Err(findings.found)
        }
    }
}

fn build(raw: &RawCalendar, findings: &mut Findings) -> Option<Calendar> {
    let zone = zone(&raw.zone, findings);
    let week = week(&raw.hours.value, findings);
    let mut special = SpecialDays {
        week: &week,
        days: BTreeMap::new(),
    };
    let mut years = BTreeMap::new();
    for (key, year) in &raw.years {
        let Some(number) = key.value.parse().ok().filter(|year| YEARS.contains(year)) else {
            let finding = findings.error(
                "calendar-year-unknown",
                &key.bytes,
                format!("`{}` is not a year", key.value),
            );
            findings.push(finding.help(format!("write a year from {} to {}", YEARS.start(), YEARS.end())));
            continue;
        };
        years.insert(
            number,
            if year.provisional {
                Coverage::Provisional
            } else {
                Coverage::Announced
            },
        );
        notice_is_named(key, year, findings);
        special.year(number, year, findings);
    }
    if let Some(year) = &raw.every_year {
        special.every_year(year, findings);
    }
    let special = special.days.into_iter().map(|(date, (day, _))| (date, day)).collect();
    let name = raw
        .name
        .clone()
        .unwrap_or_else(|| Name::Plain(Arc::from(raw.id.value.as_str())));
    let every_year = raw.every_year.is_some();
    let calendar = Calendar::new(
        raw.id.value.clone(),
        name,
        Zone(zone?),
        week,
        special,
        years,
        every_year,
    );

    let last_year = last_date() - TimeDelta::days(366);
    if findings.found.is_empty() && calendar.tally.between(last_year, last_date()).days == 0 {
        let finding = findings.error(
            "calendar-never-open",
            &raw.hours.bytes,
            "no day of this calendar is a working day",
        );
        findings
            .push(finding.help("give some weekdays opening hours, for example `mon-fri: [08:30-12:00, 13:30-18:00]`"));
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

fn zone(written: &At<String>, findings: &mut Findings) -> Option<Tz> {
    let zone = written.value.parse().ok();
    if zone.is_none() {
        let message = format!("no time zone `{}`", written.value);
        let finding = findings.error("calendar-zone-unknown", &written.bytes, message);
        let finding = finding
            .label("not in the IANA time zone database")
            .help("write for example `Asia/Shanghai`");
        findings.push(finding.did_you_mean(&written.value, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())));
    }
    zone
}

fn week(written: &[RawHours], findings: &mut Findings) -> Week {
    let mut week = Week::default();
    let mut seen: BTreeMap<u32, Range<usize>> = BTreeMap::new();
    for RawHours {
        weekdays: key,
        hours: texts,
    } in written
    {
        let hours = hours(texts, findings);
        let Some(days) = week::weekdays(&key.value) else {
            let message = format!("`{}` names no days of the week", key.value);
            let finding = findings.error("calendar-weekday-unknown", &key.bytes, message);
            findings.push(finding.help("write `mon-fri`, `sat` or `mon, wed`"));
            continue;
        };
        for day in days {
            if let Some(first) = seen.insert(day.num_days_from_monday(), key.bytes.clone()) {
                let message = format!("`{}` is given hours twice", day.to_string().to_lowercase());
                let finding = findings.error("calendar-day-twice", &key.bytes, message);
                findings.push(finding.related(findings.place(&first), "first here"));
                break;
            }
            week.set(day, hours.clone());
        }
    }
    week
}

fn hours(texts: &[At<String>], findings: &mut Findings) -> Hours {
    let mut intervals = Vec::with_capacity(texts.len());
    for text in texts {
        match week::interval(&text.value) {
            Some(interval) => intervals.push(interval),
            None => {
                let message = format!("`{}` are not opening hours", text.value);
                let finding = findings.error("calendar-hours-unreadable", &text.bytes, message);
                findings.push(
                    finding.help("write two times of one day in order, for example `08:30-12:00`; `24:00` ends it"),
                );
            }
        }
    }
    week::in_order(intervals).unwrap_or_else(|| {
        if let (Some(first), Some(last)) = (texts.first(), texts.last()) {
            let bytes = first.bytes.start..last.bytes.end;
            let finding = findings.error("calendar-hours-overlap", &bytes, "these opening hours overlap");
            findings.push(finding.help("let each begin when or after the one before it ends"));
        }
        Hours::default()
    })
}

/// A year that was announced says where: each of its days must be traceable to a notice.
fn notice_is_named(key: &At<String>, year: &RawYear, findings: &mut Findings) {
    let mut days = year.holidays.iter().chain(&year.workdays).chain(&year.half_days);
    let has_days = days.clone().next().is_some();
    if year.provisional || year.notice.is_some() || (has_days && days.all(|day| day.notice.is_some())) {
        return;
    }
    let finding = findings.error(
        "calendar-notice-missing",
        &key.bytes,
        format!("`{}` names no public notice", key.value),
    );
    findings.push(finding.help("add `notice: …`, or `provisional: true` until there is one"));
}

/// The days that depart from their week, each with the place where it is written.
struct SpecialDays<'a> {
    week: &'a Week,
    days: BTreeMap<NaiveDate, (SpecialDay, Range<usize>)>,
}

impl SpecialDays<'_> {
    fn year(&mut self, number: i32, year: &RawYear, findings: &mut Findings) {
        for (days, kind) in kinds(year) {
            let own = own_hours(days, kind, findings);
            for text in &days.days {
                let Some((first, last)) = dates(text, findings) else {
                    continue;
                };
                // A new year's notice may begin with the last days of the old one.
                let is_within =
                    |date: NaiveDate| date.year() == number || (date.year() == number - 1 && date.month() == 12);
                if !is_within(first) || !is_within(last) {
                    let message = format!("`{}` does not lie in {number}", text.value);
                    let finding = findings.error("calendar-day-outside-year", &text.bytes, message);
                    findings.push(finding.help(format!("write it under the year it belongs to, not under {number}")));
                    continue;
                }
                self.insert_run(first, last, text, findings, |week, date| {
                    let hours = match (kind, &own) {
                        (DayKind::Holiday, _) => Hours::default(),
                        (_, Some(own)) => own.clone(),
                        _ if week.of(date).is_empty() => week.usual().into(),
                        _ => week.of(date).into(),
                    };
                    special_day(days, year, kind, hours)
                });
            }
        }
    }

    fn insert_run(
        &mut self,
        first: NaiveDate,
        last: NaiveDate,
        text: &At<String>,
        findings: &mut Findings,
        day: impl Fn(&Week, NaiveDate) -> SpecialDay,
    ) {
        for date in first.iter_days().take_while(|date| *date <= last) {
            match self.days.entry(date) {
                Entry::Vacant(vacant) => {
                    vacant.insert((day(self.week, date), text.bytes.clone()));
                }
                Entry::Occupied(occupied) => {
                    let finding =
                        findings.error("calendar-day-twice", &text.bytes, format!("`{date}` is written twice"));
                    findings.push(finding.related(findings.place(&occupied.get().1), "first here"));
                    return;
                }
            }
        }
    }

    /// What is written for a year of its own comes before what holds in every year.
    fn every_year(&mut self, year: &RawYear, findings: &mut Findings) {
        for (days, kind) in kinds(year) {
            let own = own_hours(days, kind, findings);
            for text in &days.days {
                let Some((first, last)) = month_days(text, findings) else {
                    continue;
                };
                for number in YEARS {
                    for date in run_in_year(number, first, last) {
                        let is_open = !self.week.of(date).is_empty();
                        let hours = match kind {
                            DayKind::Holiday => Hours::default(),
                            // A half day shortens a working day; it opens no Sunday.
                            _ if !is_open => continue,
                            _ => own.clone().unwrap_or_default(),
                        };
                        let day = special_day(days, year, kind, hours);
                        self.days.entry(date).or_insert_with(|| (day, text.bytes.clone()));
                    }
                }
            }
        }
    }
}

fn kinds(year: &RawYear) -> impl Iterator<Item = (&RawDays, DayKind)> {
    let holidays = year.holidays.iter().map(|days| (days, DayKind::Holiday));
    let workdays = year.workdays.iter().map(|days| (days, DayKind::MakeUp));
    holidays
        .chain(workdays)
        .chain(year.half_days.iter().map(|days| (days, DayKind::HalfDay)))
}

fn special_day(days: &RawDays, year: &RawYear, kind: DayKind, hours: Hours) -> SpecialDay {
    let notice = days
        .notice
        .as_ref()
        .or(year.notice.as_ref())
        .map(|notice| Arc::from(notice.as_str()));
    SpecialDay {
        kind,
        hours,
        name: days.name.clone(),
        notice,
    }
}

fn own_hours(days: &RawDays, kind: DayKind, findings: &mut Findings) -> Option<Hours> {
    let own = days.hours.as_ref().map(|texts| hours(texts, findings));
    match (kind, &own) {
        (DayKind::HalfDay, None) => {
            let finding = findings.error(
                "missing-key",
                &days.bytes,
                "`hours` is missing: a half day says when it is open",
            );
            findings.push(finding.help("write for example `{ days: 2024-12-24, hours: [08:30-12:00] }`"));
        }
        (DayKind::Holiday, Some(_)) => {
            let finding = findings.error("unknown-key", &days.bytes, "a holiday has no `hours`");
            findings.push(finding.help("write it under `half_days`"));
        }
        _ => {}
    }
    own
}

/// `2024-10-01` or `2024-10-01..2024-10-07`.
fn dates(text: &At<String>, findings: &mut Findings) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = text.value.split_once("..").unwrap_or((&text.value, &text.value));
    let read = |text: &str| text.trim().parse::<NaiveDate>().ok().filter(|date| knows(*date));
    let run = read(first).zip(read(last)).filter(|(first, last)| first <= last);
    if run.is_none() {
        let finding = findings.error(
            "calendar-day-unreadable",
            &text.bytes,
            format!("`{}` is not a day", text.value),
        );
        findings.push(finding.help("write `2024-10-01`, or `2024-10-01..2024-10-07` for several days"));
    }
    run
}

/// `12-25` or `12-25..12-26`.
fn month_days(text: &At<String>, findings: &mut Findings) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = text.value.split_once("..").unwrap_or((&text.value, &text.value));
    let read = |text: &str| {
        let (month, day) = text.trim().split_once('-')?;
        let day = (month.parse().ok()?, day.parse().ok()?);
        // 2000 had every date a year can have.
        NaiveDate::from_ymd_opt(2000, day.0, day.1).map(|_| day)
    };
    let run = read(first).zip(read(last)).filter(|(first, last)| first <= last);
    if run.is_none() {
        let message = format!("`{}` is not a day of every year", text.value);
        let finding = findings.error("calendar-day-unreadable", &text.bytes, message);
        findings.push(finding.help("write month and day: `12-25`, or `12-25..12-26` for several days"));
    }
    run
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
