//! A value as it is stored.
//!
//! The JSON form describes itself, so that a stored event can be read without its pack: what JSON cannot say is an
//! object with one key (`{"decimal":"20000.00"}`, `{"date":"2024-09-27"}`, `{"instant":"2024-09-27T08:00:00Z"}`,
//! `{"period":"3 working days"}`, `{"record":{…}}`).
//!
//! Written by hand, because every case that is read has hundreds of values: each is known by its first character, and none
//! is tried as one kind after the other.

use std::fmt;
use std::sync::Arc;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Value;

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(items) => items.serialize(serializer),
            Self::Decimal(value) => Kind::Decimal.tag(serializer, value),
            Self::Date(value) => Kind::Date.tag(serializer, value),
            Self::Instant(value) => Kind::Instant.tag(serializer, value),
            Self::Period(value) => Kind::Period.tag(serializer, &value.to_string()),
            Self::Record(fields) => Kind::Record.tag(serializer, fields),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Stored)
    }
}

/// What JSON cannot say: the one key of the object that says it.
#[derive(Clone, Copy, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Decimal,
    Date,
    Instant,
    Period,
    Record,
}

impl Kind {
    fn tag<S: Serializer>(self, serializer: S, value: &impl Serialize) -> Result<S::Ok, S::Error> {
        let name = match self {
            Self::Decimal => "decimal",
            Self::Date => "date",
            Self::Instant => "instant",
            Self::Period => "period",
            Self::Record => "record",
        };
        serializer.serialize_newtype_variant("Value", self as u32, name, value)
    }
}

struct Stored;

impl<'de> Visitor<'de> for Stored {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a value as it is stored")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Empty)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        let value = i64::try_from(value).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(value), &self))?;
        Ok(Value::Integer(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(Arc::from(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::with_capacity(items.size_hint().unwrap_or_default());
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let Some(kind) = fields.next_key()? else {
            return Err(de::Error::invalid_length(0, &"an object with one key"));
        };
        let value = match kind {
            Kind::Decimal => Value::Decimal(fields.next_value()?),
            Kind::Date => Value::Date(fields.next_value()?),
            Kind::Instant => Value::Instant(fields.next_value()?),
            Kind::Period => Value::Period(fields.next_value::<String>()?.parse().map_err(de::Error::custom)?),
            Kind::Record => Value::Record(fields.next_value()?),
        };
        match fields.next_key::<de::IgnoredAny>()? {
            None => Ok(value),
            Some(_) => Err(de::Error::invalid_length(2, &"an object with one key")),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use rust_decimal::Decimal;

    use super::*;

    fn record(name: &str, value: Value) -> Value {
        Value::Record(Arc::new([(Arc::from(name), value)].into()))
    }

    #[test]
    fn every_kind_of_value_is_read_as_it_was_written() {
        let instant = DateTime::from_timestamp(1_727_424_000, 5_000).unwrap();
        let stored = [
            (Value::Empty, "null"),
            (true.into(), "true"),
            (Value::Integer(-3), "-3"),
            (Value::Integer(i64::MAX), "9223372036854775807"),
            ("20000.00".into(), r#""20000.00""#),
            (Decimal::new(2_000_000, 2).into(), r#"{"decimal":"20000.00"}"#),
            (
                Value::Date(NaiveDate::from_ymd_opt(2024, 9, 27).unwrap()),
                r#"{"date":"2024-09-27"}"#,
            ),
            (instant.into(), r#"{"instant":"2024-09-27T08:00:00.000005Z"}"#),
            (
                Value::Period("3 working days".parse().unwrap()),
                r#"{"period":"3 working days"}"#,
            ),
            (Value::list([Value::Empty, "a".into()]), r#"[null,"a"]"#),
            (record("date", "soon".into()), r#"{"record":{"date":"soon"}}"#),
            (
                record("record", record("a", Value::Integer(1))),
                r#"{"record":{"record":{"record":{"a":1}}}}"#,
            ),
        ];
        for (value, text) in stored {
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
            assert_eq!(serde_json::from_str::<Value>(text).unwrap(), value, "{text}");
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::from_value::<Value>(json).unwrap(), value, "{text}");
        }
    }

    #[test]
    fn what_no_value_is_stored_as_is_refused() {
        for text in [
            "1.5",
            "9223372036854775808",
            "{}",
            r#"{"colour":"red"}"#,
            r#"{"decimal":"1","date":"2024-09-27"}"#,
            r#"{"decimal":"much"}"#,
            r#"{"date":"2024-02-30"}"#,
            r#"{"period":"soon"}"#,
        ] {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        }
    }
}
