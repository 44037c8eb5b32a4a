//! Calls: which function, of what, giving what.

use std::ops::Range;
use std::sync::Arc;

use rhai::{FnCallExpr, Position};

use super::almanac::{self, Local};
use super::functions::{Does, Function, Gives, Pure, Takes, function, functions};
use super::lower::Lowering;
use super::node::{Form, Node};
use super::shortcut::Shortcut;
use super::units::UnitQuestion;
use super::{Kind, Problem};
use crate::diagnostic::nearest;
use crate::locale::{Phrase, phrase};
use crate::value::Value;

/// Functions of Rhai that reach around an expression.
const FORBIDDEN: [&str; 13] = [
    "eval",
    "import",
    "export",
    "print",
    "debug",
    "Fn",
    "call",
    "curry",
    "type_of",
    "is_shared",
    "is_def_var",
    "is_def_fn",
    "this",
];

impl Lowering<'_, '_> {
    /// `f(x)`, an operator, or `x in y`, which Rhai makes the first kind of.
    pub fn function_call(&mut self, call: &FnCallExpr, at: Position) -> Node {
        if call.is_operator_call() && call.name != "contains" {
            return self.operator(&call.name, &call.args, at);
        }
        let arguments: Vec<Node> = call.args.iter().map(|argument| self.expression(argument)).collect();
        let own = self.tokens.range(at);
        let written_as_call = self.tokens.text(&own) == call.name.as_str();
        let end = if written_as_call {
            self.tokens.after(&own).map_or(own.end, |next| next.end)
        } else {
            own.end
        };
        let start = arguments
            .iter()
            .map(|argument| argument.range.start)
            .min()
            .unwrap_or(own.start)
            .min(own.start);
        let last = arguments
            .iter()
            .map(|argument| argument.range.end)
            .max()
            .unwrap_or(own.end);
        let range = self.tokens.balanced(start..last.max(end));
        if call.capture_parent_scope {
            self.problem(Problem::new(
                "not-an-expression",
                own,
                phrase!("`{name}` is called without `!`", name = call.name),
            ));
        }
        self.call(&call.name, arguments, at, range)
    }

    pub fn method_call(&mut self, receiver: Node, call: &FnCallExpr, at: Position) -> Node {
        let start = receiver.range.start;
        let mut arguments = vec![receiver];
        arguments.extend(call.args.iter().map(|argument| self.expression(argument)));
        let own = self.tokens.range(at);
        let end = self.tokens.after(&own).map_or(own.end, |next| next.end);
        let range = self.tokens.balanced(start..end);
        self.call(&call.name, arguments, at, range)
    }

    fn call(&mut self, name: &str, arguments: Vec<Node>, at: Position, range: Range<usize>) -> Node {
        let node = |form, kind| Node {
            shortcut: Shortcut::None,
            form,
            kind,
            range: range.clone(),
        };
        let own = self.tokens.range(at);
        if let Some(script) = self.vocabulary.functions.get(name) {
            let (wanted, returns) = (script.parameters, script.returns.clone());
            if arguments.len() != wanted {
                self.wrong_arity(name, wanted, wanted, arguments.len(), own, None);
            }
            return node(Form::Script(Arc::from(name), arguments.into()), returns);
        }
        let broken = node(Form::Literal(Value::Empty), Kind::Any);
        let Some(function) = function(name) else {
            self.unknown_function(name, own);
            return broken;
        };
        let wanted = function.takes.len() - function.optional..=function.takes.len();
        if !wanted.contains(&arguments.len()) {
            self.wrong_arity(
                name,
                *wanted.start(),
                *wanted.end(),
                arguments.len(),
                own,
                Some(function.signature),
            );
            return broken;
        }
        if !self.arguments_fit(function, &arguments) {
            return broken;
        }
        match function.does {
            Does::Answered => match <[Node; 1]>::try_from(arguments) {
                Ok([argument]) => node(Form::Answered(Box::new(argument)), Kind::Bool),
                Err(_) => broken,
            },
            Does::Contains => match <[Node; 2]>::try_from(arguments) {
                Ok(pair) => self.containing(pair, range),
                Err(_) => broken,
            },
            Does::Ask(question) => self.question(question, &arguments[0], range),
            Does::AskUnits(question) => self.about_units(function, question, arguments, range),
            Does::Pure(pure, gives) => self.pure(function, pure, gives, arguments, range),
            Does::Local(local, gives) => self.local(local, gives, arguments, range),
        }
    }

    /// A function of the organization's clock. Without one the pack cannot run, which is told elsewhere.
    fn local(&mut self, local: Local, gives: Gives, arguments: Vec<Node>, range: Range<usize>) -> Node {
        if let Some(Value::Text(time)) = arguments.get(1).and_then(Node::literal)
            && almanac::time_of_day(time).is_err()
        {
            let place = arguments[1].range.clone();
            let message = phrase!("`{written}` is not a time of day such as 21:00", written = time);
            self.problem(Problem::new("type-mismatch", place, message));
        }
        let kind = match gives {
            Gives::Date => Kind::Date,
            Gives::Integer => Kind::Integer,
            _ => Kind::Instant,
        };
        let form = match &self.vocabulary.almanac {
            Some(almanac) => Form::Local(local, Arc::clone(almanac), arguments.into()),
            None => Form::Literal(Value::Empty),
        };
        Node {
            shortcut: Shortcut::None,
            form,
            kind,
            range,
        }
    }

    fn arguments_fit(&mut self, function: &Function, arguments: &[Node]) -> bool {
        let before = self.problems.len();
        if arguments.iter().any(Node::is_broken) {
            return false;
        }
        for (takes, argument) in function.takes.iter().zip(arguments) {
            let written_out = matches!(argument.literal(), Some(Value::Text(_)));
            if !takes.accepts(&argument.kind) || (*takes == Takes::Name && !written_out) {
                let written = self.tokens.text(&argument.range).to_owned();
                let message = phrase!(
                    "`{name}` wants {takes} here, not `{written}`",
                    name = function.name,
                    takes = takes.described(),
                    written
                );
                self.problem(
                    Problem::new("type-mismatch", argument.range.clone(), message)
                        .help(phrase!("it is `{signature}`", signature = function.signature)),
                );
            }
        }
        self.problems.len() == before
    }

    fn pure(
        &mut self,
        function: &'static Function,
        pure: Pure,
        gives: Gives,
        mut arguments: Vec<Node>,
        range: Range<usize>,
    ) -> Node {
        let first = arguments[0].kind.clone();
        let item = match &first {
            Kind::List(item) => (**item).clone(),
            Kind::Any => Kind::Any,
            other => other.clone(),
        };
        let column = match arguments.get(1) {
            Some(second) if function.takes.get(1) == Some(&Takes::Name) => self.column(&item, second),
            _ => item.clone(),
        };
        if let (true, Kind::Choice(options), Some(second)) = (function.name == "count", &item, arguments.get_mut(1)) {
            self.settle(second, options);
        }
        let kind = match gives {
            Gives::Bool => Kind::Bool,
            Gives::Integer => Kind::Integer,
            Gives::Decimal if first == Kind::Money => Kind::Money,
            Gives::Decimal => Kind::Decimal,
            Gives::Text => Kind::Text,
            Gives::Date => Kind::Date,
            Gives::Instant => Kind::Instant,
            Gives::Column => Kind::List(Box::new(column)),
            Gives::OneOfTheFirst => self.one_of(&item, &arguments, &range),
            Gives::Total => {
                if !column.is_number() {
                    let message = phrase!("only numbers add up, not {column}", column = column.described());
                    self.problem(Problem::new("type-mismatch", range.clone(), message));
                }
                if column.is_number() { column } else { Kind::Any }
            }
        };
        if let (true, Some(Value::Text(day))) = (function.name == "date", arguments[0].literal()) {
            match (pure.run)(&Value::Text(day.clone()), None) {
                // A date written out is a date, and wrong ones are found before the pack runs.
                Ok(Some(date)) => {
                    return Node {
                        shortcut: Shortcut::None,
                        form: Form::Literal(date),
                        kind,
                        range,
                    };
                }
                Ok(None) => {}
                Err(_) => {
                    let message = phrase!("`{written}` is not a date such as 2024-02-28", written = day);
                    self.problem(Problem::new("type-mismatch", arguments[0].range.clone(), message));
                }
            }
        }
        if let (true, Some(second)) = (function.name == "count", arguments.get(1))
            && !item.compares_with(&second.kind)
        {
            let message = phrase!(
                "the items are {item}, not {kind}",
                item = item.described(),
                kind = second.kind.described()
            );
            self.problem(Problem::new("type-mismatch", second.range.clone(), message));
        }
        Node {
            shortcut: Shortcut::None,
            form: Form::Call(function.name, pure, arguments.into()),
            kind,
            range,
        }
    }

    fn about_units(
        &mut self,
        function: &Function,
        question: UnitQuestion,
        mut arguments: Vec<Node>,
        range: Range<usize>,
    ) -> Node {
        let units = Arc::clone(&self.vocabulary.units);
        if let Kind::Choice(departments) = &units.kind {
            for (takes, argument) in function.takes.iter().zip(&mut arguments) {
                if *takes == Takes::Department {
                    self.settle(argument, departments);
                }
                if *takes == Takes::Department && !units.kind.compares_with(&argument.kind) {
                    let message = phrase!(
                        "`{name}` wants {takes} here, not {kind}",
                        name = function.name,
                        takes = takes.described(),
                        kind = argument.kind.described()
                    );
                    self.problem(Problem::new("type-mismatch", argument.range.clone(), message));
                }
            }
        }
        // What is written out names one that exists; what an answer gives is only known when it is given.
        let named = match (question, &units.known_channels) {
            (UnitQuestion::InCharge, _) => units.areas(),
            (UnitQuestion::ChannelOwner, Kind::Choice(channels)) => Some(Arc::clone(channels)),
            _ => None,
        };
        if let (Some(named), Some(first)) = (named, arguments.first_mut()) {
            self.settle(first, &named);
        }
        let kind = match question {
            UnitQuestion::Parent | UnitQuestion::InCharge => units.kind.clone(),
            UnitQuestion::Children => Kind::List(Box::new(units.kind.clone())),
            UnitQuestion::IsWithin => Kind::Bool,
            UnitQuestion::ChannelOwner => units.roles.clone(),
        };
        Node {
            shortcut: Shortcut::None,
            form: Form::AskUnits(question, units, arguments.into()),
            kind,
            range,
        }
    }

    fn one_of(&mut self, item: &Kind, arguments: &[Node], range: &Range<usize>) -> Kind {
        let Some(second) = arguments.get(1) else {
            return item.clone();
        };
        match item.joined(&second.kind) {
            Some(kind) => kind,
            None => {
                let message = phrase!(
                    "{item} and {kind} cannot be compared",
                    item = item.described(),
                    kind = second.kind.described()
                );
                self.problem(Problem::new("type-mismatch", range.clone(), message));
                Kind::Any
            }
        }
    }

    /// The kind of one field of rows.
    fn column(&mut self, row: &Kind, name: &Node) -> Kind {
        let Some(field) = name.literal().and_then(Value::as_text) else {
            return Kind::Any;
        };
        match row {
            Kind::Record(fields) => fields.get(field).cloned().unwrap_or_else(|| {
                self.unknown_field(field, fields.keys(), name.range.clone());
                Kind::Any
            }),
            Kind::Any => Kind::Any,
            other => {
                let message = phrase!("the items are {other}, which has no fields", other = other.described());
                self.problem(Problem::new("type-mismatch", name.range.clone(), message));
                Kind::Any
            }
        }
    }

    fn containing(&mut self, mut pair: [Node; 2], range: Range<usize>) -> Node {
        let [whole, part] = &mut pair;
        let wholes = match &whole.kind {
            Kind::List(item) => (**item).clone(),
            other => other.clone(),
        };
        if let Kind::Choice(options) = part.kind.clone() {
            if whole.kind.is_list() {
                self.settle(whole, &options);
            }
        } else if let (Kind::Choice(options), Kind::List(_)) = (&wholes, &whole.kind) {
            self.settle(part, options);
        }
        if !wholes.compares_with(&part.kind) {
            let (whole, part) = (self.tokens.text(&whole.range).to_owned(), part.kind.described());
            let message = phrase!("`{whole}` never contains {part}", whole, part);
            self.problem(Problem::new("type-mismatch", range.clone(), message));
        }
        Node {
            shortcut: Shortcut::None,
            form: Form::Contains(Box::new(pair)),
            kind: Kind::Bool,
            range,
        }
    }

    fn unknown_function(&mut self, name: &str, range: Range<usize>) {
        if FORBIDDEN.contains(&name) {
            return self.problem(
                Problem::new(
                    "not-an-expression",
                    range,
                    phrase!("`{name}` is not for expressions", name),
                )
                .help(phrase!("an expression only computes a value from what it is given")),
            );
        }
        let problem = Problem::new("unknown-function", range, phrase!("no function `{name}`", name));
        let builtin = functions().iter().map(|function| function.name);
        let known = builtin.chain(self.vocabulary.functions.keys().map(|name| &**name));
        let problem = match nearest(name, known) {
            Some(nearest) => problem.did_you_mean(nearest),
            None if self.vocabulary.variables.contains_key(name) => {
                problem.help(phrase!("`{name}` is a name, not a function", name))
            }
            None => problem.help(phrase!(
                "functions of the pack's scripts can be called, and those of the manual's table"
            )),
        };
        self.problem(problem);
    }

    fn wrong_arity(
        &mut self,
        name: &str,
        least: usize,
        most: usize,
        given: usize,
        range: Range<usize>,
        signature: Option<&str>,
    ) {
        let wanted = if least == most {
            Phrase::text(most.to_string())
        } else {
            phrase!("{least} or {most}", least, most)
        };
        let message = match most {
            1 => phrase!("`{name}` takes {wanted} value, not {given}", name, wanted, given),
            _ => phrase!("`{name}` takes {wanted} values, not {given}", name, wanted, given),
        };
        let mut problem = Problem::new("wrong-arity", range, message);
        problem.help = signature.map(|signature| phrase!("it is `{signature}`; `x.f(y)` counts x", signature));
        self.problem(problem);
    }
}
