//! From a part of a text to the bytes it was written with.

use std::ops::Range;

/// The bytes of `written` (a YAML scalar with its quotes, escapes and indentation) that make the bytes `range` of the
/// `text` it means. `None` where the two cannot be laid side by side.
pub(super) fn within(written: &str, text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let starts = align(written, text)?;
    let start = *starts.get(range.start)?;
    // The end is after the last character that belongs to the range, not before the next one, which an escape or an
    // indentation may separate from it.
    let last = text
        .get(..range.end)?
        .char_indices()
        .next_back()
        .map_or(0, |(at, _)| at);
    let end = if range.is_empty() {
        start
    } else {
        starts[last] + width(written, text, starts[last], last)?
    };
    Some(start..end.max(start))
}

/// For each byte of `text` that begins a character (and its end), the byte of `written` where that character is made.
fn align(written: &str, text: &str) -> Option<Vec<usize>> {
    let bytes = written.as_bytes();
    let quote = bytes
        .first()
        .copied()
        .filter(|first| matches!(first, b'"' | b'\'') && bytes.len() >= 2);
    let mut at = usize::from(quote.is_some());
    let mut starts = vec![at; text.len() + 1];
    for (index, wanted) in text.char_indices() {
        loop {
            let have = written.get(at..)?.chars().next()?;
            let made = made_of(quote, written.get(at..)?)?;
            if made.0 == wanted && (have != '\n' || wanted == '\n') {
                starts[index] = at;
                at += made.1;
                break;
            }
            // A folded line end is written as a break and indentation, and means one space or one break.
            if have == '\n' && wanted.is_whitespace() {
                starts[index] = at;
                at += 1 + indentation(written.get(at + 1..)?);
                break;
            }
            if !have.is_whitespace() {
                return None;
            }
            at += have.len_utf8();
        }
    }
    starts[text.len()] = at;
    Some(starts)
}

fn indentation(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(' ').len()
}

/// The character that `rest` begins with, and how many bytes write it.
fn made_of(quote: Option<u8>, rest: &str) -> Option<(char, usize)> {
    let first = rest.chars().next()?;
    match (quote, first) {
        (Some(b'\''), '\'') => Some(('\'', 2)),
        (Some(b'"'), '\\') => {
            let kind = rest.chars().nth(1)?;
            let digits = match kind {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            if digits > 0 {
                let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
                return Some((char::from_u32(code)?, 2 + digits));
            }
            let made = match kind {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '0' => '\0',
                other => other,
            };
            Some((made, 1 + kind.len_utf8()))
        }
        _ => Some((first, first.len_utf8())),
    }
}

fn width(written: &str, text: &str, at: usize, index: usize) -> Option<usize> {
    let quote = written
        .bytes()
        .next()
        .filter(|first| matches!(first, b'"' | b'\'') && written.len() >= 2);
    let wanted = text.get(index..)?.chars().next()?;
    let (made, width) = made_of(quote, written.get(at..)?)?;
    Some(if made == wanted { width } else { 1 })
}
