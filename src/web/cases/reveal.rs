//! Seeing masked personal data: once, on the page that answers, for a reason that is written down.

use actix_web::http::StatusCode;
use actix_web::web;

use super::{show, speech, view};
use crate::app::{ExecuteError, Looked, Uncovering, View};
use crate::pack::id::FieldId;
use crate::web::member::Member;
use crate::web::page::{PageResult, blocking, show as show_page};
use crate::web::speech::Speech;
use crate::web::submitted::Submitted;

/// What the page of a case says of masked personal data.
#[derive(Default)]
pub(super) struct Reveal {
    /// Nobody with these roles sees it, for whatever reason.
    pub is_sealed: bool,
    /// Fields that are masked here and can be shown: id and name.
    pub fields: Vec<(String, String)>,
    /// What was asked for is shown.
    pub is_shown: bool,
    pub trouble: Option<String>,
    /// As it was typed.
    pub reason: String,
}

impl Reveal {
    pub(super) fn of(speech: &Speech, view: &View) -> Self {
        if view.is_sealed() {
            return Self {
                is_sealed: !view.covered().is_empty(),
                ..Self::default()
            };
        }
        let fields = view.covered().into_iter();
        let named = |field: FieldId| (field.to_string(), speech.name(field.as_str()));
        Self {
            fields: fields.map(named).collect(),
            ..Self::default()
        }
    }
}

pub(in crate::web) async fn reveal(
    member: Member,
    path: web::Path<(String, String)>,
    submitted: Submitted,
) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let fields = submitted.pairs.iter().filter(|(name, _)| name == "field");
        let asked = Uncovering {
            fields: fields.map(|(_, field)| FieldId::new(field)).collect(),
            reason: submitted.text("reason").to_owned(),
            language: member.language.clone(),
        };
        let app = member.app();
        let uncovered = app.view_uncovered(member.organization(), &number, &member.actor, &asked);
        match uncovered {
            Ok(view) => {
                let mut page = show::page(&member, &view, &show::Asked::default())?;
                page.reveal = Reveal {
                    is_shown: true,
                    ..Reveal::of(&speech(&member, &view)?, &view)
                };
                show_page(StatusCode::OK, &page)
            }
            Err(ExecuteError::Invalid(errors)) => {
                let view = view(&member, &number, &Looked::Case)?;
                let mut page = show::page(&member, &view, &show::Asked::default())?;
                page.reveal.trouble = errors.into_iter().next().map(|error| error.message);
                page.reveal.reason = asked.reason;
                show_page(StatusCode::UNPROCESSABLE_ENTITY, &page)
            }
            Err(other) => Err(other.into()),
        }
    })
    .await
}
