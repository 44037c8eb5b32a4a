//! A form of the pack that is filled in once for several cases.
//!
//! It is drawn as it stands without any case. What a case asks beyond that (a question that depends on its own answers) cannot be
//! answered for all at once, and neither are files sent: such a case is told of, and stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::StatusCode;
use askama::Template;
use serde_json::{Map, Value as Json};

use super::super::cases::filling;
use super::super::error::PageError;
use super::super::fields::FormView;
use super::super::member::Member;
use super::super::page::{Answer, Frame, Nav, PageResult, show};
use super::super::submitted::Submitted;
use super::{Chosen, speech};
use crate::app::View;
use crate::case::{Context, surroundings};
use crate::form::{self, Answers, FieldError, FieldState, Form, FormState};
use crate::locale::say;
use crate::pack::id::{ActionId, CaseTypeId};
use crate::pack::raw::FieldKind;
use crate::pack::{Action, CaseType};

/// An action of today's policy, and the form it asks for.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub case_type: &'a CaseType,
    pub action: &'a Action,
    pub form: &'a Form,
}

impl<'a> Asking<'a> {
    /// `None` if there is no such action today, or it asks for nothing.
    pub fn of(member: &'a Member, case_type: &CaseTypeId, action: &ActionId) -> Option<Self> {
        let case_type = member.pack.case_type(case_type)?;
        let action = case_type.actions.get(action)?;
        let form = case_type.forms.get(action.form.as_ref()?)?;
        Some(Self {
            case_type,
            action,
            form,
        })
    }

    /// The form as far as it is the same for all cases.
    pub fn blank(&self, member: &Member, typed: &Map<String, Json>) -> Result<FormState, PageError> {
        let app = member.app();
        let counters = app.counters_for_new(&member.pack, &self.case_type.id, &Answers::new(), &member.actor)?;
        let people = app.people_for(&member.pack, self.case_type)?;
        let context = Context {
            now: app.clock().now(),
            actor: &member.actor,
            counters: &counters,
            people: people.as_ref(),
        };
        let around = surroundings(&member.pack, self.case_type, None, &context);
        Ok(form::state(self.form, typed, &around, &member.language))
    }

    /// Questions that several forms of the type ask: each case has its own answer to them already, and keeps it where nothing is said.
    fn is_shared(&self, field: &str) -> bool {
        let mut others = self.case_type.forms.values().filter(|form| form.id != self.form.id);
        others.any(|form| form.field(field).is_some())
    }

    /// What is submitted for one case: what was typed, and for the rest what the case has said or its own rules say.
    pub fn answers_for(&self, view: &View, typed: &Map<String, Json>) -> Map<String, Json> {
        let mut answers = typed.clone();
        let known = form::submission(self.form, &view.case.answers);
        for field in self.form.fields() {
            let id = field.id.as_str();
            if !is_empty(answers.get(id)) {
                continue;
            }
            answers.remove(id);
            if let Some(known) = known.get(id).filter(|known| !known.is_null() && self.is_shared(id)) {
                answers.insert(id.to_owned(), known.clone());
            }
        }
        answers
    }
}

fn is_empty(typed: Option<&Json>) -> bool {
    match typed {
        None | Some(Json::Null) => true,
        Some(Json::String(text)) => text.trim().is_empty(),
        Some(Json::Array(items)) => items.is_empty(),
        Some(_) => false,
    }
}

/// Why a form cannot be filled in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It needs files.
    Files(String),
    /// This case is asked these as well.
    AsksMore(Vec<String>),
}

impl Unfit {
    pub fn text(&self, member: &Member) -> String {
        match self {
            Self::Files(field) => say(
                &member.language,
                "bulk-unfit-files",
                &[("field", field.as_str().into())],
            ),
            Self::AsksMore(fields) => {
                let fields = fields.join(&member.say("value-separator"));
                say(&member.language, "bulk-unfit-more", &[("fields", fields.into())])
            }
        }
    }
}

/// What the action asks of this case, by the policy it was opened under.
pub(super) fn own_form<'a>(view: &'a View, action: &ActionId) -> Option<&'a Form> {
    let case_type = view.case_type()?;
    case_type.forms.get(case_type.actions.get(action)?.form.as_ref()?)
}

/// Whether the form of this case can be filled in with what `blank` asks.
pub(super) fn fits(
    member: &Member,
    view: &View,
    form: &Form,
    blank: &FormState,
    typed: &Map<String, Json>,
) -> Result<(), Unfit> {
    let Some(case_type) = view.case_type() else {
        return Ok(());
    };
    let context = view.context(&member.actor);
    let around = surroundings(&view.pack, case_type, Some(&view.case), &context);
    let state = form::state(form, typed, &around, &member.language);
    let needs_files = state
        .fields()
        .find(|field| field.kind == FieldKind::Attachment && field.visible && field.required);
    if let Some(field) = needs_files {
        return Err(Unfit::Files(field.label.clone()));
    }
    let asked = |state: &FormState| -> BTreeMap<String, String> {
        let fields = state.fields().filter(|field| is_asked(field));
        fields.map(|field| (field.name.clone(), field.label.clone())).collect()
    };
    let same: BTreeSet<String> = asked(blank).into_keys().collect();
    let more = asked(&state).into_iter().filter(|(name, _)| !same.contains(name));
    let more: Vec<String> = more.map(|(_, label)| label).collect();
    if more.is_empty() {
        Ok(())
    } else {
        Err(Unfit::AsksMore(more))
    }
}

fn is_asked(field: &FieldState) -> bool {
    field.visible && !field.computed && !matches!(field.kind, FieldKind::Note | FieldKind::Attachment)
}

/// The form, to be filled in once for all of the chosen cases.
#[derive(Template)]
#[template(path = "bulk_form.html")]
struct FillPage {
    frame: Frame,
    help: Option<String>,
    /// What will be checked, case by case.
    conditions: Vec<String>,
    /// What is otherwise here than at a single case.
    notes: Vec<String>,
    cases: Vec<String>,
    what: String,
    form: FormView,
}

/// The page with the form, as it stands; `what` is how the act is written.
pub(super) fn page(
    member: &Member,
    asking: &Asking,
    (what, chosen): (&str, &[Chosen]),
    typed: &Map<String, Json>,
    errors: &[FieldError],
) -> PageResult {
    let speech = speech(member, asking.case_type);
    let mut state = asking.blank(member, typed)?;
    let mut notes = Vec::new();
    let shared = asking.form.fields().filter(|field| asking.is_shared(&field.id));
    let shared: Vec<&str> = shared
        .filter(|field| field.computed.is_none() && field.kind != FieldKind::Note)
        .map(|field| speech.text(&field.label))
        .collect();
    if !shared.is_empty() {
        let shared = shared.join(&member.say("value-separator"));
        notes.push(say(&member.language, "bulk-form-shared", &[("fields", shared.into())]));
    }
    let files = without_files(&mut state);
    if !files.is_empty() {
        let files = files.join(&member.say("value-separator"));
        notes.push(say(&member.language, "bulk-form-files", &[("fields", files.into())]));
    }
    let counted = [("count", chosen.len().into())];
    notes.insert(0, say(&member.language, "bulk-form-lead", &counted));
    let form = filling::drawn(member, None, state, errors)?;
    let status = if form.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = FillPage {
        frame: Frame::of(member, speech.text(&asking.action.name).to_owned(), Nav::Queue),
        help: asking.action.help.as_ref().map(|help| speech.text(help).to_owned()),
        conditions: asking
            .action
            .needs
            .iter()
            .map(|guard| speech.text(&guard.otherwise).to_owned())
            .collect(),
        notes,
        cases: chosen.iter().map(|one| one.number.clone()).collect(),
        what: what.to_owned(),
        form,
    };
    show(status, &page)
}

/// The part of it that changes, for its script.
pub(super) fn fields(member: &Member, asking: &Asking, submitted: &Submitted, typed: &Map<String, Json>) -> PageResult {
    let mut state = asking.blank(member, typed)?;
    without_files(&mut state);
    let view = filling::drawn(member, None, state, &submitted.refused)?;
    Ok(Answer::Page {
        status: StatusCode::OK,
        body: view.fields.render().map_err(PageError::broken)?,
    })
}

/// Takes out what asks for files, and returns what it is called.
fn without_files(state: &mut FormState) -> Vec<String> {
    let mut gone = Vec::new();
    for section in &mut state.sections {
        take_out(&mut section.fields, &mut gone);
    }
    gone
}

fn take_out(fields: &mut Vec<FieldState>, gone: &mut Vec<String>) {
    fields.retain(|field| {
        let is_file = field.kind == FieldKind::Attachment;
        if is_file && field.visible && !gone.contains(&field.label) {
            gone.push(field.label.clone());
        }
        !is_file
    });
    for field in fields {
        take_out(&mut field.template, gone);
        field.rows.iter_mut().for_each(|row| take_out(row, gone));
    }
}
