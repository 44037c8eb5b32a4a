//! Text to Rhai's syntax tree, and Rhai's complaints in our words.
//!
//! Rhai is a parser here and nothing else: this engine has no functions, no scope and never runs anything.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use rhai::{AST, Engine, LexError, OptimizationLevel, ParseError, ParseErrorType, Token as RhaiToken};

use super::Problem;
use super::token::{TokenKind, Tokens};
use crate::locale::{Phrase, phrase};

/// Bytes of one expression. What is longer belongs into a script or into several decisions.
const LENGTH_MAX: usize = 8 << 10;

/// Depth of nesting, which in Rhai counts every further `&&` of a chain as well.
const DEPTH_MAX: usize = 64;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = Engine::new_raw();
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_max_expr_depths(DEPTH_MAX, DEPTH_MAX)
        .set_max_string_size(LENGTH_MAX)
        .set_max_array_size(512)
        .set_max_map_size(256)
        .set_max_variables(0)
        .set_max_functions(0)
        .set_max_operations(1)
        .set_max_call_levels(1)
        .set_max_strings_interned(0)
        .set_allow_looping(false)
        .set_allow_anonymous_fn(false)
        .set_allow_shadowing(false);
    // Rhai reserves words such as `case`, `new` or `default` for its own future; a pack may use them as names.
    #[expect(deprecated, reason = "Rhai marks this as volatile, not as going away")]
    engine.on_parse_token(|token, _, _| match token {
        RhaiToken::Reserved(word) if word.starts_with(char::is_alphabetic) && *word != "this" => {
            RhaiToken::Identifier(word)
        }
        token => token,
    });
    engine
});

/// Words that begin a statement. A rule has none.
const STATEMENTS: [&str; 17] = [
    "let", "const", "fn", "private", "while", "loop", "for", "do", "return", "throw", "try", "switch", "import",
    "export", "break", "continue", "this",
];

/// What an input method for Chinese types instead of what Rhai reads.
const FULL_WIDTH: [(char, &str); 20] = [
    ('（', "("),
    ('）', ")"),
    ('，', ","),
    ('、', ","),
    ('；', ";"),
    ('：', ":"),
    ('“', "\""),
    ('”', "\""),
    ('‘', "\""),
    ('’', "\""),
    ('！', "!"),
    ('＝', "="),
    ('＞', ">"),
    ('＜', "<"),
    ('＋', "+"),
    ('－', "-"),
    ('。', "."),
    ('．', "."),
    ('≥', ">="),
    ('≤', "<="),
];

/// Parses one expression.
pub(super) fn parse(source: &str, tokens: &Tokens) -> Result<AST, Problem> {
    if source.len() > LENGTH_MAX {
        return Err(Problem::new(
            "expression-syntax",
            0..source.len(),
            phrase!("this expression is too long"),
        )
        .help(phrase!(
            "at most {most} KB; split it into decisions, or move it to a script",
            most = LENGTH_MAX >> 10
        )));
    }
    if tokens.iter().next().is_none() {
        return Err(Problem::new(
            "expression-syntax",
            0..source.len(),
            phrase!("an expression is missing here"),
        ));
    }
    // Rhai's parser should never panic; a pack must not be able to find out.
    match catch_unwind(AssertUnwindSafe(|| ENGINE.compile_expression(source))) {
        Ok(Ok(ast)) => Ok(ast),
        Ok(Err(error)) => Err(problem(source, tokens, &error)),
        Err(_) => Err(Problem::new(
            "expression-syntax",
            0..source.len(),
            phrase!("this expression cannot be read"),
        )),
    }
}

fn problem(source: &str, tokens: &Tokens, error: &ParseError) -> Problem {
    let ParseError(kind, position) = error;
    let range = tokens.range(*position);
    full_width(source, tokens)
        .or_else(|| habit(tokens, &range))
        .or_else(|| word_before(tokens, &range))
        .unwrap_or_else(|| reported(kind, range))
}

/// Full-width punctuation anywhere outside a text explains whatever Rhai makes of it.
fn full_width(source: &str, tokens: &Tokens) -> Option<Problem> {
    tokens
        .iter()
        .filter(|token| token.kind == TokenKind::Mark)
        .find_map(|token| {
            let found = source[token.range.clone()].chars().next()?;
            let (_, plain) = FULL_WIDTH.iter().find(|(wide, _)| *wide == found)?;
            let range = token.range.start..token.range.start + found.len_utf8();
            if let Some(text) = quoted(&source[token.range.start..]) {
                let inside = &text[found.len_utf8()..text.len() - found.len_utf8()];
                let plain = format!("\"{inside}\"");
                let range = range.start..range.start + text.len();
                return Some(
                    Problem::new("expression-syntax", range, phrase!("texts stand in double quotes"))
                        .help(phrase!("write `{plain}`", plain))
                        .replacement(plain),
                );
            }
            Some(
                Problem::new(
                    "expression-syntax",
                    range,
                    phrase!("`{found}` is not a sign of this language", found),
                )
                .help(phrase!("write `{plain}`", plain))
                .replacement(*plain),
            )
        })
}

/// What `source` begins with, if it is a text in the quotes of Chinese typography.
fn quoted(source: &str) -> Option<&str> {
    let close = match source.chars().next()? {
        '“' | '”' => ['“', '”'],
        '‘' | '’' => ['‘', '’'],
        _ => return None,
    };
    let (at, last) = source
        .char_indices()
        .skip(1)
        .find(|(_, letter)| close.contains(letter))?;
    source.get(..at + last.len_utf8())
}

/// `not a`: the parser stumbles over what follows a word that it takes for a name.
fn word_before(tokens: &Tokens, range: &Range<usize>) -> Option<Problem> {
    let before = tokens
        .iter()
        .filter(|token| token.range.end <= range.start)
        .last()?
        .range
        .clone();
    let is_operator = matches!(tokens.text(&before), "and" | "AND" | "or" | "OR" | "not" | "NOT");
    is_operator
        .then(|| habit(tokens, &before))?
        .map(|problem| problem.help(phrase!("write `!` for not, `&&` for and, `||` for or")))
}

/// What people write who are used to another language.
fn habit(tokens: &Tokens, range: &Range<usize>) -> Option<Problem> {
    let written = tokens.text(range);
    let instead = |message: Phrase, plain: &str| {
        Problem::new("expression-syntax", range.clone(), message)
            .help(phrase!("write `{plain}`", plain))
            .replacement(plain)
    };
    let problem = match written {
        "and" | "AND" => instead(phrase!("`{written}` is not an operator", written), "&&"),
        "or" | "OR" => instead(phrase!("`{written}` is not an operator", written), "||"),
        "not" | "NOT" => instead(phrase!("`{written}` is not an operator", written), "!"),
        "<>" | "!==" => instead(phrase!("`{written}` is not an operator", written), "!="),
        "===" => instead(phrase!("`{written}` is not an operator", written), "=="),
        "=>" => instead(phrase!("`{written}` is not an operator", written), ">="),
        "=" => Problem::new(
            "not-an-expression",
            range.clone(),
            phrase!("an expression cannot assign"),
        )
        .help(phrase!("to compare, write `==`"))
        .replacement("=="),
        "+=" | "-=" | "*=" | "/=" | "%=" => Problem::new(
            "not-an-expression",
            range.clone(),
            phrase!("an expression cannot assign"),
        ),
        ";" => Problem::new(
            "not-an-expression",
            range.clone(),
            phrase!("one expression only, without `;`"),
        ),
        "|" | "||" => Problem::new(
            "not-an-expression",
            range.clone(),
            phrase!("an expression has no functions of its own"),
        )
        .help(phrase!("move it to a script, or ask about rows with `each`")),
        _ if STATEMENTS.contains(&written) => Problem::new(
            "not-an-expression",
            range.clone(),
            phrase!("`{written}` is not for expressions", written),
        )
        .help(phrase!(
            "an expression only computes a value; what takes steps belongs into a script"
        )),
        _ if written.starts_with('\'') => {
            let plain = format!("{:?}", written.trim_matches('\''));
            instead(phrase!("texts stand in double quotes"), &plain)
        }
        _ => return None,
    };
    Some(problem)
}

fn reported(kind: &ParseErrorType, range: Range<usize>) -> Problem {
    let syntax = |message: Phrase| Problem::new("expression-syntax", range.clone(), message);
    match kind {
        ParseErrorType::UnexpectedEOF => syntax(phrase!("the expression ends too early")),
        ParseErrorType::MissingToken(token, _) => syntax(phrase!("`{token}` is missing before this", token)),
        ParseErrorType::MismatchedType(_, given) => Problem::new(
            "type-mismatch",
            range.clone(),
            phrase!(
                "`&&`, `||` and `if` want yes or no here, not {rhai_kind}",
                rhai_kind = rhai_kind(given)
            ),
        )
        .help(phrase!("compare it with something")),
        ParseErrorType::ExprTooDeep => syntax(phrase!(
            "this expression is nested too deeply, or its chain is too long"
        ))
        .help(phrase!("split it into decisions of their own")),
        ParseErrorType::BadInput(LexError::UnterminatedString) => syntax(phrase!("this text has no closing quote")),
        ParseErrorType::BadInput(LexError::UnexpectedInput(input)) => {
            syntax(phrase!("`{input}` is not expected here", input))
        }
        ParseErrorType::UnknownOperator(operator) => syntax(phrase!("`{operator}` is not an operator", operator)),
        other => syntax(Phrase::text(lower_case_start(&other.to_string()))),
    }
}

/// Rhai's words for the kinds of literals.
fn rhai_kind(name: &str) -> Phrase {
    match name {
        "a string" | "a character" => phrase!("a text"),
        "an array" => phrase!("a list"),
        "a floating-point number" => phrase!("a number"),
        other => Phrase::text(other),
    }
}

fn lower_case_start(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
