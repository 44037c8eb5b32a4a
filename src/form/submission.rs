//! Answers back to the JSON they came from.

use chrono::SecondsFormat;
use serde_json::{Map, Value as Json};

use super::{Answers, Field, Form};
use crate::value::Value;

/// What would have to be submitted to get these answers again: every field that is asked, `null` where it is not answered.
/// Amounts are texts and times are UTC, so nothing is lost on the way.
pub fn submission(form: &Form, answers: &Answers) -> Map<String, Json> {
    form.fields()
        .filter(|field| field.is_asked())
        .map(|field| {
            (
                field.id.to_string(),
                json(field, answers.get(&field.id).unwrap_or(&Value::Empty)),
            )
        })
        .collect()
}

/// What would have to be submitted to answer a field with this value.
pub fn answer_as_sent(field: &Field, value: &Value) -> Json {
    json(field, value)
}

fn json(field: &Field, value: &Value) -> Json {
    match value {
        Value::Empty => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Integer(value) => Json::from(*value),
        Value::Decimal(value) => Json::String(value.to_string()),
        Value::Text(value) => Json::from(&**value),
        Value::Date(value) => Json::String(value.to_string()),
        Value::Instant(value) => Json::String(value.to_rfc3339_opts(SecondsFormat::Secs, true)),
        Value::Period(value) => Json::String(value.to_string()),
        Value::List(items) => items.iter().map(|item| json(field, item)).collect(),
        Value::Record(record) => {
            let asked = field.fields.iter().filter(|field| field.is_asked());
            let value = |field: &Field| record.get(&*field.id).unwrap_or(&Value::Empty);
            Json::Object(
                asked
                    .map(|field| (field.id.to_string(), json(field, value(field))))
                    .collect(),
            )
        }
    }
}
