//! What YAML reads as something else than its author meant: `!answered(x)` is a tag, `a == "b #c"` ends in a comment.

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::Document;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::locale::phrase;

/// On the line of byte `at`: the part meant as a text that YAML reads as something else.
pub(super) fn swallowed(text: &str, at: usize) -> Option<Range<usize>> {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next()?;
    let before = value_offset(line);
    let rest = line[before..].trim_end();
    let first = rest.chars().next()?;
    let goes_on = |first| closing(rest, first).is_some_and(|end| end < rest.len());
    let meant_as_text = match first {
        '!' | '&' | '*' | '%' | '@' | '`' => true,
        '>' | '|' => rest.len() > 2,
        '{' | '[' => goes_on(first),
        '"' | '\'' => !rest.ends_with(first) && rest.matches(first).count() > 1,
        _ => before > 0 && (rest.contains(": ") || rest.contains(" :")),
    };
    meant_as_text.then(|| start + before..start + before + rest.len())
}

/// Where on a line the value begins: after the indentation, the dashes and the key.
fn value_offset(line: &str) -> usize {
    let mut at = line.len() - line.trim_start().len();
    while let Some(rest) = line[at..].strip_prefix("- ") {
        at = line.len() - rest.trim_start().len();
    }
    let key = line[at..].find(": ").filter(|end| {
        !line[at..at + end].contains([' ', '"', '\'', '{', '[']) || {
            let key = &line[at..at + end];
            key.len() > 1 && key.starts_with(['"', '\'']) && key.ends_with(['"', '\''])
        }
    });
    match key {
        Some(end) => {
            let rest = &line[at + end + 1..];
            line.len() - rest.trim_start().len()
        }
        None => at,
    }
}

/// In a file with the unknown `tag` before byte `at`: the text that it was taken from.
pub(super) fn tagged(text: &str, tag: &str, at: usize) -> Option<Range<usize>> {
    let start = text.get(..at)?.rfind(tag)?;
    let line = text[start..].lines().next()?;
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let in_braces = text[line_start..start].contains(['{', '[']);
    let end = if in_braces {
        line.find([',', '}', ']']).unwrap_or(line.len())
    } else {
        line.len()
    };
    Some(start..start + line[..end].trim_end().len())
}

/// Where the bracket that `text` begins with is closed, as the byte after it.
pub(super) fn closing(text: &str, open: char) -> Option<usize> {
    let close = if open == '{' { '}' } else { ']' };
    let mut depth = 0_usize;
    for (at, found) in text.char_indices() {
        if found == open {
            depth += 1;
        } else if found == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// The finding about the part `bytes`: how YAML reads it, and how to write it.
pub(super) fn finding(file: &Arc<SourceFile>, bytes: Range<usize>) -> Diagnostic {
    let part = &file.text[bytes.clone()];
    let line = file.text[..bytes.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = file.text[line..bytes.start].trim();
    let why = match part.chars().next() {
        Some('!') => phrase!("a tag, because it begins with `!`"),
        Some('&') => phrase!("an anchor, because it begins with `&`"),
        Some('*') => phrase!("an alias, because it begins with `*`"),
        Some('{') => phrase!("a mapping, because it begins with `{{`"),
        Some('[') => phrase!("a list, because it begins with `[`"),
        Some('>' | '|') => phrase!("a block of text, because of its first character"),
        Some('"' | '\'') => phrase!("a quoted text that ends at the second quote"),
        Some('%' | '@' | '`') => phrase!("something reserved, because of its first character"),
        Some('#') => phrase!("a comment, because it begins with `#`"),
        _ if part.contains(',') && !part.contains(": ") => phrase!("several entries, because of the comma"),
        _ if part.contains(" #") => phrase!("something shorter, because ` #` begins a comment"),
        _ => phrase!("a key and a value, because of the colon"),
    };
    let quoted = quote(part);
    let shown = if before.is_empty() || before.contains(['{', '[']) {
        quoted.clone()
    } else {
        format!("{before} {quoted}")
    };
    let place = Place {
        file: Arc::clone(file),
        bytes: bytes.clone(),
    };
    let mut finding = Diagnostic::error("yaml-trap", place, phrase!("YAML reads `{part}` as {why}", part, why))
        .help(phrase!("put it in quotes: `{shown}`", shown));
    finding.replacement = Some(quoted);
    finding
}

/// An anchor before a mapping or a list is surely meant as one.
fn idle_anchor(file: &Arc<SourceFile>, bytes: Range<usize>) -> Diagnostic {
    let name = file.text[bytes.clone()].split_whitespace().next().unwrap_or("&");
    let place = Place {
        file: Arc::clone(file),
        bytes: bytes.start..bytes.start + name.len(),
    };
    let repeated = name.replacen('&', "*", 1);
    Diagnostic::error("yaml-trap", place, phrase!("nothing repeats what `{name}` names", name)).help(phrase!(
        "write `{repeated}` where the same is meant, or leave `{name}` out",
        repeated,
        name
    ))
}

/// Before byte `at`: a key whose colon YAML does not read as one, because it is full-width or nothing separates it from the value.
pub(super) fn torn_colon(text: &str, at: usize) -> Option<Range<usize>> {
    let end = text.floor_char_boundary(at);
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let lines = text[..end].split_inclusive('\n');
    let mut start = end;
    lines.rev().take(LINES_LOOKED_AT).find_map(|line| {
        start -= line.len();
        let content = line.trim_end();
        let key = content.trim_start_matches([' ', '-']);
        let begin = start + content.len() - key.len();
        mended(key).map(|_| begin..begin + key.len())
    })
}

/// A reader stumbles over the line after the one that is wrong.
const LINES_LOOKED_AT: usize = 3;

/// `name：Desk` or `name:Desk` as it should be written; `None` if it is something else.
pub(super) fn mended(written: &str) -> Option<String> {
    let end = written.find([':', '：'])?;
    let key = &written[..end];
    let colon = written[end..].chars().next()?;
    let value = &written[end + colon.len_utf8()..];
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    let is_torn = colon == '：' || !(value.is_empty() || value.starts_with([' ', '/']));
    let is_time = key.chars().all(|letter| letter.is_ascii_digit());
    (is_torn && !key.is_empty() && !is_time && key.chars().all(is_word)).then(|| format!("{key}: {}", value.trim()))
}

/// On the line of byte `at` or just before it: a space that is none to YAML.
pub(super) fn wide_space(text: &str, at: usize) -> Option<Range<usize>> {
    const WIDE: char = '\u{3000}';
    let end = text.floor_char_boundary(at);
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let mut start = end;
    text[..end]
        .split_inclusive('\n')
        .rev()
        .take(LINES_LOOKED_AT)
        .find_map(|line| {
            start -= line.len();
            let found = line.find(WIDE).filter(|found| {
                // Within words it is a text like any other.
                let before = line[..*found].trim_end();
                before.trim_matches([' ', '-', WIDE]).is_empty() || before.ends_with([':', '：'])
            })?;
            Some(start + found..start + found + WIDE.len_utf8())
        })
}

/// `text` as a single-quoted YAML scalar.
pub(super) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What YAML accepted but surely understood differently from its author.
pub(super) fn all(document: &Document) -> Vec<Diagnostic> {
    let text = &document.file.text;
    let mut found: Vec<Diagnostic> = document
        .spans
        .values
        .iter()
        .filter_map(|(pointer, span)| {
            let value = document.value.pointer(pointer)?;
            let torn = || {
                document
                    .spans
                    .keys
                    .get(pointer)
                    .and_then(|key| torn_by_comma(text, key))
            };
            let part = trapped(text, value, span).or_else(|| value.is_null().then(torn)?)?;
            Some(match value {
                Value::Object(_) | Value::Array(_) if text[part.clone()].starts_with('&') => {
                    idle_anchor(&document.file, part)
                }
                _ => finding(&document.file, part),
            })
        })
        .collect();
    found.sort_by_key(|finding| finding.place.as_ref().map(|place| place.bytes.start));
    found.dedup_by_key(|finding| finding.place.as_ref().map(|place| place.bytes.start));
    found
}

/// `{ when: is_late(days, 3), is: major }`: between braces a comma ends the value, and `3)` became a key.
fn torn_by_comma(text: &str, key: &Range<usize>) -> Option<Range<usize>> {
    let written = text.get(key.clone())?;
    if written.matches(')').count() <= written.matches('(').count() {
        return None;
    }
    let line = text[..key.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line..key.start];
    let open = before.rfind('(')?;
    let value = before[..open].rfind(": ")? + 2;
    Some(line + value..key.end)
}

fn trapped(text: &str, value: &Value, span: &Range<usize>) -> Option<Range<usize>> {
    let line_end = span.end + text.get(span.end..)?.find('\n').unwrap_or(text.len() - span.end);
    let after = text[span.end..line_end].trim_end();
    let line_start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line_start..span.start];
    // `when: ! answered(x)`, `when: !!str 3`, `when: && y`: the sign is taken off the text.
    let token = before.trim_end().rsplit([' ', '[', ',', '{']).next().unwrap_or("");
    let token_start = line_start + before.trim_end().len() - token.len();
    let is_tag = token.starts_with('!');
    let is_lost_anchor = token.len() > 1 && token.starts_with('&') && !text.contains(&format!("*{}", &token[1..]));
    if is_tag || is_lost_anchor {
        return Some(token_start..line_end.min(token_start + text[token_start..line_end].trim_end().len()));
    }
    match value {
        // `when: name == "a #b"`: the rest is a comment.
        Value::String(_) => {
            let written = &text[span.clone()];
            let plain = !written.starts_with(['"', '\'']) && !written.contains('\n');
            let torn = written.matches('"').count() % 2 == 1 && after.trim_start().starts_with('#');
            (plain && torn && after.contains('"')).then(|| span.start..span.end + after.len())
        }
        // `when: #{a: 1}`: all of it is a comment.
        Value::Null => {
            let rest = text[span.start..line_end].trim_end();
            let skipped = rest.len() - rest.trim_start_matches([' ', ':']).len();
            rest[skipped..]
                .starts_with("#{")
                .then(|| span.start + skipped..span.start + rest.len())
        }
        // `text: {name}`: a mapping whose one key has no value.
        Value::Object(entries) => {
            let lone = entries.len() == 1 && entries.values().all(Value::is_null);
            let rest = text[span.start..line_end].trim_end();
            (lone && rest.starts_with('{') && !rest.contains(':') && rest.ends_with('}'))
                .then(|| span.start..span.start + rest.len())
        }
        _ => None,
    }
}
