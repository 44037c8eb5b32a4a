//! A form of the pack as HTML: labels, help, errors, groups; every input explains itself to those who do not see it.

use askama::Template;

use crate::form::{FieldState, FormState, OptionState, SectionState};
use crate::locale::{Language, say};
use crate::pack::raw::FieldKind;

/// A form as a page draws it.
pub(super) struct FormView {
    /// What is wrong, each with the id of its field; empty for the form as a whole.
    pub errors: Vec<(String, String)>,
    pub errors_title: String,
    pub fields: FieldsView,
    /// It takes files, which only one kind of encoding can carry.
    pub has_files: bool,
}

/// The part of a form that changes while it is filled in.
#[derive(Template)]
#[template(path = "fields.html")]
pub(super) struct FieldsView {
    pub sections: Vec<SectionView>,
}

pub(super) struct SectionView {
    pub title: Option<String>,
    pub help: Option<String>,
    pub fields: Vec<FieldView>,
    /// What is worked out, where that is much: nobody is asked for it.
    pub folded: Vec<FieldView>,
    pub folded_title: String,
}

#[derive(Template)]
#[template(path = "field.html")]
pub(super) struct FieldView {
    language: Language,
    state: FieldState,
    input: Input,
    /// Of a group.
    rows: Vec<Vec<FieldView>>,
    /// Files already uploaded: hash and name.
    files: Vec<(String, String)>,
}

/// How a field is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Hidden,
    Note,
    Computed,
    Line,
    Lines,
    Number,
    Date,
    Moment,
    Phone,
    Email,
    YesNo,
    /// Few options: all in sight.
    Radio,
    Select,
    Checks,
    Files,
    Group,
}

/// More of what is worked out is folded away.
const WORKED_OUT_SHOWN_MAX: usize = 2;
/// More options than this are folded away.
const RADIO_OPTIONS_MAX: usize = 6;

impl FormView {
    /// `files` gives the names of uploaded files by their hash.
    pub fn new(state: FormState, language: &Language, files: &dyn Fn(&str) -> String) -> Self {
        let mut errors: Vec<(String, String)> = state
            .errors
            .iter()
            .map(|error| (String::new(), error.clone()))
            .collect();
        errors.extend(
            state
                .fields()
                .flat_map(|field| field.errors.iter().map(|error| (html_id(&field.name), error.clone()))),
        );
        let has_files = state.fields().any(takes_files);
        let view = Draw { language, files };
        Self {
            errors_title: say(language, "errors-title", &[("count", errors.len().into())]),
            errors,
            fields: FieldsView {
                sections: state
                    .sections
                    .into_iter()
                    .filter(|section| section.fields.iter().any(|field| field.visible))
                    .map(|section| view.section(section))
                    .collect(),
            },
            has_files,
        }
    }
}

/// It, or one of its rows.
fn takes_files(field: &FieldState) -> bool {
    field.kind == FieldKind::Attachment || field.template.iter().any(takes_files)
}

struct Draw<'a> {
    language: &'a Language,
    files: &'a dyn Fn(&str) -> String,
}

impl Draw<'_> {
    fn section(&self, section: SectionState) -> SectionView {
        let fields = section.fields.into_iter().map(|field| self.field(field));
        let (mut fields, mut folded): (Vec<_>, Vec<_>) = (fields.collect(), Vec::new());
        let is_worked_out = |field: &FieldView| field.input == Input::Computed;
        if fields.iter().filter(|field| is_worked_out(field)).count() > WORKED_OUT_SHOWN_MAX {
            (folded, fields) = fields.into_iter().partition(is_worked_out);
        }
        SectionView {
            title: section.title,
            help: section.help,
            fields,
            folded_title: say(self.language, "computed-folded", &[("count", folded.len().into())]),
            folded,
        }
    }

    fn field(&self, mut state: FieldState) -> FieldView {
        let mut rows = std::mem::take(&mut state.rows);
        // What must have rows begins with one.
        if rows.is_empty() && state.visible && state.required && !state.template.is_empty() {
            rows.push(first_row(&state));
        }
        FieldView {
            language: self.language.clone(),
            input: input(&state),
            rows: rows
                .into_iter()
                .map(|row| row.into_iter().map(|field| self.field(field)).collect())
                .collect(),
            files: match state.kind {
                FieldKind::Attachment => state
                    .values
                    .iter()
                    .map(|hash| (hash.clone(), (self.files)(hash)))
                    .collect(),
                _ => Vec::new(),
            },
            state,
        }
    }
}

/// The template of a group's rows as its first row.
fn first_row(group: &FieldState) -> Vec<FieldState> {
    fn named(field: &FieldState, from: &str, to: &str) -> FieldState {
        let all = |fields: &[FieldState]| fields.iter().map(|field| named(field, from, to)).collect();
        FieldState {
            name: field.name.replacen(from, to, 1),
            rows: field.rows.iter().map(|row| all(row)).collect(),
            template: all(&field.template),
            ..field.clone()
        }
    }
    let (from, to) = (format!("{}.#.", group.name), format!("{}.0.", group.name));
    group.template.iter().map(|field| named(field, &from, &to)).collect()
}

fn input(state: &FieldState) -> Input {
    if !state.visible {
        return Input::Hidden;
    }
    if state.computed {
        // Nothing is known of it yet.
        if state.shown.is_empty() {
            return Input::Hidden;
        }
        return Input::Computed;
    }
    match state.kind {
        FieldKind::Note => Input::Note,
        FieldKind::Text | FieldKind::Person | FieldKind::Duration => Input::Line,
        FieldKind::LongText | FieldKind::Address => Input::Lines,
        FieldKind::Integer | FieldKind::Decimal | FieldKind::Money => Input::Number,
        FieldKind::Date => Input::Date,
        FieldKind::DateTime => Input::Moment,
        FieldKind::Phone => Input::Phone,
        FieldKind::Email => Input::Email,
        FieldKind::YesNo => Input::YesNo,
        FieldKind::Choice | FieldKind::Department if state.options.len() <= RADIO_OPTIONS_MAX => Input::Radio,
        FieldKind::Choice | FieldKind::Department | FieldKind::User => Input::Select,
        FieldKind::Choices => Input::Checks,
        FieldKind::Attachment => Input::Files,
        FieldKind::Group => Input::Group,
    }
}

/// Ids of elements have no dots, which style sheets and scripts would read as classes.
fn html_id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

impl FieldView {
    fn say(&self, key: &str) -> String {
        say(&self.language, key, &[])
    }

    fn id(&self) -> String {
        html_id(&self.state.name)
    }

    fn is(&self, input: Input) -> bool {
        self.input == input
    }

    /// Several inputs share one question.
    fn is_set(&self) -> bool {
        matches!(self.input, Input::YesNo | Input::Radio | Input::Checks | Input::Files)
    }

    fn is_wrong(&self) -> bool {
        !self.state.errors.is_empty()
    }

    /// Short answers stand side by side.
    fn is_inline(&self) -> bool {
        let is_short = |option: &OptionState| option.help.is_none() && option.label.chars().count() <= 12;
        self.input == Input::YesNo || self.input != Input::Files && self.state.options.iter().all(is_short)
    }

    /// The elements that explain the input.
    fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if self.state.help.is_some() {
            ids.push(format!("{}-help", self.id()));
        }
        if self.is_wrong() {
            ids.push(format!("{}-error", self.id()));
        }
        ids.join(" ")
    }

    fn has_described_by(&self) -> bool {
        self.state.help.is_some() || self.is_wrong()
    }

    /// Radios can be emptied again only if an empty one stands with them.
    fn may_be_empty(&self) -> bool {
        !self.state.required
    }

    fn has_accept(&self) -> bool {
        !self.state.files.kinds.is_empty()
    }

    fn has_taken(&self) -> bool {
        self.has_accept() || self.state.files.megabytes.is_some()
    }

    /// What files are taken here.
    fn taken(&self) -> String {
        let told = self.state.files.told(&self.language);
        say(&self.language, "files-taken", &[("what", told.into())])
    }

    fn input_mode(&self) -> &'static str {
        if self.state.kind == FieldKind::Integer {
            "numeric"
        } else {
            "decimal"
        }
    }

    fn is_open_yes(&self) -> bool {
        self.state.value == "yes"
    }

    fn is_open_no(&self) -> bool {
        self.state.value == "no"
    }

    fn option_id(&self, option: &OptionState) -> String {
        format!("{}-{}", self.id(), option.id)
    }

    fn row_title(&self, index: &usize) -> String {
        say(&self.language, "group-row", &[("number", (index + 1).into())])
    }

    fn may_add(&self) -> bool {
        self.state.most.is_none_or(|most| (self.rows.len() as u64) < most)
    }

    fn may_remove(&self) -> bool {
        (self.rows.len() as u64) > self.state.fewest
    }
}
