//! Conditions over names of any kind, and every kind of value that may stand there.

use chrono::DateTime;
use rust_decimal::Decimal;

use super::{Expression, Frame, Kind, NothingYet, Slot, Vocabulary, compile};
use crate::script::NoScripts;
use crate::value::Value;

/// `a` and `b` stand in the frame, `beyond` after its end.
pub(super) fn condition(source: &str) -> Expression {
    let names = [("a", Slot(0)), ("b", Slot(1)), ("beyond", Slot(7))];
    let vocabulary = Vocabulary {
        variables: names.map(|(name, slot)| (name.into(), (slot, Kind::Any))).into(),
        ..Vocabulary::default()
    };
    compile(source, Some(&Kind::Bool), &vocabulary).expect("a sound condition")
}

pub(super) fn frame(values: &[Value]) -> Frame<'_> {
    Frame {
        values,
        now: DateTime::UNIX_EPOCH,
        history: &NothingYet,
        scripts: &NoScripts,
    }
}

/// Every kind of value, the odd ones that only a script makes included.
pub(super) fn everything() -> Vec<Value> {
    vec![
        Value::Empty,
        Value::Bool(true),
        Value::Bool(false),
        Value::Integer(2),
        Value::Integer(i64::MAX),
        Value::Integer(i64::MIN),
        Value::Decimal(Decimal::new(20, 1)),
        Value::text("red"),
        Value::text("rot"),
        Value::text(""),
        Value::text("a text of more than sixteen bytes"),
        Value::list([]),
        Value::list([Value::text("red"), Value::text("blue")]),
        Value::list([Value::text("red"), Value::Empty]),
        Value::list([Value::Empty, Value::Integer(2)]),
        Value::Instant(DateTime::UNIX_EPOCH),
    ]
}
