//! An organization's policy as checked data, with a version.
//!
//! `load` reads a folder and keeps text and positions; `raw` is the YAML as typed structs; `checks` look at the whole
//! pack and report; `compile` turns it into [`Pack`], in which references are resolved and nothing is left to look up or to fail.
//! Nothing here knows a database, a clock or a case.

pub mod bundled;
mod called;
mod case_type;
mod check;
pub mod checks;
mod compile;
mod deadline;
mod decision;
pub mod draft;
mod effect;
mod event_name;
mod gap;
mod heard;
pub mod id;
mod keeping;
pub mod keys;
mod labels;
pub mod load;
mod organization;
mod public;
pub mod raw;
mod rules;
pub mod scenario;
mod schedule;
pub mod schema;
pub mod show;
mod statistics;
mod table;
mod telling;

use std::sync::Arc;

use chrono_tz::Tz;
use indexmap::IndexMap;

use crate::calendar::{Calendar, Period};
use crate::expression::{Scripts, Units};
use crate::form::{Field, FileTerms, Form};
use crate::locale::{self, Argument, Language, Text};
pub use case_type::{
    Action, Branch, CaseType, Handling, Layout, Mark, Merging, NumberPart, NumberTemplate, Opening, Permitted,
    Priority, Stage, Target, TaskRule,
};
pub use check::{Checked, assemble, build, check, check_as};
pub use deadline::{DeadlineRule, Extension};
pub use decision::{Cell, Comparison, DecisionBody, DecisionRule, Given, Row, Rule};
pub use effect::{Conditional, Effect, OpenCase};
pub use event_name::MarkedBy;
pub use gap::{Gap, Said, named_setting};
pub use heard::Heard;
use id::*;
pub use keeping::{Confidential, Exclusion, MERGED_AWAY, RETENTION, RETENTION_OVER, Retention, ViewLog};
pub use labels::{Common, Label, Source, common_labels};
pub use organization::{Channel, Clause, Department, Policy, Role, Setting};
pub use public::{Anonymous, Public, PublicAction};
pub use raw::{CalendarSpan, ClauseKind, HitPolicy, OnHoliday, Origin};
pub use rules::Rules;
pub use schedule::{Schedule, ScheduledWork};
pub use statistics::{CounterRule, Register, Report};
pub use table::Table;
pub use telling::{CopyRule, DocumentRule, Guidance, NoticeRule, Recipient, Roles, TEMPLATE_NAMES};

/// The setting that says what `at once` means.
pub const IMMEDIATE_WITHIN: &str = "immediate_within";

/// What `at once` means where no setting says it (CNV-6).
pub const AT_ONCE: Period = Period::WorkingMinutes(60);

/// A policy ready to run. Shared by reference; a case keeps the version it was opened under.
pub struct Pack {
    pub version: PackVersion,
    pub organization: OrganizationId,
    pub name: Text,
    pub policy: Policy,
    /// How else people from outside reach the organization.
    pub contact: Option<Text>,
    /// The first is the pack's own.
    pub languages: Vec<Language>,
    pub zone: Tz,
    pub calendar: Arc<Calendar>,
    pub currency: String,
    pub departments: IndexMap<DepartmentId, Department>,
    /// The same as a tree.
    pub units: Arc<Units>,
    pub roles: IndexMap<RoleId, Role>,
    pub channels: IndexMap<ChannelId, Channel>,
    /// What may be attached to a case.
    pub files: FileTerms,
    pub settings: IndexMap<SettingId, Setting>,
    pub case_types: IndexMap<CaseTypeId, CaseType>,
    pub schedules: IndexMap<ScheduleId, Schedule>,
    pub registers: IndexMap<RegisterId, Register>,
    pub reports: IndexMap<ReportId, Report>,
    pub clauses: IndexMap<ClauseId, Clause>,
    /// What the policy leaves open, and how that is filled.
    pub unspecified: IndexMap<ClauseId, Gap>,
    pub scripts: Arc<dyn Scripts>,
    /// What `at once` means here: the setting [`IMMEDIATE_WITHIN`], or [`AT_ONCE`].
    pub immediate: Period,
}

impl Pack {
    /// The first case type is the one people mean when they name none.
    pub fn case_type(&self, id: &str) -> Option<&CaseType> {
        self.case_types.get(id)
    }

    /// A sentence of the engine in the policy's own language, as histories keep it.
    pub fn say(&self, key: &str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        let own = self.languages.first().cloned().unwrap_or_else(|| Language::new("en"));
        locale::say(&own, key, arguments)
    }

    /// Whether cases of this type speak of people by name, so that whoever runs them must say who there is.
    pub fn speaks_of_people(&self, case_type: &CaseType) -> bool {
        let is_person = |to: &Recipient| matches!(to, Recipient::People(_));
        let names = |effect: &Effect| match effect {
            Effect::Own(_) => true,
            Effect::Remind(to) => is_person(to),
            _ => false,
        };
        let mut effects = case_type.effects().chain(self.scheduled_effects(&case_type.id));
        !case_type.people.is_empty()
            || !case_type.excluded.is_empty()
            || case_type.notices.values().any(|notice| is_person(&notice.to))
            || case_type.tasks.values().any(|task| task.person.is_some())
            || case_type.forms.values().flat_map(Form::fields).any(Field::holds_users)
            || effects.any(|does| Effect::any(does, &names))
    }

    /// This department and all below it. One that is not of this pack stands alone.
    pub fn with_below(&self, department: &DepartmentId) -> Vec<DepartmentId> {
        let below = self.units.downwards(department).filter(|id| ***id != **department);
        let below = below.map(|id| DepartmentId::from(Arc::clone(id)));
        std::iter::once(department.clone()).chain(below).collect()
    }
}
