//! A submission while it is judged: what is asked, what stands there, until it comes to rest.
//!
//! Conditions read answers, and answers depend on conditions: a hidden answer is dropped, a computed one changes, and
//! decisions are made anew on both. So everything is worked out again on the outcome of the last time until nothing
//! changes. A condition that is not known hides, requires and refuses nothing.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::limits::decimals_of;
use super::mistake::Mistake;
use super::typed::read;
use super::{Answers, Condition, Field, Guard, Surroundings, users};
use crate::expression::{Expression, Frame, Outcome, Slot};
use crate::pack::raw::{FieldKind, WhenHidden};
use crate::value::Value;

/// The most that rows of one group are looked at; the schema refuses more.
const ROWS_READ_MAX: usize = 50;

/// One field and what is known of it.
pub(super) struct Draft<'f> {
    pub field: &'f Field,
    /// `group.2.field`; rows count from zero, blank ones included.
    pub path: String,
    pub given: Given,
    /// Of a group.
    pub rows: Vec<Row<'f>>,
    pub visible: bool,
    pub required: bool,
    /// What the field is worth: given, computed or the default; nothing while it is hidden.
    pub value: Value,
    pub mistake: Option<Mistake>,
    /// Of a user: the departments among whose people somebody may be chosen; `None` for all.
    pub departments: Option<Vec<Arc<str>>>,
    /// Checks that do not hold.
    pub objections: Vec<(usize, &'f Guard)>,
}

/// What a submission says about a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Given {
    /// Nothing: the default may stand.
    Nothing,
    /// That it stays empty.
    Cleared,
    Value(Value),
    Rows,
    /// Something that cannot be read.
    Wrong,
}

pub(super) struct Row<'f> {
    /// Nothing is filled in: the page's empty row.
    pub blank: bool,
    pub drafts: Vec<Draft<'f>>,
}

/// Reads every field of `fields`. `typed` is what came, `natural` the same made regular.
pub(super) fn drafts<'f>(
    fields: impl Iterator<Item = &'f Field>,
    typed: &Map<String, Json>,
    natural: &Map<String, Json>,
    prefix: &str,
    surroundings: &dyn Surroundings,
) -> Vec<Draft<'f>> {
    fields
        .map(|field| {
            let path = format!("{prefix}{}", field.id);
            let mut draft = Draft {
                field,
                given: Given::Nothing,
                rows: Vec::new(),
                visible: true,
                required: false,
                value: Value::Empty,
                mistake: None,
                departments: None,
                objections: Vec::new(),
                path,
            };
            match natural.get(&*field.id) {
                _ if !field.is_asked() => {}
                None if typed.contains_key(&*field.id) => draft.given = Given::Cleared,
                None => {}
                Some(answer) if field.kind == FieldKind::Group => draft.read_rows(typed, answer, surroundings),
                Some(answer) => match read(field, answer, surroundings) {
                    Ok(value) => draft.given = Given::Value(value),
                    Err(mistake) => draft.refuse(mistake),
                },
            }
            draft
        })
        .collect()
}

impl<'f> Draft<'f> {
    fn read_rows(&mut self, typed: &Map<String, Json>, answer: &Json, surroundings: &dyn Surroundings) {
        let Some(rows) = answer.as_array() else {
            return self.refuse(Mistake::Not(FieldKind::Group));
        };
        let nothing = Map::new();
        let typed_rows = typed.get(&*self.field.id).and_then(Json::as_array);
        self.given = Given::Rows;
        for (index, row) in rows.iter().take(ROWS_READ_MAX).enumerate() {
            let typed = typed_rows
                .and_then(|rows| rows.get(index)?.as_object())
                .unwrap_or(&nothing);
            let Some(natural) = row.as_object() else {
                return self.refuse(Mistake::Not(FieldKind::Group));
            };
            let prefix = format!("{}.{index}.", self.path);
            self.rows.push(Row {
                blank: natural.is_empty(),
                drafts: drafts(self.field.fields.iter(), typed, natural, &prefix, surroundings),
            });
        }
    }

    /// What was given does not count; the first mistake is the one people hear of.
    pub fn refuse(&mut self, mistake: Mistake) {
        self.given = Given::Wrong;
        self.rows.clear();
        self.mistake.get_or_insert(mistake);
    }

    /// Hidden, but what was given stays.
    fn is_kept(&self) -> bool {
        self.field.when_hidden == WhenHidden::Keep && matches!(self.given, Given::Value(_) | Given::Rows)
    }

    /// The form says something about it, be it that nothing stands there. A hidden answer that is kept is left alone.
    pub fn is_said(&self) -> bool {
        self.field.kind != FieldKind::Note
            && (self.visible || self.is_kept() || self.field.when_hidden == WhenHidden::Drop)
    }

    /// Rows that count, with their place on the page.
    pub fn filled_rows(&self) -> impl Iterator<Item = &Row<'f>> {
        self.rows.iter().filter(|row| !row.blank)
    }

    fn worth(&self, worked_out: Value) -> Value {
        if !self.visible && !self.is_kept() {
            return Value::Empty;
        }
        match &self.given {
            _ if self.field.computed.is_some() => worked_out,
            Given::Nothing => worked_out,
            Given::Cleared | Given::Wrong => Value::Empty,
            Given::Value(value) => value.clone(),
            Given::Rows => {
                let rows: Vec<Value> = self.filled_rows().map(record).collect();
                if rows.is_empty() {
                    Value::Empty
                } else {
                    Value::list(rows)
                }
            }
        }
    }
}

impl<'f> Row<'f> {
    /// A row nobody has touched: only defaults stand in it.
    pub fn empty(group: &'f Field, prefix: &str, surroundings: &dyn Surroundings) -> Self {
        let nothing = Map::new();
        Self {
            blank: true,
            drafts: drafts(group.fields.iter(), &nothing, &nothing, prefix, surroundings),
        }
    }
}

fn record(row: &Row) -> Value {
    let answered = row.drafts.iter().filter(|draft| !draft.value.is_empty());
    Value::Record(std::sync::Arc::new(
        answered
            .map(|draft| (draft.field.id.as_str().into(), draft.value.clone()))
            .collect(),
    ))
}

/// The form at rest.
pub(super) struct Settled {
    /// What the case had to say before: by slot, without the submission.
    before: Vec<Value>,
    /// False when the conditions chase each other.
    pub at_rest: bool,
}

impl Settled {
    /// The answers of the form: what is answered, and an `Empty` where that takes away what the case had.
    pub fn answers(&self, drafts: &[Draft]) -> Answers {
        let had = |slot: Option<Slot>| {
            slot.and_then(|slot| self.before.get(usize::from(slot.0)))
                .is_some_and(|value| !value.is_empty())
        };
        drafts
            .iter()
            .filter(|draft| draft.is_said() && (!draft.value.is_empty() || had(draft.field.slot)))
            .map(|draft| (draft.field.id.clone(), draft.value.clone()))
            .collect()
    }
}

/// Works out what is visible, required, computed, standing as default and objected to.
pub(super) fn settle(drafts: &mut [Draft], surroundings: &dyn Surroundings) -> Settled {
    let mut before = Vec::new();
    surroundings.with_frame(&Answers::new(), &mut |frame| before = frame.values.to_vec());
    // A chain of conditions is at most as long as there are fields; one more time shows that nothing moves.
    let rounds = 2 + count(drafts);
    let mut at_rest = false;
    for _ in 0..rounds {
        let laid: Answers = drafts
            .iter()
            .filter(|draft| draft.is_said())
            .map(|draft| (draft.field.id.clone(), draft.value.clone()))
            .collect();
        surroundings.with_frame(&laid, &mut |frame| {
            let mut sight = Sight {
                frame,
                values: frame.values.to_vec(),
                before: &before,
                surroundings,
            };
            for draft in drafts.iter() {
                sight.lay(draft);
            }
            at_rest = !rethink(drafts, &mut sight);
        });
        if at_rest {
            break;
        }
    }
    Settled { before, at_rest }
}

fn count(drafts: &[Draft]) -> usize {
    // Rows of one group do not read each other, so a group adds the length of its own chain once.
    drafts.iter().map(|draft| 1 + draft.field.fields.len()).sum()
}

/// What expressions see in one round.
struct Sight<'s> {
    frame: &'s Frame<'s>,
    values: Vec<Value>,
    before: &'s [Value],
    surroundings: &'s dyn Surroundings,
}

impl Sight<'_> {
    fn evaluate(&self, expression: &Expression) -> Outcome {
        expression.evaluate(&Frame {
            values: &self.values,
            ..*self.frame
        })
    }

    /// Puts `value` at `slot` and returns what stood there.
    fn put(&mut self, slot: Option<Slot>, value: Value) -> Value {
        let Some(slot) = slot.map(|slot| usize::from(slot.0)) else {
            return Value::Empty;
        };
        if self.values.len() <= slot {
            self.values.resize(slot + 1, Value::Empty);
        }
        std::mem::replace(&mut self.values[slot], value)
    }

    fn lay(&mut self, draft: &Draft) {
        if draft.is_said() {
            self.put(draft.field.slot, draft.value.clone());
        }
        self.put(draft.field.form_slot, draft.value.clone());
    }

    /// Whether `condition` holds; not known is `false`, and a failure is kept beside the field.
    fn holds(&self, condition: &Condition, failure: &mut Option<Mistake>) -> bool {
        match condition {
            Condition::Always => true,
            Condition::Never => false,
            Condition::When(condition) => self.value(condition, failure).as_bool() == Some(true),
        }
    }

    /// What `expression` is worth; not known is empty, and a failure is kept beside the field.
    fn value(&self, expression: &Expression, failure: &mut Option<Mistake>) -> Value {
        match self.evaluate(expression) {
            Outcome::Known(value) => value,
            Outcome::Unknown(_) => Value::Empty,
            Outcome::Failed(why) => {
                failure.get_or_insert(Mistake::Failed(why.message));
                Value::Empty
            }
        }
    }

    /// What stands in the field when nobody types: the computed value or the default.
    fn worked_out(&mut self, draft: &Draft, failure: &mut Option<Mistake>) -> Value {
        let field = draft.field;
        let value = match (&field.computed, &field.default) {
            (Some(computed), _) => self.value(computed, failure),
            (None, Some(default)) if draft.given == Given::Nothing => {
                // A default may start from what the case already has for the same field.
                let had = field
                    .slot
                    .and_then(|slot| self.before.get(usize::from(slot.0)))
                    .cloned()
                    .unwrap_or_default();
                let laid = self.put(field.slot, had);
                let value = self.value(default, failure);
                self.put(field.slot, laid);
                value
            }
            _ => Value::Empty,
        };
        self.fit(field, value)
    }

    /// Expressions are looser than fields: a whole number is an amount, an instant has a date, one is a list of one.
    fn fit(&self, field: &Field, value: Value) -> Value {
        match (field.kind, value) {
            (FieldKind::Decimal, Value::Integer(number)) => Value::Decimal(number.into()),
            (FieldKind::Money, value @ (Value::Integer(_) | Value::Decimal(_))) => {
                let decimals = decimals_of(self.surroundings.currency());
                let mut amount = value.as_decimal().unwrap_or_default();
                amount = amount.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
                amount.rescale(decimals);
                Value::Decimal(amount)
            }
            (FieldKind::Date, Value::Instant(instant)) => {
                Value::Date(instant.with_timezone(&self.surroundings.zone()).date_naive())
            }
            (FieldKind::Choices | FieldKind::Attachment, value @ Value::Text(_)) => Value::list([value]),
            (_, value) => value,
        }
    }
}

/// Works everything out once; true when something came out otherwise than before.
fn rethink<'f>(drafts: &mut [Draft<'f>], sight: &mut Sight) -> bool {
    let unreadable: Vec<Slot> = drafts
        .iter()
        .filter(|draft| draft.given == Given::Wrong)
        .filter_map(|draft| draft.field.slot)
        .collect();
    let mut changed = false;
    for draft in drafts {
        let field = draft.field;
        let mut failure = None;
        let was = (draft.visible, draft.required, std::mem::take(&mut draft.value));
        draft.visible = sight.holds(&field.visible, &mut failure);
        draft.required = draft.visible && field.is_asked() && sight.holds(&field.required, &mut failure);
        let worked_out = if draft.visible {
            sight.worked_out(draft, &mut failure)
        } else {
            Value::Empty
        };
        for row in &mut draft.rows {
            changed |= rethink_row(row, sight);
        }
        draft.departments = match &field.eligible.department {
            Some(department) if draft.visible => users::departments(&sight.value(department, &mut failure)),
            _ => None,
        };
        draft.value = draft.worth(worked_out);
        if let Some(stranger) = field.stranger(&draft.value, draft.departments.as_deref(), sight.surroundings) {
            // What nobody has typed just does not stand there.
            if matches!(draft.given, Given::Value(_)) {
                failure.get_or_insert(stranger);
            }
            draft.value = Value::Empty;
        }
        draft.objections.clear();
        for (number, guard) in (1..).zip(&field.checks).filter(|_| draft.visible) {
            // What cannot be read is reported as such; a check on it would only say so again.
            let is_blind = guard.that.reads().iter().any(|slot| unreadable.contains(slot));
            if !is_blind && sight.value(&guard.that, &mut failure) == Value::Bool(false) {
                draft.objections.push((number, guard));
            }
        }
        // What could not be read stays wrong; what is worked out is worked out anew.
        let is_worked_out = match &draft.mistake {
            None | Some(Mistake::Failed(_)) => true,
            Some(Mistake::NotEligible(_)) => matches!(draft.given, Given::Value(_)),
            Some(_) => false,
        };
        if is_worked_out {
            draft.mistake = failure;
        }
        changed |= was != (draft.visible, draft.required, draft.value.clone());
    }
    changed
}

fn rethink_row(row: &mut Row, sight: &mut Sight) -> bool {
    let outside: Vec<(Option<Slot>, Value)> = row
        .drafts
        .iter()
        .map(|draft| (draft.field.slot, sight.put(draft.field.slot, draft.value.clone())))
        .collect();
    let changed = rethink(&mut row.drafts, sight);
    for (slot, value) in outside {
        sight.put(slot, value);
    }
    changed
}
