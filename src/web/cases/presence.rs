//! Who else has the case before them: people on one case see each other, and learn at once that it has moved on.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::speech as speech_of;
use crate::app::{Looked, View};
use crate::locale::{Language, say};
use crate::pack::id::ActionId;
use crate::store::presence::{self, Present};
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{PageResult, blocking, said, show};
use crate::web::submitted::Submitted;

/// What a page says of the others, and where its script sends its signs of life.
#[derive(Template)]
#[template(path = "presence.html")]
pub(super) struct Presence {
    language: Language,
    pub address: String,
    /// Of the form that is open, within the case; empty on the page of the case itself.
    pub place: String,
    pub version: u64,
    pub people: Vec<String>,
    /// The address of the case, which has changed since the page was shown.
    pub moved: Option<String>,
}

impl Presence {
    fn say(&self, key: &str) -> String {
        say(&self.language, key, &[])
    }

    /// For a page of a case as it now stands.
    pub fn of(member: &Member, view: &View, place: &str) -> Result<Self, PageError> {
        Self::since(member, view, place, view.case.version)
    }

    fn since(member: &Member, view: &View, place: &str, version: u64) -> Result<Self, PageError> {
        let wall = member.app().clock().wall();
        let others = member
            .app()
            .store()
            .read(|conn| presence::others(conn, member.organization(), view.case.id, &member.actor.id, wall))?;
        let case = member.address(&format!("/cases/{}", view.case.number));
        let people = others.iter().map(|present| line(member, view, present));
        Ok(Self {
            language: member.language.clone(),
            address: format!("{case}/presence"),
            place: place.to_owned(),
            version,
            people: people.collect::<Result<_, _>>()?,
            moved: (view.case.version != version).then_some(case),
        })
    }
}

fn line(member: &Member, view: &View, present: &Present) -> Result<String, PageError> {
    let speech = speech_of(member, view)?;
    let parts: Vec<&str> = present.place.split('/').collect();
    let form = match parts[..] {
        ["", "actions", id] => Some(speech.action(&ActionId::new(id)).to_owned()),
        ["", "tasks", number] => {
            let mut tasks = view.case.tasks.iter();
            let task = tasks.find(|task| task.number.to_string() == number);
            task.map(|task| speech.task_about(task))
        }
        _ => None,
    };
    let name = ("name", present.name.as_str());
    let language = &member.language;
    Ok(match (form, present.is_writing) {
        (Some(form), true) => said(language, "presence-writing", &[name, ("form", &form)]),
        (Some(form), false) => said(language, "presence-form", &[name, ("form", &form)]),
        (None, true) => said(language, "presence-note", &[name]),
        (None, false) => said(language, "presence-looking", &[name]),
    })
}

/// The longest address of a form within a case.
const PLACE_MAX: usize = 120;

/// A sign of life, answered with who else is there.
pub(in crate::web) async fn note(
    member: Member,
    path: web::Path<(String, String)>,
    submitted: Submitted,
) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let view = super::view(&member, &number, &Looked::Nothing)?;
        let (organization, case, actor) = (member.organization().clone(), view.case.id, member.actor.clone());
        let is_leaving = submitted.has("leave");
        let is_writing = submitted.has("writing");
        let place: String = submitted.text("place").chars().take(PLACE_MAX).collect();
        let version = submitted.version().unwrap_or(view.case.version);
        let presence = Presence::since(&member, &view, &place, version)?;
        let wall = member.app().clock().wall();
        member.app().store().write(move |conn| {
            if is_leaving {
                presence::leave(conn, &organization, case, &actor.id)
            } else {
                presence::note(conn, &organization, case, &actor, (&place, is_writing), wall)
            }
        })?;
        show(StatusCode::OK, &presence)
    })
    .await
}
