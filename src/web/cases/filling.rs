//! Filling in a form of the pack: the page, the part of it that changes, and what was typed.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use askama::Template;
use serde_json::{Map, Value as Json};

use super::Trouble;
use super::alike::AlikeView;
use super::guidance::GuidanceView;
use super::presence::Presence;
use super::show::AnswerSection;
use crate::access::password::random_text;
use crate::app::App;
use crate::case::{CaseId, PersonId};
use crate::form::{self, FieldError, FileTerms, Form, FormState};
use crate::locale::Language;
use crate::pack::id::OrganizationId;
use crate::pack::raw::FieldKind;
use crate::store::{self, uploads};
use crate::web::drafts::Drafting;
use crate::web::error::PageError;
use crate::web::fields::FormView;
use crate::web::member::Member;
use crate::web::page::{Answer, Frame, Nav, PageResult, show};
use crate::web::speech::Cited;
use crate::web::stand_in;
use crate::web::submitted::{Submitted, Upload};

/// A page with a form of the pack, or with nothing but a button where nothing is asked.
#[derive(Template)]
#[template(path = "form.html")]
pub(super) struct FormPage {
    pub frame: Frame,
    /// Address and text of what lies above this page.
    pub crumbs: Vec<(String, String)>,
    pub help: Option<String>,
    pub clauses: Vec<Cited>,
    /// What will be checked when it is submitted.
    pub conditions: Vec<(String, Vec<Cited>)>,
    pub form: Option<FormView>,
    pub trouble: Trouble,
    /// Of the case; `None` while there is none.
    pub version: Option<u64>,
    pub key: String,
    pub button: String,
    pub back: String,
    /// What the pack says here; `None` where it never says anything.
    pub guidance: Option<GuidanceView>,
    /// What is known of the case so far; empty while there is none.
    pub sections: Vec<AnswerSection>,
    /// Its address.
    pub case: String,
    /// What else is known of whoever complains; `None` where it cannot be told who does.
    pub alike: Option<AlikeView>,
    pub drafting: Drafting,
    /// Who else is at the case; `None` while there is none.
    pub presence: Option<Presence>,
    /// The answers can be read once more before they are sent.
    pub may_check: bool,
}

/// What to do with a form that was sent.
pub(in crate::web) enum Wish {
    /// Do what it asks.
    Submit,
    /// Show it again as it now stands: the script, or the button for those without one.
    ShowFields,
    ShowPage,
    /// Show what was answered and what would follow from it.
    Check,
}

impl Submitted {
    pub(in crate::web) fn wish(&self) -> Wish {
        let again = ["_refresh", "_add", "_remove", "_language"]
            .iter()
            .any(|name| self.has(name));
        match (self.wants_fields, again) {
            (true, _) => Wish::ShowFields,
            (false, true) => Wish::ShowPage,
            (false, false) if self.has("_check") => Wish::Check,
            (false, false) => Wish::Submit,
        }
    }
}

/// What is taken at a field, or `group.2.field`, that asks for files.
fn takes_files<'a>(form: &'a Form, name: &str) -> Option<&'a FileTerms> {
    let mut parts = name.split('.');
    let first = form.field(parts.next()?)?;
    let field = match (parts.next(), parts.next()) {
        (Some(_), Some(inner)) => first.fields.iter().find(|field| *field.id == *inner)?,
        _ => first,
    };
    (field.kind == FieldKind::Attachment).then_some(&field.files)
}

/// Keeps the files, adds and removes rows, and makes of the rest what every door submits. Files that are not taken are told of in `refused`.
pub(in crate::web) fn typed(
    member: &Member,
    form: &Form,
    submitted: &mut Submitted,
) -> Result<Map<String, Json>, PageError> {
    read_typed(&Sender::of(member, None), form, submitted)
}

/// Who sends a form.
pub(in crate::web) struct Sender<'a> {
    pub app: &'a App,
    pub organization: &'a OrganizationId,
    pub person: &'a PersonId,
    /// The case whose form it is, if there is one already.
    pub case: Option<CaseId>,
    pub language: &'a Language,
}

impl<'a> Sender<'a> {
    fn of(member: &'a Member, case: Option<CaseId>) -> Self {
        Self {
            app: member.app(),
            organization: member.organization(),
            person: &member.actor.id,
            case,
            language: &member.language,
        }
    }

    /// What a file is called, for whoever has sent it or has it before them in the case.
    pub fn name_of_file(&self, hash: &str) -> Result<Option<String>, store::Error> {
        let cases: Vec<CaseId> = self.case.into_iter().collect();
        let file = self
            .app
            .store()
            .read(|conn| uploads::named_by(conn, self.organization, hash, self.person, &cases))?;
        Ok(file.map(|file| file.name))
    }
}

/// The same for whoever sends it.
pub(in crate::web) fn read_typed(
    sender: &Sender,
    form: &Form,
    submitted: &mut Submitted,
) -> Result<Map<String, Json>, PageError> {
    for Upload { field, name, bytes } in std::mem::take(&mut submitted.files) {
        let Some(terms) = takes_files(form, &field) else {
            continue;
        };
        let stored = sender
            .app
            .store_file(sender.organization, sender.person, terms, &name, bytes);
        match stored {
            Ok(stored) => submitted.pairs.push((field, stored.hash)),
            Err(error) => match error.text(&name, sender.language) {
                Some(message) => submitted.refused.push(FieldError::new(field, message)),
                None => return Err(error.into()),
            },
        }
    }
    let added = submitted.text("_add").to_owned();
    if !added.is_empty() {
        let counter = format!("{added}.count");
        for (name, value) in &mut submitted.pairs {
            if *name == counter {
                *value = value.parse::<u16>().unwrap_or(0).saturating_add(1).to_string();
            }
        }
    }
    if let Some((group, row)) = submitted.text("_remove").to_owned().rsplit_once('.')
        && let Ok(row) = row.parse::<usize>()
    {
        submitted.pairs = without_row(std::mem::take(&mut submitted.pairs), group, row);
    }
    Ok(form::pairs(form, &submitted.pairs))
}

/// Takes a row out of a group and moves those after it up.
fn without_row(pairs: Vec<(String, String)>, group: &str, gone: usize) -> Vec<(String, String)> {
    let prefix = format!("{group}.");
    pairs
        .into_iter()
        .filter_map(|(name, value)| {
            let Some(rest) = name.strip_prefix(&prefix) else {
                return Some((name, value));
            };
            if rest == "count" {
                let count = value.parse::<usize>().unwrap_or(0).saturating_sub(1);
                return Some((name, count.to_string()));
            }
            let Some((row, field)) = rest.split_once('.') else {
                return Some((name, value));
            };
            match row.parse::<usize>() {
                Ok(row) if row == gone => None,
                Ok(row) if row > gone => Some((format!("{prefix}{}.{field}", row - 1), value)),
                _ => Some((name, value)),
            }
        })
        .collect()
}

/// The form as it stands, with every error at its place, and who of those to be chosen is away; `case` is the one it belongs to, if there
/// is one already.
pub(in crate::web) fn drawn(
    member: &Member,
    case: Option<CaseId>,
    state: FormState,
    errors: &[FieldError],
) -> Result<FormView, PageError> {
    let asks_for_users = state.fields().any(|field| field.kind == FieldKind::User)
        || state
            .fields()
            .flat_map(|field| &field.template)
            .any(|field| field.kind == FieldKind::User);
    let state = if asks_for_users {
        let away = member.app().away(member.organization())?;
        state.with_users(&|id, name| stand_in::named(&member.language, member.pack.zone, &away, id, name))
    } else {
        state
    };
    view_of(&Sender::of(member, case), state, errors)
}

/// The same for whoever fills it in.
pub(in crate::web) fn view_of(sender: &Sender, state: FormState, errors: &[FieldError]) -> Result<FormView, PageError> {
    let state = state.with_errors(errors);
    let mut names = HashMap::new();
    let files = state.fields().filter(|field| field.kind == FieldKind::Attachment);
    let hashes = files.flat_map(|field| &field.values);
    for hash in hashes {
        if let Some(name) = sender.name_of_file(hash)? {
            names.insert(hash.clone(), name);
        }
    }
    let name_of = |hash: &str| match names.get(hash) {
        Some(name) => name.clone(),
        None => hash.chars().take(8).collect(),
    };
    Ok(FormView::new(state, sender.language, &name_of))
}

/// The parts of the page that change, for its script: the fields, and after them the guidance and the other cases.
pub(super) fn fields(view: &FormView, guidance: Option<&GuidanceView>, alike: Option<&AlikeView>) -> PageResult {
    let mut body = view.fields.render().map_err(PageError::broken)?;
    let guidance = guidance.map(Template::render).transpose();
    let alike = alike.map(Template::render).transpose();
    let parts = [
        ("guidance-now", guidance.map_err(PageError::broken)?),
        ("alike-now", alike.map_err(PageError::broken)?),
    ];
    for (id, part) in parts {
        if let Some(part) = part {
            body.push_str(&format!("<template id=\"{id}\">{part}</template>"));
        }
    }
    Ok(Answer::Page {
        status: StatusCode::OK,
        body,
    })
}

/// 422 for mistakes, 409 where the case or its rules stand in the way.
pub(super) fn answer(page: &FormPage) -> PageResult {
    let has_trouble = page.trouble.refusal.is_some() || page.trouble.conflict.is_some();
    let has_errors = page.form.as_ref().is_some_and(|form| !form.errors.is_empty());
    let status = match (has_trouble, has_errors) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, false) => StatusCode::OK,
    };
    show(status, page)
}

/// The key of a form: kept while it is corrected, new where it must not be the old one.
pub(in crate::web) fn key(submitted: Option<&Submitted>) -> String {
    let kept = submitted
        .map(|submitted| submitted.text("_key").to_owned())
        .filter(|key| !key.is_empty());
    kept.unwrap_or_else(random_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_taken_out_leaves_no_gap() {
        let pairs = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect::<Vec<_>>()
        };
        let before = pairs(&[
            ("who.count", "3"),
            ("who.0.name", "a"),
            ("who.1.name", "b"),
            ("who.2.name", "c"),
            ("x", "y"),
        ]);
        let after = pairs(&[("who.count", "2"), ("who.0.name", "a"), ("who.1.name", "c"), ("x", "y")]);
        assert_eq!(without_row(before, "who", 1), after);
    }
}
