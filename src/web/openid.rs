//! Signing in with a provider of OpenID Connect: off to it, and back.
//!
//! Each browser that is sent there is waited for, once and for a few minutes; what ties it to its question is in a cookie of its own.
//! The way back is a link on the provider's pages, so that it changes nothing unless the question began here, in this browser.
//! A form may not lead to another site, whichever way (the policy of every page says so): what begins with one goes by [`go`], a page
//! with a link.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::edge::client;
use super::error::PageError;
use super::language::is_own;
use super::page::{Answer, Frame, Nav, PageResult, blocking, encoded, language, said, see_other, show};
use super::session::Visitor;
use super::sign_in;
use super::{State, browser};
use crate::app::{Connection, Redeemed, SignInError};
use crate::openid::{OpenIdError, Provider, Ticket};
use crate::store::identities::{Errand, Identity};

/// Where the provider sends browsers back to; it has to be told so beforehand.
const BACK: &str = "/sign-in/openid/callback";

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/sign-in/openid", web::get().to(begin))
        .route("/sign-in/openid/go", web::get().to(go))
        .route("/sign-in/openid/callback", web::get().to(back));
}

impl State {
    /// The provider people may sign in with; otherwise none of its pages is there.
    pub(super) fn provider(&self) -> Result<&Provider, PageError> {
        self.provider.as_ref().ok_or(PageError::NotFound)
    }
}

/// What leads to the provider from the page of signing in.
pub(super) struct Way {
    pub address: String,
    pub text: String,
}

impl Way {
    pub fn of(request: &HttpRequest, frame: &Frame, next: &str) -> Option<Self> {
        let state = request.app_data::<web::Data<State>>()?;
        let settings = state.provider.as_ref()?.settings();
        Some(Self {
            address: if is_own(next) {
                format!("/sign-in/openid?next={}", encoded(next))
            } else {
                "/sign-in/openid".to_owned()
            },
            text: said(&frame.language, "openid-button", &[("provider", &settings.label)]),
        })
    }
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn begin(request: HttpRequest, visitor: Visitor, state: web::Data<State>, next: web::Query<Next>) -> PageResult {
    let next = next.into_inner().next;
    state.provider()?;
    if visitor.signed_in().is_some() {
        return Ok(see_other(if is_own(&next) { next.as_str() } else { "/" }));
    }
    if !state.sign_ins.allow_address(client(&request)) {
        return Err(PageError::TooOften);
    }
    let token = send(&state, Errand::SignIn, next).await?;
    Ok(match address(&request, &state, &token).await? {
        Ok(address) => Answer::SeeOther {
            address,
            cookies: vec![state.cookies.errand(&token)],
        },
        Err(trouble) => return page(&request, &visitor, &state, trouble),
    })
}

/// What has begun with a form goes on from here.
pub(super) async fn set_out(state: &web::Data<State>, errand: Errand) -> PageResult {
    let token = send(state, errand, String::new()).await?;
    Ok(Answer::SeeOther {
        address: "/sign-in/openid/go".to_owned(),
        cookies: vec![state.cookies.errand(&token)],
    })
}

async fn send(state: &web::Data<State>, errand: Errand, next: String) -> Result<String, PageError> {
    let state = Arc::clone(state);
    blocking(move || Ok(state.app.send_on_errand(errand, &next)?)).await
}

/// Where the browser with this in its cookie is sent.
async fn address(
    request: &HttpRequest,
    state: &web::Data<State>,
    token: &str,
) -> Result<Result<String, Trouble>, PageError> {
    let back = state.own_address(request) + BACK;
    let (state, ticket) = (Arc::clone(state), Ticket::of(token));
    blocking(move || {
        let address = state.provider()?.address(&ticket, &back, state.app.clock().wall());
        Ok(address.map_err(|error| Trouble::of(&error)))
    })
    .await
}

fn held(request: &HttpRequest, state: &State) -> Option<String> {
    let cookie = request.cookie(state.cookies.errand_name())?;
    Some(cookie.value().to_owned()).filter(|token| !token.is_empty())
}

#[derive(Template)]
#[template(path = "openid_go.html")]
struct GoPage {
    frame: Frame,
    address: String,
}

async fn go(request: HttpRequest, visitor: Visitor, state: web::Data<State>) -> PageResult {
    let provider = state.provider()?;
    let Some(token) = held(&request, &state) else {
        return page(&request, &visitor, &state, Trouble::Stray);
    };
    let is_awaited = blocking({
        let (app, token) = (state.app.clone(), token.clone());
        move || Ok(app.is_on_errand(&token)?)
    });
    if !is_awaited.await? {
        return page(&request, &visitor, &state, Trouble::Stray);
    }
    match address(&request, &state, &token).await? {
        Ok(address) => {
            let label = &provider.settings().label;
            let title = said(&language(&request, &visitor), "openid-go", &[("provider", label)]);
            let frame = Frame::plain(&request, &visitor, title, Nav::None);
            show(StatusCode::OK, &GoPage { frame, address })
        }
        Err(trouble) => page(&request, &visitor, &state, trouble),
    }
}

/// What a browser brings back from the provider.
#[derive(Deserialize)]
struct Brought {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    /// Instead of a code (RFC 6749 §4.1.2.1).
    #[serde(default)]
    error: String,
    /// By whom it was sent back, if it is said (RFC 9207).
    #[serde(default)]
    iss: String,
}

async fn back(
    request: HttpRequest,
    visitor: Visitor,
    state: web::Data<State>,
    brought: web::Query<Brought>,
) -> PageResult {
    match came_back(&request, &visitor, &state, brought.into_inner()).await? {
        Ok(answer) => Ok(answer),
        Err(trouble) => page(&request, &visitor, &state, trouble),
    }
}

async fn came_back(
    request: &HttpRequest,
    visitor: &Visitor,
    state: &web::Data<State>,
    brought: Brought,
) -> Result<Result<Answer, Trouble>, PageError> {
    let issuer = state.provider()?.settings().issuer.as_str().to_owned();
    // Before anything is looked up: whoever sends a browser here with a state of their own uses nothing up.
    let Some(token) = held(request, state).filter(|token| Ticket::of(token).state() == brought.state) else {
        return Ok(Err(Trouble::Stray));
    };
    let errand = blocking({
        let (app, token) = (state.app.clone(), token.clone());
        move || Ok(app.back_from_errand(&token)?)
    });
    let Some((errand, next)) = errand.await? else {
        return Ok(Err(Trouble::Stray));
    };
    if !brought.iss.is_empty() && brought.iss != issuer {
        return Ok(Err(Trouble::Untrusted));
    }
    if !brought.error.is_empty() || brought.code.is_empty() {
        let error: String = brought.error.chars().take(64).collect();
        tracing::info!(?error, "a provider has sent somebody back without a code");
        return Ok(Err(Trouble::Declined));
    }
    if let Errand::Connect(person) = &errand
        && visitor
            .signed_in()
            .is_none_or(|signed_in| signed_in.person.id != *person)
    {
        return Ok(Err(Trouble::Ended));
    }
    let claimed = blocking({
        let (state, address) = (Arc::clone(state), state.own_address(request) + BACK);
        move || {
            let now = state.app.clock().wall();
            Ok(state
                .provider()?
                .claimed(&Ticket::of(&token), &brought.code, &address, now))
        }
    });
    let identity = match claimed.await? {
        Ok(claimed) => Identity {
            issuer,
            subject: claimed.subject,
            shown: claimed.shown,
        },
        Err(error) => return Ok(Err(Trouble::of(&error))),
    };
    let (work, browser) = (Arc::clone(state), browser::of(request));
    let cookies = state.cookies;
    blocking(move || done(&work, errand, identity, &browser))
        .await
        .map(|done| done.map(|done| done.answer(cookies, next)))
}

/// What has come of an errand.
enum Done {
    Entered(crate::app::Entry),
    Connected,
}

impl Done {
    fn answer(self, cookies: super::session::Cookies, next: String) -> Answer {
        match self {
            Self::Entered(entry) => sign_in::entered(cookies, entry, next),
            Self::Connected => see_other("/account?done=identity"),
        }
    }
}

fn done(state: &State, errand: Errand, identity: Identity, browser: &str) -> Result<Result<Done, Trouble>, PageError> {
    Ok(match errand {
        Errand::SignIn => match state.app.sign_in_with_identity(&identity, browser) {
            Ok(entry) => Ok(Done::Entered(entry)),
            Err(SignInError::Wrong) => Err(Trouble::Unknown),
            Err(error) => return Err(error.into()),
        },
        Errand::Connect(person) => match state.app.connect_identity(&person, identity)? {
            Connection::Connected => Ok(Done::Connected),
            Connection::Anothers => Err(Trouble::Anothers),
        },
        Errand::Invitation { link_hash } => match state.app.redeem_with_identity(&link_hash, identity, browser)? {
            Redeemed::In(entry) => Ok(Done::Entered(entry)),
            Redeemed::Anothers => Err(Trouble::Anothers),
            Redeemed::Over => Err(Trouble::Over),
        },
    })
}

/// Why somebody does not come in this way.
#[derive(Clone, Copy)]
enum Trouble {
    /// Nobody is waited for in this browser.
    Stray,
    /// The provider has sent them back with empty hands.
    Declined,
    Down,
    Untrusted,
    /// Connected with no account, or with one that is shut out; it is not said which.
    Unknown,
    Anothers,
    /// The invitation is not good any more.
    Over,
    /// They are not signed in any more, or as somebody else.
    Ended,
}

impl Trouble {
    /// The operator reads in the log what people cannot mend.
    fn of(error: &OpenIdError) -> Self {
        tracing::warn!(%error, "somebody could not sign in with the provider");
        match error {
            OpenIdError::Silent(_) => Self::Down,
            OpenIdError::Refused(_) | OpenIdError::Untrusted(_) => Self::Untrusted,
        }
    }

    fn told(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Stray => (StatusCode::BAD_REQUEST, "openid-stray", "openid-stray-text"),
            Self::Declined => (StatusCode::FORBIDDEN, "openid-declined", "openid-declined-text"),
            Self::Down => (StatusCode::SERVICE_UNAVAILABLE, "openid-down", "openid-down-text"),
            Self::Untrusted => (StatusCode::BAD_GATEWAY, "openid-untrusted", "openid-untrusted-text"),
            Self::Unknown => (StatusCode::FORBIDDEN, "openid-unknown", "openid-unknown-text"),
            Self::Anothers => (StatusCode::CONFLICT, "openid-anothers", "openid-anothers-text"),
            Self::Over => (StatusCode::NOT_FOUND, "welcome-over", "welcome-over-text"),
            Self::Ended => (StatusCode::FORBIDDEN, "openid-ended", "openid-ended-text"),
        }
    }
}

#[derive(Template)]
#[template(path = "openid_trouble.html")]
struct TroublePage {
    frame: Frame,
    text: String,
}

fn page(request: &HttpRequest, visitor: &Visitor, state: &State, trouble: Trouble) -> PageResult {
    let language = language(request, visitor);
    let label = &state.provider()?.settings().label;
    let (status, title, text) = trouble.told();
    let mut frame = Frame::plain(
        request,
        visitor,
        said(&language, title, &[("provider", label)]),
        Nav::None,
    );
    // Nobody comes back to this address, and what stands in it goes no further.
    let is_in = visitor.signed_in().is_some();
    frame.here = if is_in { "/account" } else { "/sign-in" }.to_owned();
    let page = TroublePage {
        frame,
        text: said(&language, text, &[("provider", label)]),
    };
    show(status, &page)
}
