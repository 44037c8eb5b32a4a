//! The second step of signing in: the code of the phone, or one on paper.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::State;
use super::browser;
use super::edge::client;
use super::error::PageError;
use super::language::is_own;
use super::page::{Answer, Frame, Nav, PageResult, blocking, encoded, language, see_other, show};
use super::session::Visitor;
use super::sign_in::Next;
use crate::app::SignInError;
use crate::locale::say;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/sign-in/code", web::get().to(form))
        .route("/sign-in/code", web::post().to(answer));
}

/// Where whoever has said the right password goes on, to come to `next` in the end.
pub(super) fn address(next: &str) -> String {
    if is_own(next) {
        format!("/sign-in/code?next={}", encoded(next))
    } else {
        "/sign-in/code".to_owned()
    }
}

#[derive(Template)]
#[template(path = "second_step.html")]
struct CodePage {
    frame: Frame,
    next: String,
    wrong: Option<String>,
}

async fn form(request: HttpRequest, visitor: Visitor, state: web::Data<State>, next: web::Query<Next>) -> PageResult {
    match waiting(&request, &state).await? {
        Some(_) => page(&request, &visitor, next.into_inner().next, None),
        None => Ok(see_other("/sign-in")),
    }
}

/// What whoever said the right password came back with, if a code is still awaited of them; and of whom.
async fn waiting(request: &HttpRequest, state: &web::Data<State>) -> Result<Option<(String, String)>, PageError> {
    let Some(cookie) = request.cookie(state.cookies.challenge_name()) else {
        return Ok(None);
    };
    let (app, token) = (state.app.clone(), cookie.value().to_owned());
    blocking(move || {
        let person = app.challenged(&token)?;
        Ok(person.map(|person| (token, person.0.to_string())))
    })
    .await
}

fn page(request: &HttpRequest, visitor: &Visitor, next: String, wrong: Option<&str>) -> PageResult {
    let language = language(request, visitor);
    let frame = Frame::plain(request, visitor, say(&language, "code-title", &[]), Nav::None);
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let wrong = wrong.map(|key| say(&frame.language, key, &[]));
    show(status, &CodePage { frame, next, wrong })
}

#[derive(Deserialize)]
struct Code {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

async fn answer(request: HttpRequest, visitor: Visitor, state: web::Data<State>, code: web::Form<Code>) -> PageResult {
    let Code { code, next } = code.into_inner();
    let Some((token, person)) = waiting(&request, &state).await? else {
        return Ok(see_other("/sign-in"));
    };
    if !state.sign_ins.allow(client(&request), &format!("{person}@code")) {
        return Err(PageError::TooOften);
    }
    let outcome = blocking({
        let (state, browser) = (Arc::clone(&state), browser::of(&request));
        move || match state.app.answer_challenge(&token, &code, &browser) {
            Ok(signed_in) => Ok(Some(signed_in)),
            Err(SignInError::Wrong) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
    .await?;
    let Some(signed_in) = outcome else {
        return page(&request, &visitor, next, Some("code-wrong"));
    };
    Ok(Answer::SeeOther {
        address: if is_own(&next) { next } else { "/".to_owned() },
        cookies: vec![state.cookies.session(&signed_in.token), state.cookies.no_challenge()],
    })
}
