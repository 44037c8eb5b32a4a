//! The files of a case: those attached to it, and those given as answers, in the rows of tables as well.
//!
//! A file is named by the SHA-256 of its content. A text that looks like one is a file only where a form asks for files.

use super::Event;
use crate::form::{Answers, Field};
use crate::pack::CaseType;
use crate::pack::raw::FieldKind;
use crate::value::Value;

impl Event {
    /// The hashes of the files that this event brought to a case of this type, in their order.
    pub fn files<'a>(&'a self, case_type: &CaseType) -> Vec<&'a str> {
        match self {
            // What is left of a file of a destroyed case has no hash.
            Self::Attached { file } => Some(&*file.hash).filter(|hash| !hash.is_empty()).into_iter().collect(),
            Self::Opened { answers, .. }
            | Self::Acted { answers, .. }
            | Self::Happened { answers, .. }
            | Self::AnswersSet { answers }
            | Self::TookIn { answers, .. }
            | Self::TaskDone { answers, .. } => answered(answers, case_type),
            _ => Vec::new(),
        }
    }
}

fn answered<'a>(answers: &'a Answers, case_type: &CaseType) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for field in case_type.forms.values().flat_map(|form| form.fields()) {
        for hash in answers
            .get(&field.id)
            .into_iter()
            .flat_map(|answer| of_field(field, answer))
        {
            if !found.contains(&hash) {
                found.push(hash);
            }
        }
    }
    found
}

fn of_field<'a>(field: &Field, answer: &'a Value) -> Vec<&'a str> {
    match (field.kind, answer) {
        (FieldKind::Attachment, answer) => hashes(answer),
        (FieldKind::Group, Value::List(rows)) => {
            let rows = rows.iter().filter_map(|row| match row {
                Value::Record(row) => Some(row),
                _ => None,
            });
            let cells = rows.flat_map(|row| {
                field
                    .fields
                    .iter()
                    .map(move |field| (field, row.get(field.id.as_str())))
            });
            cells
                .filter_map(|(field, cell)| Some((field, cell?)))
                .flat_map(|(field, cell)| of_field(field, cell))
                .collect()
        }
        _ => Vec::new(),
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
