//! The reckoning of a due time, from which anybody can recompute it.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Name, Period};

/// When something is due, and the reckoning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Due {
    pub due_at: DateTime<Utc>,
    pub ledger: Ledger,
}

impl Due {
    /// Whether the time is up at `now`: with the due instant itself, as a clock that is set to it finds it missed.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.due_at <= now
    }

    /// Whether the public notice of a year that mattered may still move this due time.
    pub fn is_provisional(&self) -> bool {
        self.ledger.provisional
    }
}

/// The reckoning of one due time, line by line, in order. Dates and times are local to the calendar.
///
/// Days in a row that are skipped for the same reason are one line, so a ledger grows with what is counted: at most one
/// line for each counted day, one before it for each reason to skip, and one for each pause.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ledger {
    pub lines: Vec<LedgerLine>,
    /// Some day that mattered lies in a year whose public notice has not appeared yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// The local date the line speaks of.
    pub date: NaiveDate,
    /// The last local date it speaks of, when it speaks of several days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<NaiveDate>,
    #[serde(flatten)]
    pub step: LedgerStep,
    /// The holiday's name, or what else the calendar calls the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The public notice that makes this day what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Arc<str>>,
}

/// What a day did to the reckoning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum LedgerStep {
    /// The event that starts the period happened on this day.
    Started {
        at: NaiveTime,
    },
    /// The period was `at once`, and the pack's setting says what that means.
    AtOnce {
        means: Period,
    },
    /// Time by the clock, nights and holidays included.
    Clock {
        minutes: u32,
    },
    /// Counted, as the `number`th working day.
    Counted {
        number: u32,
        day: DayKind,
    },
    /// Working time of this day counted; `minutes` of it in all so far, whole ones.
    Worked {
        spans: Vec<Span>,
        minutes: u32,
        day: DayKind,
    },
    /// Not counted: not a working day.
    Skipped {
        day: DayKind,
    },
    /// The clock stood still, from a time of the first day until a time of the last.
    Paused {
        from: NaiveTime,
        until: NaiveTime,
    },
    /// The last day by the calendar. When it is followed by skipped days, the end moved past them (CNV-5).
    Ends {
        /// The month has no such date; its last day took the place.
        clamped: bool,
        /// The policy lets the period end here, whatever day it is.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        stays: bool,
    },
    Due {
        at: NaiveTime,
    },
}

/// From one local time until another; `00:00` as the end is midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: NaiveTime,
    pub until: NaiveTime,
}

/// What a calendar says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Open, as every week.
    Ordinary,
    /// Closed, as every week.
    Rest,
    Holiday,
    /// Open by a notice although the week says closed (调休上班).
    MakeUp,
    /// Open for other hours than usual.
    HalfDay,
    /// A date the zone's clocks skipped.
    Absent,
}
