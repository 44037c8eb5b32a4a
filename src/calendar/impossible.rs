//! Why something cannot be reckoned.

use chrono::{DateTime, NaiveDate, Utc};

use super::Period;
use super::zone::YEARS;

/// A due time that cannot be reckoned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    #[error("{} is outside the years {} to {}, which is as far as calendars go", at.format("%Y-%m-%d"), YEARS.start(), YEARS.end())]
    OutsideYears { at: DateTime<Utc> },
    #[error("`{period}` from {} leads outside the years {} to {}, which is as far as calendars go", from.format("%Y-%m-%d"), YEARS.start(), YEARS.end())]
    TooFar { period: Period, from: DateTime<Utc> },
    #[error("calendar `{calendar}` has no working time after {after}")]
    NeverOpen { calendar: String, after: NaiveDate },
    #[error("`{period}` says when something is due, not how long it takes; nothing can be that long before")]
    NoLength { period: Period },
}
