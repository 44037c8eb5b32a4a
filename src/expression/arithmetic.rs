//! Numbers and texts put together. Exact or failed: nothing wraps, nothing becomes a float.

use super::Failure;
use super::node::Operation;
use crate::value::Value;

/// Integers stay integers, except that a quotient is always a decimal: `1 / 2` is a half, in a policy at least.
pub(super) fn compute(operation: Operation, left: &Value, right: &Value) -> Result<Value, Failure> {
    use Operation::{Add, Divide, Join, Multiply, Remainder, Subtract};
    if operation == Join {
        return join(left, right);
    }
    if let (Value::Integer(left), Value::Integer(right), true) = (left, right, operation != Divide) {
        let result = match operation {
            Add => left.checked_add(*right),
            Subtract => left.checked_sub(*right),
            Multiply => left.checked_mul(*right),
            _ if *right == 0 => return Err(division_by_zero()),
            _ => left.checked_rem(*right),
        };
        return result.map(Value::Integer).ok_or_else(|| too_large(operation));
    }
    let (Some(one), Some(two)) = (left.as_decimal(), right.as_decimal()) else {
        return Err(Failure {
            message: format!("{left} and {right} are not both numbers"),
        });
    };
    let result = match operation {
        Add => one.checked_add(two),
        Subtract => one.checked_sub(two),
        Multiply => one.checked_mul(two),
        Divide | Remainder if two.is_zero() => return Err(division_by_zero()),
        Remainder => one.checked_rem(two),
        Divide | Join => one.checked_div(two).map(|quotient| quotient.normalize()),
    };
    result.map(Value::Decimal).ok_or_else(|| too_large(operation))
}

pub(super) fn add(left: &Value, right: &Value) -> Result<Value, Failure> {
    compute(Operation::Add, left, right)
}

pub(super) fn negate(value: &Value) -> Result<Value, Failure> {
    match value {
        Value::Integer(number) => number
            .checked_neg()
            .map(Value::Integer)
            .ok_or_else(|| too_large(Operation::Subtract)),
        Value::Decimal(number) => Ok(Value::Decimal(-number)),
        other => Err(Failure {
            message: format!("{other} is not a number"),
        }),
    }
}

fn join(left: &Value, right: &Value) -> Result<Value, Failure> {
    let written = |value: &Value| match value {
        Value::Text(text) => Some(text.to_string()),
        Value::Integer(_) | Value::Decimal(_) => Some(value.to_string()),
        _ => None,
    };
    match (written(left), written(right)) {
        (Some(left), Some(right)) => Ok(Value::text(format!("{left}{right}"))),
        _ => Err(Failure {
            message: format!("{left} and {right} cannot be joined to a text"),
        }),
    }
}

fn division_by_zero() -> Failure {
    Failure {
        message: "division by zero".into(),
    }
}

fn too_large(operation: Operation) -> Failure {
    let sign = match operation {
        Operation::Add | Operation::Join => "+",
        Operation::Subtract => "-",
        Operation::Multiply => "*",
        Operation::Divide => "/",
        Operation::Remainder => "%",
    };
    Failure {
        message: format!("the result of `{sign}` is too large"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Value {
        text.parse()
            .map_or_else(|_| Value::Decimal(text.parse().unwrap()), Value::Integer)
    }

    #[test]
    fn results_are_exact_or_failures() {
        let compute = |left, operation, right| compute(operation, &number(left), &number(right)).map(|v| v.to_string());
        assert_eq!(compute("0.1", Operation::Add, "0.2").unwrap(), "0.3");
        assert_eq!(compute("1", Operation::Divide, "2").unwrap(), "0.5");
        assert_eq!(compute("7", Operation::Remainder, "4").unwrap(), "3");
        assert!(compute("9223372036854775807", Operation::Add, "1").is_err());
        assert!(compute("-9223372036854775808", Operation::Remainder, "-1").is_err());
        assert!(compute("1", Operation::Divide, "0").is_err());
        assert!(compute("1.5", Operation::Remainder, "0").is_err());
        assert!(compute("79228162514264337593543950335", Operation::Multiply, "2").is_err());
    }
}
