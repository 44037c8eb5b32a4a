//! `schedules.yaml`: work that comes round by the calendar.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Clauses, Map, RawEffect, RawExpression, RawText, RawValue};

/// `schedules.yaml`: work that comes round by the calendar.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSchedules {
    pub schedules: Map<RawSchedule>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSchedule {
    pub name: RawText,
    /// Five fields: minute, hour, day of month, month, day of week, in the organization's time zone; or the setting that holds them
    /// (`settings.review_at`).
    pub cron: String,
    /// What if the day is no working day.
    #[serde(default)]
    pub holiday: OnHoliday,
    /// For every open case of this type that meets `where` …
    #[serde(default)]
    pub for_each: Option<RawForEach>,
    /// … or once: opens a case of this type.
    #[serde(default)]
    pub opens: Option<RawOpens>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnHoliday {
    #[default]
    Keep,
    PreviousWorkingDay,
    NextWorkingDay,
    Skip,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawForEach {
    pub case: String,
    #[serde(default, rename = "where")]
    pub condition: Option<RawExpression>,
    pub does: Vec<RawEffect>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOpens {
    pub case: String,
    /// Answers of its opening form.
    #[serde(default)]
    pub answers: Map<RawValue>,
}
