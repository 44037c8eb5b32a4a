//! What a function says about itself: `/// returns: money` in the comment above it.

use std::sync::Arc;

use crate::expression::Kind;
use crate::expression::token::Tokens;
use crate::locale::{Phrase, phrase};

/// Where the name of a function is defined. The start of the text if it cannot be found.
pub(super) fn position(tokens: &Tokens, name: &str) -> usize {
    let mut words = tokens
        .iter()
        .map(|token| (tokens.text(&token.range), token.range.start))
        .peekable();
    while let Some((word, _)) = words.next() {
        if let ("fn", Some((next, start))) = (word, words.peek())
            && *next == name
        {
            return *start;
        }
    }
    0
}

/// The kind declared above the function whose name stands at `at`; [`Kind::Any`] if none is.
pub(super) fn returns(source: &str, at: usize) -> Result<Kind, Phrase> {
    let line_start = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let above = source[..line_start].lines().rev();
    let comments = above.map(str::trim).take_while(|line| line.starts_with("//"));
    let declared = comments.filter_map(|line| line.trim_start_matches('/').trim().strip_prefix("returns:"));
    declared.map(str::trim).next().map_or(Ok(Kind::Any), kind)
}

fn kind(written: &str) -> Result<Kind, Phrase> {
    if let Some(item) = written.strip_prefix("list of ") {
        return Ok(Kind::List(Box::new(kind(item)?)));
    }
    Ok(match written {
        "bool" => Kind::Bool,
        "integer" => Kind::Integer,
        "decimal" => Kind::Decimal,
        "money" => Kind::Money,
        "text" => Kind::Text,
        "user" => Kind::User,
        "date" => Kind::Date,
        "instant" => Kind::Instant,
        "any" => Kind::Any,
        "record" => Kind::Record(Arc::default()),
        other => {
            return Err(phrase!(
                "`{other}` is no kind of value; one of bool, integer, decimal, money, text, user, date, instant, record, any, `list of …`",
                other
            ));
        }
    })
}
