//! Operators: what may stand on their sides.

use std::sync::Arc;

use rhai::{Expr, Position};

use super::lower::Lowering;
use super::names::dotted_name;
use super::node::{Comparison, Form, Node, Operation};
use super::shortcut::Shortcut;
use super::{Kind, Options, Problem};
use crate::locale::{Phrase, phrase};

impl Lowering<'_, '_> {
    /// An operator between, or before, its operands.
    pub fn operator(&mut self, sign: &str, operands: &[Expr], at: Position) -> Node {
        let own = self.tokens.range(at);
        let comparison = match sign {
            "==" => Some(Comparison::Equal),
            "!=" => Some(Comparison::Unequal),
            "<" => Some(Comparison::Less),
            "<=" => Some(Comparison::LessOrEqual),
            ">" => Some(Comparison::Greater),
            ">=" => Some(Comparison::GreaterOrEqual),
            _ => None,
        };
        let operation = match sign {
            "+" => Some(Operation::Add),
            "-" => Some(Operation::Subtract),
            "*" => Some(Operation::Multiply),
            "/" => Some(Operation::Divide),
            "%" => Some(Operation::Remainder),
            _ => None,
        };
        match (operands, comparison, operation) {
            ([left, right], Some(comparison), _) => self.comparison(comparison, left, right),
            ([left, right], _, Some(operation)) => self.computation(operation, left, right, sign),
            ([operand], _, _) => {
                let inner = self.expression(operand);
                let range = self
                    .tokens
                    .balanced(own.start.min(inner.range.start)..inner.range.end.max(own.end));
                match sign {
                    "!" => {
                        self.wants(&inner, Kind::is_bool, phrase!("yes or no"));
                        Node {
                            shortcut: Shortcut::None,
                            form: Form::Not(Box::new(inner)),
                            kind: Kind::Bool,
                            range,
                        }
                    }
                    "-" => {
                        self.wants(&inner, Kind::is_number, phrase!("a number"));
                        let kind = inner.kind.clone();
                        Node {
                            shortcut: Shortcut::None,
                            form: Form::Negate(Box::new(inner)),
                            kind,
                            range,
                        }
                    }
                    _ => {
                        self.wants(&inner, Kind::is_number, phrase!("a number"));
                        Node { range, ..inner }
                    }
                }
            }
            _ => {
                let instead = match sign {
                    "&" => Some("&&"),
                    "|" => Some("||"),
                    _ => None,
                };
                let message = phrase!("`{sign}` is not an operator of expressions", sign);
                let mut problem = Problem::new("not-an-expression", own, message);
                if let Some(instead) = instead {
                    problem = problem
                        .help(phrase!("did you mean `{instead}`?", instead))
                        .replacement(instead);
                }
                self.problem(problem);
                self.broken(at)
            }
        }
    }

    fn comparison(&mut self, comparison: Comparison, left: &Expr, right: &Expr) -> Node {
        let (mut one, mut two) = (self.operand(left, right), self.operand(right, left));
        if let Kind::Choice(options) = one.kind.clone() {
            self.settle(&mut two, &options);
        } else if let Kind::Choice(options) = two.kind.clone() {
            self.settle(&mut one, &options);
        }
        let parts = [one, two];
        let range = self.around(&parts);
        let [one, two] = &parts;
        if !one.kind.compares_with(&two.kind) {
            let (left, right) = (self.tokens.text(&one.range), self.tokens.text(&two.range));
            let message = phrase!(
                "`{left}` is {kind}, `{right}` is {other_kind}: they cannot be compared",
                left,
                kind = one.kind.described(),
                right,
                other_kind = two.kind.described()
            );
            self.problem(Problem::new("type-mismatch", range.clone(), message));
        } else if !(comparison.is_equality() || one.kind.is_ordered() && two.kind.is_ordered()) {
            let message = phrase!(
                "{kind} has no order, so it is neither less nor more",
                kind = one.kind.described()
            );
            self.problem(
                Problem::new("type-mismatch", range.clone(), message).help(phrase!("compare with `==` or `!=`")),
            );
        }
        Node {
            shortcut: Shortcut::None,
            form: Form::Compare(comparison, Box::new(parts)),
            kind: Kind::Bool,
            range,
        }
    }

    /// One side of a comparison. A bare word that is an option of the other side lacks its quotes.
    fn operand(&mut self, expr: &Expr, other: &Expr) -> Node {
        if let (Expr::Variable(word, _, at), Some(options)) = (expr, self.options_of(other)) {
            let known = self.vocabulary.variables.contains_key(word.1.as_str());
            if let (false, Some(option)) = (known, options.get(&word.1)) {
                let range = self.tokens.range(*at);
                self.problem(
                    Problem::new("unknown-name", range, phrase!("no name `{option}`", option))
                        .help(phrase!(
                            "texts stand in quotes: `{quoted}`",
                            quoted = format!("{:?}", &**option)
                        ))
                        .replacement(format!("{:?}", &**option)),
                );
                return self.broken(*at);
            }
        }
        self.expression(expr)
    }

    fn options_of(&self, expr: &Expr) -> Option<Arc<Options>> {
        let name = dotted_name(expr)?;
        match self.vocabulary.variables.get(name.as_str()) {
            Some((_, Kind::Choice(options))) => Some(options.clone()),
            _ => None,
        }
    }

    fn computation(&mut self, operation: Operation, left: &Expr, right: &Expr, sign: &str) -> Node {
        let parts = [self.expression(left), self.expression(right)];
        let range = self.around(&parts);
        let (one, two) = (&parts[0].kind, &parts[1].kind);
        let (operation, kind) = match (one, two) {
            (one, two) if one.is_number() && two.is_number() => (operation, computed(operation, one, two)),
            (one, two)
                if operation == Operation::Add
                    && joinable(one)
                    && joinable(two)
                    && (one.is_text() || two.is_text()) =>
            {
                (Operation::Join, Kind::Text)
            }
            (one, two) => {
                let message = phrase!(
                    "`{sign}` does not work on {one} and {two}",
                    sign,
                    one = one.described(),
                    two = two.described()
                );
                let mut problem = Problem::new("type-mismatch", range.clone(), message);
                problem.help = instead_of(operation, one, two);
                self.problem(problem);
                (operation, Kind::Any)
            }
        };
        Node {
            shortcut: Shortcut::None,
            form: Form::Compute(operation, Box::new(parts)),
            kind,
            range,
        }
    }
}

fn joinable(kind: &Kind) -> bool {
    kind.is_text() || kind.is_number()
}

fn computed(operation: Operation, one: &Kind, two: &Kind) -> Kind {
    use Kind::{Any, Decimal, Integer, Money};
    match (operation, one, two) {
        (_, Any, _) | (_, _, Any) => Any,
        (Operation::Divide, Money, Money) => Decimal,
        (_, Money, _) | (_, _, Money) => Money,
        (Operation::Divide, ..) => Decimal,
        (_, Integer, Integer) => Integer,
        _ => Decimal,
    }
}

/// What to write where signs do not reach.
fn instead_of(operation: Operation, one: &Kind, two: &Kind) -> Option<Phrase> {
    match (operation, one, two) {
        (Operation::Subtract, Kind::Instant, Kind::Instant) => Some(phrase!("write `hours_between(earlier, later)`")),
        (Operation::Subtract, Kind::Date, Kind::Date) => Some(phrase!("write `days_between(earlier, later)`")),
        (_, Kind::Instant, _) => Some(phrase!("write `add_hours(moment, n)`, with a negative n for earlier")),
        (_, Kind::Date, _) => Some(phrase!("write `add_days(date, n)` or `add_months(date, n)`")),
        (Operation::Add, Kind::List(_), _) => Some(phrase!("ask both lists, joined by `||`")),
        _ => None,
    }
}
