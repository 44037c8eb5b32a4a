//! The tree that runs.

use std::ops::Range;
use std::sync::Arc;

use super::almanac::{Almanac, Local};
use super::functions::Pure;
use super::shortcut::Shortcut;
use super::units::{UnitQuestion, Units};
use super::{Kind, Slot};
use crate::value::Value;

/// One part of an expression.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub form: Form,
    pub kind: Kind,
    /// Bytes of the source.
    pub range: Range<usize>,
    /// [`Shortcut::None`] until [`Node::find_shortcuts`].
    pub shortcut: Shortcut,
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    Literal(Value),
    Read(Slot),
    /// The present moment of the frame.
    Now,
    Member(Box<Node>, Arc<str>),
    Not(Box<Node>),
    All(Box<[Node]>),
    Any(Box<[Node]>),
    Compare(Comparison, Box<[Node; 2]>),
    Compute(Operation, Box<[Node; 2]>),
    Negate(Box<Node>),
    /// Condition, then, else.
    If(Box<[Node; 3]>),
    /// `a ?? b`: the first that is answered.
    Coalesce(Box<[Node]>),
    List(Box<[Node]>),
    /// List or text, then what may be in it.
    Contains(Box<[Node; 2]>),
    Answered(Box<Node>),
    Ask(Question, Arc<str>),
    /// The function by its name in the manual's table.
    Call(&'static str, Pure, Box<[Node]>),
    /// A question about departments, of the tree of the pack.
    AskUnits(UnitQuestion, Arc<Units>, Box<[Node]>),
    /// By the organization's clock and calendar.
    Local(Local, Arc<Almanac>, Box<[Node]>),
    Script(Arc<str>, Box<[Node]>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    /// Texts, one after the other.
    Join,
}

/// What an expression may ask about a case's past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    Happened,
    Times,
    Last,
    LastAt,
    Since,
    ActorOf,
    OpenTasks,
    LateTasks,
    AnswersOf,
    Cases,
    OpenCases,
    Missed,
    Late,
    DueOf,
}

impl Question {
    /// Whether it asks when a deadline ends.
    pub fn is_of_an_end(self) -> bool {
        matches!(self, Self::Late | Self::DueOf)
    }
}

impl Node {
    /// The parts directly below, in reading order.
    pub fn children(&self) -> &[Node] {
        match &self.form {
            Form::Literal(_) | Form::Read(_) | Form::Now | Form::Ask(..) => &[],
            Form::Member(inner, _) | Form::Not(inner) | Form::Negate(inner) | Form::Answered(inner) => {
                std::slice::from_ref(inner)
            }
            Form::Compare(_, pair) | Form::Compute(_, pair) | Form::Contains(pair) => &pair[..],
            Form::If(parts) => &parts[..],
            Form::All(parts)
            | Form::Any(parts)
            | Form::Coalesce(parts)
            | Form::List(parts)
            | Form::Call(_, _, parts)
            | Form::AskUnits(_, _, parts)
            | Form::Local(_, _, parts)
            | Form::Script(_, parts) => parts,
        }
    }

    /// Whether it is worth the same in every case.
    pub fn is_constant(&self) -> bool {
        !matches!(self.form, Form::Read(_) | Form::Now | Form::Ask(..) | Form::Script(..))
            && self.children().iter().all(Self::is_constant)
    }

    /// Finds the shortcuts, once all that the form says is settled.
    pub fn find_shortcuts(&mut self) {
        self.shortcut = Shortcut::of(self);
        match &mut self.form {
            Form::Literal(_) | Form::Read(_) | Form::Now | Form::Ask(..) => {}
            Form::Member(inner, _) | Form::Not(inner) | Form::Negate(inner) | Form::Answered(inner) => {
                inner.find_shortcuts();
            }
            Form::Compare(_, pair) | Form::Compute(_, pair) | Form::Contains(pair) => {
                pair.iter_mut().for_each(Self::find_shortcuts);
            }
            Form::If(parts) => parts.iter_mut().for_each(Self::find_shortcuts),
            Form::All(parts)
            | Form::Any(parts)
            | Form::Coalesce(parts)
            | Form::List(parts)
            | Form::Call(_, _, parts)
            | Form::AskUnits(_, _, parts)
            | Form::Local(_, _, parts)
            | Form::Script(_, parts) => parts.iter_mut().for_each(Self::find_shortcuts),
        }
    }

    /// Every slot read in it, in reading order, repetitions included.
    pub fn slots(&self, found: &mut Vec<Slot>) {
        if let Form::Read(slot) = self.form {
            found.push(slot);
        }
        for child in self.children() {
            child.slots(found);
        }
    }

    /// What it asks about deadlines, repetitions included.
    pub fn deadlines(&self, found: &mut impl FnMut(Question, &Arc<str>)) {
        if let Form::Ask(question @ (Question::Missed | Question::Late | Question::DueOf), deadline) = &self.form {
            found(*question, deadline);
        }
        for child in self.children() {
            child.deadlines(found);
        }
    }

    /// Which answers of events it reads: of the event with this name the field, or all of them.
    pub fn event_answers(&self, found: &mut impl FnMut(&Arc<str>, Option<&Arc<str>>)) {
        let (asked, field) = match &self.form {
            Form::Member(inner, field) => (&**inner, Some(field)),
            _ => (self, None),
        };
        if let Form::Ask(Question::Last, event) = &asked.form {
            return found(event, field);
        }
        for child in self.children() {
            child.event_answers(found);
        }
    }

    /// Whether it is such a part, or holds one.
    pub fn holds(&self, is_one: &impl Fn(&Form) -> bool) -> bool {
        is_one(&self.form) || self.children().iter().any(|child| child.holds(is_one))
    }

    /// Whether it asks if one of these is answered, so that it cannot hold without.
    pub fn demands_answer(&self, slots: &[Slot]) -> bool {
        match &self.form {
            Form::All(parts) => parts.iter().any(|part| part.demands_answer(slots)),
            Form::Answered(asked) => matches!(asked.form, Form::Read(slot) if slots.contains(&slot)),
            _ => false,
        }
    }

    /// The fields it asks of records and rows, and every text written out, which may name one.
    pub fn fields(&self, found: &mut Vec<Arc<str>>) {
        match &self.form {
            Form::Member(_, field) => found.push(Arc::clone(field)),
            Form::Literal(Value::Text(text)) => found.push(Arc::clone(text)),
            _ => {}
        }
        self.children().iter().for_each(|child| child.fields(found));
    }

    /// Whether a mistake stands here, which has been told.
    pub fn is_broken(&self) -> bool {
        matches!(self.form, Form::Literal(Value::Empty))
    }

    /// Whether both ask the same of what stands there. Of what is computed it does not look closer.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        let same = |ones: &[Self], others: &[Self]| {
            ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| one.asks_the_same(other))
        };
        match (&self.form, &other.form) {
            (Form::Literal(one), Form::Literal(other)) => one == other,
            (Form::Read(one), Form::Read(other)) => one == other,
            (Form::Not(one), Form::Not(other)) | (Form::Answered(one), Form::Answered(other)) => {
                one.asks_the_same(other)
            }
            (Form::Compare(one, ones), Form::Compare(other, others)) => one == other && same(&ones[..], &others[..]),
            (Form::Contains(ones), Form::Contains(others)) => same(&ones[..], &others[..]),
            _ => false,
        }
    }

    pub fn literal(&self) -> Option<&Value> {
        match &self.form {
            Form::Literal(value) => Some(value),
            _ => None,
        }
    }
}

impl Comparison {
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    /// The same question with its sides exchanged.
    pub fn flipped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }

    pub fn is_equality(self) -> bool {
        matches!(self, Self::Equal | Self::Unequal)
    }
}
