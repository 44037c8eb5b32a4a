//! Registers and counts, as the pack declares them. Reads only; every figure leads to its rows.
//!
//! A register is a ledger with one row per case; a report counts the cases opened in a month by each of its breakdowns. Both
//! evaluate the pack's own expressions over the cases as they stand.

mod words;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::Serialize;

use crate::access::{Cover, Masker, Personal, Uncovered};
use crate::calendar::day_begins;
use crate::case::{self, Case};
use crate::expression::{Expression, Outcome};
use crate::locale::Language;
use crate::pack::{CaseType, Pack, Register, Report};
use words::Words;

/// A register filled in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ledger {
    pub name: String,
    /// What the first column is called, that of the numbers, if the pack says so.
    pub number_name: Option<String>,
    /// The other columns.
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The case the row speaks of.
    pub number: String,
    /// One per column, as people read it, personal data masked; empty where nothing is known.
    pub cells: Vec<String>,
}

/// A month's counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counts {
    pub name: String,
    pub total: usize,
    pub breakdowns: Vec<Breakdown>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Breakdown {
    pub name: String,
    /// Largest first; what is not known yet has an empty label.
    pub counts: Vec<Count>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Count {
    pub label: String,
    /// The cases counted, by number: a figure leads to its rows.
    pub cases: Vec<String>,
}

/// A calendar month of an organization's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month in which `at` lies for this organization.
    pub fn of(pack: &Pack, at: DateTime<Utc>) -> Self {
        let day = at.with_timezone(&pack.zone).date_naive();
        Self {
            first: day.with_day(1).unwrap_or(day),
        }
    }

    /// Reads `2024-09`.
    pub fn parse(text: &str) -> Option<Self> {
        let first = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?;
        (1970..2200).contains(&first.year()).then_some(Self { first })
    }

    pub fn previous(self) -> Self {
        Self {
            first: self.first.checked_sub_months(Months::new(1)).unwrap_or(self.first),
        }
    }

    pub fn next(self) -> Self {
        Self {
            first: self.first.checked_add_months(Months::new(1)).unwrap_or(self.first),
        }
    }

    /// From the first instant of the month, up to the first of the next.
    pub fn instants(self, pack: &Pack) -> (DateTime<Utc>, DateTime<Utc>) {
        (
            day_begins(pack.zone, self.first),
            day_begins(pack.zone, self.next().first),
        )
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", self.first.format("%Y-%m"))
    }
}

/// Fills in a register from these cases, in their order. Cases of other types and cases it does not want are left out. No register shows
/// personal data in clear; `cover` is what its reader sees of it elsewhere, if that is not the clear: they do not read it within other texts of
/// a row either.
pub fn ledger<'a>(
    pack: &Pack,
    register: &Register,
    cases: impl IntoIterator<Item = &'a Case>,
    now: DateTime<Utc>,
    language: &Language,
    cover: Option<&Cover>,
) -> Ledger {
    let words = Words { pack, language };
    let case_type = pack.case_type(&register.case_type);
    let personal = case_type.map(|case_type| Personal::of(pack, case_type));
    let is_number = |is: &Expression| case_type.and_then(|of| of.name_given_by(is)) == Some("case.number");
    let number = register.columns.iter().find(|(_, is)| is_number(is));
    let columns: Vec<_> = register.columns.iter().filter(|(_, is)| !is_number(is)).collect();
    let rows = wanted(pack, &register.case_type, register.condition.as_ref(), cases, now)
        .map(|(case_type, case)| {
            let masker = cover.map(|cover| Masker::of(pack, case, Uncovered::Nothing, cover.clone()));
            let cells = columns
                .iter()
                .map(|(_, is)| {
                    let cell = cell(&words, pack, case_type, case, is, now);
                    let is_personal = personal
                        .as_ref()
                        .is_some_and(|personal| personal.is_given_by(case_type, is));
                    match &masker {
                        _ if is_personal => cover.unwrap_or(&Cover::Mask).line(&cell),
                        Some(masker) => masker.text(&cell),
                        None => cell,
                    }
                })
                .collect();
            Row {
                number: case.number.clone(),
                cells,
            }
        })
        .collect();
    Ledger {
        name: register.name.in_language(language).to_owned(),
        number_name: number.map(|(name, _)| name.in_language(language).to_owned()),
        columns: columns
            .iter()
            .map(|(name, _)| name.in_language(language).to_owned())
            .collect(),
        rows,
    }
}

/// Counts these cases by each breakdown of the report.
pub fn counts<'a>(
    pack: &Pack,
    report: &Report,
    cases: impl IntoIterator<Item = &'a Case>,
    now: DateTime<Utc>,
    language: &Language,
    cover: &Cover,
) -> Counts {
    let words = Words { pack, language };
    let counted: Vec<_> = wanted(pack, &report.case_type, report.condition.as_ref(), cases, now).collect();
    let breakdowns = pack
        .case_type(&report.case_type)
        .map(|case_type| {
            let personal = Personal::of(pack, case_type);
            let one = |slot| {
                let name = case_type.layout.name(slot);
                let mut by: BTreeMap<String, Vec<String>> = BTreeMap::new();
                for (case_type, case) in &counted {
                    let label = words.of_name(case_type, case, name);
                    let label = if personal.holds(slot) {
                        cover.line(&label)
                    } else {
                        label
                    };
                    by.entry(label).or_default().push(case.number.clone());
                }
                let mut counts: Vec<_> = by.into_iter().map(|(label, cases)| Count { label, cases }).collect();
                counts.sort_by_key(|count| std::cmp::Reverse(count.cases.len()));
                Breakdown {
                    name: words.name(case_type, name),
                    counts,
                }
            };
            report.breakdown.iter().copied().map(one).collect()
        })
        .unwrap_or_default();
    Counts {
        name: report.name.in_language(language).to_owned(),
        total: counted.len(),
        breakdowns,
    }
}

fn wanted<'a, 'p>(
    pack: &'p Pack,
    case_type: &str,
    condition: Option<&'p Expression>,
    cases: impl IntoIterator<Item = &'a Case>,
    now: DateTime<Utc>,
) -> impl Iterator<Item = (&'p CaseType, &'a Case)> {
    let case_type = pack.case_type(case_type);
    cases.into_iter().filter_map(move |case| {
        let case_type = case_type.filter(|case_type| case_type.id == case.case_type)?;
        case::is_wanted(pack, case_type, case, condition, now).then_some((case_type, case))
    })
}

fn cell(words: &Words, pack: &Pack, case_type: &CaseType, case: &Case, is: &Expression, now: DateTime<Utc>) -> String {
    match case::evaluate(pack, case_type, case, is, now) {
        Outcome::Known(value) => words.value(case_type, case, case_type.name_given_by(is).unwrap_or_default(), &value),
        // What is not known yet is an empty cell; a cell that cannot be worked out says so.
        Outcome::Unknown(_) => String::new(),
        Outcome::Failed(failure) => format!("? {failure}"),
    }
}
