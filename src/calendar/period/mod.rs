//! How long a duty lasts, as a policy writes it: a small grammar, in English and Chinese.
//!
//! | written | means |
//! |---|---|
//! | `3 working days` 3个工作日 | the starting day is not counted; due at close of business of the third (CNV-1) |
//! | `half a working day` 半个工作日 | four working hours from the event, or from the next opening (CNV-3) |
//! | `4 working hours` 4个工作小时 | working time, over breaks, nights and holidays |
//! | `24 hours` `30 minutes` 24小时 | the clock, nights and holidays included (CNV-2) |
//! | `7 days` `1 week` `1 month` `3 years` 7天 一周 一个月 | whole days by the calendar, to the end of the last one (CNV-5) |
//! | `15 days exactly` 15日不顺延 | likewise, and the last day stays the last one whatever day it is |
//! | `17:00 next day` 次日17:00 | the next calendar day, whatever day it is (CNV-10) |
//! | `17:00 next working day` 下一工作日17:00 | likewise, the next working day |
//! | `same working day` 同一工作日 | close of business of the day of the event; where that is past or no working day, of the next one |
//! | `close of business, 3rd working day` | another way to write `3 working days` |
//! | `at once` 立即 | what the pack's setting says (CNV-6) |
//!
//! Nothing here knows a calendar: `Calendar::due` gives these their dates.

mod chinese;
mod english;

use crate::locale::{Phrase, phrase};
use std::fmt;
use std::str::FromStr;

use chrono::NaiveTime;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// A length of time as a policy writes it.
///
/// Reading a text admits only amounts that mean something: at least one, and no more than ten years of working time or of
/// clock time, or a hundred years by the calendar (records are kept for decades). `1 week` and `7 days` are different
/// texts, hence different periods, that end on the same day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Period {
    /// `at once`: as long as the pack's setting says (CNV-6).
    AtOnce,
    /// `half a working day`: [`Period::HALF_WORKING_DAY_MINUTES`] of working time (CNV-3).
    HalfWorkingDay,
    /// `same working day`: the close of business of the event's own day; of the next working day, if that is none or has closed.
    SameWorkingDay,
    /// `3 working days`: the starting day is not counted; due at close of business of the last one (CNV-1).
    WorkingDays(u32),
    /// `4 working hours`: minutes of working time.
    WorkingMinutes(u32),
    /// `24 hours`, `30 minutes`: minutes by the clock, through nights and holidays (CNV-2).
    Minutes(u32),
    /// `7 days`: the starting day is not counted; due at the end of the last one, moved off a holiday (CNV-5).
    Days(u32),
    /// `1 week`: as seven days.
    Weeks(u32),
    /// `1 month`: the same date so many months later, or the last day of a shorter month.
    Months(u32),
    /// `3 years`: as twelve months each.
    Years(u32),
    /// `15 days exactly`: as `15 days`, but the last day is never moved.
    Exactly { count: u32, of: CalendarUnit },
    /// `17:00 next day`: hours and minutes of local time on the next calendar day (CNV-10).
    NextDay { at: NaiveTime },
    /// `17:00 next working day`, `17:00, 3rd working day`: the starting day is not counted.
    WorkingDay { number: u32, at: NaiveTime },
}

/// What a period by the calendar counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CalendarUnit {
    Day,
    Week,
    Month,
    Year,
}

impl Period {
    /// What half a working day is worth, whatever the opening hours (CNV-3).
    pub const HALF_WORKING_DAY_MINUTES: u32 = 4 * 60;
    /// What `at once` means where no setting says otherwise: one working hour (CNV-6).
    pub const IMMEDIATE_DEFAULT: Self = Self::WorkingMinutes(60);

    /// Whether this lasts no time at all, as no text says but a program can.
    pub(super) fn is_zero(&self) -> bool {
        match self {
            Self::AtOnce | Self::HalfWorkingDay | Self::SameWorkingDay | Self::NextDay { .. } => false,
            Self::WorkingDays(count)
            | Self::WorkingMinutes(count)
            | Self::Minutes(count)
            | Self::Days(count)
            | Self::Weeks(count)
            | Self::Months(count)
            | Self::Years(count)
            | Self::Exactly { count, .. }
            | Self::WorkingDay { number: count, .. } => *count == 0,
        }
    }

    /// So many of `unit`, if that is something a policy can mean.
    fn of(amount: Decimal, unit: Unit) -> Result<Self, Trouble> {
        if amount.is_zero() {
            return Err(Trouble::new(
                phrase!("lasts no time at all"),
                phrase!("write `at once`, or how long it takes"),
            ));
        }
        let (counted, make): (Decimal, fn(u32) -> Self) = match unit {
            Unit::WorkingDay if amount == HALF => return Ok(Self::HalfWorkingDay),
            Unit::WorkingDay => (amount, Self::WorkingDays),
            Unit::WorkingHour => (amount * SIXTY, Self::WorkingMinutes),
            Unit::WorkingMinute => (amount, Self::WorkingMinutes),
            Unit::Hour => (amount * SIXTY, Self::Minutes),
            Unit::Minute => (amount, Self::Minutes),
            Unit::Day => (amount, Self::Days),
            Unit::Week => (amount, Self::Weeks),
            Unit::Month => (amount, Self::Months),
            Unit::Year => (amount, Self::Years),
        };
        if !counted.fract().is_zero() {
            return Err(Trouble::new(
                phrase!("is not a whole number of {units}", units = unit.counted_in()),
                unit.help_with_fraction(),
            ));
        }
        let (most, years) = unit.most();
        match counted.to_u32().filter(|counted| *counted <= most) {
            Some(counted) => Ok(make(counted)),
            None => Err(Trouble::new(
                phrase!("is longer than the {years} years a duty may last", years),
                phrase!("write a shorter time, `{most}` at most", most = make(most)),
            )),
        }
    }

    /// How much of what, if it counts by the calendar.
    pub fn by_calendar(&self) -> Option<(u32, CalendarUnit)> {
        Some(match *self {
            Self::Days(count) => (count, CalendarUnit::Day),
            Self::Weeks(count) => (count, CalendarUnit::Week),
            Self::Months(count) => (count, CalendarUnit::Month),
            Self::Years(count) => (count, CalendarUnit::Year),
            Self::Exactly { count, of } => (count, of),
            _ => return None,
        })
    }

    /// The same, with its last day where it falls.
    fn exactly(self) -> Result<Self, Trouble> {
        match self.by_calendar() {
            Some((count, of)) => Ok(Self::Exactly { count, of }),
            None => Err(Trouble::new(
                phrase!("is not moved off a holiday anyway"),
                phrase!(
                    "write `{period}`; only days, weeks, months and years are moved",
                    period = self
                ),
            )),
        }
    }

    /// The `number`th working day, until close of business or until a time of it.
    fn on_working_day(number: u32, at: Option<NaiveTime>) -> Result<Self, Trouble> {
        let days = Self::of(Decimal::from(number), Unit::WorkingDay)?;
        Ok(at.map_or(days, |at| Self::WorkingDay { number, at }))
    }
}

impl CalendarUnit {
    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// As the pack's author would write it in English. Reading it back gives the same period.
impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::AtOnce => return out.write_str("at once"),
            Self::SameWorkingDay => return out.write_str("same working day"),
            Self::HalfWorkingDay => return out.write_str("half a working day"),
            Self::NextDay { at } => return write!(out, "{} next day", at.format("%H:%M")),
            Self::WorkingDay { number: 1, at } => return write!(out, "{} next working day", at.format("%H:%M")),
            Self::WorkingDay { number, at } => {
                return write!(
                    out,
                    "{}, {number}{} working day",
                    at.format("%H:%M"),
                    english::ordinal_ending(*number)
                );
            }
            Self::WorkingDays(count) => (*count, "working day"),
            Self::WorkingMinutes(count) if count % 60 == 0 => (count / 60, "working hour"),
            Self::WorkingMinutes(count) => (*count, "working minute"),
            Self::Minutes(count) if count % 60 == 0 => (count / 60, "hour"),
            Self::Minutes(count) => (*count, "minute"),
            Self::Days(count) => (*count, "day"),
            Self::Weeks(count) => (*count, "week"),
            Self::Months(count) => (*count, "month"),
            Self::Years(count) => (*count, "year"),
            Self::Exactly { count, of } => (*count, of.name()),
        };
        let exactly = if matches!(self, Self::Exactly { .. }) {
            " exactly"
        } else {
            ""
        };
        write!(out, "{count} {unit}{}{exactly}", if count == 1 { "" } else { "s" })
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads either language, singular or plural, digits or words.
    ///
    /// # Errors
    /// What is not a period, and what could be meant by more than one; the help gives an example.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let written = text.trim();
        let plain = plain(written);
        let read = if plain.is_empty() {
            Err(Trouble::new(phrase!("is empty"), examples()))
        } else if plain.chars().any(chinese::is_han) {
            chinese::parse(&plain)
        } else {
            english::parse(&plain)
        };
        read.map_err(|trouble| PeriodError {
            message: phrase!("`{written}` {what}", written = shortened(written), what = trouble.what),
            help: Some(trouble.help),
        })
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

/// A text that is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .message.english())]
pub struct PeriodError {
    /// Quotes the text and says what is wrong with it.
    pub message: Phrase,
    /// What to write instead, with an example.
    pub help: Option<Phrase>,
}

fn examples() -> Phrase {
    phrase!(
        "write for example `3 working days`, `half a working day`, `24 hours`, `1 month`, `17:00 next day` or `at once`"
    )
}

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
const SIXTY: Decimal = Decimal::from_parts(60, 0, 0, false, 0);

/// What is wrong with a text (to stand behind it), and what to do.
struct Trouble {
    what: Phrase,
    help: Phrase,
}

impl Trouble {
    fn new(what: Phrase, help: Phrase) -> Self {
        Self { what, help }
    }

    fn no_period() -> Self {
        Self::new(phrase!("is not a length of time"), examples())
    }

    fn no_amount(written: &str) -> Self {
        Self::new(
            phrase!("does not say how many: `{written}` is not a number", written),
            examples(),
        )
    }
}

#[derive(Clone, Copy)]
enum Unit {
    WorkingDay,
    WorkingHour,
    WorkingMinute,
    Hour,
    Minute,
    Day,
    Week,
    Month,
    Year,
}

impl Unit {
    /// The most of the counted unit (minutes for hours), and the years that stand behind it.
    fn most(self) -> (u32, u32) {
        const DAYS_OF_TEN_YEARS: u32 = 3_650;
        match self {
            Self::WorkingDay => (DAYS_OF_TEN_YEARS, 10),
            Self::WorkingHour | Self::WorkingMinute | Self::Hour | Self::Minute => (DAYS_OF_TEN_YEARS * 24 * 60, 10),
            Self::Day => (36_500, 100),
            Self::Week => (5_200, 100),
            Self::Month => (1_200, 100),
            Self::Year => (100, 100),
        }
    }

    fn counted_in(self) -> Phrase {
        match self {
            Self::WorkingDay => phrase!("working days"),
            Self::WorkingHour | Self::WorkingMinute | Self::Hour | Self::Minute => phrase!("minutes"),
            Self::Day => phrase!("days"),
            Self::Week => phrase!("weeks"),
            Self::Month => phrase!("months"),
            Self::Year => phrase!("years"),
        }
    }

    fn help_with_fraction(self) -> Phrase {
        match self {
            Self::WorkingDay => phrase!("write whole days (`2 working days`) or working time (`12 working hours`)"),
            Self::WorkingHour | Self::WorkingMinute => phrase!("write whole minutes, for example `90 working minutes`"),
            Self::Hour | Self::Minute => phrase!("write whole minutes, for example `90 minutes`"),
            Self::Day => phrase!("write `12 hours` or `half a working day`"),
            Self::Week => phrase!("write whole days, for example `10 days`"),
            Self::Month => phrase!("write whole days, for example `15 days`"),
            Self::Year => phrase!("write whole months, for example `6 months`"),
        }
    }
}

/// Lower case, half-width, one blank between words: people type what their keyboard gives.
fn plain(text: &str) -> String {
    let narrow = text.chars().map(|char| match char {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(char as u32 - 0xfee0).unwrap_or(char),
        _ => char,
    });
    let lower: String = narrow.flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text as a message can show it.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    if text.chars().count() <= SHOWN {
        text.to_owned()
    } else {
        text.chars().take(SHOWN).chain(['…']).collect()
    }
}

/// `17:00`, hours and minutes of a day.
fn time_of_day(text: &str) -> Result<NaiveTime, Trouble> {
    let read = |text: &str| {
        let digits = !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse::<u32>().ok() } else { None }
    };
    let time = text
        .split_once(':')
        .filter(|(_, minute)| minute.len() == 2)
        .and_then(|(hour, minute)| NaiveTime::from_hms_opt(read(hour)?, read(minute)?, 0));
    time.ok_or_else(|| {
        Trouble::new(
            phrase!("has no time of day: `{text}`", text),
            phrase!("write hours and minutes, from `00:00` to `23:59`"),
        )
    })
}

/// A number in digits, with a decimal point if need be.
fn digits(text: &str) -> Option<Decimal> {
    let plausible = text.starts_with(|char: char| char.is_ascii_digit())
        && text.chars().all(|char| char.is_ascii_digit() || char == '.')
        && text.len() <= 24;
    if plausible { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests;
