//! The files of a case: those attached to it and those among its answers.

use crate::case::command::AttachedFile;
use crate::case::event::{Event, Recorded};
use crate::form::Answers;
use crate::value::Value;

/// A file to fetch.
pub(super) struct FileLine {
    pub hash: String,
    pub name: String,
    pub size: String,
}

/// Files attached to the case itself, in order.
pub(super) fn attached(events: &[Recorded]) -> Vec<&AttachedFile> {
    events
        .iter()
        .filter_map(|event| match &event.event {
            // What is left of a file of a destroyed case has no hash.
            Event::Attached { file } => Some(file).filter(|file| !file.hash.is_empty()),
            _ => None,
        })
        .collect()
}

/// The files among answers, rows included.
pub(super) fn hashes(answers: &Answers) -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Text(text) if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                found.push(text.to_string());
            }
            Value::List(items) => items.iter().for_each(|item| collect(item, found)),
            Value::Record(row) => row.values().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    answers.values().for_each(|value| collect(value, &mut found));
    found
}

impl FileLine {
    pub(super) fn of(file: &AttachedFile) -> Self {
        Self {
            hash: file.hash.clone(),
            name: file.name.clone(),
            size: size(file.bytes),
        }
    }
}

/// `1.4 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
