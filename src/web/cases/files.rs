//! The files of a case, as lines to fetch them by.

use crate::case::command::AttachedFile;
use crate::case::event::{Event, Recorded};

/// A file to fetch.
pub(super) struct FileLine {
    pub hash: String,
    pub name: String,
    pub size: String,
    pub preview: Option<Preview>,
}

/// What a browser can show without running anything of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preview {
    Image,
    Pdf,
}

impl Preview {
    /// By what the bytes were found to be. Drawings in SVG and pages are programs, and have none.
    pub fn of(media_type: &str) -> Option<Self> {
        match media_type {
            "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/bmp" | "image/avif" => Some(Self::Image),
            "application/pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    pub fn is_image(self) -> bool {
        self == Self::Image
    }
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
            preview: Preview::of(&file.media_type),
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
