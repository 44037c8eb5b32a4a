//! Rhai's syntax tree to ours: names resolved, kinds checked, every mistake collected.
//!
//! A part that is wrong becomes a part of kind [`Kind::Any`], so that one mistake is told once.

use std::ops::Range;

use rhai::{ASTFlags, Expr, Position, Stmt, StmtBlock};

use super::node::{Form, Node};
use super::shortcut::Shortcut;
use super::token::Tokens;
use super::{Kind, Problem, Vocabulary};
use crate::locale::{Phrase, phrase};
use crate::value::Value;

pub(super) struct Lowering<'v, 's> {
    pub vocabulary: &'v Vocabulary,
    pub tokens: &'s Tokens<'s>,
    pub problems: Vec<Problem>,
}

impl Lowering<'_, '_> {
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The whole expression, as the place wants it.
    pub fn whole(&mut self, statements: &[Stmt], expected: Option<&Kind>) -> Node {
        let mut node = match statements {
            [statement] => self.statement(statement),
            _ => self.broken(Position::NONE),
        };
        node.range = self.tokens.whole();
        if let Some(expected) = expected {
            if let Kind::Choice(options) = expected {
                self.settle(&mut node, options);
            }
            self.expect(&node, expected);
        }
        node
    }

    fn expect(&mut self, node: &Node, expected: &Kind) {
        if expected.accepts(&node.kind) {
            return;
        }
        let written = self.tokens.text(&node.range);
        let message = phrase!(
            "`{written}` is {kind}, but {expected} is wanted here",
            written,
            kind = node.kind.described(),
            expected = expected.described()
        );
        let mut problem = Problem::new("type-mismatch", node.range.clone(), message);
        if *expected == Kind::Bool {
            problem = problem.help(phrase!("compare it with something, or ask `answered(…)`"));
        }
        self.problem(problem);
    }

    fn statement(&mut self, statement: &Stmt) -> Node {
        match statement {
            Stmt::Expr(expr) => self.expression(expr),
            Stmt::If(parts, position) => {
                let condition = self.expression(&parts.expr);
                self.wants(&condition, Kind::is_bool, phrase!("yes or no"));
                let then = self.block(&parts.body);
                let otherwise = if parts.branch.is_empty() {
                    None
                } else {
                    Some(self.block(&parts.branch))
                };
                self.choose(*position, condition, then, otherwise, &parts.branch)
            }
            Stmt::Block(block) => self.block(block),
            other => {
                let node = self.broken(other.position());
                let written = self.tokens.text(&node.range).to_owned();
                self.problem(
                    Problem::new(
                        "not-an-expression",
                        node.range.clone(),
                        phrase!("`{written}` is not for expressions", written),
                    )
                    .help(phrase!(
                        "an expression only computes a value; what takes steps belongs into a script"
                    )),
                );
                node
            }
        }
    }

    fn block(&mut self, block: &StmtBlock) -> Node {
        match block.statements() {
            [statement] => self.statement(statement),
            _ => {
                let node = self.broken(block.position());
                self.problem(
                    Problem::new(
                        "not-an-expression",
                        node.range.clone(),
                        phrase!("a branch is one expression"),
                    )
                    .help(phrase!("what takes steps belongs into a script")),
                );
                node
            }
        }
    }

    fn choose(&mut self, at: Position, condition: Node, then: Node, otherwise: Option<Node>, end: &StmtBlock) -> Node {
        let start = self.tokens.range(at);
        let Some(otherwise) = otherwise else {
            let range = self.tokens.balanced(start.start..self.closing(&then.range));
            self.problem(
                Problem::new(
                    "type-mismatch",
                    range.clone(),
                    phrase!("this `if` has no value when its condition is false"),
                )
                .help(phrase!("add `else {{ … }}`")),
            );
            return Node {
                shortcut: Shortcut::None,
                form: Form::Literal(Value::Empty),
                kind: Kind::Any,
                range,
            };
        };
        let closing = self.tokens.range(end.end_position()).end;
        let range = self
            .tokens
            .balanced(start.start..closing.max(self.closing(&otherwise.range)));
        let kind = then.kind.joined(&otherwise.kind).unwrap_or_else(|| {
            let message = phrase!(
                "one branch is {kind}, the other {other_kind}",
                kind = then.kind.described(),
                other_kind = otherwise.kind.described()
            );
            self.problem(
                Problem::new("type-mismatch", range.clone(), message).help(phrase!("let both be of one kind")),
            );
            Kind::Any
        });
        Node {
            shortcut: Shortcut::None,
            form: Form::If(Box::new([condition, then, otherwise])),
            kind,
            range,
        }
    }

    /// The end of the bracket that follows a part.
    fn closing(&self, range: &Range<usize>) -> usize {
        self.tokens.after(range).map_or(range.end, |next| next.end)
    }

    pub fn broken(&self, at: Position) -> Node {
        Node {
            shortcut: Shortcut::None,
            form: Form::Literal(Value::Empty),
            kind: Kind::Any,
            range: self.tokens.range(at),
        }
    }

    pub fn expression(&mut self, expr: &Expr) -> Node {
        let at = expr.position();
        match expr {
            Expr::BoolConstant(value, _) => self.literal(at, Value::Bool(*value), Kind::Bool),
            Expr::IntegerConstant(value, _) => self.literal(at, Value::Integer(*value), Kind::Integer),
            Expr::FloatConstant(number, _) => self.number(at, number.is_sign_negative()),
            Expr::DynamicConstant(value, _) if value.is_decimal() => {
                self.number(at, value.as_decimal().is_ok_and(|number| number.is_sign_negative()))
            }
            Expr::StringConstant(text, _) => self.literal(at, Value::text(text), Kind::Text),
            Expr::Variable(variable, ..) => self.name(&[(variable.1.as_str(), at)]),
            Expr::Array(items, _) => self.list(items, at),
            Expr::And(parts, _) => self.junction(parts, Form::All),
            Expr::Or(parts, _) => self.junction(parts, Form::Any),
            Expr::Coalesce(parts, _) => self.coalesce(parts),
            Expr::FnCall(call, _) => self.function_call(call, at),
            Expr::Dot(..) => self.chain(expr),
            Expr::Stmt(block) => self.block(block),
            Expr::CharConstant(c, _) => {
                let node = self.broken(at);
                let quoted = format!("{:?}", c.to_string());
                self.problem(
                    Problem::new(
                        "expression-syntax",
                        node.range.clone(),
                        phrase!("texts stand in double quotes"),
                    )
                    .help(phrase!("write `{quoted}`", quoted))
                    .replacement(quoted),
                );
                node
            }
            Expr::Unit(_) => {
                let mut node = self.broken(at);
                node.range = self.tokens.balanced(node.range);
                self.problem(
                    Problem::new(
                        "not-an-expression",
                        node.range.clone(),
                        phrase!("there is no `()` here"),
                    )
                    .help(phrase!("to ask whether something is known, write `answered(…)`")),
                );
                node
            }
            Expr::InterpolatedString(..) => self.refuse(
                at,
                "not-an-expression",
                phrase!("texts are not filled in here"),
                Some(phrase!("join them with `+`")),
            ),
            Expr::Index(pair, ..) => {
                let list = self.expression(&pair.lhs);
                let range = self.tokens.balanced(list.range.start..self.closing(&list.range));
                self.problem(
                    Problem::new(
                        "not-an-expression",
                        range.clone(),
                        phrase!("a list is not asked by number"),
                    )
                    .help(phrase!(
                        "ask with `contains`, `count`, `each`, `sum`, `min` or `max`; a record by `.field`"
                    )),
                );
                Node {
                    shortcut: Shortcut::None,
                    form: Form::Literal(Value::Empty),
                    kind: Kind::Any,
                    range,
                }
            }
            _ => self.refuse(
                at,
                "not-an-expression",
                phrase!("this is not for expressions"),
                Some(phrase!("move it to a script")),
            ),
        }
    }

    fn refuse(&mut self, at: Position, code: &'static str, message: Phrase, help: Option<Phrase>) -> Node {
        let node = self.broken(at);
        let mut problem = Problem::new(code, node.range.clone(), message);
        problem.help = help;
        self.problem(problem);
        node
    }

    fn list(&mut self, items: &[Expr], at: Position) -> Node {
        let range = self.tokens.balanced(self.tokens.range(at));
        let items: Vec<Node> = items.iter().map(|item| self.expression(item)).collect();
        let mut kind = None;
        for item in &items {
            let joined = kind
                .as_ref()
                .map_or(Some(item.kind.clone()), |kind: &Kind| kind.joined(&item.kind));
            kind = Some(joined.unwrap_or_else(|| {
                let written = self.tokens.text(&item.range).to_owned();
                let message = phrase!(
                    "`{written}` is {kind}, unlike the items before it",
                    written,
                    kind = item.kind.described()
                );
                self.problem(Problem::new("type-mismatch", item.range.clone(), message));
                Kind::Any
            }));
        }
        let kind = Kind::List(Box::new(kind.unwrap_or(Kind::Any)));
        Node {
            shortcut: Shortcut::None,
            form: folded(items),
            kind,
            range,
        }
    }

    fn junction(&mut self, parts: &[Expr], form: fn(Box<[Node]>) -> Form) -> Node {
        let parts: Vec<Node> = parts.iter().map(|part| self.expression(part)).collect();
        for part in &parts {
            self.wants(part, Kind::is_bool, phrase!("yes or no"));
        }
        let range = self.around(&parts);
        Node {
            shortcut: Shortcut::None,
            form: form(parts.into()),
            kind: Kind::Bool,
            range,
        }
    }

    fn coalesce(&mut self, parts: &[Expr]) -> Node {
        let parts: Vec<Node> = parts.iter().map(|part| self.expression(part)).collect();
        let range = self.around(&parts);
        let kind = parts
            .iter()
            .skip(1)
            .try_fold(parts[0].kind.clone(), |kind, part| kind.joined(&part.kind));
        let kind = kind.unwrap_or_else(|| {
            self.problem(Problem::new(
                "type-mismatch",
                range.clone(),
                phrase!("the sides of `??` are of different kinds"),
            ));
            Kind::Any
        });
        Node {
            shortcut: Shortcut::None,
            form: Form::Coalesce(parts.into()),
            kind,
            range,
        }
    }

    /// From the first to the last of these, with the brackets in between.
    pub fn around(&self, parts: &[Node]) -> Range<usize> {
        let start = parts.iter().map(|part| part.range.start).min().unwrap_or(0);
        let end = parts.iter().map(|part| part.range.end).max().unwrap_or(0);
        self.tokens.balanced(start..end)
    }

    pub fn wants(&mut self, node: &Node, fits: fn(&Kind) -> bool, wanted: Phrase) {
        if !fits(&node.kind) {
            let written = self.tokens.text(&node.range).to_owned();
            let message = phrase!(
                "`{written}` is {kind}, but {wanted} is wanted here",
                written,
                kind = node.kind.described(),
                wanted
            );
            self.problem(Problem::new("type-mismatch", node.range.clone(), message));
        }
    }

    /// `a.b.c(x).d`, with the longest possible name in front.
    fn chain(&mut self, expr: &Expr) -> Node {
        let mut steps = Vec::new();
        let root = steps_of(expr, &mut steps);
        if steps.iter().any(|(_, flags)| flags.contains(ASTFlags::NEGATED)) {
            let at = expr.position();
            self.refuse(
                at,
                "not-an-expression",
                phrase!("a plain `.` is enough"),
                Some(phrase!("what is not answered is unknown anyway")),
            );
        }
        let mut steps: Vec<&Expr> = steps.into_iter().map(|(step, _)| step).collect();
        let mut node = match root {
            Expr::Variable(variable, _, at) => {
                let words = steps.iter().map_while(|step| property(step)).collect::<Vec<_>>();
                let words = std::iter::once((variable.1.as_str(), *at))
                    .chain(words)
                    .collect::<Vec<_>>();
                let used = self.longest_name(&words);
                steps.drain(..used - 1);
                self.name(&words[..used])
            }
            root => self.expression(root),
        };
        for step in steps {
            node = match (step, property(step)) {
                (_, Some((field, at))) => self.member(node, field, at),
                (Expr::MethodCall(call, at), _) => self.method_call(node, call, *at),
                (other, _) => self.refuse(
                    other.position(),
                    "not-an-expression",
                    phrase!("a record is asked by `.field`, a list by functions"),
                    Some(phrase!("such as `contains`, `count`, `each`, `sum`, `min` and `max`")),
                ),
            };
        }
        node
    }
}

fn property(expr: &Expr) -> Option<(&str, Position)> {
    match expr {
        Expr::Property(names, at) => Some((names.2.as_str(), *at)),
        _ => None,
    }
}

/// The steps of a chain, outermost last, and what it starts from. Rhai nests them to the right.
fn steps_of<'e>(expr: &'e Expr, steps: &mut Vec<(&'e Expr, ASTFlags)>) -> &'e Expr {
    let Expr::Dot(pair, flags, _) = expr else { return expr };
    let root = steps_of(&pair.lhs, steps);
    let mut flags = *flags;
    let mut rest = &pair.rhs;
    while let Expr::Dot(pair, inner, _) = rest {
        steps.push((&pair.lhs, flags));
        flags = *inner;
        rest = &pair.rhs;
    }
    steps.push((rest, flags));
    root
}

/// A list of literals is a literal.
fn folded(items: Vec<Node>) -> Form {
    let values: Option<Vec<Value>> = items.iter().map(|item| item.literal().cloned()).collect();
    match values {
        Some(values) if !values.iter().any(Value::is_empty) => Form::Literal(Value::List(values.into())),
        _ => Form::List(items.into()),
    }
}
