//! Cells of decision tables, as written.

use crate::expression::Kind;
use crate::locale::phrase;
use crate::pack::draft::{BadLiteral, literal, literal_of_key};
use crate::pack::raw::RawValue;
use crate::pack::{Cell, Comparison};

/// The comparisons a cell may begin with; longer signs first.
const SIGNS: [(&str, Comparison); 5] = [
    ("<=", Comparison::AtMost),
    (">=", Comparison::AtLeast),
    ("!=", Comparison::Not),
    ("<", Comparison::Less),
    (">", Comparison::More),
];

/// What a cell asks of a column of this kind: a value, one of several, a comparison, or `-` for any.
///
/// # Errors
/// The finding `bad-cell`, or `unknown-option` where it names an option the column does not have.
pub(in crate::pack) fn parse(raw: &RawValue, kind: &Kind) -> Result<Cell, BadLiteral> {
    // A column that holds several asks whether the value is among them.
    let kind = match kind {
        Kind::List(item) => item,
        kind => kind,
    };
    match raw {
        RawValue::Text(text) if text.trim() == "-" => Ok(Cell::Any),
        RawValue::Text(text) => match SIGNS
            .iter()
            .find_map(|(sign, is)| Some((*is, text.trim().strip_prefix(sign)?)))
        {
            Some((comparison, bound)) => compare(comparison, bound.trim(), kind),
            None => value(&literal_of_key(text, kind), kind).map(|value| Cell::OneOf(vec![value])),
        },
        RawValue::List(items) => items
            .iter()
            .map(|item| value(item, kind))
            .collect::<Result<_, _>>()
            .map(Cell::OneOf),
        single => value(single, kind).map(|value| Cell::OneOf(vec![value])),
    }
}

fn compare(comparison: Comparison, bound: &str, kind: &Kind) -> Result<Cell, BadLiteral> {
    if comparison != Comparison::Not && !kind.is_ordered() {
        let message = phrase!(
            "this column is {kind}, of which none is more or less than another",
            kind = kind.described()
        );
        return Err(
            BadLiteral::new("bad-cell", message).help(phrase!("name the values themselves, or `!=` one of them"))
        );
    }
    value(&literal_of_key(bound, kind), kind).map(|bound| Cell::Compare(comparison, bound))
}

fn value(raw: &RawValue, kind: &Kind) -> Result<crate::value::Value, BadLiteral> {
    literal(raw, kind).map_err(|bad| match bad.code {
        "unknown-option" => bad,
        _ => BadLiteral {
            code: "bad-cell",
            ..bad
        },
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rust_decimal::Decimal;

    use super::*;
    use crate::expression::Options;
    use crate::value::Value;

    fn cell(json: serde_json::Value, kind: &Kind) -> Result<Cell, &'static str> {
        let raw = serde_json::from_value(json).expect("a cell");
        parse(&raw, kind).map_err(|bad| bad.code)
    }

    #[test]
    fn a_cell_is_a_value_several_a_comparison_or_anything() {
        let colours = Kind::Choice(Arc::new(Options {
            name: crate::locale::Phrase::text("the colours"),
            ids: vec![Arc::from("red"), Arc::from("blue")],
        }));
        let text = |text: &str| Value::text(text);
        assert_eq!(cell("-".into(), &colours), Ok(Cell::Any));
        assert_eq!(cell("red".into(), &colours), Ok(Cell::OneOf(vec![text("red")])));
        assert_eq!(
            cell(vec!["red", "blue"].into(), &colours),
            Ok(Cell::OneOf(vec![text("red"), text("blue")]))
        );
        assert_eq!(
            cell("!= red".into(), &colours),
            Ok(Cell::Compare(Comparison::Not, text("red")))
        );
        assert_eq!(
            cell("red".into(), &Kind::List(Box::new(colours.clone()))),
            Ok(Cell::OneOf(vec![text("red")]))
        );
        assert_eq!(cell("green".into(), &colours), Err("unknown-option"));
        assert_eq!(cell("> red".into(), &colours), Err("bad-cell"));
    }

    #[test]
    fn numbers_are_compared_as_what_the_column_holds() {
        let amount = Value::Decimal(Decimal::from(20_000));
        assert_eq!(
            cell(">= 20000".into(), &Kind::Money),
            Ok(Cell::Compare(Comparison::AtLeast, amount))
        );
        assert_eq!(
            cell(">=3".into(), &Kind::Integer),
            Ok(Cell::Compare(Comparison::AtLeast, Value::Integer(3)))
        );
        assert_eq!(cell(3.into(), &Kind::Integer), Ok(Cell::OneOf(vec![Value::Integer(3)])));
        assert_eq!(
            cell("true".into(), &Kind::Bool),
            Ok(Cell::OneOf(vec![Value::Bool(true)]))
        );
        assert_eq!(cell("20000+".into(), &Kind::Money), Err("bad-cell"));
        assert_eq!(cell("> many".into(), &Kind::Integer), Err("bad-cell"));
    }
}
