//! Coming in by a link that an administrator handed over.
//!
//! The link leads here once: what is in it goes into a short cookie, so that it stands in no address any more. Whether a link was
//! never made, is used up or too old, nobody can tell.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::State;
use super::edge::client;
use super::error::PageError;
use super::openid;
use super::page::{Answer, Frame, Nav, PageResult, blocking, encoded, language, said, show};
use super::session::Visitor;
use super::wrong::Wrongs;
use crate::access;
use crate::access::password::{PASSWORD_CHARS_MIN, PasswordError};
use crate::app::SignInError;
use crate::locale::say;
use crate::store::people::Account;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/link/{token}", web::get().to(follow))
        .route("/welcome", web::get().to(form))
        .route("/welcome", web::post().to(come_in))
        .route("/welcome/openid", web::post().to(come_in_with_provider));
}

/// What limits count all links under: who tries many tries many.
const LINKS: &str = "@link";

async fn follow(request: HttpRequest, state: web::Data<State>, token: web::Path<String>) -> PageResult {
    if !state.sign_ins.allow(client(&request), LINKS) {
        return Err(PageError::TooOften);
    }
    // A cookie holds letters and digits; what else could be meant is no link of ours.
    let token: String = token.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    Ok(Answer::SeeOther {
        address: "/welcome".to_owned(),
        cookies: vec![state.cookies.link(&token)],
    })
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct WelcomePage {
    frame: Frame,
    /// Nobody, when the link is not good.
    person: Option<Invited>,
    /// Without a password, for whoever comes in for the first time: what is said of it, and the button.
    provider: Option<(String, String)>,
    wrongs: Wrongs,
}

struct Invited {
    id: String,
    name: String,
    is_new: bool,
}

impl WelcomePage {
    fn password_help(&self) -> String {
        password_help(&self.frame)
    }
}

/// What a password must be.
pub(super) fn password_help(frame: &Frame) -> String {
    say(
        &frame.language,
        "account-password-help",
        &[("count", PASSWORD_CHARS_MIN.into())],
    )
}

/// Beside which field, and with which text, people learn that their password cannot be taken.
pub(super) fn wrong_password(error: &PasswordError) -> (&'static str, &'static str) {
    match error {
        PasswordError::TooLong => ("password", "account-password-long"),
        _ => ("password", "account-password-short"),
    }
}

fn held(request: &HttpRequest, state: &State) -> String {
    request
        .cookie(state.cookies.link_name())
        .map(|cookie| cookie.value().to_owned())
        .unwrap_or_default()
}

async fn account(state: &web::Data<State>, token: String) -> Result<Option<Account>, PageError> {
    if token.is_empty() {
        return Ok(None);
    }
    let state = Arc::clone(state);
    blocking(move || Ok(state.app.link(&token)?)).await
}

async fn form(request: HttpRequest, visitor: Visitor, state: web::Data<State>) -> PageResult {
    let account = account(&state, held(&request, &state)).await?;
    page(&request, &visitor, account, None, Wrongs::default())
}

fn page(
    request: &HttpRequest,
    visitor: &Visitor,
    account: Option<Account>,
    typed: Option<String>,
    wrongs: Wrongs,
) -> PageResult {
    let language = language(request, visitor);
    let title = match &account {
        Some(account) if account.is_invited => "welcome-title",
        Some(_) => "welcome-reset",
        None => "welcome-over",
    };
    let status = match account {
        None => StatusCode::NOT_FOUND,
        Some(_) => wrongs.status(),
    };
    let provider = request
        .app_data::<web::Data<State>>()
        .and_then(|state| state.provider().ok())
        .filter(|_| account.as_ref().is_some_and(|account| account.is_invited));
    let page = WelcomePage {
        provider: provider.map(|provider| {
            let label = [("provider", provider.settings().label.as_str())];
            (
                said(&language, "openid-invited", &label),
                said(&language, "openid-button", &label),
            )
        }),
        frame: Frame::plain(request, visitor, say(&language, title, &[]), Nav::None),
        person: account.map(|account| Invited {
            id: account.person.id.0.to_string(),
            name: typed.unwrap_or(account.person.name),
            is_new: account.is_invited,
        }),
        wrongs,
    };
    show(status, &page)
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// Off to the provider; who comes back from it comes in. That the form comes from our own page, `edge` has checked.
async fn come_in_with_provider(request: HttpRequest, visitor: Visitor, state: web::Data<State>) -> PageResult {
    state.provider()?;
    if !state.sign_ins.allow(client(&request), LINKS) {
        return Err(PageError::TooOften);
    }
    let token = held(&request, &state);
    let invitation = blocking({
        let state = Arc::clone(&state);
        move || Ok(state.app.invitation(&token)?)
    });
    match invitation.await? {
        Some(errand) => openid::set_out(&state, errand).await,
        None => page(&request, &visitor, None, None, Wrongs::default()),
    }
}

/// There is no session yet; that the form comes from our own page, `edge` has checked.
async fn come_in(
    request: HttpRequest,
    visitor: Visitor,
    state: web::Data<State>,
    chosen: web::Form<Chosen>,
) -> PageResult {
    let Chosen { name, password, again } = chosen.into_inner();
    if !state.sign_ins.allow(client(&request), LINKS) {
        return Err(PageError::TooOften);
    }
    let token = held(&request, &state);
    let Some(account) = account(&state, token.clone()).await? else {
        return page(&request, &visitor, None, None, Wrongs::default());
    };
    let language = language(&request, &visitor);
    let mut wrongs = Wrongs::default();
    // All that is wrong at once, rather than one thing after the other.
    if let Err(error) = access::password::check(&password) {
        let (field, key) = wrong_password(&error);
        wrongs.add(field, say(&language, key, &[]));
    }
    if password != again {
        wrongs.add("again", say(&language, "account-password-differs", &[]));
    }
    if !wrongs.is_empty() {
        return page(&request, &visitor, Some(account), Some(name), wrongs);
    }
    let outcome = blocking({
        let (state, name) = (Arc::clone(&state), name.clone());
        move || Ok(state.app.use_link(&token, &name, &password))
    })
    .await?;
    let (field, key) = match outcome {
        Ok(Some(_)) => {
            return Ok(Answer::SeeOther {
                address: format!("/sign-in?done=welcome&name={}", encoded(&account.person.id.0)),
                cookies: vec![state.cookies.no_link()],
            });
        }
        Ok(None) => return page(&request, &visitor, None, None, wrongs),
        Err(SignInError::Nameless) => ("name", "account-no-name"),
        Err(SignInError::Password(error @ (PasswordError::TooShort | PasswordError::TooLong))) => {
            wrong_password(&error)
        }
        Err(error) => return Err(error.into()),
    };
    wrongs.add(field, say(&language, key, &[]));
    page(&request, &visitor, Some(account), Some(name), wrongs)
}
