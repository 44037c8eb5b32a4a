//! What an answer, a decision or an expression can be worth.
//!
//! One vocabulary of values from the form that asks, through the rules that decide, to the history that remembers.
//! Amounts are decimals, never floats; instants are UTC. What nobody has answered is [`Value::Empty`], which makes a
//! comparison unknown instead of false (`expression`). How a value is stored is said in `stored`.

mod stored;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::calendar::Period;

/// One value. Cloning is cheap: long texts, lists and records are shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Not answered.
    #[default]
    Empty,
    Bool(bool),
    Integer(i64),
    /// Decimals and money; the currency belongs to the field.
    Decimal(Decimal),
    /// Texts, choices (the option's id), people, departments, attachments (the content hash).
    Text(Arc<str>),
    Date(NaiveDate),
    Instant(DateTime<Utc>),
    /// A length of time as law counts it, not as a clock does.
    Period(Period),
    List(Arc<[Value]>),
    /// One row of a repeating group, or the answers given when something happened.
    Record(Arc<BTreeMap<Arc<str>, Value>>),
}

/// Bytes in lower-case hexadecimal digits, as hashes are written everywhere.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

impl Value {
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(Arc::from(text.as_ref()))
    }

    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Self::List(items.into_iter().collect())
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, whichever way it is kept.
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Integer(value) => Some(Decimal::from(*value)),
            Self::Decimal(value) => Some(*value),
            _ => None,
        }
    }

    pub fn as_instant(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Instant(value) => Some(*value),
            _ => None,
        }
    }

    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }
}

/// Whether two texts are the same. What rules compare are short ids: they mostly differ in length, or else in their first or
/// last bytes, so that two numbers tell and nothing is called.
#[inline]
pub(crate) fn is_same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        0..4 => one.iter().eq(other),
        4..8 => one.first_chunk::<4>() == other.first_chunk() && one.last_chunk::<4>() == other.last_chunk(),
        length => {
            one.first_chunk::<8>() == other.first_chunk()
                && one.last_chunk::<8>() == other.last_chunk()
                && (length <= 16 || one[8..length - 8] == other[8..length - 8])
        }
    }
}

impl Value {
    /// As plain JSON, for people and programs outside: decimals as texts, dates and instants in ISO 8601 (instants in UTC), periods as the
    /// pack writes them. Unlike the stored form it does not say what kind of value it is.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Empty => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Integer(value) => (*value).into(),
            Self::Decimal(value) => value.to_string().into(),
            Self::Text(value) => (&**value).into(),
            Self::Date(value) => value.to_string().into(),
            Self::Instant(value) => value.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true).into(),
            Self::Period(value) => value.to_string().into(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Record(fields) => fields
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_json()))
                .collect(),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<Decimal> for Value {
    fn from(value: Decimal) -> Self {
        Self::Decimal(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::text(value)
    }
}

impl From<DateTime<Utc>> for Value {
    fn from(value: DateTime<Utc>) -> Self {
        Self::Instant(value)
    }
}

/// As a rule's author would write it: texts in quotes, the rest bare. For people, see `locale`.
impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("()"),
            Self::Bool(value) => value.fmt(out),
            Self::Integer(value) => value.fmt(out),
            Self::Decimal(value) => value.fmt(out),
            Self::Text(value) => write!(out, "{value:?}"),
            Self::Date(value) => value.fmt(out),
            Self::Instant(value) => out.write_str(&value.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
            Self::Period(value) => value.fmt(out),
            Self::List(items) => {
                out.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.write_str(", ")?;
                    }
                    item.fmt(out)?;
                }
                out.write_str("]")
            }
            Self::Record(fields) => {
                out.write_str("#{")?;
                for (index, (name, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        out.write_str(", ")?;
                    }
                    write!(out, "{name}: {value}")?;
                }
                out.write_str("}")
            }
        }
    }
}
