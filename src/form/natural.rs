//! What people typed, made regular: a text from a page becomes the JSON its field is described by.
//!
//! Lenient only where a person's hand shows: spaces around, full-width digits, commas between thousands, `2024/9/27`. What
//! cannot be understood stays as it is, for the schema to refuse.

use serde_json::{Map, Value as Json};

use super::{Field, Form};
use crate::pack::raw::FieldKind;

/// One more than any list may hold: enough for the schema to refuse it, and an end to reading.
const ITEMS_READ_MAX: usize = 101;

/// The submission as its schema describes it: without what is not answered and without what the form works out itself.
pub(super) fn submission(form: &Form, typed: &Map<String, Json>) -> Map<String, Json> {
    record(form.fields(), typed)
}

fn record<'f>(fields: impl Iterator<Item = &'f Field>, typed: &Map<String, Json>) -> Map<String, Json> {
    let known: Vec<&Field> = fields.collect();
    typed
        .iter()
        .filter_map(|(name, typed)| {
            let Some(field) = known.iter().find(|field| *field.id == **name && field.is_asked()) else {
                // A field worked out by the form may come back with what the form said; anything else is unknown.
                let worked_out = known
                    .iter()
                    .any(|field| *field.id == **name && field.computed.is_some());
                return (!worked_out).then(|| (name.clone(), typed.clone()));
            };
            let value = answer(field, typed);
            (!value.is_null()).then(|| (name.clone(), value))
        })
        .collect()
}

/// One answer as its schema describes it; `null` when nothing is answered.
fn answer(field: &Field, typed: &Json) -> Json {
    match (field.kind, typed) {
        (FieldKind::Group, Json::Array(rows)) if rows.is_empty() => Json::Null,
        (FieldKind::Group, Json::Array(rows)) => rows
            .iter()
            .take(ITEMS_READ_MAX)
            .map(|row| match row {
                Json::Object(row) => Json::Object(record(field.fields.iter(), row)),
                other => other.clone(),
            })
            .collect(),
        (FieldKind::Choices | FieldKind::Attachment, Json::Array(items)) => list(items),
        (FieldKind::Choices | FieldKind::Attachment, Json::String(_)) => list(std::slice::from_ref(typed)),
        (kind, Json::String(text)) => text_of(kind, text),
        (_, other) => other.clone(),
    }
}

fn list(items: &[Json]) -> Json {
    let items: Vec<Json> = items
        .iter()
        .map(|item| match item {
            Json::String(text) => Json::from(text.trim()),
            other => other.clone(),
        })
        .filter(|item| item.as_str() != Some("") && !item.is_null())
        .take(ITEMS_READ_MAX)
        .collect();
    if items.is_empty() {
        Json::Null
    } else {
        Json::Array(items)
    }
}

fn text_of(kind: FieldKind, text: &str) -> Json {
    let text = text.trim();
    if text.is_empty() {
        return Json::Null;
    }
    let regular = match kind {
        FieldKind::LongText | FieldKind::Address => Some(text.replace("\r\n", "\n")),
        FieldKind::Integer => {
            let whole = number(text).and_then(|digits| digits.parse::<i64>().ok());
            return whole.map_or_else(|| Json::from(text), Json::from);
        }
        FieldKind::Decimal => number(text),
        FieldKind::Money => amount(text),
        FieldKind::YesNo => {
            return match half_width(text).to_ascii_lowercase().as_str() {
                "yes" | "true" | "on" | "1" | "是" => Json::Bool(true),
                "no" | "false" | "off" | "0" | "否" => Json::Bool(false),
                _ => Json::from(text),
            };
        }
        FieldKind::Date => Some(date(&half_width(text))),
        FieldKind::DateTime => Some(date_time(&half_width(text))),
        FieldKind::Phone => Some(phone(text)),
        FieldKind::Email => Some(half_width(text)),
        _ => None,
    };
    Json::from(regular.unwrap_or_else(|| text.to_owned()))
}

/// Full-width forms (U+FF01 to U+FF5E) and the ideographic space as ASCII.
fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// Digits with at most one point, without the commas between thousands.
fn number(text: &str) -> Option<String> {
    let text = half_width(text);
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    let whole = without_thousands_commas(whole)?;
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(&whole) || !decimals.is_none_or(is_digits) {
        return None;
    }
    Some(decimals.map_or_else(
        || format!("{sign}{whole}"),
        |decimals| format!("{sign}{whole}.{decimals}"),
    ))
}

/// `12,345` is `12345`; `1,2` is nothing anybody means.
fn without_thousands_commas(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    (rest.is_empty() || grouped).then(|| std::iter::once(first).chain(rest).collect())
}

/// A number, perhaps between `¥` and `元`.
fn amount(text: &str) -> Option<String> {
    let text = text.strip_prefix(['¥', '￥']).unwrap_or(text);
    number(text.strip_suffix('元').unwrap_or(text))
}

/// `2024/9/27`, `2024.9.27` and `2024年9月27日` as `2024-09-27`.
fn date(text: &str) -> String {
    let plain = text.trim().replace(['/', '.', '年', '月'], "-").replace('日', "");
    let parts: Vec<&str> = plain.trim().split('-').map(str::trim).collect();
    match parts[..] {
        [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    }
}

/// A date and a time, with a `T` between them.
fn date_time(text: &str) -> String {
    let split = text
        .split_once(['T', 't'])
        .or_else(|| text.split_once('日'))
        .or_else(|| text.split_once(' '));
    match split {
        Some((day, time)) => {
            let time = time.trim();
            let time = if time.find(':') == Some(1) {
                format!("0{time}")
            } else {
                time.to_owned()
            };
            format!("{}T{time}", date(day))
        }
        None => text.to_owned(),
    }
}

/// Digits as people group them; `转` is how Chinese numbers lead to an extension.
fn phone(text: &str) -> String {
    let text = half_width(text)
        .replace(['(', ')'], " ")
        .replace('转', " ext ")
        .replace(['－', '–', '—'], "-");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Field {
    /// Somebody may answer it: it is no note and not worked out.
    pub(super) fn is_asked(&self) -> bool {
        self.kind != FieldKind::Note && self.computed.is_none()
    }
}
