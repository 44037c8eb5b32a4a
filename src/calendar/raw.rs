//! A calendar file as written: every key an author may use, and nothing more.
//!
//! These types are the published JSON Schema of calendars (`redress schema`); their comments are what an editor shows. They
//! hold texts as written: dates, hours and zones are read by `build` and `special`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{DayKind, Name};
use crate::yaml::OneOrMany;

/// Keys in the author's order.
type Map<T> = indexmap::IndexMap<String, T>;

/// `calendars/*.yaml`: which time is working time, in one time zone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCalendar {
    /// The id of the calendar; the same as its file.
    #[schemars(length(min = 1))]
    pub calendar: String,
    #[serde(default)]
    pub name: Option<Name>,
    /// IANA time zone of all its days and hours, such as `Asia/Shanghai`.
    pub zone: String,
    /// Opening hours by days of the week (`mon-fri`, `sat`, `mon, wed`), such as `[08:30-12:00, 13:30-18:00]`. Days that are
    /// not named are closed.
    pub hours: Map<Vec<String>>,
    /// The days of each year that depart from the week.
    #[serde(default)]
    pub years: Map<RawYear>,
    /// What holds in all years and leaves none to be announced; what a year says itself comes first.
    #[serde(default)]
    pub every_year: Option<RawEveryYear>,
}

/// The departures of one year, as they were announced.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawYear {
    /// The year is not announced yet: due times that touch it say so.
    #[serde(default)]
    pub provisional: bool,
    /// The public notice all days of the year come from, unless a day names its own.
    #[serde(default)]
    pub notice: Option<String>,
    /// Days on which nobody works.
    #[serde(default)]
    pub holidays: Vec<RawDays>,
    /// Make-up workdays: open as on their weekday or, where that is closed, as on the first open weekday.
    #[serde(default)]
    pub workdays: Vec<RawDays>,
    /// Days with hours of their own.
    #[serde(default)]
    pub half_days: Vec<RawDays>,
}

/// The departures of every year; days are written `12-25` or `12-25..12-26`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawEveryYear {
    /// The law or decision all these days come from, unless a day names its own.
    #[serde(default)]
    pub notice: Option<String>,
    /// Days on which nobody works.
    #[serde(default)]
    pub holidays: Vec<RawDays>,
    /// Days with hours of their own, where their weekday is open.
    #[serde(default)]
    pub half_days: Vec<RawDays>,
}

/// `2024-10-01`, `2024-10-01..2024-10-07`, or days with what is to be said of them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawDays {
    Plain(String),
    Described(RawDescribedDays),
}

/// Days that are the same in everything but their date.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDescribedDays {
    /// Each `2024-10-01` or `2024-10-01..2024-10-07`.
    pub days: OneOrMany<String>,
    #[serde(default)]
    pub name: Option<Name>,
    /// The public notice these days come from.
    #[serde(default)]
    pub notice: Option<String>,
    /// Their own opening hours; a half day has them, a holiday has not.
    #[serde(default)]
    pub hours: Option<Vec<String>>,
}

impl RawYear {
    /// Its days by kind, each kind with its key.
    pub(super) fn kinds(&self) -> [(&'static str, DayKind, &[RawDays]); 3] {
        [
            ("holidays", DayKind::Holiday, &self.holidays),
            ("workdays", DayKind::MakeUp, &self.workdays),
            ("half_days", DayKind::HalfDay, &self.half_days),
        ]
    }

    /// Whether a public notice is named for every day of the year.
    pub(super) fn is_traceable(&self) -> bool {
        let mut days = self.kinds().into_iter().flat_map(|(_, _, days)| days).peekable();
        let has_days = days.peek().is_some();
        said(self.notice.as_ref()).is_some() || (has_days && days.all(|days| days.notice().is_some()))
    }
}

impl RawEveryYear {
    /// Its days by kind, each kind with its key.
    pub(super) fn kinds(&self) -> [(&'static str, DayKind, &[RawDays]); 2] {
        [
            ("holidays", DayKind::Holiday, &self.holidays),
            ("half_days", DayKind::HalfDay, &self.half_days),
        ]
    }
}

impl RawDays {
    pub(super) fn described(&self) -> Option<&RawDescribedDays> {
        match self {
            Self::Plain(_) => None,
            Self::Described(described) => Some(described),
        }
    }

    pub(super) fn notice(&self) -> Option<&str> {
        said(self.described()?.notice.as_ref())
    }
}

/// A text that says something: an empty notice is none.
pub(super) fn said(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.trim().is_empty())
}
