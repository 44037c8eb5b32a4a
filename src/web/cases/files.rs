//! The files of a case, as lines to fetch them by.

use crate::case::command::AttachedFile;
use crate::case::event::{Event, Recorded};

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
