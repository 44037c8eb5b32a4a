//! What an organization is made of, apart from its cases.

use chrono::NaiveDate;

use super::draft::{literal, setting_kind};
use super::id::*;
use super::raw::{RawValue, SettingKind};
use super::{ClauseKind, Origin};
use crate::locale::Text;
use crate::value::Value;

pub struct Policy {
    pub title: Text,
    pub purpose: Option<Text>,
    pub effective: Option<NaiveDate>,
    pub clauses: Vec<ClauseId>,
}

pub struct Department {
    pub name: Text,
    /// The department it lies within.
    pub within: Option<DepartmentId>,
    /// What it is in charge of, as answers give it.
    pub areas: Vec<String>,
    pub clauses: Vec<ClauseId>,
}

pub struct Role {
    pub name: Text,
    pub does: Option<Text>,
    pub sees_all: bool,
    /// Reads who has looked at the cases it sees.
    pub audits: bool,
    /// It also sees the cases of the departments below its own.
    pub sees_below: bool,
    /// It does not see personal data in clear.
    pub sees_masked: bool,
    /// Nor masked, nor for a reason.
    pub sees_sealed: bool,
    pub clauses: Vec<ClauseId>,
}

impl Role {
    /// Personal data is sealed for whoever holds no other role.
    pub fn seals(&self) -> bool {
        self.sees_sealed
    }
}

pub struct Channel {
    pub name: Text,
    pub around_the_clock: bool,
    pub address: Option<Text>,
    pub owner: Option<RoleId>,
    /// The schedule by which somebody looks what has come in.
    pub watched_by: Option<ScheduleId>,
    /// Where its address is made known.
    pub published: Option<Text>,
    pub clauses: Vec<ClauseId>,
}

pub struct Setting {
    pub name: Option<Text>,
    pub kind: SettingKind,
    pub value: Value,
    pub origin: Origin,
    pub why: Option<Text>,
    pub clauses: Vec<ClauseId>,
}

impl Setting {
    /// Whether `written` says the value that it has.
    pub fn is(&self, written: &RawValue) -> bool {
        literal(written, &setting_kind(self.kind)).is_ok_and(|value| value == self.value)
    }
}

pub struct Clause {
    pub says: Text,
    pub kind: ClauseKind,
    /// As written: `deadline answer`.
    pub met_by: Vec<String>,
}
