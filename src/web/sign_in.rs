//! Signing in and out.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use serde::Deserialize;

use super::edge::{Network, client};
use super::error::PageError;
use super::language::is_own;
use super::openid::Way;
use super::page::{Answer, Frame, Nav, PageResult, blocking, done, language, see_other, show};
use super::session::{Cookies, Visitor};
use super::submitted::Submitted;
use super::{State, browser, second_step};
use crate::app::{Entry, SignInError};
use crate::locale::say;
use crate::store::presence;

/// Attempts per minute on one account from one address.
const ATTEMPTS_A_MINUTE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// Attempts per minute from one address on any account.
const ATTEMPTS_A_MINUTE_ADDRESS: NonZeroU32 = NonZeroU32::new(60).unwrap();
/// When so many pairs are remembered, those at rest are forgotten.
const REMEMBERED_MAX: usize = 10_000;

/// How often somebody may try to sign in, or anything else that could be guessed: that has a key of its own, with a sign that no
/// name has.
pub(super) struct Limits {
    per_account: DefaultKeyedRateLimiter<(Network, String)>,
    per_address: DefaultKeyedRateLimiter<Network>,
}

impl Limits {
    pub fn new() -> Self {
        Self {
            per_account: RateLimiter::keyed(Quota::per_minute(ATTEMPTS_A_MINUTE)),
            per_address: RateLimiter::keyed(Quota::per_minute(ATTEMPTS_A_MINUTE_ADDRESS)),
        }
    }

    /// Where no account is named.
    pub fn allow_address(&self, address: IpAddr) -> bool {
        self.forget_some();
        self.per_address.check_key(&Network::of(address)).is_ok()
    }

    pub fn allow(&self, address: IpAddr, account: &str) -> bool {
        self.forget_some();
        let (from, account) = (Network::of(address), account.chars().take(64).collect());
        self.per_address.check_key(&from).is_ok() && self.per_account.check_key(&(from, account)).is_ok()
    }

    fn forget_some(&self) {
        if self.per_account.len() > REMEMBERED_MAX {
            self.per_account.retain_recent();
        }
        if self.per_address.len() > REMEMBERED_MAX {
            self.per_address.retain_recent();
        }
    }
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    name: String,
    next: String,
    wrong: Option<String>,
    provider: Option<Way>,
}

#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    pub next: String,
    /// With which somebody has just come in for the first time.
    #[serde(default)]
    name: String,
}

pub(super) async fn form(request: HttpRequest, visitor: Visitor, next: web::Query<Next>) -> PageResult {
    if visitor.signed_in().is_some() {
        return Ok(see_other(if is_own(&next.next) { next.next.as_str() } else { "/" }));
    }
    let Next { next, name } = next.into_inner();
    page(&request, &visitor, name.chars().take(64).collect(), next, None)
}

fn page(request: &HttpRequest, visitor: &Visitor, name: String, next: String, wrong: Option<&str>) -> PageResult {
    let language = language(request, visitor);
    let mut frame = Frame::plain(request, visitor, say(&language, "sign-in-title", &[]), Nav::None);
    if wrong.is_none() && done(request) == Some("welcome") {
        frame.flash = Some(say(&language, "welcome-done", &[]));
    }
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let wrong = wrong.map(|key| say(&frame.language, key, &[]));
    let provider = Way::of(request, &frame, &next);
    show(
        status,
        &SignInPage {
            frame,
            name,
            next,
            wrong,
            provider,
        },
    )
}

#[derive(Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// There is no session yet whose token the form could carry; that it comes from our own page, `edge` has checked.
pub(super) async fn sign_in(
    request: HttpRequest,
    visitor: Visitor,
    state: web::Data<State>,
    credentials: web::Form<Credentials>,
) -> PageResult {
    let Credentials { name, password, next } = credentials.into_inner();
    let name = name.trim().to_owned();
    if !state.sign_ins.allow(client(&request), &name) {
        return Err(PageError::TooOften);
    }
    let outcome = blocking({
        let (state, name, browser) = (Arc::clone(&state), name.clone(), browser::of(&request));
        move || match state.app.sign_in(&name, &password, &browser) {
            Ok(entry) => Ok(Some(entry)),
            Err(SignInError::Wrong) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
    .await?;
    match outcome {
        None => page(&request, &visitor, name, next, Some("sign-in-wrong")),
        Some(entry) => Ok(entered(state.cookies, entry, next)),
    }
}

/// On to where they wanted to go; by way of the code, if one is asked.
pub(super) fn entered(cookies: Cookies, entry: Entry, next: String) -> Answer {
    match entry {
        Entry::Code { token } => Answer::SeeOther {
            address: second_step::address(&next),
            cookies: vec![cookies.challenge(&token)],
        },
        Entry::In(signed_in) => Answer::SeeOther {
            address: if is_own(&next) { next } else { "/".to_owned() },
            cookies: vec![cookies.session(&signed_in.token)],
        },
    }
}

pub(super) async fn sign_out(visitor: Visitor, state: web::Data<State>, _: Submitted) -> PageResult {
    if let Some(signed_in) = visitor.signed_in() {
        let (state, token) = (Arc::clone(&state), signed_in.token.clone());
        let person = signed_in.person.id.clone();
        blocking(move || {
            state.app.sign_out(&token)?;
            state
                .app
                .store()
                .write(move |conn| presence::leave_on_platform(conn, &person))?;
            Ok(())
        })
        .await?;
    }
    Ok(Answer::SeeOther {
        address: "/sign-in".to_owned(),
        // Whoever signs in next on this browser begins with their own work.
        cookies: vec![state.cookies.no_session(), state.cookies.no_stand_in()],
    })
}
