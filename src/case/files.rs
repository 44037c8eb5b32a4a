//! The files of a case: those attached to it, and those given as answers, in the rows of tables as well.
//!
//! A file is named by the SHA-256 of its content. A text that looks like one is a file only where a form asks for files.

use super::Event;
use crate::form::{Answers, Field, Form};
use crate::pack::CaseType;
use crate::pack::raw::FieldKind;
use crate::value::Value;

impl Event {
    /// The hashes of the files that this event brought to a case of this type, in their order.
    pub fn files<'a>(&'a self, case_type: &'a CaseType) -> Vec<&'a str> {
        match self {
            // What is left of a file of a destroyed case has no hash.
            Self::Attached { file } => Some(&*file.hash).filter(|hash| !hash.is_empty()).into_iter().collect(),
            _ => self
                .answers()
                .map_or_else(Vec::new, |answers| answered(answers, case_type)),
        }
    }
}

fn answered<'a>(answers: &'a Answers, case_type: &'a CaseType) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for form in case_type.forms.values() {
        for Named { hash, .. } in answered_with(form, answers) {
            if !found.contains(&hash) {
                found.push(hash);
            }
        }
    }
    found
}

/// A file that an answer names.
pub struct Named<'a> {
    pub field: &'a Field,
    /// The field, or `group.2.field`.
    pub path: String,
    pub hash: &'a str,
}

/// The files that these answers to a form name, in the order of its fields.
pub fn answered_with<'a>(form: &'a Form, answers: &'a Answers) -> Vec<Named<'a>> {
    let mut found = Vec::new();
    for field in form.fields() {
        if let Some(answer) = answers.get(&field.id) {
            of_field(field, field.id.to_string(), answer, &mut found);
        }
    }
    found
}

fn of_field<'a>(field: &'a Field, path: String, answer: &'a Value, found: &mut Vec<Named<'a>>) {
    match (field.kind, answer) {
        (FieldKind::Attachment, answer) => found.extend(hashes(answer).into_iter().map(|hash| Named {
            field,
            path: path.clone(),
            hash,
        })),
        (FieldKind::Group, Value::List(rows)) => {
            for (index, row) in rows.iter().enumerate() {
                let Value::Record(row) = row else { continue };
                for inner in &field.fields {
                    if let Some(cell) = row.get(inner.id.as_str()) {
                        of_field(inner, format!("{path}.{index}.{}", inner.id), cell, found);
                    }
                }
            }
        }
        _ => {}
    }
}

/// The hashes in the answer of a field that asks for files.
pub fn hashes(answer: &Value) -> Vec<&str> {
    match answer {
        Value::Text(hash) => vec![&**hash],
        Value::List(items) => items.iter().filter_map(Value::as_text).collect(),
        _ => Vec::new(),
    }
}
