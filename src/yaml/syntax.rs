//! From bytes to a document: strict options, budgets, and good words for what YAML refuses or quietly swallows.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use serde_yaml::budget::BudgetBreach;
use serde_yaml::options::MergeKeyPolicy;
use serde_yaml::{Error, Location, Options, Spanned};

use super::{Document, FILE_BYTES_MAX, Spans, trap, tree};
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::locale::{Phrase, phrase};

pub(super) fn source(path: String, bytes: &[u8]) -> Result<Arc<SourceFile>, Vec<Diagnostic>> {
    if bytes.len() > FILE_BYTES_MAX {
        let file = Arc::new(SourceFile {
            path,
            text: String::new(),
        });
        let message = phrase!(
            "this file has {bytes} bytes; the most is {most}",
            bytes = bytes.len(),
            most = FILE_BYTES_MAX
        );
        return Err(vec![
            Diagnostic::error("yaml-syntax", Place { file, bytes: 0..0 }, message).help(phrase!("split it")),
        ]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Arc::new(SourceFile {
            path,
            text: text.to_owned(),
        })),
        Err(error) => {
            // Up to the bad byte nothing is replaced, so its place in the shown text is the same.
            let text = String::from_utf8_lossy(bytes).into_owned();
            let at = error.valid_up_to();
            let bytes = at..at + char::REPLACEMENT_CHARACTER.len_utf8();
            let place = Place {
                file: Arc::new(SourceFile { path, text }),
                bytes,
            };
            let finding = Diagnostic::error("not-utf8", place, phrase!("this file is not UTF-8 text"));
            Err(vec![finding.help(phrase!("save it with the encoding UTF-8"))])
        }
    }
}

/// Without these YAML reads `no` as a truth value and `0755` as a number, and a small file can ask for gigabytes.
fn options() -> Options {
    serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        reject_unsupported_tags: true,
        merge_keys: MergeKeyPolicy::Error,
        with_snippet: false,
        budget: serde_yaml::budget! {
            max_depth: 32,
            max_nodes: 50_000,
            max_documents: 1,
            max_aliases: 50,
            max_anchors: 50,
            max_total_scalar_bytes: 2 << 20,
            max_merge_keys: 0,
        },
    }
}

pub(super) fn parse(file: &Arc<SourceFile>) -> Result<Document, Vec<Diagnostic>> {
    if file.text.len() > FILE_BYTES_MAX {
        return source(file.path.clone(), file.text.as_bytes()).and_then(|file| parse(&file));
    }
    let root: Spanned<tree::Node> =
        serde_yaml::from_str_with_options(&file.text, options()).map_err(|error| vec![refused(file, &error)])?;
    let mut spans = Spans::default();
    let value = tree::lower(root, String::new(), &mut spans);
    for range in spans.values.values_mut().chain(spans.keys.values_mut()) {
        *range = whole_letters(&file.text, range.clone());
    }
    Ok(Document {
        file: Arc::clone(file),
        value,
        spans,
        inherited: HashMap::new(),
    })
}

/// What the reader refused, in words for the file's author.
fn refused(file: &Arc<SourceFile>, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let bytes = error
        .location()
        .map_or(0..0, |location| bytes_of(&file.text, &location));
    let place = |bytes: Range<usize>| Place {
        file: Arc::clone(file),
        bytes,
    };
    let finding = |message: Phrase| Diagnostic::error("yaml-syntax", place(bytes.clone()), message);
    if let Some(finding) = typed_wide(file, error, bytes.start) {
        return finding;
    }
    match error {
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("key");
            finding(phrase!("`{key}` is written twice here", key))
                .help(phrase!("keep one of them, or join what they say"))
        }
        Error::Budget {
            breach: BudgetBreach::Documents { .. },
            ..
        }
        | Error::MultipleDocuments { .. } => finding(phrase!("a second document begins here"))
            .help(phrase!("a file holds one document; remove the `---`")),
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => too_much(place(bytes)),
        Error::MergeKeyNotAllowed { .. } => {
            finding(phrase!("merge keys are not used in packs")).help(phrase!("write the keys out"))
        }
        Error::RecursiveReferencesRequireWeakTypes { .. } => finding(phrase!("this anchor contains itself")),
        Error::NullIntoString { .. } | Error::Unexpected { .. } => {
            finding(phrase!("a key must be a plain word or text"))
        }
        Error::NonFiniteFloat { value, .. } => finding(phrase!("`{value}` is no number a pack can use", value)),
        Error::AliasError { error, .. } => refused(file, error),
        Error::UnsupportedTag { tag, .. } => match trap::tagged(&file.text, tag, bytes.start) {
            Some(part) => trap::finding(file, part),
            None => finding(phrase!("tags such as `{tag}` are not used in packs", tag)),
        },
        _ if error.to_string().contains("recursion limit") => too_much(place(bytes)),
        _ => match trap::swallowed(&file.text, bytes.start) {
            Some(part) => trap::finding(file, part),
            None => finding(words(error)).help(phrase!("look at the quotes, brackets and indentation of this line")),
        },
    }
}

/// What an input method types that looks like YAML and is none, and the tab.
fn typed_wide(file: &Arc<SourceFile>, error: &Error, at: usize) -> Option<Diagnostic> {
    let told = |bytes: Range<usize>, message: Phrase| {
        let file = Arc::clone(file);
        Diagnostic::error("yaml-syntax", Place { file, bytes }, message)
    };
    let reason = error.to_string();
    if reason.contains("tabs disallowed") {
        let line = file.text[..file.text.floor_char_boundary(at)]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let tab = file.text[line..].find('\t').map_or(at, |tab| line + tab);
        return Some(told(tab..tab + 1, phrase!("a tab stands here")).help(phrase!("indent with spaces")));
    }
    let is_about_shape = [
        "mapping values",
        "simple key",
        "':'",
        "did not find",
        "indentation",
        "invalid",
    ];
    if !is_about_shape.iter().any(|words| reason.contains(words)) {
        return None;
    }
    if let Some(bytes) = trap::wide_space(&file.text, at) {
        return Some(told(bytes, phrase!("a full-width space stands here")).help(phrase!("write ordinary spaces")));
    }
    let bytes = trap::torn_colon(&file.text, at)?;
    let mended = trap::mended(&file.text[bytes.clone()])?;
    let message = phrase!("`{key}` has no colon that YAML reads", key = &file.text[bytes.clone()]);
    let mut finding = told(bytes, message).help(phrase!("write a half-width colon and a space: `{mended}`", mended));
    finding.replacement = Some(mended);
    Some(finding)
}

fn too_much(place: Place) -> Diagnostic {
    let message = phrase!("this file is nested too deeply, has too many parts or repeats itself too often");
    Diagnostic::error("yaml-syntax", place, message).help(phrase!(
        "at most 32 levels, 50 000 parts and 50 anchors; split the file or write repetitions out"
    ))
}

/// The reader's own words without the position, which the finding carries itself.
fn words(error: &Error) -> Phrase {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    match text {
        "" => phrase!("this is not YAML"),
        text => Phrase::text(text),
    }
}

/// `range`, within the text and between letters. What has no length of its own (a list, nothing) may be reported past either.
fn whole_letters(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.ceil_char_boundary(range.end.max(start))
}

/// Some places are known only by line and column.
fn bytes_of(text: &str, location: &Location) -> Range<usize> {
    if location.span().byte_offset().is_some_and(|offset| offset > 0) {
        let bytes = tree::bytes(location);
        return whole_letters(text, bytes);
    }
    let line = usize::try_from(location.line()).unwrap_or(1).max(1) - 1;
    let column = usize::try_from(location.column()).unwrap_or(1).max(1) - 1;
    let Some(content) = text.split_inclusive('\n').nth(line) else {
        return text.len()..text.len();
    };
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let within = content
        .char_indices()
        .nth(column)
        .map_or(content.trim_end().len(), |(at, _)| at);
    whole_letters(text, start + within..start + within + 1)
}
