//! Reading YAML: one door, strict and with budgets, that remembers where everything stood.
//!
//! Every YAML file of a pack comes through [`read`]. It yields a [`Document`]: the plain value, and for each part of it the
//! bytes it stands in, so that whoever finds a mistake later can point at it. [`Document::typed`] then holds the value
//! against the published schema of a type and reports every mistake of structure at once.
//! Nothing here knows what a pack is; a hostile file costs a bounded amount and never more than a finding.

mod one_or_many;
mod over;
mod place;
mod structure;
mod syntax;
mod trap;
mod tree;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Place, SourceFile};

pub use one_or_many::OneOrMany;

/// The largest file that is read.
pub const FILE_BYTES_MAX: usize = 1 << 20;

/// A YAML file as a plain value, and where each part of it stands.
///
/// Parts are named by JSON pointer (RFC 6901): `/actions/dispatch/by/0`. See [`pointer`].
#[derive(Clone, Debug)]
pub struct Document {
    pub file: Arc<SourceFile>,
    pub value: Value,
    spans: Spans,
    /// Parts that were laid under this file from another, by pointer: that file.
    inherited: HashMap<String, Arc<SourceFile>>,
}

/// Bytes by pointer: of the values, and of the keys they stand under.
#[derive(Clone, Debug, Default)]
struct Spans {
    values: HashMap<String, Range<usize>>,
    keys: HashMap<String, Range<usize>>,
}

/// The text of a file, or the finding that it has none: it is not UTF-8 or too large.
pub fn source(path: impl Into<String>, bytes: &[u8]) -> Result<Arc<SourceFile>, Vec<Diagnostic>> {
    syntax::source(path.into(), bytes)
}

/// Reads one file.
///
/// # Errors
/// Bad syntax, duplicate keys, tags, merge keys, more than one document, or more nesting, nodes or aliases than any honest
/// file has. Syntax errors come alone: what follows one cannot be trusted.
pub fn read(file: &Arc<SourceFile>) -> Result<Document, Vec<Diagnostic>> {
    let document = syntax::parse(file)?;
    let traps = trap::all(&document);
    if traps.is_empty() { Ok(document) } else { Err(traps) }
}

/// `pointer` with one more step: a key, or the number of an item.
pub fn pointer(parent: &str, step: impl std::fmt::Display) -> String {
    let step = step.to_string();
    if step.contains(['~', '/']) {
        format!("{parent}/{}", step.replace('~', "~0").replace('/', "~1"))
    } else {
        format!("{parent}/{step}")
    }
}

impl Document {
    /// A file that is not YAML, so that it has a place as a whole: its beginning.
    pub fn opaque(file: &Arc<SourceFile>) -> Self {
        Self {
            file: Arc::clone(file),
            value: Value::Null,
            spans: Spans::default(),
            inherited: HashMap::new(),
        }
    }

    /// The value at `pointer`.
    pub fn get(&self, pointer: &str) -> Option<&Value> {
        self.value.pointer(pointer)
    }

    /// Where the value at `pointer` stands: all of a scalar, the beginning of a list or mapping. A part that is not there
    /// stands where its nearest ancestor does, so the answer is always usable.
    pub fn place(&self, pointer: &str) -> Place {
        self.nearest(pointer, |spans, pointer| spans.values.get(pointer))
    }

    /// Where the key stands under which the value at `pointer` is written; for an item of a list, the item.
    pub fn key_place(&self, pointer: &str) -> Place {
        self.nearest(pointer, |spans, pointer| {
            spans.keys.get(pointer).or_else(|| spans.values.get(pointer))
        })
    }

    /// Where the bytes `range` of the text at `pointer` stand in the file: past quotes, escapes and indentation.
    pub fn place_within(&self, pointer: &str, range: Range<usize>) -> Place {
        let whole = self.place(pointer);
        let text = self.get(pointer).and_then(Value::as_str);
        let found = text.and_then(|text| {
            let written = whole.file.text.get(whole.bytes.clone())?;
            let inside = place::within(written, text, range)?;
            Some(whole.bytes.start + inside.start..whole.bytes.start + inside.end)
        });
        match found {
            Some(bytes) => Place { bytes, ..whole },
            None => whole,
        }
    }

    /// The value as a `T`.
    ///
    /// # Errors
    /// Every mistake of structure, each at its place: unknown and missing keys, wrong types, unknown values.
    pub fn typed<T: JsonSchema + DeserializeOwned + 'static>(&self) -> Result<T, Vec<Diagnostic>> {
        structure::typed(self)
    }

    fn nearest<'a>(&'a self, pointer: &str, find: impl Fn(&'a Spans, &str) -> Option<&'a Range<usize>>) -> Place {
        let mut pointer = pointer;
        let bytes = loop {
            if let Some(bytes) = find(&self.spans, pointer) {
                break bytes.clone();
            }
            match pointer.rfind('/') {
                Some(end) => pointer = &pointer[..end],
                None => break 0..0,
            }
        };
        Place {
            file: Arc::clone(self.inherited.get(pointer).unwrap_or(&self.file)),
            bytes,
        }
    }
}

#[cfg(test)]
mod tests;
