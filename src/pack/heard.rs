//! What a case keeps of the answers of others that it is told of.
//!
//! A case hears what was answered in the cases it has opened when they are closed. What its own policy never reads it does not keep:
//! what a case held is in that case, and is gone with it.

use std::collections::{BTreeMap, BTreeSet};

use super::id::{EventId, FieldId};
use crate::expression::Expression;
use crate::form::Answers;

/// The answers of events that anything of a case type reads: by event the fields, or `None` if one takes them all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard(BTreeMap<EventId, Option<BTreeSet<FieldId>>>);

impl Heard {
    /// What these expressions read.
    pub fn by<'a>(expressions: impl Iterator<Item = &'a Expression>) -> Self {
        let mut read: BTreeMap<EventId, Option<BTreeSet<FieldId>>> = BTreeMap::new();
        for (event, field) in expressions.flat_map(Expression::event_answers) {
            let fields = read.entry(EventId::new(event)).or_insert_with(|| Some(BTreeSet::new()));
            match (field, &mut *fields) {
                (Some(field), Some(fields)) => drop(fields.insert(FieldId::new(field))),
                (None, fields) => *fields = None,
                (Some(_), None) => {}
            }
        }
        Self(read)
    }

    /// What of `answers`, told with this event, is kept.
    pub fn of(&self, event: &EventId, answers: &Answers) -> Answers {
        match self.0.get(event) {
            None => Answers::new(),
            Some(None) => answers.clone(),
            Some(Some(fields)) => answers
                .iter()
                .filter(|(field, _)| fields.contains(*field))
                .map(|(field, value)| (field.clone(), value.clone()))
                .collect(),
        }
    }
}
