//! Reading one answer: regular JSON to a typed value.

use std::str::FromStr;

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc};
use rust_decimal::Decimal;
use serde_json::{Number, Value as Json};

use super::limits::{NUMBER_MAX, decimals_of};
use super::mistake::Mistake;
use super::{Field, Surroundings};
use crate::calendar::Period;
use crate::pack::raw::FieldKind;
use crate::value::Value;

/// What `answer` means for `field`. Lengths, counts and options are the schema's business.
pub(super) fn read(field: &Field, answer: &Json, surroundings: &dyn Surroundings) -> Result<Value, Mistake> {
    let kind = field.kind;
    let text = || answer.as_str().ok_or(Mistake::Not(kind));
    match kind {
        FieldKind::Text | FieldKind::Person | FieldKind::Department | FieldKind::Choice => one_line(text()?),
        FieldKind::User => {
            let user = one_line(text()?)?;
            match field.stranger(&user, None, surroundings) {
                Some(stranger) => Err(stranger),
                None => Ok(user),
            }
        }
        FieldKind::LongText | FieldKind::Address => lines(text()?),
        FieldKind::Integer => {
            let number = answer.as_number().and_then(whole).ok_or(Mistake::Not(kind))?;
            within_bounds(field, Decimal::from(number))?;
            Ok(Value::Integer(number))
        }
        FieldKind::Decimal => {
            let number = decimal(answer).ok_or(Mistake::Not(kind))?;
            within_bounds(field, number)?;
            Ok(Value::Decimal(number))
        }
        FieldKind::Money => {
            let number = decimal(answer).ok_or(Mistake::Not(kind))?;
            let decimals = decimals_of(surroundings.currency());
            if number.normalize().scale() > decimals {
                return Err(Mistake::TooManyDecimals(decimals));
            }
            within_bounds(field, number)?;
            let mut amount = number;
            amount.rescale(decimals);
            Ok(Value::Decimal(amount))
        }
        FieldKind::YesNo => answer.as_bool().map(Value::Bool).ok_or(Mistake::Not(kind)),
        FieldKind::Date => date(text()?).map(Value::Date).ok_or(Mistake::Not(kind)),
        FieldKind::DateTime => instant(text()?, surroundings).map(Value::Instant),
        FieldKind::Duration => Period::from_str(text()?)
            .map(Value::Period)
            .map_err(|_| Mistake::Not(kind)),
        FieldKind::Phone => Some(text()?)
            .filter(|text| is_phone(text))
            .map(Value::text)
            .ok_or(Mistake::Not(kind)),
        FieldKind::Email => Some(text()?)
            .filter(|text| is_email(text))
            .map(Value::text)
            .ok_or(Mistake::Not(kind)),
        FieldKind::Choices => texts(answer, |_| true).ok_or(Mistake::NotAList),
        FieldKind::Attachment => texts(answer, is_content_hash).ok_or(Mistake::Not(kind)),
        FieldKind::Group | FieldKind::Note => Err(Mistake::Not(kind)),
    }
}

fn one_line(text: &str) -> Result<Value, Mistake> {
    if text.chars().any(char::is_control) {
        Err(Mistake::ControlCharacters)
    } else {
        Ok(Value::text(text))
    }
}

fn lines(text: &str) -> Result<Value, Mistake> {
    let hidden = text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    if hidden {
        Err(Mistake::ControlCharacters)
    } else {
        Ok(Value::text(text))
    }
}

fn texts(answer: &Json, accepted: impl Fn(&str) -> bool) -> Option<Value> {
    let texts: Option<Vec<Value>> = answer
        .as_array()?
        .iter()
        .map(|item| item.as_str().filter(|item| accepted(item)).map(Value::text))
        .collect();
    texts.map(Value::list)
}

/// `3` and `3.0`; not `3.5` and nothing that JSON readers round.
fn whole(number: &Number) -> Option<i64> {
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0; // 2⁵³
    number.as_i64().or_else(|| {
        let float = number
            .as_f64()
            .filter(|float| float.fract() == 0.0 && float.abs() < EXACT_MAX)?;
        Some(float as i64)
    })
}

/// A number, or a text with the digits of one: JSON readers keep only the latter exact.
fn decimal(answer: &Json) -> Option<Decimal> {
    match answer {
        Json::String(text) => Decimal::from_str_exact(text).ok(),
        Json::Number(number) => {
            let digits = number.to_string();
            Decimal::from_str_exact(&digits)
                .or_else(|_| Decimal::from_scientific(&digits))
                .ok()
        }
        _ => None,
    }
}

fn within_bounds(field: &Field, number: Decimal) -> Result<(), Mistake> {
    let (least, most) = field.bounds();
    let (least, most) = (least.unwrap_or(-NUMBER_MAX), most.unwrap_or(NUMBER_MAX));
    if number < least {
        Err(Mistake::TooSmall(least))
    } else if number > most {
        Err(Mistake::TooLarge(most))
    } else {
        Ok(())
    }
}

/// Far enough for every birthday and every promise; other years are slips of the hand.
fn is_sensible(year: i32) -> bool {
    (1900..2200).contains(&year)
}

fn date(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (text.len() == 10 && is_sensible(date.year())).then_some(date)
}

/// A local time in the organization's zone, or any time with its offset. Whole seconds.
fn instant(text: &str, surroundings: &dyn Surroundings) -> Result<DateTime<Utc>, Mistake> {
    let refused = || Mistake::Not(FieldKind::DateTime);
    let with_offset =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"));
    let instant = if let Ok(with_offset) = with_offset {
        with_offset.to_utc()
    } else {
        let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .ok_or_else(refused)?;
        match surroundings.zone().from_local_datetime(&local) {
            LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => instant.to_utc(),
            LocalResult::None => return Err(Mistake::NoSuchTime(local.format("%Y-%m-%d %H:%M").to_string())),
        }
    };
    if !is_sensible(instant.year()) {
        return Err(refused());
    }
    DateTime::from_timestamp(instant.timestamp(), 0).ok_or_else(refused)
}

/// Digits, `+` in front, `-` and spaces between; after `ext` the digits of an extension.
fn is_phone(text: &str) -> bool {
    let (number, extension) = match text.split_once("ext") {
        Some((number, extension)) => (number.trim_end(), Some(extension.trim_start_matches(['.', ' ']))),
        None => (text, None),
    };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let rest = number.strip_prefix('+').unwrap_or(number);
    digits >= 5
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' '))
        && extension.is_none_or(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Pragmatic: one `@`, something before it, a domain with a dot behind it, no spaces.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let is_local = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    (1..=64).contains(&local.len())
        && local.chars().all(is_local)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// Lower-case hex of a SHA-256.
fn is_content_hash(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
