//! One finding about a pack, and how it is told.
//!
//! A finding says where (file, line, column), what, and what to do. It is printed the way rustc prints, and serialised
//! for tools with the same words. Nothing here knows what a pack is.

mod render;

use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::locale::{Language, Phrase, phrase};

pub use render::{Colour, render};

/// A file of a pack as it was read: the path is the one people know it by, relative and with forward slashes.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    pub path: String,
    pub text: String,
}

/// A place in a file. Bytes of the text; lines and columns are derived when it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: Arc<SourceFile>,
    pub bytes: Range<usize>,
}

impl Place {
    /// Where it begins.
    pub fn start(&self) -> Position {
        self.position(self.bytes.start)
    }

    /// The first position after it.
    pub fn end(&self) -> Position {
        self.position(self.bytes.end.max(self.bytes.start))
    }

    fn position(&self, offset: usize) -> Position {
        let text = &self.file.text;
        let before = &text[..text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

/// Line and column, both from 1; a column is a character, however wide it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The pack cannot be activated.
    Error,
    /// The pack runs; somebody should look.
    Warning,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What `redress explain` takes: kebab-case, named for what was found (`unknown-role`).
    pub code: &'static str,
    pub severity: Severity,
    /// Lower case, no full stop, what the author wrote in backticks.
    pub message: Phrase,
    pub place: Option<Place>,
    /// A few words under the caret.
    pub label: Option<Phrase>,
    /// Other places that matter, each with a few words.
    pub related: Vec<(Place, Phrase)>,
    /// What to do next.
    pub help: Option<Phrase>,
    /// What to write at `place` instead, when it is certain enough to offer ("did you mean").
    pub replacement: Option<String>,
    /// The clause of the policy that is at stake.
    pub clause: Option<String>,
}

impl Diagnostic {
    pub fn error(code: &'static str, place: Place, message: impl Into<Phrase>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            place: Some(place),
            label: None,
            related: Vec::new(),
            help: None,
            replacement: None,
            clause: None,
        }
    }

    pub fn warning(code: &'static str, place: Place, message: impl Into<Phrase>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, place, message)
        }
    }

    pub fn label(mut self, label: impl Into<Phrase>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub fn help(mut self, help: impl Into<Phrase>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn related(mut self, place: Place, label: impl Into<Phrase>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    pub fn clause(mut self, clause: impl Into<String>) -> Self {
        self.clause = Some(clause.into());
        self
    }

    /// What tools read, in this language.
    pub fn told<'a>(&'a self, language: &'a Language) -> Told<'a> {
        Told {
            finding: self,
            language,
        }
    }

    /// Offers the nearest of `known` to `written`, if one is near enough to be meant.
    pub fn did_you_mean<'a>(mut self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        if let Some(nearest) = nearest(written, known) {
            self.help = Some(phrase!("did you mean `{nearest}`?", nearest));
            self.replacement = Some(nearest.to_owned());
        }
        self
    }
}

/// In reading order: by file, then place; what has no place comes first. Says each thing once.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    fn key(finding: &Diagnostic) -> (Option<(String, usize, usize)>, &'static str, String) {
        let place = finding.place.as_ref();
        (
            place.map(|place| (place.file.path.clone(), place.bytes.start, place.bytes.end)),
            finding.code,
            finding.message.english(),
        )
    }
    findings.sort_by_cached_key(key);
    findings.dedup_by(|a, b| key(a) == key(b));
}

/// What tools read: places as lines and columns, the end exclusive. Absent keys are `null`, so that every object has all of them.
/// A message is English, as tools expect it; [`Diagnostic::told`] speaks another language.
impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.told(&Language::new("en")).serialize(serializer)
    }
}

/// A finding with the words of one language.
pub struct Told<'a> {
    finding: &'a Diagnostic,
    language: &'a Language,
}

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Where<'a> {
            file: Option<&'a str>,
            line: Option<usize>,
            column: Option<usize>,
            end_line: Option<usize>,
            end_column: Option<usize>,
        }

        impl<'a> Where<'a> {
            fn of(place: Option<&'a Place>) -> Self {
                let start = place.map(Place::start);
                let end = place.map(Place::end);
                Self {
                    file: place.map(|place| place.file.path.as_str()),
                    line: start.map(|start| start.line),
                    column: start.map(|start| start.column),
                    end_line: end.map(|end| end.line),
                    end_column: end.map(|end| end.column),
                }
            }
        }

        #[derive(Serialize)]
        struct Related<'a> {
            #[serde(flatten)]
            place: Where<'a>,
            label: String,
        }

        #[derive(Serialize)]
        struct Finding<'a> {
            #[serde(flatten)]
            place: Where<'a>,
            code: &'a str,
            severity: Severity,
            message: String,
            label: Option<String>,
            help: Option<String>,
            replacement: Option<&'a str>,
            clause: Option<&'a str>,
            related: Vec<Related<'a>>,
        }

        let finding = self.finding;
        let speak = |phrase: &Phrase| phrase.in_language(self.language);
        Finding {
            place: Where::of(finding.place.as_ref()),
            code: finding.code,
            severity: finding.severity,
            message: speak(&finding.message),
            label: finding.label.as_ref().map(speak),
            help: finding.help.as_ref().map(speak),
            replacement: finding.replacement.as_deref(),
            clause: finding.clause.as_deref(),
            related: finding
                .related
                .iter()
                .map(|(place, label)| Related {
                    place: Where::of(Some(place)),
                    label: speak(label),
                })
                .collect(),
        }
        .serialize(serializer)
    }
}

/// The one of `known` that `written` was probably meant to be.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (written.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests;
