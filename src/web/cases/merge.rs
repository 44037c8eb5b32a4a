//! Merging another case into this one, by its number.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::decide::status;
use super::filling::key;
use super::{Trouble, ask, speech, view};
use crate::app::{Asked, Looked, View};
use crate::case::choices;
use crate::case::choices::{Choice, Doable};
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, see_other, show};
use crate::web::speech::{Cited, Speech};
use crate::web::submitted::Submitted;

#[derive(Template)]
#[template(path = "merge.html")]
struct MergePage {
    frame: Frame,
    case: String,
    number: String,
    /// What must hold of both cases, in the policy's words.
    conditions: Option<String>,
    clauses: Vec<Cited>,
    other_number: String,
    trouble: Trouble,
    version: u64,
    key: String,
}

type Path = web::Path<(String, String)>;

pub(in crate::web) async fn form(member: Member, path: Path) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Step)?;
        let speech = speech(&member, &view)?;
        let choice = choice(&member, &view)?;
        let trouble = match &choice.refusal {
            None => Trouble::default(),
            Some(refusal) => Trouble::of(refusal.clone().into(), &speech)?,
        };
        show(
            StatusCode::OK,
            &page(&member, &speech, &view, Some(&choice), trouble, None),
        )
    })
    .await
}

pub(in crate::web) async fn merge(member: Member, path: Path, submitted: Submitted) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Step)?;
        let speech = speech(&member, &view)?;
        let asked = Asked::Merge {
            other: submitted.text("other").to_owned(),
        };
        match ask(&member, &number, asked, &submitted) {
            Ok(done) => Ok(see_other(member.case_address(&done.number, "merged"))),
            Err(error) => {
                let status = status(&error);
                let trouble = Trouble::of(error, &speech)?;
                let choice = choice(&member, &view).ok();
                let page = page(&member, &speech, &view, choice.as_ref(), trouble, Some(&submitted));
                show(status, &page)
            }
        }
    })
    .await
}

fn choice(member: &Member, view: &View) -> Result<Choice, PageError> {
    let offered = choices(&view.pack, &view.case, &view.context(&member.actor));
    let merging = offered.into_iter().find(|choice| choice.what == Doable::Merge);
    merging.ok_or(PageError::NotFound)
}

fn page(
    member: &Member,
    speech: &Speech,
    view: &View,
    choice: Option<&Choice>,
    trouble: Trouble,
    submitted: Option<&Submitted>,
) -> MergePage {
    let rule = speech.case_type.merging.as_ref();
    let is_spent = trouble.conflict.is_some();
    MergePage {
        frame: Frame::of(
            member,
            rule.map(|rule| speech.text(&rule.name).to_owned()).unwrap_or_default(),
            Nav::Queue,
        ),
        case: member.address(&format!("/cases/{}", view.case.number)),
        number: view.case.number.clone(),
        conditions: choice
            .map(|choice| &choice.not_known_yet)
            .filter(|guards| !guards.is_empty())
            .map(|guards| {
                let texts: Vec<&str> = guards.iter().map(|guard| speech.text(&guard.otherwise)).collect();
                texts.join(&speech.say("value-row-separator"))
            }),
        clauses: rule.map(|rule| speech.clauses(&rule.clauses)).unwrap_or_default(),
        other_number: submitted
            .map(|submitted| submitted.text("other").to_owned())
            .unwrap_or_default(),
        trouble,
        version: view.case.version,
        key: key(submitted.filter(|_| !is_spent)),
    }
}
