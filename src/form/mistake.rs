//! What can be wrong with one answer, and how people are told.

use rust_decimal::Decimal;

use crate::locale::{Language, say};
use crate::pack::raw::FieldKind;

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mistake {
    /// Nothing is there though something must be.
    Missing(FieldKind),
    /// It is not what this kind of field holds.
    Not(FieldKind),
    NotAList,
    NotAnOption(String),
    /// Nobody who may sign in and holds a post has this name.
    NoSuchUser(String),
    /// This person holds no post that may be chosen here.
    NotEligible(String),
    /// A local time that the clocks skip.
    NoSuchTime(String),
    TooManyDecimals(u32),
    TooLarge(Decimal),
    TooSmall(Decimal),
    /// More characters, rows, choices or files than this.
    TooMany(FieldKind, u64),
    TooFew(FieldKind, u64),
    Twice,
    ControlCharacters,
    /// An expression of the field could not be evaluated.
    Failed(String),
}

/// The most of an answer that a message repeats.
const QUOTED_CHARS_MAX: usize = 40;

/// The beginning of what somebody sent, fit to be repeated to them.
pub(super) fn quoted(sent: &str) -> String {
    let mut shown: String = sent
        .chars()
        .filter(|c| !c.is_control())
        .take(QUOTED_CHARS_MAX + 1)
        .collect();
    if let Some((end, _)) = shown.char_indices().nth(QUOTED_CHARS_MAX) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

impl Mistake {
    /// One sentence that says what to do about it.
    pub fn text(&self, label: &str, language: &Language) -> String {
        let named = [("label", label.into())];
        let limited = |limit: u64| [("label", label.into()), ("limit", limit.into())];
        let about = |value: &str| [("label", label.into()), ("value", quoted(value).into())];
        match self {
            Self::Missing(FieldKind::Attachment) => say(language, "form-required-file", &named),
            Self::Missing(FieldKind::Group) => say(language, "form-required-rows", &limited(1)),
            Self::Missing(
                FieldKind::Choice | FieldKind::Choices | FieldKind::Department | FieldKind::User | FieldKind::YesNo,
            ) => say(language, "form-required-choice", &named),
            Self::Missing(_) => say(language, "form-required", &named),
            Self::Not(kind) => not(*kind, label, language),
            Self::NotAList => say(language, "form-not-list", &named),
            Self::NotAnOption(value) => say(language, "form-not-option", &about(value)),
            Self::NoSuchUser(value) => say(language, "form-no-such-user", &about(value)),
            Self::NotEligible(name) => say(language, "form-not-eligible", &about(name)),
            Self::NoSuchTime(value) => say(language, "form-no-such-time", &about(value)),
            Self::TooManyDecimals(limit) => say(language, "form-too-many-decimals", &limited((*limit).into())),
            Self::TooLarge(limit) => say(
                language,
                "form-too-large",
                &[("label", label.into()), ("limit", limit.to_string().into())],
            ),
            Self::TooSmall(limit) => say(
                language,
                "form-too-small",
                &[("label", label.into()), ("limit", limit.to_string().into())],
            ),
            Self::TooMany(FieldKind::Group, limit) => say(language, "form-too-many-rows", &limited(*limit)),
            Self::TooMany(FieldKind::Choices, limit) => say(language, "form-too-many-choices", &limited(*limit)),
            Self::TooMany(FieldKind::Attachment, limit) => say(language, "form-too-many-files", &limited(*limit)),
            Self::TooMany(_, limit) => say(language, "form-too-long", &limited(*limit)),
            Self::TooFew(FieldKind::Group, limit) => say(language, "form-required-rows", &limited(*limit)),
            Self::TooFew(FieldKind::Choices, limit) => say(language, "form-too-few-choices", &limited(*limit)),
            Self::TooFew(FieldKind::Attachment, limit) => say(language, "form-too-few-files", &limited(*limit)),
            Self::TooFew(_, limit) => say(language, "form-too-short", &limited(*limit)),
            Self::Twice => say(language, "form-twice", &named),
            Self::ControlCharacters => say(language, "form-control-characters", &named),
            Self::Failed(message) => say(
                language,
                "form-failed",
                &[("label", label.into()), ("message", message.as_str().into())],
            ),
        }
    }
}

fn not(kind: FieldKind, label: &str, language: &Language) -> String {
    let named = [("label", label.into())];
    match kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::Person | FieldKind::Address | FieldKind::Note => {
            say(language, "form-not-text", &named)
        }
        FieldKind::Integer => say(language, "form-not-integer", &named),
        FieldKind::Decimal => say(language, "form-not-decimal", &named),
        FieldKind::Money => say(language, "form-not-money", &named),
        FieldKind::YesNo => say(language, "form-not-yes-no", &named),
        FieldKind::Choice | FieldKind::Choices | FieldKind::Department | FieldKind::User => {
            say(language, "form-required-choice", &named)
        }
        FieldKind::Date => say(language, "form-not-date", &named),
        FieldKind::DateTime => say(language, "form-not-date-time", &named),
        FieldKind::Duration => say(language, "form-not-duration", &named),
        FieldKind::Phone => say(language, "form-not-phone", &named),
        FieldKind::Email => say(language, "form-not-email", &named),
        FieldKind::Attachment => say(language, "form-not-file", &named),
        FieldKind::Group => say(language, "form-not-rows", &named),
    }
}
