//! What a page must show right now.
//!
//! The browser sends what stands in the form so far and gets this back: which fields are asked, which are needed, what is
//! worked out. Nothing typed is lost, be it right or wrong.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::draft::{Draft, Given, Row, drafts, settle};
use super::{
    Answers, ChoiceOption, Condition, Field, FieldError, FileTerms, Form, Names, Surroundings, describe, natural, users,
};
use crate::locale::{Language, Text};
use crate::pack::id::{ClauseId, FormId};
use crate::pack::raw::FieldKind;
use crate::value::Value;

/// A form as it stands, in one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormState {
    pub id: FormId,
    pub name: String,
    pub help: Option<String>,
    pub sections: Vec<SectionState>,
    pub clauses: Vec<ClauseId>,
    /// What is wrong with the form as a whole, or with names it does not ask.
    pub errors: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionState {
    pub title: Option<String>,
    pub help: Option<String>,
    pub fields: Vec<FieldState>,
}

/// One field, as its input is to be drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldState {
    /// The name of the input: the field's id, or `group.2.field`. For a [`template`](Self::template), `group.#.field`.
    pub name: String,
    pub kind: FieldKind,
    pub label: String,
    pub help: Option<String>,
    /// Hidden fields are listed too, so that the browser knows what to take away.
    pub visible: bool,
    pub required: bool,
    /// Worked out by the form: shown, not asked.
    pub computed: bool,
    /// What stands in the input: as typed, or the default (yes/no as `yes` and `no`, times local as `2024-09-27T16:00`).
    pub value: String,
    /// The same for people; for a computed field this is what is shown.
    pub shown: String,
    /// Of choices and attachments, instead of `value`.
    pub values: Vec<String>,
    pub options: Vec<OptionState>,
    /// Of a group: its rows, at least as many as must be filled in.
    pub rows: Vec<Vec<FieldState>>,
    /// Of a group: one more row, empty, with `#` for its place.
    pub template: Vec<FieldState>,
    /// Fewest and most characters, rows, choices or files; 0 and `None` where nothing is bounded.
    pub fewest: u64,
    pub most: Option<u64>,
    /// Of attachments: what is taken.
    #[serde(skip)]
    pub files: FileTerms,
    pub personal: bool,
    pub clauses: Vec<ClauseId>,
    pub errors: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionState {
    pub id: Arc<str>,
    pub label: String,
    pub help: Option<String>,
    pub chosen: bool,
}

/// What `partial` is worth: the answers that can be read, with defaults and what is worked out. Nothing is refused.
pub fn answers_so_far(form: &Form, partial: &Map<String, Json>, surroundings: &dyn Surroundings) -> Answers {
    let natural = natural::submission(form, partial);
    let mut drafts = drafts(form.fields(), partial, &natural, "", surroundings);
    settle(&mut drafts, surroundings).answers(&drafts)
}

/// What `form` looks like with `partial` typed so far.
pub fn state(
    form: &Form,
    partial: &Map<String, Json>,
    surroundings: &dyn Surroundings,
    language: &Language,
) -> FormState {
    let natural = natural::submission(form, partial);
    let mut drafts = drafts(form.fields(), partial, &natural, "", surroundings);
    add_empty_rows(&mut drafts, surroundings);
    settle(&mut drafts, surroundings);
    let look = Look {
        surroundings,
        language,
        names: users::names(surroundings),
    };
    let mut rest = drafts.iter();
    let sections = form.sections.iter().map(|section| SectionState {
        title: look.text(section.title.as_ref()),
        help: look.text(section.help.as_ref()),
        fields: rest
            .by_ref()
            .take(section.fields.len())
            .map(|draft| look.field(draft, partial.get(&*draft.field.id)))
            .collect(),
    });
    FormState {
        id: form.id.clone(),
        name: form.name.in_language(language).to_owned(),
        help: look.text(form.help.as_ref()),
        sections: sections.collect(),
        clauses: form.clauses.clone(),
        errors: Vec::new(),
    }
}

/// Gives every group the rows it must have and, last, the one that is the template of more.
fn add_empty_rows(drafts: &mut [Draft], surroundings: &dyn Surroundings) {
    for draft in drafts.iter_mut().filter(|draft| draft.field.kind == FieldKind::Group) {
        let field = draft.field;
        let is_required = matches!(field.required, Condition::Always);
        let most = field.most().unwrap_or(0);
        let rows_needed = field.fewest().max(u64::from(is_required)).min(most);
        while (draft.rows.len() as u64) < rows_needed {
            let prefix = format!("{}.{}.", draft.path, draft.rows.len());
            draft.rows.push(Row::empty(field, &prefix, surroundings));
        }
        draft
            .rows
            .push(Row::empty(field, &format!("{}.#.", draft.path), surroundings));
        for row in &mut draft.rows {
            add_empty_rows(&mut row.drafts, surroundings);
        }
    }
}

struct Look<'l> {
    surroundings: &'l dyn Surroundings,
    language: &'l Language,
    names: Names,
}

impl Look<'_> {
    fn text(&self, text: Option<&Text>) -> Option<String> {
        text.map(|text| text.in_language(self.language).to_owned())
    }

    fn field(&self, draft: &Draft, typed: Option<&Json>) -> FieldState {
        let field = draft.field;
        let values = if matches!(field.kind, FieldKind::Choices | FieldKind::Attachment) {
            typed
                .filter(|typed| !typed.is_null())
                .map_or_else(|| ids(&draft.value), all_typed)
        } else {
            Vec::new()
        };
        let value = match typed {
            Some(typed) if field.is_asked() => self.typed(draft, typed),
            _ => self.input(&draft.value),
        };
        let is_chosen = |id: &str| id == value || values.iter().any(|chosen| chosen == id);
        let options = match field.kind {
            FieldKind::User => self.users(draft, is_chosen),
            _ => field
                .options
                .iter()
                .map(|(id, option)| self.option(id, option, is_chosen(id)))
                .collect(),
        };
        let shown = self.shown(&draft.value, field);
        let typed_rows = typed.and_then(Json::as_array);
        let mut rows: Vec<Vec<FieldState>> = draft
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| self.row(row, typed_rows.and_then(|rows| rows.get(index)?.as_object())))
            .collect();
        let template = rows.pop().unwrap_or_default();
        FieldState {
            name: draft.path.clone(),
            visible: draft.visible,
            required: draft.required,
            value,
            shown,
            values,
            options,
            rows,
            template,
            kind: field.kind,
            label: field.label.in_language(self.language).to_owned(),
            help: self.text(field.help.as_ref()),
            computed: field.computed.is_some(),
            fewest: field.fewest(),
            most: field.most(),
            files: field.files.clone(),
            personal: field.personal,
            clauses: field.clauses.clone(),
            errors: Vec::new(),
        }
    }

    fn row(&self, row: &Row, typed: Option<&Map<String, Json>>) -> Vec<FieldState> {
        row.drafts
            .iter()
            .map(|draft| self.field(draft, typed.and_then(|typed| typed.get(&*draft.field.id))))
            .collect()
    }

    fn option(&self, id: &Arc<str>, option: &ChoiceOption, chosen: bool) -> OptionState {
        OptionState {
            id: id.clone(),
            label: option.label.in_language(self.language).to_owned(),
            help: self.text(option.help.as_ref()),
            chosen,
        }
    }

    fn users(&self, draft: &Draft, is_chosen: impl Fn(&str) -> bool) -> Vec<OptionState> {
        let users = draft.field.eligible(draft.departments.as_deref(), self.surroundings);
        let users = users.unwrap_or_default().into_iter();
        users
            .map(|user| OptionState {
                id: Arc::clone(&user.id),
                label: user.name.clone(),
                help: None,
                chosen: is_chosen(&user.id),
            })
            .collect()
    }

    /// What was typed, as it was typed, unless its input takes only one way of writing it.
    fn typed(&self, draft: &Draft, typed: &Json) -> String {
        match (typed, &draft.given) {
            (_, Given::Value(value @ (Value::Bool(_) | Value::Date(_) | Value::Instant(_)))) => self.input(value),
            (Json::String(text), _) => text.clone(),
            (Json::Number(number), _) => number.to_string(),
            _ => String::new(),
        }
    }

    /// A value as its input takes it.
    fn input(&self, value: &Value) -> String {
        match value {
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            Value::Text(text) => text.to_string(),
            Value::Instant(instant) => instant
                .with_timezone(&self.surroundings.zone())
                .format("%Y-%m-%dT%H:%M")
                .to_string(),
            Value::Empty | Value::List(_) | Value::Record(_) => String::new(),
            Value::Integer(_) | Value::Decimal(_) | Value::Date(_) | Value::Period(_) => value.to_string(),
        }
    }

    fn shown(&self, value: &Value, field: &Field) -> String {
        describe(
            value,
            Some(field),
            self.language,
            self.surroundings.zone(),
            self.surroundings.currency(),
            &self.names,
        )
    }
}

fn ids(value: &Value) -> Vec<String> {
    value
        .as_list()
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_text)
        .map(str::to_owned)
        .collect()
}

fn all_typed(typed: &Json) -> Vec<String> {
    let items = typed
        .as_array()
        .map_or_else(|| std::slice::from_ref(typed), Vec::as_slice);
    items.iter().filter_map(Json::as_str).map(str::to_owned).collect()
}

impl FormState {
    /// Every field, rows included, in the order of the page.
    pub fn fields(&self) -> impl Iterator<Item = &FieldState> {
        self.sections
            .iter()
            .flat_map(|section| &section.fields)
            .flat_map(FieldState::with_rows)
    }

    /// Asks what it asks, and shows in personal and computed fields what `other` does: the same form with the same rows, filled in by somebody
    /// who knows less.
    #[must_use]
    pub fn showing(mut self, other: Self) -> Self {
        let sections = self.sections.iter_mut().zip(other.sections);
        sections.for_each(|(section, other)| show_as(&mut section.fields, other.fields));
        self
    }

    /// Calls everybody who may be chosen as `called` says, given the name they sign in with and what they are called.
    #[must_use]
    pub fn with_users(mut self, called: &dyn Fn(&str, &str) -> String) -> Self {
        let fields = self.sections.iter_mut().flat_map(|section| &mut section.fields);
        fields.for_each(|field| field.call_users(called));
        self
    }

    /// Puts each error beside its field; what has no field on the page goes on top.
    pub fn with_errors(mut self, errors: &[FieldError]) -> Self {
        for error in errors {
            let fields = self.sections.iter_mut().flat_map(|section| &mut section.fields);
            match find(fields, &error.field) {
                Some(field) => field.errors.push(error.message.clone()),
                None => self.errors.push(error.message.clone()),
            }
        }
        self
    }
}

impl FieldState {
    fn call_users(&mut self, called: &dyn Fn(&str, &str) -> String) {
        if self.kind == FieldKind::User {
            for option in &mut self.options {
                option.label = called(&option.id, &option.label);
            }
        }
        let inner = self.rows.iter_mut().flatten().chain(&mut self.template);
        inner.for_each(|field| field.call_users(called));
    }

    fn with_rows(&self) -> Vec<&FieldState> {
        let mut all = vec![self];
        all.extend(self.rows.iter().flatten().flat_map(FieldState::with_rows));
        all
    }
}

fn show_as(fields: &mut [FieldState], others: Vec<FieldState>) {
    for (field, other) in fields.iter_mut().zip(others) {
        if field.personal || field.computed {
            (field.value, field.shown, field.values) = (other.value, other.shown, other.values);
        }
        let rows = field.rows.iter_mut().zip(other.rows);
        rows.for_each(|(row, other)| show_as(row, other));
    }
}

fn find<'s>(fields: impl Iterator<Item = &'s mut FieldState>, name: &str) -> Option<&'s mut FieldState> {
    for field in fields {
        if field.name == name {
            return Some(field);
        }
        if name
            .strip_prefix(field.name.as_str())
            .is_some_and(|rest| rest.starts_with('.'))
        {
            return find(field.rows.iter_mut().flatten(), name);
        }
    }
    None
}
