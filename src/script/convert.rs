//! Our values and Rhai's.
//!
//! Dates, moments and periods are texts to a script, as a pack's author would write them; a function that declares to
//! return a date or a moment gives one back. What comes back is walked, never handed to a serialiser, and only as deep
//! and as large as a value may be.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rhai::{Dynamic, Map};

use super::engine::{ITEMS_MAX, TEXT_BYTES_MAX};
use super::functions::exactly;
use crate::expression::Kind;
use crate::value::Value;

const DEPTH_MAX: usize = 32;

/// What is left of a value's size while it is walked.
struct Allowance {
    bytes: usize,
    items: usize,
}

impl Allowance {
    fn new() -> Self {
        Self {
            bytes: TEXT_BYTES_MAX,
            items: ITEMS_MAX,
        }
    }

    fn take(&mut self, bytes: usize) -> Result<(), String> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or("a value has too much text")?;
        self.items = self.items.checked_sub(1).ok_or("a value has too many items")?;
        Ok(())
    }
}

pub(super) fn to_script(value: &Value) -> Result<Dynamic, String> {
    given(value, DEPTH_MAX, &mut Allowance::new())
}

fn given(value: &Value, depth: usize, left: &mut Allowance) -> Result<Dynamic, String> {
    let depth = depth.checked_sub(1).ok_or("a value is nested too deeply")?;
    left.take(value.as_text().map_or(0, str::len))?;
    Ok(match value {
        Value::Empty => Dynamic::UNIT,
        Value::Bool(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Decimal(value) => Dynamic::from_decimal(*value),
        Value::Text(text) => (&**text).into(),
        Value::Date(date) => date.to_string().into(),
        Value::Instant(at) => at.to_rfc3339_opts(SecondsFormat::AutoSi, true).into(),
        Value::Period(period) => period.to_string().into(),
        Value::List(items) => {
            let items = items
                .iter()
                .map(|item| given(item, depth, left))
                .collect::<Result<rhai::Array, _>>();
            Dynamic::from_array(items?)
        }
        Value::Record(fields) => {
            let mut map = Map::new();
            for (name, value) in fields.iter() {
                map.insert((&**name).into(), given(value, depth, left)?);
            }
            Dynamic::from_map(map)
        }
    })
}

pub(super) fn from_script(value: &Dynamic) -> Result<Value, String> {
    answered(value, DEPTH_MAX, &mut Allowance::new())
}

fn answered(value: &Dynamic, depth: usize, left: &mut Allowance) -> Result<Value, String> {
    let depth = depth.checked_sub(1).ok_or("its answer is nested too deeply")?;
    left.take(0)?;
    if value.is_unit() {
        return Ok(Value::Empty);
    }
    if let Ok(value) = value.as_bool() {
        return Ok(Value::Bool(value));
    }
    if let Ok(value) = value.as_int() {
        return Ok(Value::Integer(value));
    }
    if let Ok(value) = value.as_decimal() {
        return Ok(Value::Decimal(value));
    }
    if let Ok(value) = value.as_float() {
        return exactly(value)
            .map(Value::Decimal)
            .map_err(|_| format!("its answer {value} is not a number"));
    }
    if let Ok(value) = value.as_char() {
        return Ok(Value::text(value.encode_utf8(&mut [0; 4])));
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        left.take(text.len())?;
        return Ok(Value::text(text.as_str()));
    }
    if let Ok(items) = value.as_array_ref() {
        let items = items
            .iter()
            .map(|item| answered(item, depth, left))
            .collect::<Result<Vec<Value>, _>>();
        return Ok(Value::List(items?.into()));
    }
    if let Ok(map) = value.as_map_ref() {
        let mut fields = BTreeMap::new();
        for (name, value) in map.iter() {
            left.take(name.len())?;
            fields.insert(Arc::from(name.as_str()), answered(value, depth, left)?);
        }
        return Ok(Value::Record(Arc::new(fields)));
    }
    Err(format!(
        "its answer is {}, which is no value of a case",
        value.type_name()
    ))
}

/// The answer as the kind its function declares. What is not answered is of every kind.
pub(super) fn declared(value: Value, kind: &Kind) -> Result<Value, String> {
    Ok(match (kind, value) {
        (_, Value::Empty) => Value::Empty,
        (Kind::Date, Value::Text(text)) => {
            Value::Date(NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| format!("`{text}` is not a date"))?)
        }
        (Kind::Instant, Value::Text(text)) => Value::Instant(
            text.parse::<DateTime<Utc>>()
                .map_err(|_| format!("`{text}` is not a moment"))?,
        ),
        (Kind::List(item), Value::List(items)) => {
            let items = items
                .iter()
                .map(|value| declared(value.clone(), item))
                .collect::<Result<Vec<_>, _>>();
            Value::List(items?.into())
        }
        (Kind::Any, value)
        | (Kind::Bool, value @ Value::Bool(_))
        | (Kind::Integer, value @ Value::Integer(_))
        | (Kind::Decimal | Kind::Money, value @ (Value::Integer(_) | Value::Decimal(_)))
        | (Kind::Text | Kind::User | Kind::Choice(_), value @ Value::Text(_))
        | (Kind::Record(_), value @ Value::Record(_)) => value,
        (kind, value) => {
            return Err(format!(
                "it says it returns {}, but its answer is {value}",
                kind.described().english()
            ));
        }
    })
}
