//! How satisfied somebody is, by a link that serves once.
//!
//! The link names nobody. What is sent with it is one command, whatever happens on the way: its key is the link itself.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde_json::Map;

use super::guest::{Guest, PortalFrame, Spoken};
use super::sent::Sent;
use super::step::{Around, Sending, Step};
use super::told;
use crate::app::{Idempotency, SurveyLink};
use crate::web::error::PageError;
use crate::web::page::{PageResult, blocking, show};

type Path = web::Path<(String, String)>;

#[derive(Template)]
#[template(path = "portal/thanks.html")]
struct ThanksPage {
    frame: PortalFrame,
    text: String,
}

pub(super) async fn form(guest: Guest, path: Path) -> PageResult {
    let (_, token) = path.into_inner();
    blocking(move || {
        let Some(link) = link(&guest, &token)? else {
            return over(&guest);
        };
        let view = guest.view(link.case, &link.number)?;
        let survey = survey(&view)?;
        let told = told::of(&guest, &view)?;
        if !told.steps.iter().any(|step| step.id == survey) {
            return over(&guest);
        }
        Step::of(&guest, &view, &survey)?.page(&Map::new(), &[], None, &around(&guest))
    })
    .await
}

pub(super) async fn sent(mut guest: Guest, path: Path, sent: Sent) -> PageResult {
    let (_, token) = path.into_inner();
    blocking(move || {
        let spoken = guest.listen(&sent.0);
        let Some(link) = link(&guest, &token)? else {
            return over(&guest);
        };
        let view = guest.view(link.case, &link.number)?;
        let survey = survey(&view)?;
        let step = Step::of(&guest, &view, &survey)?;
        let key = Some(Idempotency::new(token.as_str(), b"survey"));
        let mut submitted = sent.0;
        match step.sent(&mut submitted, key, &around(&guest))? {
            Sending::Page(page) => Ok(Spoken::with(spoken, page)),
            Sending::Done => {
                guest.app().use_survey_link(guest.organization(), &token)?;
                let page = ThanksPage {
                    frame: guest.frame(guest.say("portal-thanks-title")),
                    text: guest.say("portal-thanks"),
                };
                show(StatusCode::OK, &page)
            }
        }
    })
    .await
}

/// Links are tried no more often than secrets.
fn link(guest: &Guest, token: &str) -> Result<Option<SurveyLink>, PageError> {
    if !guest.state.portal.may_try(guest.address, guest.organization()) {
        return Err(PageError::TooOften);
    }
    let found = guest.app().survey_link(guest.organization(), token)?;
    Ok(found.filter(|link| !link.is_used))
}

fn survey(view: &crate::app::View) -> Result<String, PageError> {
    let (_, public) = told::public(view)?;
    let survey = public.survey.as_ref().ok_or(PageError::NotFound)?;
    Ok(survey.to_string())
}

/// One that never was, one that was used and one whose time is over look the same.
fn over(guest: &Guest) -> PageResult {
    let page = ThanksPage {
        frame: guest.frame(guest.say("portal-survey-over-title")),
        text: guest.say("portal-survey-over"),
    };
    show(StatusCode::NOT_FOUND, &page)
}

fn around(guest: &Guest) -> Around {
    Around {
        csrf: String::new(),
        back: guest.to(""),
    }
}
