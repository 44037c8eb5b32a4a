//! Values of cases as people read them in registers and reports.

use crate::case::Case;
use crate::form::{Field, describe};
use crate::locale::{Language, say};
use crate::pack::{CaseType, Pack};
use crate::value::Value;

pub(super) struct Words<'a> {
    pub pack: &'a Pack,
    pub language: &'a Language,
}

impl Words<'_> {
    /// A value of the name or expression `source`: a choice by its label, everything else as on the case's page.
    pub fn value(&self, case_type: &CaseType, case: &Case, name: &str, value: &Value) -> String {
        if name == "case.stage" || name == "case.department" {
            return self.place(case_type, name, value);
        }
        if let Some(decision) = case_type.decisions.get(name) {
            return match value {
                Value::List(items) => {
                    let items: Vec<_> = items
                        .iter()
                        .map(|item| self.value(case_type, case, name, item))
                        .collect();
                    items.join(&say(self.language, "value-separator", &[]))
                }
                Value::Text(id) => match decision.options.get(id) {
                    Some(option) => option.label.in_language(self.language).to_owned(),
                    None => id.to_string(),
                },
                other => self.plain(other, None, case),
            };
        }
        match (name, value) {
            ("case.owner" | "task.person", Value::Text(id)) => case.names.get(id).unwrap_or(id).to_string(),
            _ => self.plain(value, case_type.field(name), case),
        }
    }

    /// What a case says under a name of its layout.
    pub fn of_name(&self, case_type: &CaseType, case: &Case, name: &str) -> String {
        let value = match name {
            "case.stage" => Value::text(case.stage.as_str()),
            "case.department" => case
                .department
                .as_ref()
                .map_or(Value::Empty, |id| Value::text(id.as_str())),
            name => match case.decisions.get(name) {
                Some(decided) => decided.value.clone(),
                None => case.answers.get(name).cloned().unwrap_or_default(),
            },
        };
        self.value(case_type, case, name, &value)
    }

    /// What a name is called: a field's label, a decision's name.
    pub fn name(&self, case_type: &CaseType, name: &str) -> String {
        match name {
            "case.stage" => return say(self.language, "report-stage", &[]),
            "case.department" => return say(self.language, "report-department", &[]),
            _ => {}
        }
        let label = case_type.called(name);
        label.map_or(name, |label| label.in_language(self.language)).to_owned()
    }

    fn place(&self, case_type: &CaseType, source: &str, value: &Value) -> String {
        let Some(id) = value.as_text() else {
            return String::new();
        };
        let name = if source == "case.stage" {
            case_type.stages.get(id).map(|stage| &stage.name)
        } else {
            self.pack.departments.get(id).map(|department| &department.name)
        };
        name.map_or(id, |name| name.in_language(self.language)).to_owned()
    }

    fn plain(&self, value: &Value, field: Option<&Field>, case: &Case) -> String {
        describe(
            value,
            field,
            self.language,
            self.pack.zone,
            &self.pack.currency,
            &case.names,
        )
    }
}
