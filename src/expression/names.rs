//! Names, their fields, and questions about the past: what an expression refers to.

use std::ops::Range;
use std::sync::Arc;

use rhai::{Expr, Position};

use super::functions::function;
use super::lower::Lowering;
use super::node::{Form, Node, Question};
use super::shortcut::Shortcut;
use super::{Kind, Problem};
use crate::diagnostic::nearest;
use crate::locale::phrase;
use crate::value::Value;

/// What somebody means who writes a word for yes or no where YAML and Rhai want `true` or `false`.
pub fn truth_meant(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "yes" | "y" | "on" | "true" | "是" | "对" | "有" => Some(true),
        "no" | "n" | "off" | "false" | "否" | "不" | "无" => Some(false),
        _ => None,
    }
}

/// The dotted name an expression consists of, if it is nothing else.
pub(super) fn dotted_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Variable(variable, ..) => Some(variable.1.to_string()),
        Expr::Property(names, _) => Some(names.2.to_string()),
        Expr::Dot(pair, ..) => Some(format!("{}.{}", dotted_name(&pair.lhs)?, dotted_name(&pair.rhs)?)),
        _ => None,
    }
}

impl Lowering<'_, '_> {
    /// How many of these words make up the longest known name; all of them if none does.
    pub fn longest_name(&self, words: &[(&str, Position)]) -> usize {
        let mut dotted = String::new();
        let mut longest = None;
        for (index, (word, _)) in words.iter().enumerate() {
            if index > 0 {
                dotted.push('.');
            }
            dotted.push_str(word);
            if self.vocabulary.variables.contains_key(dotted.as_str()) || (index == 0 && dotted == "now") {
                longest = Some(index + 1);
            }
        }
        longest.unwrap_or(words.len())
    }

    pub fn name(&mut self, words: &[(&str, Position)]) -> Node {
        let dotted = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(".");
        let range = words
            .iter()
            .map(|(_, at)| self.tokens.range(*at))
            .reduce(|first, last| first.start..last.end);
        let range = range.unwrap_or_default();
        if let Some((slot, kind)) = self.vocabulary.variables.get(dotted.as_str()) {
            return Node {
                shortcut: Shortcut::None,
                form: Form::Read(*slot),
                kind: kind.clone(),
                range,
            };
        }
        if dotted == "now" {
            return Node {
                shortcut: Shortcut::None,
                form: Form::Now,
                kind: Kind::Instant,
                range,
            };
        }
        let problem = Problem::new("unknown-name", range.clone(), phrase!("no name `{dotted}`", dotted));
        let known = self.vocabulary.variables.keys().map(|name| &**name);
        // `each.phone` asks a field of `each`.
        let first = words.first().map_or("", |(word, _)| *word);
        let elsewhere = [dotted.as_str(), first].into_iter().find_map(|name| {
            let (name, place) = self.vocabulary.elsewhere.get_key_value(name)?;
            Some(phrase!("`{name}` is known only to {place}", name, place))
        });
        if let Some(place) = elsewhere {
            self.problem(problem.help(place));
            return Node {
                shortcut: Shortcut::None,
                form: Form::Literal(Value::Empty),
                kind: Kind::Any,
                range,
            };
        }
        let problem = match (truth_meant(&dotted), nearest(&dotted, known)) {
            (Some(meant), _) => problem
                .help(phrase!("write `{meant}`", meant))
                .replacement(meant.to_string()),
            (None, Some(nearest)) => problem.did_you_mean(nearest),
            (None, None) if self.is_function(&dotted) => {
                problem.help(phrase!("`{dotted}` is a function: write `{dotted}(…)`", dotted))
            }
            (None, None) => problem.help(phrase!(
                "names are answers of the forms, decisions, settings, `case`, `actor` and `now`"
            )),
        };
        self.problem(problem);
        Node {
            shortcut: Shortcut::None,
            form: Form::Literal(Value::Empty),
            kind: Kind::Any,
            range,
        }
    }

    fn is_function(&self, name: &str) -> bool {
        function(name).is_some() || self.vocabulary.functions.contains_key(name)
    }

    pub fn member(&mut self, record: Node, field: &str, at: Position) -> Node {
        let own = self.tokens.range(at);
        let range = record.range.start..own.end;
        let kind = match &record.kind {
            Kind::Record(fields) => fields.get(field).cloned().unwrap_or_else(|| {
                self.unknown_field(field, fields.keys(), own);
                Kind::Any
            }),
            Kind::Any => Kind::Any,
            Kind::List(_) => {
                self.problem(
                    Problem::new(
                        "type-mismatch",
                        range.clone(),
                        phrase!("a list has no `{field}`; its rows have", field),
                    )
                    .help(phrase!("write `each({quoted})`", quoted = format!("{field:?}"))),
                );
                Kind::Any
            }
            other => {
                let message = phrase!("{other} has no `{field}`", other = other.described(), field);
                self.problem(Problem::new("type-mismatch", range.clone(), message));
                Kind::Any
            }
        };
        Node {
            shortcut: Shortcut::None,
            form: Form::Member(Box::new(record), Arc::from(field)),
            kind,
            range,
        }
    }

    pub fn unknown_field<'f>(&mut self, field: &str, known: impl Iterator<Item = &'f Arc<str>>, range: Range<usize>) {
        let quoted = self.tokens.text(&range).starts_with('"');
        let problem = Problem::new("unknown-name", range, phrase!("no field `{field}` here", field));
        let problem = match nearest(field, known.map(|name| &**name)) {
            Some(nearest) if quoted => problem.did_you_mean(nearest).replacement(format!("{nearest:?}")),
            Some(nearest) => problem.did_you_mean(nearest),
            None => problem,
        };
        self.problem(problem);
    }

    pub fn question(&mut self, question: Question, name: &Node, range: Range<usize>) -> Node {
        let written = name.literal().and_then(Value::as_text).unwrap_or_default().to_owned();
        let (code, what, known) = match question {
            Question::OpenTasks | Question::LateTasks | Question::AnswersOf => (
                "unknown-task",
                phrase!("task"),
                self.vocabulary.tasks.keys().collect::<Vec<_>>(),
            ),
            Question::Cases | Question::OpenCases => (
                "unknown-case-type",
                phrase!("case type"),
                self.vocabulary.case_types.iter().collect::<Vec<_>>(),
            ),
            Question::Missed | Question::Late | Question::DueOf => (
                "unknown-deadline",
                phrase!("deadline"),
                self.vocabulary.deadlines.iter().collect(),
            ),
            _ => (
                "unknown-event",
                phrase!("event"),
                self.vocabulary.events.keys().collect(),
            ),
        };
        let shared = known
            .iter()
            .find(|known| ****known == *written)
            .map(|known| Arc::clone(known));
        let kind = match question {
            Question::Happened | Question::Late => Kind::Bool,
            Question::Times
            | Question::OpenTasks
            | Question::LateTasks
            | Question::Missed
            | Question::Cases
            | Question::OpenCases => Kind::Integer,
            Question::AnswersOf => {
                let answers = self.vocabulary.tasks.get(written.as_str()).cloned();
                Kind::List(Box::new(answers.unwrap_or(Kind::Any)))
            }
            Question::LastAt | Question::DueOf => Kind::Instant,
            Question::Since => Kind::Decimal,
            Question::ActorOf => Kind::User,
            Question::Last => self
                .vocabulary
                .events
                .get(written.as_str())
                .cloned()
                .unwrap_or(Kind::Any),
        };
        let Some(shared) = shared else {
            let problem = Problem::new(
                code,
                name.range.clone(),
                phrase!("no {what} `{written}`", what, written),
            );
            let problem = match nearest(&written, known.iter().map(|name| &***name)) {
                Some(nearest) => problem.did_you_mean(nearest).replacement(format!("{nearest:?}")),
                None => problem,
            };
            self.problem(problem);
            return Node {
                shortcut: Shortcut::None,
                form: Form::Literal(Value::Empty),
                kind,
                range,
            };
        };
        Node {
            shortcut: Shortcut::None,
            form: Form::Ask(question, shared),
            kind,
            range,
        }
    }
}
