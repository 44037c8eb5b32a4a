//! Decision tables: which row matches, and why not the others.
//!
//! The first matching row counts. Where a table says `unique`, the checks have proved that no two rows match together, so the
//! first is the only one. A cell that asks something of an input that is not answered is unknown, like any comparison.

use std::cmp::Ordering;

use crate::expression::{Found, Slot, Trace, Truth, Worth};
use crate::pack::{Cell, Comparison, Layout, Row, Table};
use crate::value::{Value, is_same_text};

/// The first row that matches.
#[inline(always)]
pub(super) fn first(table: &Table, values: &[Value]) -> Found {
    if let Some(index) = table.row_of_text(values) {
        return Found { index, unsure: false };
    }
    row_by_row(table, values)
}

fn row_by_row(table: &Table, values: &[Value]) -> Found {
    let mut unsure = false;
    for (index, row) in (0..).zip(&table.rows) {
        match matches(table, row, values) {
            Truth::False => {}
            Truth::Unknown => unsure = true,
            Truth::True => {
                let index = Some(index);
                return Found { index, unsure };
            }
        }
    }
    Found { index: None, unsure }
}

#[inline(always)]
fn matches(table: &Table, row: &Row, values: &[Value]) -> Truth {
    let mut truth = Truth::True;
    for (slot, cell) in table.inputs.iter().zip(&row.cells) {
        match accepts(cell, input(values, *slot)) {
            Truth::False => return Truth::False,
            Truth::Unknown => truth = Truth::Unknown,
            Truth::True => {}
        }
    }
    truth
}

/// The row as an expression would be explained: one part per cell that asks something.
pub(super) fn explain(table: &Table, row: &Row, values: &[Value], layout: &Layout) -> Trace {
    let parts: Vec<Trace> = table
        .inputs
        .iter()
        .zip(&row.cells)
        .filter(|(_, cell)| **cell != Cell::Any)
        .map(|(slot, cell)| {
            let name = layout.name(*slot);
            let seen = input(values, *slot);
            Trace {
                text: asked(name, cell),
                worth: worth(accepts(cell, seen), || vec![name.to_owned()]),
                parts: vec![Trace {
                    text: name.to_owned(),
                    worth: if seen.is_empty() {
                        Worth::Unknown(vec![name.to_owned()])
                    } else {
                        Worth::Known(seen.clone())
                    },
                    parts: Vec::new(),
                }],
            }
        })
        .collect();
    let text = if parts.is_empty() {
        "true".to_owned()
    } else {
        parts
            .iter()
            .map(|part| part.text.as_str())
            .collect::<Vec<_>>()
            .join(" && ")
    };
    let missing = || {
        let mut names: Vec<String> = Vec::new();
        for part in &parts {
            if let Worth::Unknown(unknown) = &part.worth {
                names.extend(
                    unknown
                        .iter()
                        .filter(|name| !names.contains(name))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
            }
        }
        names
    };
    let worth = worth(matches(table, row, values), missing);
    Trace { text, worth, parts }
}

fn worth(truth: Truth, missing: impl FnOnce() -> Vec<String>) -> Worth {
    match truth {
        Truth::True => Worth::Known(Value::Bool(true)),
        Truth::False => Worth::Known(Value::Bool(false)),
        Truth::Unknown => Worth::Unknown(missing()),
    }
}

#[inline(always)]
fn input(values: &[Value], slot: Slot) -> &Value {
    values.get(usize::from(slot.0)).unwrap_or(&Value::Empty)
}

#[inline(always)]
fn accepts(cell: &Cell, value: &Value) -> Truth {
    let accepted = match cell {
        Cell::Any => return Truth::True,
        _ if value.is_empty() => return Truth::Unknown,
        Cell::OneOf(wanted) => {
            for wanted in wanted {
                if includes(value, wanted) {
                    return Truth::True;
                }
            }
            false
        }
        Cell::Compare(Comparison::Not, unwanted) => !includes(value, unwanted),
        Cell::Compare(comparison, bound) => match order(value, bound) {
            None => return Truth::Unknown,
            Some(order) => match comparison {
                Comparison::Less => order == Ordering::Less,
                Comparison::AtMost => order != Ordering::Greater,
                Comparison::AtLeast => order != Ordering::Less,
                Comparison::More => order == Ordering::Greater,
                Comparison::Not => order != Ordering::Equal,
            },
        },
    };
    if accepted { Truth::True } else { Truth::False }
}

/// Equal, or among the chosen ones.
#[inline(always)]
fn includes(value: &Value, wanted: &Value) -> bool {
    match value {
        Value::Text(_) => is_same(value, wanted),
        Value::List(items) => items.iter().any(|item| is_same(item, wanted)),
        value => is_same(value, wanted),
    }
}

#[inline(always)]
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Text(one), Value::Text(other)) => is_same_text(one, other),
        (Value::Integer(_) | Value::Decimal(_), Value::Integer(_) | Value::Decimal(_)) => {
            order(one, other) == Some(Ordering::Equal)
        }
        _ => one == other,
    }
}

fn order(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Integer(one), Value::Integer(other)) => Some(one.cmp(other)),
        (Value::Date(one), Value::Date(other)) => Some(one.cmp(other)),
        (Value::Instant(one), Value::Instant(other)) => Some(one.cmp(other)),
        _ => Some(one.as_decimal()?.cmp(&other.as_decimal()?)),
    }
}

/// The cell as the condition it stands for.
fn asked(name: &str, cell: &Cell) -> String {
    match cell {
        Cell::Any => "true".to_owned(),
        Cell::OneOf(wanted) => match wanted.as_slice() {
            [one] => format!("{name} == {one}"),
            several => format!("{name} in {}", Value::list(several.iter().cloned())),
        },
        Cell::Compare(comparison, bound) => {
            let sign = match comparison {
                Comparison::Less => "<",
                Comparison::AtMost => "<=",
                Comparison::AtLeast => ">=",
                Comparison::More => ">",
                Comparison::Not => "!=",
            };
            format!("{name} {sign} {bound}")
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn a_cell_asks_nothing_or_something_and_what_is_not_answered_is_unknown() {
        let at_least_three = Cell::Compare(Comparison::AtLeast, Value::Integer(3));
        let colours = Cell::OneOf(vec![Value::text("red"), Value::text("blue")]);
        let not_red = Cell::Compare(Comparison::Not, Value::text("red"));
        for (cell, value, expected) in [
            (&Cell::Any, Value::Empty, Truth::True),
            (&at_least_three, Value::Integer(3), Truth::True),
            (&at_least_three, Value::Integer(2), Truth::False),
            (&at_least_three, Value::Decimal(Decimal::new(30, 1)), Truth::True),
            (&at_least_three, Value::text("many"), Truth::Unknown),
            (&at_least_three, Value::Empty, Truth::Unknown),
            (&colours, Value::text("blue"), Truth::True),
            (&colours, Value::text("green"), Truth::False),
            (
                &colours,
                Value::list([Value::text("green"), Value::text("red")]),
                Truth::True,
            ),
            (&not_red, Value::text("red"), Truth::False),
            (&not_red, Value::text("blue"), Truth::True),
            (&not_red, Value::Empty, Truth::Unknown),
        ] {
            assert_eq!(accepts(cell, &value), expected, "{cell:?} of {value}");
        }
    }

    #[test]
    fn a_row_found_by_its_text_is_the_one_found_row_by_row() {
        let texts = ["red", "blue", "planning_design", "construction_quality", "red"];
        let row = |text: &&str| Row {
            cells: vec![Cell::OneOf(vec![Value::text(text), Value::text("pink")])],
            gives: Value::Bool(true),
            clauses: Vec::new(),
        };
        let table = Table::new(
            vec![Slot(0)],
            crate::pack::HitPolicy::First,
            texts.iter().map(row).collect(),
        );
        let list = Value::list([Value::text("blue"), Value::text("red")]);
        let odd = [list, Value::Empty, Value::Integer(2), Value::Bool(true)];
        let others = ["", "pink", "rot", "planning_desigN", "construction_qualitY"];
        let values = texts.iter().chain(&others).map(Value::text).chain(odd);
        for value in values {
            let found = first(&table, std::slice::from_ref(&value));
            assert_eq!(found, row_by_row(&table, std::slice::from_ref(&value)), "{value}");
            let by_text = table.row_of_text(std::slice::from_ref(&value));
            assert_eq!(by_text.is_some(), value.as_text().is_some());
        }
    }

    #[test]
    fn a_row_is_explained_by_the_cells_that_ask() {
        let layout = Layout {
            names: vec!["colour".into(), "size".into()],
            ..Layout::default()
        };
        let row = Row {
            cells: vec![
                Cell::OneOf(vec![Value::text("red")]),
                Cell::Compare(Comparison::More, Value::Integer(4)),
            ],
            gives: Value::Bool(true),
            clauses: Vec::new(),
        };
        let table = Table::new(vec![Slot(0), Slot(1)], crate::pack::HitPolicy::Unique, Vec::new());
        let trace = explain(&table, &row, &[Value::text("red"), Value::Empty], &layout);
        assert_eq!(trace.text, "colour == \"red\" && size > 4");
        assert_eq!(trace.worth, Worth::Unknown(vec!["size".to_owned()]));
        assert_eq!(trace.parts.len(), 2);
    }
}
