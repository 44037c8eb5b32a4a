//! What the names of a case type are called by the people who work with it.

use super::{CaseType, DeadlineRule, Pack};
use crate::expression::Expression;
use crate::form::Field;
use crate::locale::Text;
use crate::pack::raw::FieldKind;

impl CaseType {
    /// The field of this id, in whichever form asks it first. `form.` before it is the same field.
    pub fn field(&self, id: &str) -> Option<&Field> {
        let id = id.strip_prefix("form.").unwrap_or(id);
        self.forms.values().find_map(|form| form.field(id))
    }

    /// The label of a field, the name of a decision or of a counter. `None` for names that every case type has, such as
    /// `case.stage`, and for settings, which are the organization's.
    pub fn called(&self, name: &str) -> Option<&Text> {
        if let Some(counter) = name.strip_prefix("counters.") {
            return Some(&self.counters.get(counter)?.name);
        }
        let field = self.field(name).map(|field| &field.label);
        field.or_else(|| self.decisions.get(name).map(|decision| &decision.name))
    }

    /// The name that the expression gives the value of, as it is: a field's, a decision's, `case.stage`. `None` if it makes anything of
    /// what it reads.
    pub fn name_given_by(&self, expression: &Expression) -> Option<&str> {
        Some(self.layout.name(expression.only_name()?))
    }

    /// The field whose answer the expression gives as it is.
    pub fn field_given_by(&self, expression: &Expression) -> Option<&Field> {
        self.field(self.name_given_by(expression)?)
    }

    /// The field that says what a case is about, where the line by which lists tell it is one answer.
    pub fn subject_field(&self) -> Option<&Field> {
        self.field_given_by(&self.subject)
    }

    /// The field that says who complains, where that is one answer.
    pub fn complainant_field(&self) -> Option<&Field> {
        self.field_given_by(self.complainant.as_ref()?)
    }

    /// The field of the opening form that says through which channel a case came: the first whose options are channels.
    pub fn channel_field(&self, pack: &Pack) -> Option<&Field> {
        let form = self.forms.get(&self.opening.form)?;
        form.fields().find(|field| {
            field.kind == FieldKind::Choice
                && !field.options.is_empty()
                && field.options.keys().all(|id| pack.channels.contains_key(&**id))
        })
    }
}

impl DeadlineRule {
    /// What a step of its extension is called, by its number counted from 1.
    pub fn step_name(&self, number: u32) -> Option<&Text> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.extensions.get(index)?.name.as_ref()
    }
}
