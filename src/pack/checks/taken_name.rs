//! A field has the id of something else that expressions know by that name.
//!
//! One name means one thing. If a field is called like a decision, or like one of the names that every case type has, a
//! condition that names it reads the other one, and nothing says so. What templates show under a name of their own,
//! such as `organization`, and the `department` of whoever did a task, hide a field in the same way. Where cases are
//! merged, `other.number`, `other.stage` and `other.opened_at` are those of the other case itself: no answer and no
//! decision can be called so.
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
use crate::diagnostic::{Diagnostic, Place};
use crate::pack::draft::Draft;
use crate::pack::id::FormId;

/// What stands before a dot, or alone, in the expressions of every case type.
const EVERYWHERE: &[&str] = &["now", "case", "actor", "settings", "counters", "form", "each", "task", "deadline", "parent", "other"];

/// What templates show of every case under names of their own.
const IN_TEMPLATES: &[&str] = &["organization", "channels", "deadlines", "document", "copy"];

/// What the other case of a merging says of itself, beside its answers and decisions.
const OF_OTHER: &[&str] = &["number", "stage", "opened_at"];

/// What `answers_of` puts beside the answers.
const BESIDE_ANSWERS: &str = "department";

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let is_of_task = |form: &FormId| case.tasks().any(|(_, _, task)| task.form.as_deref() == Some(form.as_str()));
        let is_of_other = |id: &str| case.raw().merging.is_some() && OF_OTHER.contains(&id);
        for (at, id, _) in case.decisions().filter(|(_, id, _)| is_of_other(id)) {
            findings.push(finding(id, at.key_place(), what_other_says(id)));
        }
        for (form, field) in draft.fields_of(case).filter(|(_, field)| field.groups.is_empty()) {
            let finding = |what: Phrase| finding(&field.id, field.at.key("id").place(), what);
            if let Some((at, _, _)) = case.decisions().find(|(_, id, _)| *id == field.id) {
                findings.push(finding(phrase!("a decision")).related(at.key_place(), phrase!("the decision")));
            } else if EVERYWHERE.contains(&field.id.as_str()) {
                findings.push(finding(phrase!("a name of every case")));
            } else if IN_TEMPLATES.contains(&field.id.as_str()) {
                findings.push(finding(phrase!("a name of every template")));
            } else if field.id == BESIDE_ANSWERS && is_of_task(&form.id) {
                findings.push(finding(phrase!("the department that did the task")));
            } else if is_of_other(&field.id) {
                findings.push(finding(what_other_says(&field.id)));
            }
        }
    }
}

fn what_other_says(id: &str) -> Phrase {
    phrase!("a name of the other case (`other.{id}`)", id)
}

fn finding(id: &str, place: Place, what: Phrase) -> Diagnostic {
    Diagnostic::error(
        "taken-name",
        place,
        phrase!("`{id}` is {what} already, and one name means one thing", id, what),
    )
    .label(phrase!("expressions could not tell which is meant"))
    .help(phrase!("give it another id, such as `{id}_told`", id))
}
