//! What files are taken: how large, and of which kinds.
//!
//! What a file is, its bytes say: its name and whoever sends it are not believed. A kind stands for the media types that are
//! told by the bytes.

use crate::locale::{Language, say};
use crate::pack::raw::{FileKind, RawFiles};

const MEGABYTE: u64 = 1024 * 1024;

/// What is taken at one place. What is not bounded here is bounded by the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTerms {
    pub megabytes: Option<u32>,
    /// Any, if empty.
    pub kinds: Vec<FileKind>,
}

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    TooLarge { megabytes: u32 },
    OtherKind { kinds: Vec<FileKind> },
}

impl FileTerms {
    /// What is written at a place, each key over what the organization says as a whole.
    pub fn of(own: Option<&RawFiles>, whole: Option<&RawFiles>) -> Self {
        let said = || own.into_iter().chain(whole);
        Self {
            megabytes: said().find_map(|files| files.megabytes).map(Into::into),
            kinds: said()
                .map(|files| files.kinds.as_slice())
                .find(|kinds| !kinds.is_empty())
                .unwrap_or_default()
                .to_vec(),
        }
    }

    /// Whether a file of this type and of so many bytes may be attached.
    ///
    /// # Errors
    /// What stands against a file of this type and size.
    pub fn take(&self, media_type: &str, bytes: u64) -> Result<(), Unfit> {
        if let Some(megabytes) = self.megabytes
            && bytes > u64::from(megabytes) * MEGABYTE
        {
            return Err(Unfit::TooLarge { megabytes });
        }
        if self.kinds.is_empty() || self.kinds.iter().any(|kind| kind.includes(media_type)) {
            Ok(())
        } else {
            Err(Unfit::OtherKind {
                kinds: self.kinds.clone(),
            })
        }
    }

    /// What a browser offers first; it takes others too, and then the bytes decide.
    pub fn accept(&self) -> String {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.accept()).collect();
        kinds.join(",")
    }

    /// What is taken, for people; empty where nothing is said.
    pub fn told(&self, language: &Language) -> String {
        let mut told = Vec::new();
        if !self.kinds.is_empty() {
            told.push(names(&self.kinds, language));
        }
        if let Some(megabytes) = self.megabytes {
            told.push(say(language, "files-at-most", &[("limit", megabytes.into())]));
        }
        told.join(&say(language, "value-row-separator", &[]))
    }
}

impl Unfit {
    /// One sentence that says what would be taken.
    pub fn text(&self, file: &str, language: &Language) -> String {
        match self {
            Self::TooLarge { megabytes } => say(
                language,
                "files-too-large",
                &[("name", file.into()), ("limit", (*megabytes).into())],
            ),
            Self::OtherKind { kinds } => say(
                language,
                "files-other-kind",
                &[("name", file.into()), ("kinds", names(kinds, language).into())],
            ),
        }
    }
}

fn names(kinds: &[FileKind], language: &Language) -> String {
    let names: Vec<String> = kinds.iter().map(|kind| say(language, kind.name(), &[])).collect();
    names.join(&say(language, "value-separator", &[]))
}

impl FileKind {
    fn includes(self, media_type: &str) -> bool {
        let is_office = |parts: &[&str]| parts.iter().any(|part| media_type.contains(part));
        match self {
            // A drawing that can run scripts is no picture.
            Self::Image => media_type.starts_with("image/") && !media_type.contains("svg"),
            Self::Pdf => media_type == "application/pdf",
            Self::Document => is_office(&["msword", "wordprocessingml", "opendocument.text", "application/rtf"]),
            Self::Sheet => is_office(&["ms-excel", "spreadsheetml", "opendocument.spreadsheet"]),
            Self::Slides => is_office(&["ms-powerpoint", "presentationml", "opendocument.presentation"]),
            Self::Text => media_type == "text/plain",
            Self::Audio => media_type.starts_with("audio/"),
            Self::Video => media_type.starts_with("video/"),
            Self::Archive => matches!(
                media_type,
                "application/zip"
                    | "application/gzip"
                    | "application/x-7z-compressed"
                    | "application/vnd.rar"
                    | "application/x-tar"
            ),
        }
    }

    fn accept(self) -> &'static str {
        match self {
            Self::Image => "image/*",
            Self::Pdf => ".pdf",
            Self::Document => ".doc,.docx,.odt,.rtf",
            Self::Sheet => ".xls,.xlsx,.ods",
            Self::Slides => ".ppt,.pptx,.odp",
            Self::Text => ".txt,.csv",
            Self::Audio => "audio/*",
            Self::Video => "video/*",
            Self::Archive => ".zip,.gz,.7z,.rar,.tar",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Image => "files-image",
            Self::Pdf => "files-pdf",
            Self::Document => "files-document",
            Self::Sheet => "files-sheet",
            Self::Slides => "files-slides",
            Self::Text => "files-text",
            Self::Audio => "files-audio",
            Self::Video => "files-video",
            Self::Archive => "files-archive",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(kinds: &[FileKind]) -> FileTerms {
        FileTerms {
            megabytes: Some(1),
            kinds: kinds.to_vec(),
        }
    }

    #[test]
    fn a_drawing_that_can_run_scripts_is_no_picture() {
        let pictures = only(&[FileKind::Image]);
        assert_eq!(pictures.take("image/png", 10), Ok(()));
        assert!(pictures.take("image/svg+xml", 10).is_err());
        assert!(pictures.take("text/html", 10).is_err());
    }

    #[test]
    fn a_file_is_as_large_as_it_may_be_and_no_larger() {
        let terms = only(&[]);
        assert_eq!(terms.take("application/pdf", MEGABYTE), Ok(()));
        assert_eq!(
            terms.take("application/pdf", MEGABYTE + 1),
            Err(Unfit::TooLarge { megabytes: 1 })
        );
    }

    #[test]
    fn what_a_place_says_counts_over_what_the_organization_says() {
        let raw = |text: &str| serde_json::from_str::<RawFiles>(text).unwrap();
        let whole = raw(r#"{"megabytes": 5, "kinds": ["image", "pdf"]}"#);
        let terms = FileTerms::of(Some(&raw(r#"{"kinds": "audio"}"#)), Some(&whole));
        assert_eq!((terms.megabytes, terms.kinds), (Some(5), vec![FileKind::Audio]));
        assert_eq!(FileTerms::of(None, None), FileTerms::default());
    }
}
