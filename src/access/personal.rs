//! What of a case is personal data: answers that are marked so, and what repeats them, however it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::expression::{Expression, Kind, Slot};
use crate::form::Field;
use crate::pack::raw::FieldKind;
use crate::pack::{CaseType, DecisionBody, Given, Pack};

pub struct Personal {
    /// Answers, and decisions that repeat them.
    slots: BTreeSet<Slot>,
    /// The personal fields of all case types by their ids: answers that came with an event may be of any of them.
    fields: BTreeMap<Arc<str>, FieldKind>,
}

/// The personal fields of all case types by their ids: those that are marked, and everything within a group that is.
pub(super) fn fields(pack: &Pack) -> BTreeMap<Arc<str>, FieldKind> {
    let mut found = BTreeMap::new();
    for form in pack.case_types.values().flat_map(|any| any.forms.values()) {
        form.fields()
            .for_each(|field| collect(field, field.personal, &mut found));
    }
    found
}

impl Personal {
    pub fn of(pack: &Pack, case_type: &CaseType) -> Self {
        let mut personal = Self {
            slots: BTreeSet::new(),
            fields: fields(pack),
        };
        for field in case_type.forms.values().flat_map(|form| form.fields()) {
            let mut inside = BTreeMap::new();
            collect(field, field.personal, &mut inside);
            if !inside.is_empty() {
                personal.slots.extend(field.slot.into_iter().chain(field.form_slot));
            }
        }
        // In the order in which they are decided, so that one may repeat what another has given.
        for decision in case_type.decisions.values() {
            let rules = match &decision.body {
                DecisionBody::First(rules) | DecisionBody::All(rules) => &rules[..],
                DecisionBody::Table(_) => &[],
            };
            let repeats = rules.iter().any(|rule| match &rule.gives {
                Given::Expression(gives) => personal.is_told_by(gives),
                Given::Value(_) => false,
            });
            if repeats {
                personal.slots.insert(decision.slot);
            }
        }
        personal
    }

    pub fn holds(&self, slot: Slot) -> bool {
        self.slots.contains(&slot)
    }

    /// Whether what the expression gives may be personal: it reads such an answer, and gives more than a number, a yes or an option.
    pub fn is_told_by(&self, is: &Expression) -> bool {
        may_name(is.kind()) && (is.reads().iter().any(|slot| self.holds(*slot)) || self.is_asked_by(is))
    }

    /// Whether what the expression gives is personal as it stands there: it may be, or it is such an answer of any kind.
    pub fn is_given_by(&self, case_type: &CaseType, is: &Expression) -> bool {
        self.is_told_by(is) || case_type.field_given_by(is).is_some_and(|field| field.personal)
    }

    /// Whether it asks for a personal answer that came with an event or a task.
    fn is_asked_by(&self, is: &Expression) -> bool {
        match is.asked_of_answers() {
            None => false,
            Some(fields) if fields.is_empty() => !self.fields.is_empty(),
            Some(fields) => fields.iter().any(|field| self.fields.contains_key(field)),
        }
    }
}

fn collect(field: &Field, is_personal: bool, found: &mut BTreeMap<Arc<str>, FieldKind>) {
    if is_personal {
        found.insert(Arc::from(field.id.as_str()), field.kind);
    }
    for inner in &field.fields {
        collect(inner, is_personal || inner.personal, found);
    }
}

fn may_name(kind: &Kind) -> bool {
    match kind {
        Kind::Text | Kind::Any | Kind::Record(_) => true,
        Kind::List(item) => may_name(item),
        _ => false,
    }
}
