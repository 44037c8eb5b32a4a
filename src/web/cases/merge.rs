//! Merging another case into this one, by its number.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::filling::key;
use super::receipt::after;
use super::{Trouble, ask, speech, view};
use crate::app::{Asked, Looked, View};
use crate::case::choices::{Choice, Doable};
use crate::locale::say;
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, show};
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
    /// Which of the two ends and which goes on.
    lead: String,
    other_number: String,
    /// It was sent without the number of the other case.
    is_unnamed: bool,
    /// This person may merge here; the other case may still not be one to merge.
    is_offered: bool,
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
        let other = submitted.text("other").trim().to_owned();
        if other.is_empty() {
            let choice = choice(&member, &view)?;
            let page = page(
                &member,
                &speech,
                &view,
                Some(&choice),
                Trouble::default(),
                Some(&submitted),
            );
            return show(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        let asked = Asked::Merge { other };
        match ask(&member, &number, asked, &submitted) {
            Ok(done) => after(&member, &done, "merged"),
            Err(error) => {
                let trouble = Trouble::of(error, &speech)?;
                let choice = choice(&member, &view).ok();
                let page = page(&member, &speech, &view, choice.as_ref(), trouble, Some(&submitted));
                show(StatusCode::CONFLICT, &page)
            }
        }
    })
    .await
}

fn choice(member: &Member, view: &View) -> Result<Choice, PageError> {
    let offered = view.choices(&member.actor);
    let merging = offered.into_iter().find(|choice| choice.what == Doable::Merge);
    merging.ok_or(PageError::NotFound)
}

/// The number that whoever leads here has in mind.
fn suggested(here: &str) -> String {
    let query = here.split_once('?').map_or("", |(_, query)| query);
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query);
    let pairs = pairs.map(web::Query::into_inner).unwrap_or_default();
    let other = pairs.into_iter().find(|(name, _)| name == "other");
    other.map_or_else(String::new, |(_, number)| number.chars().take(100).collect())
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
        lead: say(
            speech.language,
            "merge-lead",
            &[("number", view.case.number.as_str().into())],
        ),
        is_unnamed: submitted.is_some_and(|submitted| submitted.text("other").trim().is_empty()),
        other_number: submitted.map_or_else(
            || suggested(&member.here),
            |submitted| submitted.text("other").to_owned(),
        ),
        is_offered: choice.is_some_and(Choice::is_allowed),
        trouble,
        version: view.case.version,
        key: key(submitted.filter(|_| !is_spent)),
    }
}
