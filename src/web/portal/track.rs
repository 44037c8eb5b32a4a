//! Where a case stands, for whoever knows its number and its secret.

use actix_web::http::StatusCode;
use askama::Template;

use super::guest::{Guest, PortalFrame};
use super::sent::Sent;
use super::told::{self, Told};
use crate::app::{SECRET_LETTERS, Secret, Visit};
use crate::web::error::PageError;
use crate::web::page::{PageResult, blocking, show as show_page};

#[derive(Template)]
#[template(path = "portal/enter.html")]
struct EnterPage {
    frame: PortalFrame,
    number: String,
    wrong: Option<Wrong>,
}

impl EnterPage {
    fn is_wrong(&self, field: &str) -> bool {
        self.wrong.as_ref().is_some_and(|wrong| wrong.field == field)
    }
}

/// What is said of a number and a secret that open nothing.
struct Wrong {
    /// The field to look at first.
    field: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "portal/track.html")]
struct TrackPage {
    frame: PortalFrame,
    number: String,
    opened: String,
    csrf: String,
    told: Told,
    /// What has just been sent.
    done: Option<String>,
}

/// The case of the visit, or where number and secret are asked.
pub(super) async fn show(guest: Guest) -> PageResult {
    blocking(move || match guest.visit()? {
        Some(visit) => page(&guest, &visit).map(|answer| guest.told(answer)),
        None => ask(&guest, "", None),
    })
    .await
}

/// A wrong number and a wrong secret are answered alike.
pub(super) async fn enter(guest: Guest, sent: Sent) -> PageResult {
    if !guest.state.portal.may_try(guest.address, guest.organization()) {
        return Err(PageError::TooOften);
    }
    blocking(move || {
        let (number, secret) = (sent.0.text("number"), Secret::typed(sent.0.text("secret")));
        let found = guest.app().begin_visit(guest.organization(), number, &secret)?;
        match found {
            Some(token) => Ok(guest.welcome(&token)),
            None => ask(&guest, number, Some(wrong(&guest, number, &secret))),
        }
    })
    .await
}

pub(super) async fn leave(guest: Guest, sent: Sent) -> PageResult {
    blocking(move || {
        if let Some(visit) = guest.visit()? {
            sent.of(&visit)?;
            guest.leave()?;
        }
        Ok(guest.goodbye())
    })
    .await
}

/// How long secrets are is no secret. Which of the two is wrong is: somebody might be looking for numbers.
fn wrong(guest: &Guest, number: &str, secret: &Secret) -> Wrong {
    let (field, text) = match (number.trim().is_empty(), secret.letters()) {
        (true, _) => ("number", guest.say("portal-number-missing")),
        (false, SECRET_LETTERS) => ("number", guest.say("portal-wrong-text")),
        (false, letters) => {
            let counts = [("letters", SECRET_LETTERS.into()), ("typed", letters.into())];
            ("secret", guest.say_with("portal-secret-letters", &counts))
        }
    };
    Wrong { field, text }
}

/// The number stands there again; of the secret nothing comes back.
fn ask(guest: &Guest, number: &str, wrong: Option<Wrong>) -> PageResult {
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = EnterPage {
        frame: guest.frame(guest.say("portal-track-title")),
        number: number.chars().take(64).collect(),
        wrong,
    };
    show_page(status, &page)
}

fn page(guest: &Guest, visit: &Visit) -> PageResult {
    let view = guest.view(visit.case, &visit.number)?;
    let (case_type, public) = told::public(&view)?;
    let done = guest.sent.as_ref().map(|sent| {
        let step = case_type.public_actions().find(|action| action.id.as_str() == sent);
        match step {
            Some(step) => guest.say_with("portal-done-step", &[("step", told::put(guest, public, step).0.into())]),
            None => guest.say("portal-done"),
        }
    });
    let page = TrackPage {
        frame: guest.frame(guest.say("portal-your-case")),
        opened: crate::web::page::local(view.case.opened_at, view.pack.zone),
        told: told::of(guest, &view)?,
        done,
        csrf: visit.csrf.clone(),
        number: view.case.number,
    };
    show_page(StatusCode::OK, &page)
}
