//! Values written out.

use std::str::FromStr;

use rhai::Position;
use rust_decimal::Decimal;

use super::lower::Lowering;
use super::node::{Form, Node};
use super::shortcut::Shortcut;
use super::{Kind, Problem};
use crate::locale::phrase;
use crate::value::Value;

impl Lowering<'_, '_> {
    pub fn literal(&self, at: Position, value: Value, kind: Kind) -> Node {
        let mut range = self.tokens.range(at);
        if matches!(self.tokens.text(&range), "-" | "+") {
            // Rhai takes the sign into the number.
            while let Some(next) = self.tokens.after(&range) {
                range.end = next.end;
                if self.tokens.text(&next).starts_with(|c: char| c.is_ascii_digit()) {
                    break;
                }
            }
            range = self.tokens.balanced(range);
        }
        Node {
            shortcut: Shortcut::None,
            form: Form::Literal(value),
            kind,
            range,
        }
    }

    /// A number with decimals, from its text: Rhai has made a float of it.
    pub fn number(&mut self, at: Position, negative: bool) -> Node {
        let node = self.literal(at, Value::Empty, Kind::Decimal);
        let written: String = self
            .tokens
            .text(&node.range)
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || "+-.".contains(*c))
            .collect();
        let digits = written.trim_start_matches(['+', '-']);
        let digits = digits.strip_suffix('.').unwrap_or(digits);
        match Decimal::from_str(digits).or_else(|_| Decimal::from_scientific(digits)) {
            Ok(number) => {
                let number = if negative { -number } else { number };
                Node {
                    shortcut: Shortcut::None,
                    form: Form::Literal(Value::Decimal(number)),
                    ..node
                }
            }
            Err(_) => {
                let message = phrase!("`{written}` has more digits than a number can keep", written);
                self.problem(Problem::new("expression-syntax", node.range.clone(), message));
                Node {
                    shortcut: Shortcut::None,
                    kind: Kind::Any,
                    ..node
                }
            }
        }
    }
}
