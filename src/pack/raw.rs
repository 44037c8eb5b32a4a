//! A pack as written: every key an author may use, and nothing more.
//!
//! These types are the published JSON Schema (`redress schema`) and the reference of `docs/packs.md`; their comments are
//! what an editor shows. They hold texts as written: references, expressions and periods are resolved by `compile`.
//! Maps keep the author's order, because people see it (buttons, options, columns).
//!
//! A file per file of a pack: `organization`, `case_type` with `decision`, `deadline`, `told`, `keeping` and `public`, `form`,
//! `schedules`, `statistics` and `clauses`; `effects` are all that happens by the rules of a case type. What they all use stands here.
//! Scenarios have a language of their own, `pack::scenario`; calendars too.

mod case_type;
mod clauses;
mod deadline;
mod decision;
mod effects;
mod form;
mod keeping;
mod organization;
mod public;
mod schedules;
mod statistics;
mod told;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

pub use case_type::{
    Beginning, RawAction, RawActor, RawBranch, RawCaseType, RawEffect, RawGuard, RawMarks, RawMerging, RawOpenCase,
    RawOpenEach, RawOpenTask, RawOpening, RawPeople, RawRoleIn, RawStage, RawTarget, RawTask,
};
pub use clauses::{ClauseKind, RawClause, RawClauses, RawGap};
pub use deadline::{CalendarSpan, RawCounter, RawDeadline, RawExtension, RawWithin};
pub use decision::{HitPolicy, Otherwise, RawDecision, RawOverride, RawRow, RawRule, RawTable};
pub use effects::Cause;
pub use form::{FieldKind, FileKind, RawField, RawFiles, RawForm, RawSection, RawSharedFields, WhenHidden};
pub use keeping::{RawConfidential, RawExcluded, RawExclusion, RawRetention, RawViewLog, RawViewLogClause};
pub use organization::{
    Origin, RawChannel, RawDepartment, RawOption, RawOrganization, RawPolicy, RawRole, RawSeesPersonal, RawSetting,
    SettingKind,
};
pub use public::{COMPLAINANT, RawAnonymous, RawPublic, RawPublicAction, RawPublicOpening};
pub use schedules::{OnHoliday, RawForEach, RawOpens, RawSchedule, RawSchedules};
pub use statistics::{RawColumn, RawRegister, RawReport, RawStatistics};
pub use told::{
    OWNER, RawAddressee, RawCopy, RawDocument, RawGuidance, RawNotice, RawRecipient, RawRecipientWord, RawReminded,
};

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
