//! Running the tree.
//!
//! Conditions run in [`holds`], which borrows what it compares and allocates nothing. Everything else, and everything a
//! person waits for, runs in [`value`].

use super::arithmetic::{compute, negate};
use super::comparison::{compare, contains, equals};
use super::library::hours_from;
use super::node::{Form, Node, Question};
use super::{Failure, Frame};
use crate::value::Value;

/// What a part is worth. Never `Lent` or `Own` of [`Value::Empty`].
pub(super) enum Got<'a> {
    Lent(&'a Value),
    Own(Value),
    Unknown,
    Failed(Failure),
}

/// What a condition is worth; [`failure`] finds what went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    True,
    False,
    Unknown,
    Failed,
}

impl Verdict {
    #[inline]
    pub fn known(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    #[inline]
    fn of(value: Result<Option<bool>, Failure>) -> Self {
        match value {
            Ok(Some(value)) => Self::known(value),
            Ok(None) => Self::Unknown,
            Err(_) => Self::Failed,
        }
    }
}

impl<'a> Got<'a> {
    fn known(value: Value) -> Self {
        if value.is_empty() {
            Self::Unknown
        } else {
            Self::Own(value)
        }
    }

    fn lent(value: &'a Value) -> Self {
        if value.is_empty() {
            Self::Unknown
        } else {
            Self::Lent(value)
        }
    }

    fn answer(answer: Result<Option<Value>, Failure>) -> Self {
        match answer {
            Ok(Some(value)) => Self::known(value),
            Ok(None) => Self::Unknown,
            Err(failure) => Self::Failed(failure),
        }
    }

    pub fn as_value(&self) -> Option<&Value> {
        match self {
            Self::Lent(value) => Some(value),
            Self::Own(value) => Some(value),
            Self::Unknown | Self::Failed(_) => None,
        }
    }
}

static EMPTY: Value = Value::Empty;

/// What stands there without computing anything.
#[inline(always)]
fn peek<'a>(node: &'a Node, frame: &Frame<'a>) -> Option<&'a Value> {
    match &node.form {
        Form::Read(slot) => Some(frame.values.get(usize::from(slot.0)).unwrap_or(&EMPTY)),
        Form::Literal(value) => Some(value),
        _ => None,
    }
}

/// What a condition is worth, as in Kleene's logic: whatever decides, decides, even if the rest is not answered. A
/// failure is reported only where the rest does not decide before it is reached.
///
/// What rules mostly ask is found out on the spot (`shortcut`).
#[inline(always)]
pub(super) fn holds(node: &Node, frame: &Frame) -> Verdict {
    match node.shortcut.take(frame) {
        Some(verdict) => verdict,
        None => holds_by_parts(node, frame),
    }
}

#[inline]
fn is_yes(value: Option<&Value>) -> Verdict {
    match value {
        Some(Value::Bool(value)) => Verdict::known(*value),
        Some(Value::Empty) | None => Verdict::Unknown,
        Some(_) => Verdict::Failed,
    }
}

#[inline(never)]
fn holds_by_parts(node: &Node, frame: &Frame) -> Verdict {
    match &node.form {
        Form::All(parts) => all_hold(parts, frame),
        Form::Any(parts) => joined(parts, frame, Verdict::True, Verdict::False),
        Form::Not(inner) => match holds(inner, frame) {
            Verdict::True => Verdict::False,
            Verdict::False => Verdict::True,
            other => other,
        },
        Form::Compare(comparison, pair) => over(&pair[0], &pair[1], frame, |left, right| {
            compare(*comparison, left, right)
        }),
        Form::Contains(pair) => match (peek(&pair[0], frame), peek(&pair[1], frame), &pair[0].form) {
            (Some(whole), Some(part), _) => Verdict::of(contains(whole, part)),
            (_, _, Form::List(items)) => among(items, &pair[1], frame),
            _ => over(&pair[0], &pair[1], frame, contains),
        },
        Form::Answered(inner) => match value(inner, frame) {
            Got::Lent(_) | Got::Own(_) => Verdict::True,
            Got::Unknown => Verdict::False,
            Got::Failed(_) => Verdict::Failed,
        },
        Form::Ask(Question::Happened, event) => Verdict::known(frame.history.times(event) > 0),
        Form::Ask(Question::Late, deadline) => Verdict::known(frame.history.is_late(deadline, frame.now)),
        Form::If(parts) => match holds(&parts[0], frame) {
            Verdict::True => holds(&parts[1], frame),
            Verdict::False => holds(&parts[2], frame),
            other => other,
        },
        Form::Read(_) | Form::Literal(_) => is_yes(peek(node, frame)),
        _ => match value(node, frame) {
            Got::Unknown => Verdict::Unknown,
            Got::Failed(_) => Verdict::Failed,
            got => got
                .as_value()
                .and_then(Value::as_bool)
                .map_or(Verdict::Failed, Verdict::known),
        },
    }
}

#[inline(always)]
pub(super) fn all_hold(parts: &[Node], frame: &Frame) -> Verdict {
    joined(parts, frame, Verdict::False, Verdict::True)
}

#[inline(always)]
fn joined(parts: &[Node], frame: &Frame, decides: Verdict, otherwise: Verdict) -> Verdict {
    let mut so_far = otherwise;
    for part in parts {
        match holds(part, frame) {
            Verdict::Failed => return Verdict::Failed,
            Verdict::Unknown => so_far = Verdict::Unknown,
            verdict if verdict == decides => return decides,
            _ => {}
        }
    }
    so_far
}

/// Whether one of the items, of which some may not be answered, equals `part`.
fn among(items: &[Node], part: &Node, frame: &Frame) -> Verdict {
    let mut so_far = Verdict::False;
    for item in items {
        match over(item, part, frame, equals) {
            Verdict::False => {}
            Verdict::Unknown => so_far = Verdict::Unknown,
            decided => return decided,
        }
    }
    so_far
}

/// Relations of something unknown are unknown.
#[inline(never)]
fn over(
    left: &Node,
    right: &Node,
    frame: &Frame,
    relation: impl Fn(&Value, &Value) -> Result<Option<bool>, Failure>,
) -> Verdict {
    let mut rooms = [Value::Empty, Value::Empty];
    let [left_room, right_room] = &mut rooms;
    match (side(left, frame, left_room), side(right, frame, right_room)) {
        (Ok(left), Ok(right)) => Verdict::of(relation(left, right)),
        _ => Verdict::Failed,
    }
}

/// What a part is worth: where it stands, or in `room` if it had to be computed. [`Value::Empty`] if it is unknown.
fn side<'v, 'a: 'v>(node: &'a Node, frame: &Frame<'a>, room: &'v mut Value) -> Result<&'v Value, Failure> {
    if let Some(value) = peek(node, frame) {
        return Ok(value);
    }
    match value(node, frame) {
        Got::Lent(value) => Ok(value),
        Got::Own(value) => {
            *room = value;
            Ok(room)
        }
        Got::Unknown => Ok(&EMPTY),
        Got::Failed(failure) => Err(failure),
    }
}

/// What a part is worth.
pub(super) fn value<'a>(node: &'a Node, frame: &Frame<'a>) -> Got<'a> {
    match &node.form {
        Form::Literal(_) | Form::Read(_) => peek(node, frame).map_or(Got::Unknown, Got::lent),
        Form::Now => Got::Own(Value::Instant(frame.now)),
        Form::Member(inner, field) => member(value(inner, frame), field),
        Form::All(_) | Form::Any(_) | Form::Not(_) | Form::Compare(..) | Form::Contains(_) | Form::Answered(_) => {
            match holds(node, frame) {
                Verdict::True => Got::Own(Value::Bool(true)),
                Verdict::False => Got::Own(Value::Bool(false)),
                Verdict::Unknown => Got::Unknown,
                Verdict::Failed => Got::Failed(failure(node, frame)),
            }
        }
        Form::Compute(operation, pair) => with(&pair[..], frame, |left, right| {
            compute(*operation, left, right.unwrap_or(&EMPTY)).map(Some)
        }),
        Form::Negate(inner) => with(std::slice::from_ref(inner), frame, |value, _| negate(value).map(Some)),
        Form::If(parts) => match holds(&parts[0], frame) {
            Verdict::True => value(&parts[1], frame),
            Verdict::False => value(&parts[2], frame),
            Verdict::Unknown => Got::Unknown,
            Verdict::Failed => Got::Failed(failure(&parts[0], frame)),
        },
        Form::Coalesce(parts) => parts
            .iter()
            .map(|part| value(part, frame))
            .find(|got| !matches!(got, Got::Unknown))
            .unwrap_or(Got::Unknown),
        Form::List(parts) => match all(parts, frame) {
            Ok(items) => Got::Own(Value::List(items.into())),
            Err(other) => other,
        },
        Form::Ask(question, name) => ask(*question, name, frame),
        Form::Call(_, function, arguments) => with(arguments, frame, function.run),
        Form::AskUnits(question, units, arguments) => with(arguments, frame, |first, second| {
            Ok(units.answer(*question, first, second))
        }),
        Form::Local(local, almanac, arguments) => with(arguments, frame, |one, two| (local.run)(almanac, one, two)),
        Form::Script(name, arguments) => match all(arguments, frame) {
            Ok(arguments) => Got::answer(frame.scripts.call(name, &arguments).map(Some)),
            Err(other) => other,
        },
    }
}

fn member<'a>(record: Got<'a>, field: &str) -> Got<'a> {
    let missing = |record: &Value| Failure {
        message: format!("{record} has no `{field}`"),
    };
    match record {
        Got::Lent(Value::Record(fields)) => fields.get(field).map_or(Got::Unknown, Got::lent),
        Got::Own(Value::Record(fields)) => fields
            .get(field)
            .map_or(Got::Unknown, |value| Got::known(value.clone())),
        Got::Lent(other) => Got::Failed(missing(other)),
        Got::Own(other) => Got::Failed(missing(&other)),
        other => other,
    }
}

/// Applies a function of one or two values, if both are known.
fn with<'a>(
    arguments: &'a [Node],
    frame: &Frame<'a>,
    function: impl Fn(&Value, Option<&Value>) -> Result<Option<Value>, Failure>,
) -> Got<'a> {
    let mut rooms = [Value::Empty, Value::Empty];
    let [one_room, two_room] = &mut rooms;
    let one = arguments.first().map_or(Ok(&EMPTY), |node| side(node, frame, one_room));
    let two = arguments.get(1).map(|node| side(node, frame, two_room)).transpose();
    match (one, two) {
        (Err(failure), _) | (_, Err(failure)) => Got::Failed(failure),
        (Ok(Value::Empty), _) | (_, Ok(Some(Value::Empty))) => Got::Unknown,
        (Ok(one), Ok(two)) => Got::answer(function(one, two)),
    }
}

/// All of them, or what stands in the way: a failure before anything unknown.
fn all<'a>(parts: &'a [Node], frame: &Frame<'a>) -> Result<Vec<Value>, Got<'a>> {
    let mut values = Vec::with_capacity(parts.len());
    let mut unknown = false;
    for part in parts {
        match value(part, frame) {
            Got::Lent(value) => values.push(value.clone()),
            Got::Own(value) => values.push(value),
            Got::Unknown => unknown = true,
            failed => return Err(failed),
        }
    }
    if unknown { Err(Got::Unknown) } else { Ok(values) }
}

fn ask<'a>(question: Question, name: &str, frame: &Frame<'a>) -> Got<'a> {
    match question {
        Question::Happened => Got::Own(Value::Bool(frame.history.times(name) > 0)),
        Question::Times => Got::Own(Value::Integer(frame.history.times(name).into())),
        Question::Cases => Got::Own(Value::Integer(frame.history.cases(name).into())),
        Question::OpenCases => Got::Own(Value::Integer(frame.history.open_cases(name).into())),
        Question::OpenTasks => Got::Own(Value::Integer(frame.history.open_tasks(name).into())),
        Question::Missed => Got::Own(Value::Integer(frame.history.missed(name).into())),
        Question::Late => Got::Own(Value::Bool(frame.history.is_late(name, frame.now))),
        Question::DueOf => frame
            .history
            .due_of(name)
            .map_or(Got::Unknown, |at| Got::Own(Value::Instant(at))),
        Question::AnswersOf => Got::Own(frame.history.answers_of(name)),
        Question::LateTasks => Got::Own(Value::Integer(frame.history.late_tasks(name, frame.now).into())),
        Question::Last => frame
            .history
            .last(name)
            .map_or(Got::Unknown, |(_, answers)| Got::known(answers)),
        Question::LastAt => frame
            .history
            .last(name)
            .map_or(Got::Unknown, |(at, _)| Got::Own(Value::Instant(at))),
        Question::ActorOf => frame.history.actor_of(name).map_or(Got::Unknown, Got::known),
        Question::Since => frame.history.last(name).map_or(Got::Unknown, |(at, _)| {
            Got::Own(Value::Decimal(hours_from(at, frame.now)))
        }),
    }
}

/// Why a condition failed. Asked only after it did.
pub(super) fn failure(node: &Node, frame: &Frame) -> Failure {
    let mut operands = Vec::new();
    for part in looked_at(node, frame) {
        match value(part, frame) {
            Got::Failed(failure) => return failure,
            got => operands.push(got),
        }
    }
    if let [Some(left), Some(right)] = operands.iter().map(Got::as_value).collect::<Vec<_>>()[..] {
        let result = match &node.form {
            Form::Compare(comparison, _) => compare(*comparison, left, right),
            Form::Contains(_) => contains(left, right),
            _ => Ok(None),
        };
        if let Err(failure) = result {
            return failure;
        }
    }
    let itself = [peek(node, frame)];
    let values = operands.iter().map(Got::as_value).chain(itself).flatten();
    let odd = values
        .filter(|value| value.as_bool().is_none())
        .map(Value::to_string)
        .next();
    Failure {
        message: format!("{} is neither yes nor no", odd.unwrap_or_else(|| "this".into())),
    }
}

/// The parts below that count: of an `if`, its condition and then only the branch taken.
fn looked_at<'a>(node: &'a Node, frame: &Frame) -> &'a [Node] {
    match &node.form {
        Form::If(parts) => match holds(&parts[0], frame) {
            Verdict::True => &parts[1..2],
            Verdict::False => &parts[2..],
            Verdict::Unknown | Verdict::Failed => &parts[..1],
        },
        _ => node.children(),
    }
}

/// The smallest parts that are not known and make `node` unknown. Asked only of something unknown.
pub(super) fn missing<'a>(node: &'a Node, frame: &Frame<'a>, found: &mut Vec<&'a Node>) {
    let before = found.len();
    for part in looked_at(node, frame) {
        if matches!(value(part, frame), Got::Unknown) {
            missing(part, frame, found);
        }
    }
    if found.len() == before {
        found.push(node);
    }
}
