//! What an answer, a decision or an expression can be worth.
//!
//! One vocabulary of values from the form that asks, through the rules that decide, to the history that remembers.
//! Amounts are decimals, never floats; instants are UTC. What nobody has answered is [`Value::Empty`], which makes a
//! comparison unknown instead of false (`expression`).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::calendar::Period;

/// One value. Cloning is cheap: long texts, lists and records are shared.
///
/// The JSON form describes itself, so that a stored event can be read without its pack: what JSON cannot say is an
/// object with one key (`{"decimal":"20000.00"}`, `{"date":"2024-09-27"}`, `{"instant":"2024-09-27T08:00:00Z"}`,
/// `{"period":"3 working days"}`, `{"record":{…}}`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "Plain", try_from = "Plain")]
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

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Plain {
    Empty(()),
    Bool(bool),
    Integer(i64),
    Text(Arc<str>),
    List(Arc<[Value]>),
    Tagged(Tagged),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Tagged {
    Decimal(Decimal),
    Date(NaiveDate),
    Instant(DateTime<Utc>),
    Period(String),
    Record(Arc<BTreeMap<Arc<str>, Value>>),
}

impl From<Value> for Plain {
    fn from(value: Value) -> Self {
        match value {
            Value::Empty => Self::Empty(()),
            Value::Bool(value) => Self::Bool(value),
            Value::Integer(value) => Self::Integer(value),
            Value::Text(value) => Self::Text(value),
            Value::List(value) => Self::List(value),
            Value::Decimal(value) => Self::Tagged(Tagged::Decimal(value)),
            Value::Date(value) => Self::Tagged(Tagged::Date(value)),
            Value::Instant(value) => Self::Tagged(Tagged::Instant(value)),
            Value::Period(value) => Self::Tagged(Tagged::Period(value.to_string())),
            Value::Record(value) => Self::Tagged(Tagged::Record(value)),
        }
    }
}

impl TryFrom<Plain> for Value {
    type Error = crate::calendar::PeriodError;

    fn try_from(plain: Plain) -> Result<Self, Self::Error> {
        Ok(match plain {
            Plain::Empty(()) => Self::Empty,
            Plain::Bool(value) => Self::Bool(value),
            Plain::Integer(value) => Self::Integer(value),
            Plain::Text(value) => Self::Text(value),
            Plain::List(value) => Self::List(value),
            Plain::Tagged(Tagged::Decimal(value)) => Self::Decimal(value),
            Plain::Tagged(Tagged::Date(value)) => Self::Date(value),
            Plain::Tagged(Tagged::Instant(value)) => Self::Instant(value),
            Plain::Tagged(Tagged::Period(value)) => Self::Period(value.parse()?),
            Plain::Tagged(Tagged::Record(value)) => Self::Record(value),
        })
    }
}
