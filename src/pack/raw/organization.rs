//! `organization.yaml`: who works here, under which calendar, with which values set.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Clauses, Map, OneOrMany, RawFiles, RawText, RawValue};

/// `organization.yaml`: who works here, under which calendar, with which values set.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOrganization {
    /// Shared parts this file starts from, by path: `rules/common/parts/….yaml`. What is written here counts over them.
    #[serde(default)]
    pub extends: OneOrMany<String>,
    /// The id of the organization; the same as its folder.
    pub organization: String,
    pub name: RawText,
    pub policy: RawPolicy,
    /// How else people reach the organization, as the public pages tell them: telephone, address, hours.
    #[serde(default)]
    pub contact: Option<RawText>,
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
    /// What files are taken: those attached to cases, and answers whose field says nothing else.
    #[serde(default)]
    pub files: Option<RawFiles>,
    #[serde(default)]
    pub settings: Map<RawSetting>,
    /// What the pack this one began as a copy of is called; `redress new` writes it, and it goes once title and clauses are your own.
    #[serde(default)]
    pub model: Option<RawModel>,
}

/// What is still another policy's as long as it stands in this pack.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawModel {
    /// The title of the model's policy.
    #[serde(default)]
    pub title: Option<String>,
    /// What the ids of the model's clauses begin with, such as `HOS-`.
    #[serde(default)]
    pub clauses: Option<String>,
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
    /// The department it lies within: departments are a tree.
    #[serde(default)]
    pub within: Option<String>,
    /// What it is in charge of, as texts or the ids of options: `in_charge_of(area)` gives the deepest department that holds the area.
    #[serde(default)]
    pub areas: OneOrMany<String>,
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
    /// The role reads who has looked at the cases it sees, where their type keeps a `view_log`.
    #[serde(default)]
    pub audits: bool,
    /// The role also sees the cases of the departments below its own.
    #[serde(default)]
    pub sees_below: bool,
    /// How the role sees personal data (`personal: true` of a field) of the cases it sees: `clear`, or `masked` until it is uncovered with a
    /// reason, which is written down, or `sealed`: not at all, for no reason. Whoever holds several roles sees as much as the one that sees most.
    #[serde(default)]
    pub sees_personal: RawSeesPersonal,
    #[serde(default)]
    pub clause: Clauses,
}

/// How personal data is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawSeesPersonal {
    #[default]
    Clear,
    Masked,
    Sealed,
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
    /// The schedule by which somebody looks what has come in.
    #[serde(default)]
    pub watched_by: Option<String>,
    /// Where people find its address: the places where it is made known.
    #[serde(default)]
    pub published: Option<RawText>,
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
    /// A time plan in five fields, as a schedule takes it.
    Cron,
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
