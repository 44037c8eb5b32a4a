//! Deadlines and counters: when something is due, and how often something happened.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Clauses, Map, OneOrMany, RawActor, RawBranch, RawEffect, RawExpression, RawText, RawValue};

/// A duty with an end. It runs from an event until an event, and says by when.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDeadline {
    pub name: RawText,
    /// It runs only while this holds; when that changes it starts or is cancelled.
    #[serde(default)]
    pub when: Option<RawExpression>,
    /// The events that start it. When one happens again, it starts again.
    pub from: OneOrMany<String>,
    /// The events that meet it.
    #[serde(default)]
    pub until: OneOrMany<String>,
    /// The events that make it void.
    #[serde(default)]
    pub cancelled_by: OneOrMany<String>,
    /// Stages in which its clock stands still.
    #[serde(default)]
    pub paused_in: OneOrMany<String>,
    /// How long, as a period (`3 working days`), a setting (`settings.callback_within`), or a list of `{ when, is }`.
    #[serde(default)]
    pub within: Option<RawWithin>,
    /// The instant itself, when the case carries the promise. Together with `within`, the earlier counts.
    #[serde(default)]
    pub at: Option<RawExpression>,
    /// A breach is measured and shown, nothing more (CNV-7).
    #[serde(default)]
    pub soft: bool,
    /// How long before the end a warning is given.
    #[serde(default)]
    pub warn: OneOrMany<String>,
    /// The roles that are warned and told of a breach.
    #[serde(default)]
    pub tells: OneOrMany<String>,
    /// What happens when it is missed. Here, in `due` and in `extend.does` expressions see `deadline.id`, `deadline.name`, `deadline.due_at`.
    #[serde(default)]
    pub missed: Vec<RawEffect>,
    /// For a waiting period: what happens when it ends. Its end is then no breach.
    #[serde(default)]
    pub due: Vec<RawEffect>,
    /// How it may be moved: in one way, or in several steps, each granted by whom it names. The first step that fits counts.
    #[serde(default)]
    pub extend: OneOrMany<RawExtension>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawWithin {
    Period(String),
    First(Vec<RawBranch>),
}

/// How a running deadline may be moved. The reason is always asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExtension {
    /// What people call this step, where there are several.
    #[serde(default)]
    pub name: Option<RawText>,
    /// Who grants it.
    pub by: OneOrMany<RawActor>,
    /// It can be granted only while this holds.
    #[serde(default)]
    pub when: Option<RawExpression>,
    /// It can be granted only after another step has been granted.
    #[serde(default)]
    pub further: bool,
    /// How often; once if not said. Each step counts for itself.
    #[serde(default = "one")]
    pub times: u32,
    /// The longest it may become, as a period from its own start.
    #[serde(default)]
    pub up_to: Option<String>,
    /// The complainant must have been told the reason before the old end, or the extension is void.
    #[serde(default)]
    pub notice: bool,
    /// The end may also be moved to an earlier moment that still lies ahead.
    #[serde(default)]
    pub earlier: bool,
    /// What happens once it is granted; `deadline.due_at` is the new end.
    #[serde(default)]
    pub does: Vec<RawEffect>,
    #[serde(default)]
    pub clause: Clauses,
}

fn one() -> u32 {
    1
}

/// How many other cases of this type are like this one. Expressions read it as `counters.<id>`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCounter {
    pub name: RawText,
    /// The answers and decisions that must be equal.
    #[serde(default)]
    pub same: OneOrMany<String>,
    /// Answers and decisions that the others must have at this value, whatever this case has.
    #[serde(default)]
    pub with: Map<RawValue>,
    /// Opened within this period before now.
    #[serde(default)]
    pub within: Option<String>,
    /// Instead of `within`: opened in the same calendar month, quarter or year as this case.
    #[serde(default, rename = "in")]
    pub period: Option<CalendarSpan>,
    /// Only cases opened before this one: the count is then this case's place minus one.
    #[serde(default)]
    pub before: bool,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarSpan {
    Month,
    Quarter,
    Year,
}
