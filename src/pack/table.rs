//! Decision tables.

use std::sync::Arc;

use super::{Cell, HitPolicy, Row};
use crate::expression::Slot;
use crate::value::{Value, is_same_text};

pub struct Table {
    pub inputs: Vec<Slot>,
    pub hit: HitPolicy,
    pub rows: Vec<Row>,
    by_text: Option<ByText>,
}

/// The rows of a table that asks one input for texts and nothing else, by these texts.
struct ByText {
    /// Texts of this length, each with its first row.
    of_length: Vec<Vec<(Arc<str>, u32)>>,
}

impl Table {
    pub fn new(inputs: Vec<Slot>, hit: HitPolicy, rows: Vec<Row>) -> Self {
        let by_text = if inputs.len() == 1 { ByText::of(&rows) } else { None };
        Self {
            inputs,
            hit,
            rows,
            by_text,
        }
    }

    /// The first row that accepts this text, of a table that asks one input for texts and nothing else. The outer `None`: it is
    /// another table, or another value.
    #[inline(always)]
    pub fn row_of_text(&self, values: &[Value]) -> Option<Option<u32>> {
        match (&self.by_text, self.inputs.first()) {
            (Some(by_text), Some(input)) => match values.get(usize::from(input.0)) {
                Some(Value::Text(text)) => Some(by_text.row(text)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Ids and the like. A table of longer texts is looked through row by row.
const LENGTH_MAX: usize = 64;

impl ByText {
    fn of(rows: &[Row]) -> Option<Self> {
        let mut of_length = vec![Vec::new(); LENGTH_MAX + 1];
        for (index, row) in (0..).zip(rows) {
            let [Cell::OneOf(wanted)] = &row.cells[..] else {
                return None;
            };
            for wanted in wanted {
                let Value::Text(text) = wanted else { return None };
                if text.len() > LENGTH_MAX {
                    return None;
                }
                of_length[text.len()].push((text.clone(), index));
            }
        }
        Some(Self { of_length })
    }

    #[inline(always)]
    fn row(&self, text: &str) -> Option<u32> {
        let alike = self.of_length.get(text.len())?;
        let (_, row) = alike.iter().find(|(wanted, _)| is_same_text(wanted, text))?;
        Some(*row)
    }
}
