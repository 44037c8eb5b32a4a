//! Scenarios: the pack's own tests, as written in `scenarios/*.yaml`.
//!
//! A scenario says what is given, what people do at which moments, and what must then be true. Times are local to the
//! organization (`2024-09-27 16:00`). Moving the clock fires every deadline that falls due on the way, in order.

use schemars::JsonSchema;
use serde::Deserialize;

use super::raw::{Clauses, Map, OneOrMany, RawValue};

/// `scenarios/*.yaml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawScenarios {
    pub scenarios: Vec<RawScenario>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawScenario {
    /// The sentence that must stay true.
    pub scenario: String,
    /// The clauses it proves.
    #[serde(default)]
    pub proves: Clauses,
    /// The case type; the pack's first if not said.
    #[serde(default)]
    pub case: Option<String>,
    /// The moment it begins.
    pub at: String,
    /// People there are beside those who act, named as in `by`: a case is given only to somebody who is there, and a field that
    /// holds a user takes nobody else. `handler@credit as wang` holds that post.
    #[serde(default)]
    pub people: Vec<String>,
    /// Settings that are otherwise than in `organization.yaml`, each with its value: the pack is made anew with them, and what the
    /// scenario tells happens under that one.
    #[serde(default)]
    pub settings: Map<RawValue>,
    /// Answers to begin from; each `open` step adds its own over them.
    #[serde(default)]
    pub given: Map<serde_json::Value>,
    pub steps: Vec<RawStep>,
}

/// One step: the clock may move, then at most one thing is done, then expectations are checked.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RawStep {
    /// Moves the clock to this moment first.
    pub at: Option<String>,
    /// Opens a case. `open: {}` uses the `given` answers alone.
    pub open: Option<Map<serde_json::Value>>,
    /// With `open`: the type of that case, if it is another than the scenario's. Such a case takes none of the `given` answers.
    pub case: Option<String>,
    /// With `open`: what that case is called in later steps. What this step expects is expected of it.
    #[serde(rename = "as")]
    pub called: Option<String>,
    /// With `open`: the language in which the complainant reads; notices to them are written in it.
    pub language: Option<String>,
    /// The case this step and its `then` speak of: a name given by `as`, or its place in the order of opening, from 1. Without it
    /// the first case.
    pub on: Option<RawOn>,
    /// Takes this action.
    pub act: Option<String>,
    /// Completes the oldest open task of this name: `respond`, that of one department, person or row `respond@quality`, or the second of
    /// the name `respond#2`.
    pub task: Option<String>,
    /// Moves this deadline's end.
    pub extend: Option<RawExtend>,
    /// Decides otherwise.
    pub decide: Option<RawDecide>,
    /// Merges this other case into the one the step speaks of: a name given by `as`, or its place in the order of opening.
    pub merge: Option<RawOn>,
    /// Takes the case over (`true`), or gives it back (`false`).
    pub take_over: Option<bool>,
    /// Runs this schedule: with `at` whenever it comes round on the way, otherwise once, at a moment at which it comes round.
    pub schedule: Option<String>,
    /// Who does it: a role or `role@department`; with ` as ` and a name where it matters which person it is. `complainant` for whoever
    /// complains, from outside: with `open` they fill in the public form.
    pub by: Option<String>,
    /// Exactly the roles that may do it; every other role is refused. A role, or `role@department` where it may only for that
    /// department; `[]` for none. Owners and people who are named are not tried.
    pub only: Option<OneOrMany<String>>,
    /// Answers of the form of `act` or `task`.
    pub answers: Map<serde_json::Value>,
    /// It must be refused: a clause, or a part of the reason.
    pub refused: Option<String>,
    /// It must come back with errors at these fields.
    pub invalid: Vec<String>,
    pub then: Option<RawExpectation>,
}

/// One of the cases of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawOn {
    Nth(usize),
    Called(String),
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExtend {
    pub deadline: String,
    /// The new end, a local moment or a date (end of that day's business).
    pub until: String,
    pub reason: String,
    /// When the complainant was told, a local moment.
    #[serde(default)]
    pub told_at: Option<String>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDecide {
    pub decision: String,
    pub value: RawValue,
    pub reason: String,
}

/// How often a notice was sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawSent {
    Times(u32),
    /// To whom → how often: `complainant`, a role, `role@department`, `department` and its id, `person` and who it is (`person li`).
    To(Map<u32>),
}

/// What must be true. Only what is named is checked.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RawExpectation {
    pub stage: Option<String>,
    pub number: Option<String>,
    pub department: Option<String>,
    /// Who owns the case: a person as `by` names them, or `none`.
    pub owner: Option<String>,
    pub round: Option<u32>,
    /// The level of urgency, or `none`.
    pub priority: Option<String>,
    /// Decision → outcome; `~` (null) for undecided.
    pub decisions: Map<serde_json::Value>,
    /// Decision → a clause among those of the rule that fired.
    pub because: Map<String>,
    /// Deadline → `running`, `met`, `missed`, `cancelled`, `paused`, `ended`, `none`, or a due moment `2024-10-08 18:00` (running), or
    /// `late` for running and overdue.
    pub deadlines: Map<String>,
    /// Answers of the case.
    pub answers: Map<serde_json::Value>,
    /// Actions that may be taken now (by somebody).
    pub offered: Vec<String>,
    /// Actions that may not be taken now; the value is a clause or a part of the reason, or empty.
    pub not_offered: Map<String>,
    /// Task → how many are open.
    pub tasks: Map<u32>,
    /// Task, named as in `task` (the oldest that is open, otherwise the latest) → how its own time stands: `running`, `late`, `paused`,
    /// `done`, `done late`, `missed`, `withdrawn`, `none`, or a due moment `2024-10-08 18:00` (running).
    pub task_times: Map<String>,
    /// Task → how many warnings have been given before the ends of all tasks of this name.
    pub task_warnings: Map<u32>,
    /// Task → how many tasks of this name were not done in time.
    pub tasks_missed: Map<u32>,
    /// Notices sent so far, at least these.
    pub notices: Vec<String>,
    /// Notice → how often it has been sent in all, or to whom how often.
    pub sent: Map<RawSent>,
    /// Notice → words that stand in what was sent last.
    pub says: Map<String>,
    /// Deadline → how many warnings have been given before its end.
    pub warned: Map<u32>,
    /// Who → how often they have been told that something needs their attention: warnings, missed deadlines, reminders. They are
    /// called as under `sent`.
    pub reminded: Map<u32>,
    /// Documents printed so far → how many copies in all.
    pub documents: Map<u32>,
    /// Guidance → whether it is shown now: on the case, on the form of an action or task that is offered, or on the opening form
    /// as it would stand with the answers of this case.
    pub guidance: Map<bool>,
    /// Who → whether they see the case, where each is a person as `by` names them.
    pub seen_by: Map<bool>,
    /// Whether every look at the case is written down.
    pub view_log: Option<bool>,
    /// Whether what the case held has been destroyed.
    pub destroyed: Option<bool>,
    /// Register → the numbers of the cases in it, in the order of opening.
    pub registers: Map<Vec<String>>,
    /// Register → number of a case → its cells in the order of the columns, as people read them: what is personal is masked.
    pub rows: Map<Map<Vec<String>>>,
    /// Report → breakdown → outcome → how many cases opened this month; `undecided` for what is not known.
    pub reports: Map<Map<Map<u32>>>,
    /// How many cases are open by now, for schedules.
    pub cases: Option<u32>,
    /// Case type → how many cases of it this one has opened.
    pub linked: Map<u32>,
    /// Case type → how many of those are not closed.
    pub linked_open: Map<u32>,
    /// The number of the case that has opened this one, or `none`.
    pub parent: Option<String>,
    /// The number of the case in which this one goes on, or `none`.
    pub merged_into: Option<String>,
}
