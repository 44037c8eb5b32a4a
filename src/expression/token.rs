//! Where the words of a Rhai text begin and end.
//!
//! Rhai's parser keeps only the line and column where a token starts and forgets parentheses. This scanner finds every
//! token again, so that a part of an expression can be shown exactly as it was written. It decides nothing about
//! meaning: the text has been, or will be, parsed by Rhai.

use std::ops::Range;

use rhai::Position;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Number,
    Text,
    Open,
    Close,
    Mark,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub range: Range<usize>,
    /// Of a bracket: the token that closes or opens it.
    partner: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    source: &'a str,
    tokens: Vec<Token>,
    line_starts: Vec<usize>,
}

/// Longest first.
const MARKS: [&str; 26] = [
    "===", "!==", "..=", "...", "&&", "||", "==", "!=", "<=", ">=", "<>", "**", "..", "??", "?.", "=>", "->", "+=",
    "-=", "*=", "/=", "%=", "::", "<<", ">>", "|>",
];

impl<'a> Tokens<'a> {
    pub fn of(source: &'a str) -> Self {
        let mut tokens = Vec::new();
        let mut open = Vec::new();
        let mut at = 0;
        while let Some((kind, range)) = next(source, at) {
            at = range.end;
            let mut partner = None;
            if kind == TokenKind::Open {
                open.push(tokens.len());
            } else if kind == TokenKind::Close {
                partner = open.pop();
                if let Some(opening) = partner {
                    let index = tokens.len();
                    let opening: &mut Token = &mut tokens[opening];
                    opening.partner = Some(index);
                }
            }
            tokens.push(Token { kind, range, partner });
        }
        let line_starts = std::iter::once(0).chain(
            source
                .bytes()
                .enumerate()
                .filter(|(_, b)| *b == b'\n')
                .map(|(i, _)| i + 1),
        );
        let line_starts = line_starts.collect();
        Self {
            source,
            tokens,
            line_starts,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter()
    }

    /// From the first token to the last.
    pub fn whole(&self) -> Range<usize> {
        let ends = self.tokens.first().zip(self.tokens.last());
        ends.map_or(0..0, |(first, last)| first.range.start..last.range.end)
    }

    pub fn text(&self, range: &Range<usize>) -> &'a str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    /// The byte Rhai means. Past the end of the text for a position Rhai does not know.
    pub fn byte(&self, position: Position) -> usize {
        let Some(line) = position.line() else {
            return self.source.len();
        };
        let Some(start) = self.line_starts.get(line - 1).copied() else {
            return self.source.len();
        };
        let column = position.position().unwrap_or(1).max(1);
        self.source[start..]
            .char_indices()
            .nth(column - 1)
            .map_or(self.source.len(), |(offset, _)| start + offset)
    }

    /// Line and column (in characters), both from 1.
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let start = self.line_starts[line - 1];
        (
            line,
            self.source.get(start..byte).map_or(0, |text| text.chars().count()) + 1,
        )
    }

    /// The token that covers this byte, or the first one after it.
    fn index(&self, byte: usize) -> Option<usize> {
        let index = self.tokens.partition_point(|token| token.range.end <= byte);
        (index < self.tokens.len()).then_some(index)
    }

    /// The bytes of the token at a position; empty at the end of the text.
    pub fn range(&self, position: Position) -> Range<usize> {
        let byte = self.byte(position);
        match self.index(byte) {
            Some(index) if self.tokens[index].range.contains(&byte) => self.tokens[index].range.clone(),
            _ => {
                let end = self.source.len();
                let length = self.source[byte.min(end)..].chars().next().map_or(0, char::len_utf8);
                byte.min(end)..byte.min(end) + length
            }
        }
    }

    /// The range of the token after this one.
    pub fn after(&self, range: &Range<usize>) -> Option<Range<usize>> {
        self.index(range.end).map(|index| self.tokens[index].range.clone())
    }

    /// `range`, widened until every bracket in it is closed in it.
    pub fn balanced(&self, range: Range<usize>) -> Range<usize> {
        let (Some(mut first), Some(mut last)) = (self.index(range.start), self.index(range.end.saturating_sub(1)))
        else {
            return range;
        };
        loop {
            let partners = self.tokens[first..=last].iter().filter_map(|token| token.partner);
            let (low, high) = partners.fold((first, last), |(low, high), at| (low.min(at), high.max(at)));
            if (low, high) == (first, last) {
                return self.tokens[first].range.start.min(range.start)..self.tokens[last].range.end.max(range.end);
            }
            (first, last) = (low, high);
        }
    }
}

/// The first token at or after `at`.
fn next(source: &str, at: usize) -> Option<(TokenKind, Range<usize>)> {
    let start = at + blank(&source[at..]);
    let rest = &source[start..];
    let first = rest.chars().next()?;
    let (kind, length) = match first {
        '(' | '[' | '{' => (TokenKind::Open, 1),
        '#' if rest.starts_with("#{") => (TokenKind::Open, 2),
        ')' | ']' | '}' => (TokenKind::Close, 1),
        '"' | '\'' | '`' => (TokenKind::Text, quoted(rest, first)),
        '0'..='9' => (TokenKind::Number, number(rest)),
        _ if is_word(first) => (TokenKind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
        _ => {
            let mark = MARKS.iter().find(|mark| rest.starts_with(**mark));
            (TokenKind::Mark, mark.map_or(first.len_utf8(), |mark| mark.len()))
        }
    };
    Some((kind, start..start + length))
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// How many bytes of white space and comments the text starts with.
fn blank(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = after_comment(rest);
        } else {
            return text.len() - rest.len();
        }
    }
}

/// Rhai's block comments nest.
fn after_comment(text: &str) -> &str {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return &text[at..];
                }
            }
            _ => at += 1,
        }
    }
    ""
}

/// The length of a quoted text, or of the rest if nothing closes it.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote != '`' {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    text.len()
}

fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if bytes[0] == b'0' && bytes.get(1).is_some_and(|b| b"xXoObB".contains(b)) {
        return bytes
            .iter()
            .position(|b| !b.is_ascii_alphanumeric() && *b != b'_')
            .unwrap_or(bytes.len());
    }
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .position(|b| !b.is_ascii_digit() && *b != b'_')
            .map_or(bytes.len(), |n| from + n)
    };
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') && digit(end + 1) {
        end = digits(end + 1);
    } else if bytes.get(end) == Some(&b'.')
        && !bytes
            .get(end + 1)
            .is_some_and(|b| *b == b'.' || !b.is_ascii() || b.is_ascii_alphabetic() || *b == b'_')
    {
        end += 1;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if digit(end + 1 + sign) {
            end = digits(end + 1 + sign);
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<&str> {
        let tokens = Tokens::of(source);
        tokens.iter().map(|token| &source[token.range.clone()]).collect()
    }

    #[test]
    fn every_token_is_found_as_written() {
        assert_eq!(
            words("a.b>=1.50 /* x /* y */ z */&&c"),
            ["a", ".", "b", ">=", "1.50", "&&", "c"]
        );
        assert_eq!(words("x == \"a\\\" b\" // end"), ["x", "==", "\"a\\\" b\""]);
        assert_eq!(
            words("投诉人数>=3\n||是(1_000)"),
            ["投诉人数", ">=", "3", "||", "是", "(", "1_000", ")"]
        );
        assert_eq!(words("1.5e-3+0x1f"), ["1.5e-3", "+", "0x1f"]);
    }

    #[test]
    fn positions_count_characters_and_lines() {
        let tokens = Tokens::of("投诉 &&\n  b");
        assert_eq!(tokens.byte(Position::new(1, 4)), 7);
        assert_eq!(tokens.byte(Position::new(2, 3)), 12);
        assert_eq!(tokens.line_and_column(12), (2, 3));
        assert_eq!(tokens.byte(Position::NONE), 13);
    }

    #[test]
    fn a_range_is_widened_until_its_brackets_close() {
        let source = "!((a || b) && f(c))";
        let tokens = Tokens::of(source);
        assert_eq!(tokens.text(&tokens.balanced(3..9)), "a || b");
        assert_eq!(tokens.text(&tokens.balanced(3..15)), "(a || b) && f");
        assert_eq!(tokens.text(&tokens.balanced(3..16)), "(a || b) && f(c)");
        assert_eq!(tokens.text(&tokens.balanced(0..4)), source);
    }
}
