//! A pack as written: every key an author may use, and nothing more.
//!
//! These types are the published JSON Schema (`redress schema`) and the reference of `docs/packs.md`; their comments are
//! what an editor shows. They hold texts as written: references, expressions and periods are resolved by `compile`.
//! Maps keep the author's order, because people see it (buttons, options, columns).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

pub use crate::yaml::OneOrMany;

/// Keys in the author's order.
pub type Map<T> = indexmap::IndexMap<String, T>;

/// A text for people: plain (the pack's first language) or one per language.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawText {
    Plain(String),
    ByLanguage(BTreeMap<String, String>),
}

/// An expression in Rhai's syntax. Bare `true`, `false` and numbers are expressions too.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawExpression {
    Bool(bool),
    Number(serde_json::Number),
    Source(String),
}

impl RawExpression {
    pub fn source(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Source(source) => source.clone(),
        }
    }
}

/// A value as written: what it means depends on the kind of field, setting or decision it is for.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawValue {
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<RawValue>),
}

pub type Clauses = OneOrMany<String>;

// ---------------------------------------------------------------------------------------------- organization.yaml

/// `organization.yaml`: who works here, under which calendar, with which values set.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOrganization {
    /// The id of the organization; the same as its folder.
    pub organization: String,
    pub name: RawText,
    pub policy: RawPolicy,
    /// Languages of the texts, the first is the pack's own (`zh`, `zh-Hant`, `en`).
    pub languages: Vec<String>,
    /// IANA time zone of everything shown and of every date.
    pub time_zone: String,
    /// A calendar in `rules/common/calendars/` or in the pack's own `calendars/`.
    pub calendar: String,
    /// ISO 4217 code of every money field.
    #[serde(default = "default_currency")]
    pub currency: String,
    #[serde(default)]
    pub departments: Map<RawDepartment>,
    pub roles: Map<RawRole>,
    #[serde(default)]
    pub channels: Map<RawChannel>,
    /// Lists of options that several forms share.
    #[serde(default)]
    pub lists: Map<Map<RawOption>>,
    #[serde(default)]
    pub settings: Map<RawSetting>,
}

fn default_currency() -> String {
    "CNY".to_owned()
}

/// The document the pack speaks for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPolicy {
    pub title: RawText,
    /// Purpose, scope and legal basis, shown at the head of every page about the policy.
    #[serde(default)]
    pub purpose: Option<RawText>,
    /// The first day it applies, as `2024-01-31`.
    #[serde(default)]
    pub effective: Option<String>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDepartment {
    pub name: RawText,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRole {
    pub name: RawText,
    /// What people of this role do here, in one line.
    #[serde(default)]
    pub does: Option<RawText>,
    /// The role may see every case of the organization; otherwise those of its own departments and those it handles.
    #[serde(default)]
    pub sees_all: bool,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChannel {
    pub name: RawText,
    /// Open at any time of any day.
    #[serde(default)]
    pub around_the_clock: bool,
    /// What is published: number, address, link.
    #[serde(default)]
    pub address: Option<RawText>,
    /// The role that attends it.
    #[serde(default)]
    pub owner: Option<String>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOption {
    pub label: RawText,
    #[serde(default)]
    pub help: Option<RawText>,
    #[serde(default)]
    pub clause: Clauses,
}

/// A value the policy states or leaves open. A placeholder of the policy is a setting without `value`: it must be set
/// before the pack runs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSetting {
    #[serde(default)]
    pub name: Option<RawText>,
    #[serde(rename = "type")]
    pub kind: SettingKind,
    #[serde(default)]
    pub value: Option<RawValue>,
    pub origin: Origin,
    /// Why this value, when the policy is silent.
    #[serde(default)]
    pub why: Option<RawText>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    YesNo,
    Integer,
    Decimal,
    Money,
    Text,
    Period,
    Date,
}

/// Where a setting's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The policy states it.
    Policy,
    /// The policy is silent; this is our choice, never shown as if the policy said it.
    Default,
    /// The organization decided it.
    Organization,
}

// ------------------------------------------------------------------------------------------------- a case type

/// A case type, such as `complaint.yaml`: how one kind of case is judged and driven from intake to archive.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCaseType {
    /// The id of the case type; the same as its file.
    pub case: String,
    pub name: RawText,
    /// Template of the case number: `{yy}` `{yyyy}` `{mm}` `{dd}`, `{serial:4}`, `{setting:project_code}` and plain text. The serial
    /// restarts whenever the rest of the number changes.
    pub number: String,
    pub opens: RawOpening,
    /// What a case is called in lists; an expression giving a text.
    pub subject: RawExpression,
    /// Who complains; an expression giving a text. Personal data.
    #[serde(default)]
    pub complainant: Option<RawExpression>,
    #[serde(default)]
    pub decisions: Map<RawDecision>,
    #[serde(default)]
    pub deadlines: Map<RawDeadline>,
    pub stages: Map<RawStage>,
    #[serde(default)]
    pub actions: Map<RawAction>,
    #[serde(default)]
    pub tasks: Map<RawTask>,
    #[serde(default)]
    pub notices: Map<RawNotice>,
    #[serde(default)]
    pub documents: Map<RawDocument>,
    #[serde(default)]
    pub counters: Map<RawCounter>,
    #[serde(default)]
    pub guidance: Map<RawGuidance>,
}

/// How a case begins.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOpening {
    /// The form that is filled in.
    pub form: String,
    /// The first stage, or a list of `{ when, is }` of which the first match counts.
    pub at: RawTarget,
    /// Who may open one. Empty: only schedules open it.
    #[serde(default)]
    pub by: OneOrMany<RawActor>,
    #[serde(default)]
    pub marks: RawMarks,
    #[serde(default)]
    pub does: Vec<RawEffect>,
    #[serde(default)]
    pub clause: Clauses,
}

/// A stage, or the first that matches.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawTarget {
    Stage(String),
    First(Vec<RawBranch>),
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBranch {
    #[serde(default)]
    pub when: Option<RawExpression>,
    pub is: String,
    #[serde(default)]
    pub clause: Clauses,
}

/// Events that happen with an action. A list happens at the moment of the action; in a map each event happens at the
/// instant its expression gives (`received: received_at`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawMarks {
    One(String),
    Many(Vec<String>),
    At(Map<RawExpression>),
}

impl Default for RawMarks {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

/// A role, or a role within the department an expression names.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawActor {
    Role(String),
    In(RawRoleIn),
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRoleIn {
    pub role: String,
    /// An expression giving a department.
    pub department: RawExpression,
}

/// What is decided from the answers: by rules (first match), by a table, or collected from all matching rules.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDecision {
    pub name: RawText,
    /// The possible outcomes, when they are this decision's own.
    #[serde(default)]
    pub values: Map<RawOption>,
    /// Where the possible outcomes come from instead: `departments`, `roles`, `channels`, or one of `lists`.
    #[serde(default)]
    pub of: Option<String>,
    /// The kind of outcome, when it is no choice.
    #[serde(default, rename = "type")]
    pub kind: Option<SettingKind>,
    /// First match counts; with `all: true` every match counts and the outcome is a list.
    #[serde(default)]
    pub rules: Vec<RawRule>,
    #[serde(default)]
    pub all: bool,
    #[serde(default)]
    pub table: Option<RawTable>,
    /// `none` says: it is meant that sometimes no rule matches.
    #[serde(default, rename = "else")]
    pub otherwise: Option<Otherwise>,
    /// Who may decide otherwise, with a reason.
    #[serde(default, rename = "override")]
    pub overridable: Option<RawOverride>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    None,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    /// The condition; without one the rule always matches.
    #[serde(default)]
    pub when: Option<RawExpression>,
    /// The outcome as a value.
    #[serde(default)]
    pub is: Option<RawValue>,
    /// The outcome as an expression.
    #[serde(default)]
    pub gives: Option<RawExpression>,
    #[serde(default)]
    pub clause: Clauses,
}

/// A decision table. Cells are a value, a list of values, a comparison (`">= 3"`), or `-` for any.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTable {
    /// The names the table reads, in the order of the columns.
    pub by: OneOrMany<String>,
    /// For one column: value → outcome.
    #[serde(default)]
    pub map: Map<RawValue>,
    #[serde(default)]
    pub rows: Vec<RawRow>,
    /// `unique` (an overlap is an error) unless it says `first`.
    #[serde(default)]
    pub hit: HitPolicy,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HitPolicy {
    #[default]
    Unique,
    First,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRow {
    /// One cell per name; a name left out is `-`.
    #[serde(default, rename = "match")]
    pub cells: Map<RawValue>,
    pub is: RawValue,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOverride {
    pub by: OneOrMany<RawActor>,
    #[serde(default)]
    pub clause: Clauses,
}

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
    /// What happens when it is missed.
    #[serde(default)]
    pub missed: Vec<RawEffect>,
    /// For a waiting period: what happens when it ends. Its end is then no breach.
    #[serde(default)]
    pub due: Vec<RawEffect>,
    #[serde(default)]
    pub extend: Option<RawExtension>,
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
    /// Who grants it.
    pub by: OneOrMany<RawActor>,
    /// How often; once if not said.
    #[serde(default = "one")]
    pub times: u32,
    /// The longest it may become, as a period from its own start.
    #[serde(default)]
    pub up_to: Option<String>,
    /// The complainant must have been told the reason before the old end, or the extension is void.
    #[serde(default)]
    pub notice: bool,
    #[serde(default)]
    pub clause: Clauses,
}

fn one() -> u32 {
    1
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawStage {
    pub name: RawText,
    /// Nothing is left to do in this stage.
    #[serde(default, rename = "final")]
    pub is_final: bool,
    #[serde(default)]
    pub clause: Clauses,
}

/// A step somebody takes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAction {
    pub name: RawText,
    #[serde(default)]
    pub help: Option<RawText>,
    /// The stages in which it is offered; `any` for every stage that is not final.
    pub at: OneOrMany<String>,
    /// Who takes it. Empty: only deadlines and schedules do.
    #[serde(default)]
    pub by: OneOrMany<RawActor>,
    #[serde(default)]
    pub form: Option<String>,
    /// What must hold; each says why not and under which clause.
    #[serde(default)]
    pub needs: Vec<RawGuard>,
    /// Where it leads; nothing: the stage stays.
    #[serde(default)]
    pub to: Option<RawTarget>,
    #[serde(default)]
    pub marks: RawMarks,
    #[serde(default)]
    pub does: Vec<RawEffect>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGuard {
    /// The condition. It sees the answers of the form being submitted.
    pub that: RawExpression,
    /// What people are told when it does not hold.
    #[serde(rename = "else")]
    pub otherwise: RawText,
    #[serde(default)]
    pub clause: Clauses,
}

/// What else happens, in order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawEffect {
    /// Opens a task.
    OpenTask(String),
    /// Closes every open task of this name.
    CloseTasks(String),
    /// Makes a document in all its copies.
    Print(String),
    /// Sends a notice.
    Notify(String),
    /// Gives the case to a department (an expression).
    Assign(RawExpression),
    /// Takes an action, as the engine.
    Act(String),
    /// Sets an answer: field → expression.
    Set(Map<RawExpression>),
    /// Begins the next round: counts of `times(…)` start anew, the history stays.
    StartRound(bool),
    /// Tells a role that something needs its attention.
    Remind(String),
}

/// One person's or department's duty inside a case.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTask {
    pub name: RawText,
    /// Who does it.
    pub by: OneOrMany<RawActor>,
    /// The department it is given to: an expression giving one department, or a list of them (one task each).
    #[serde(default)]
    pub department: Option<RawExpression>,
    #[serde(default)]
    pub form: Option<String>,
    /// Events that happen when it is done.
    #[serde(default)]
    pub marks: RawMarks,
    /// Where its completion leads, once no other task of this name is open.
    #[serde(default)]
    pub to: Option<RawTarget>,
    #[serde(default)]
    pub does: Vec<RawEffect>,
    #[serde(default)]
    pub clause: Clauses,
}

/// Something told to somebody. Kept with the case; how it travels is configuration.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNotice {
    pub name: RawText,
    pub to: RawRecipient,
    /// A template; `{{ name }}` stands for an answer, a decision or a `case` value.
    pub text: RawText,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawRecipient {
    Complainant,
    Role(String),
    Department(RawExpression),
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDocument {
    pub name: RawText,
    /// A file in `documents/`.
    pub template: String,
    /// The copies, each with its name and where it goes. None: one copy.
    #[serde(default)]
    pub copies: Vec<RawCopy>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCopy {
    pub name: RawText,
    pub to: RawText,
    #[serde(default)]
    pub clause: Clauses,
}

/// How many other cases of this type are like this one. Expressions read it as `counters.<id>`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCounter {
    pub name: RawText,
    /// The answers and decisions that must be equal.
    pub same: OneOrMany<String>,
    /// Opened within this period before now.
    #[serde(default)]
    pub within: Option<String>,
    #[serde(default)]
    pub clause: Clauses,
}

/// Guidance shown to people at their step.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGuidance {
    pub title: RawText,
    pub text: RawText,
    /// The stages at which it is shown; `opening` for the intake form; `any`.
    pub at: OneOrMany<String>,
    #[serde(default)]
    pub clause: Clauses,
}

// ------------------------------------------------------------------------------------------------------- forms

/// A form: `forms/<organization>/<form>.yaml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawForm {
    /// The id of the form; the same as its file.
    pub form: String,
    pub name: RawText,
    #[serde(default)]
    pub help: Option<RawText>,
    /// Fields, or sections of fields.
    #[serde(default)]
    pub fields: Vec<RawField>,
    #[serde(default)]
    pub sections: Vec<RawSection>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSection {
    pub title: RawText,
    #[serde(default)]
    pub help: Option<RawText>,
    pub fields: Vec<RawField>,
}

/// A field. With `use` it starts from a shared definition of `forms/common/`, and what is written here counts over it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawField {
    #[serde(default)]
    pub id: Option<String>,
    /// A shared field.
    #[serde(default, rename = "use")]
    pub shared: Option<String>,
    #[serde(default, rename = "type")]
    pub kind: Option<FieldKind>,
    #[serde(default)]
    pub label: Option<RawText>,
    #[serde(default)]
    pub help: Option<RawText>,
    /// `true`, or a condition.
    #[serde(default)]
    pub required: Option<RawExpression>,
    /// Asked only while this holds.
    #[serde(default)]
    pub visible: Option<RawExpression>,
    /// What stands in it at first.
    #[serde(default)]
    pub default: Option<RawExpression>,
    /// Not asked but worked out.
    #[serde(default)]
    pub computed: Option<RawExpression>,
    #[serde(default)]
    pub checks: Vec<RawGuard>,
    /// For choices: the options themselves.
    #[serde(default)]
    pub options: Map<RawOption>,
    /// For choices: where the options come from, `channels`, `departments`, `roles`, a decision's values or one of `lists`.
    #[serde(default)]
    pub of: Option<String>,
    /// For a repeating group: its fields.
    #[serde(default)]
    pub fields: Vec<RawField>,
    /// Smallest number, length of text, count of rows or of choices.
    #[serde(default)]
    pub min: Option<serde_json::Number>,
    #[serde(default)]
    pub max: Option<serde_json::Number>,
    /// What becomes of an answer when its question disappears.
    #[serde(default)]
    pub when_hidden: Option<WhenHidden>,
    /// Personal data: masked in lists, never in logs.
    #[serde(default)]
    pub personal: Option<bool>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    LongText,
    Integer,
    Decimal,
    Money,
    YesNo,
    Choice,
    Choices,
    Date,
    DateTime,
    Duration,
    Person,
    Department,
    Phone,
    Email,
    Address,
    Attachment,
    Group,
    /// Text shown between the fields; asks nothing.
    Note,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhenHidden {
    #[default]
    Drop,
    Keep,
}

/// `forms/common/*.yaml`: shared field definitions.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSharedFields {
    pub fields: Map<RawField>,
}

// --------------------------------------------------------------------------- schedules, statistics, clauses, scenarios

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
    /// Five fields: minute, hour, day of month, month, day of week, in the organization's time zone.
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
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

/// `statistics.yaml`: registers and reports.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawStatistics {
    #[serde(default)]
    pub registers: Map<RawRegister>,
    #[serde(default)]
    pub reports: Map<RawReport>,
}

/// A ledger with one row per case.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRegister {
    pub name: RawText,
    pub case: String,
    #[serde(default, rename = "where")]
    pub condition: Option<RawExpression>,
    pub columns: Map<RawColumn>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawColumn {
    pub name: RawText,
    pub is: RawExpression,
}

/// Counts over the cases opened in a month.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawReport {
    pub name: RawText,
    pub case: String,
    #[serde(default, rename = "where")]
    pub condition: Option<RawExpression>,
    /// The names counted by: answers, decisions or `case.stage`.
    pub breakdown: OneOrMany<String>,
    #[serde(default)]
    pub clause: Clauses,
}

/// `clauses.yaml`: the policy clause by clause, and how each is met.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawClauses {
    pub clauses: Map<RawClause>,
    /// What the policy leaves open, and the setting or rule that fills it.
    #[serde(default)]
    pub unspecified: Map<RawClause>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawClause {
    /// One line in our own words.
    pub says: RawText,
    /// `reference` clauses are guidance only.
    #[serde(default)]
    pub kind: ClauseKind,
    /// What meets it: `deadline answer`, `field intake.occurred_at`, `action close`, `guidance principles`, … A part of a case type
    /// other than the first is written `duty/action close`.
    pub met_by: OneOrMany<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClauseKind {
    #[default]
    Rule,
    Reference,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_two_roles_is_two_roles() {
        let by: OneOrMany<RawActor> = serde_json::from_str(r#"["agent", "manager"]"#).unwrap();
        let roles: Vec<_> = by
            .as_slice()
            .iter()
            .map(|actor| matches!(actor, RawActor::Role(_)))
            .collect();
        assert_eq!(roles, [true, true]);
    }
}
