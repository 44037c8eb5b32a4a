//! Where a case stands, for whoever knows its number and its secret.

use actix_web::http::StatusCode;
use askama::Template;

use super::guest::{Guest, PortalFrame};
use super::sent::Sent;
use super::told::{self, Told};
use crate::app::{Secret, Visit};
use crate::web::error::PageError;
use crate::web::page::{PageResult, blocking, show as show_page};

#[derive(Template)]
#[template(path = "portal/enter.html")]
struct EnterPage {
    frame: PortalFrame,
    number: String,
    is_wrong: bool,
}

#[derive(Template)]
#[template(path = "portal/track.html")]
struct TrackPage {
    frame: PortalFrame,
    number: String,
    opened: String,
    csrf: String,
    told: Told,
    is_done: bool,
}

/// The case of the visit, or where number and secret are asked.
pub(super) async fn show(guest: Guest) -> PageResult {
    blocking(move || match guest.visit()? {
        Some(visit) => page(&guest, &visit),
        None => ask(&guest, String::new(), false),
    })
    .await
}

/// A wrong number and a wrong secret are answered alike.
pub(super) async fn enter(guest: Guest, sent: Sent) -> PageResult {
    if !guest.state.portal.may_try(guest.address) {
        return Err(PageError::TooOften);
    }
    blocking(move || {
        let (number, secret) = (sent.0.text("number"), Secret::typed(sent.0.text("secret")));
        let found = guest.app().begin_visit(guest.organization(), number, &secret)?;
        match found {
            Some(token) => Ok(guest.welcome(&token)),
            None => ask(&guest, number.chars().take(64).collect(), true),
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

fn ask(guest: &Guest, number: String, is_wrong: bool) -> PageResult {
    let status = if is_wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = EnterPage {
        frame: guest.frame(guest.say("portal-track-title")),
        number,
        is_wrong,
    };
    show_page(status, &page)
}

fn page(guest: &Guest, visit: &Visit) -> PageResult {
    let view = guest.view(visit.case, &visit.number)?;
    let page = TrackPage {
        frame: guest.frame(guest.say("portal-your-case")),
        opened: crate::web::page::local(view.case.opened_at, view.pack.zone),
        told: told::of(guest, &view)?,
        is_done: guest.here.ends_with("?done"),
        csrf: visit.csrf.clone(),
        number: view.case.number,
    };
    show_page(StatusCode::OK, &page)
}
