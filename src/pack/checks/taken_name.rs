//! A field has the id of something else that expressions know by that name.
//!
//! One name means one thing. If a field is called like a decision, or like one of the names that every case type has, a
//! condition that names it reads the other one, and nothing says so.
//!
//! ## Example
//!
//! ```yaml
//! # forms/acme/intake.yaml, where complaint.yaml has a decision `severity`
//! - { id: severity, type: text, label: How bad is it }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! - { id: severity_as_told, type: text, label: How bad is it }
//! ```

use super::parts::case_types;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

/// What stands before a dot, or alone, in the expressions of every case type.
const EVERYWHERE: &[&str] = &["now", "case", "actor", "settings", "counters", "form", "each", "task", "deadline", "parent", "other"];

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (_, field) in draft.fields_of(case).filter(|(_, field)| field.groups.is_empty()) {
            let finding = |what: &str| {
                Diagnostic::error(
                    "taken-name",
                    field.at.key("id").place(),
                    format!("`{}` is {what} already, and one name means one thing", field.id),
                )
                .label("expressions could not tell which is meant")
                .help(format!("give the field another id, such as `{}_told`", field.id))
            };
            if let Some((at, _, _)) = case.decisions().find(|(_, id, _)| *id == field.id) {
                findings.push(finding("a decision").related(at.key_place(), "the decision"));
            } else if EVERYWHERE.contains(&field.id.as_str()) {
                findings.push(finding("a name of every case"));
            }
        }
    }
}
