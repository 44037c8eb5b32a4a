//! A field has the id of something else that expressions know by that name.
//!
//! One name means one thing. If a field is called like a decision, or like one of the names that every case type has, a
//! condition that names it reads the other one, and nothing says so. What templates show under a name of their own, such as
//! `organization`, and the `department` of whoever did a task, hide a field in the same way.
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
use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::id::FormId;

/// What stands before a dot, or alone, in the expressions of every case type.
const EVERYWHERE: &[&str] = &["now", "case", "actor", "settings", "counters", "form", "each", "task", "deadline", "parent", "other"];

/// What templates show of every case under names of their own.
const IN_TEMPLATES: &[&str] = &["organization", "channels", "deadlines", "document", "copy"];

/// What `answers_of` puts beside the answers.
const BESIDE_ANSWERS: &str = "department";

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let is_of_task = |form: &FormId| case.tasks().any(|(_, _, task)| task.form.as_deref() == Some(form.as_str()));
        for (form, field) in draft.fields_of(case).filter(|(_, field)| field.groups.is_empty()) {
            let finding = |what: Phrase| {
                Diagnostic::error(
                    "taken-name",
                    field.at.key("id").place(),
                    phrase!("`{id}` is {what} already, and one name means one thing", id = field.id, what),
                )
                .label(phrase!("expressions could not tell which is meant"))
                .help(phrase!("give the field another id, such as `{id}_told`", id = field.id))
            };
            if let Some((at, _, _)) = case.decisions().find(|(_, id, _)| *id == field.id) {
                findings.push(finding(phrase!("a decision")).related(at.key_place(), phrase!("the decision")));
            } else if EVERYWHERE.contains(&field.id.as_str()) {
                findings.push(finding(phrase!("a name of every case")));
            } else if IN_TEMPLATES.contains(&field.id.as_str()) {
                findings.push(finding(phrase!("a name of every template")));
            } else if field.id == BESIDE_ANSWERS && is_of_task(&form.id) {
                findings.push(finding(phrase!("the department that did the task")));
            }
        }
    }
}
