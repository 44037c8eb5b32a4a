//! One's own account: name, password, second factor, absence, where one is signed in, and tokens for programs.

mod absence;
mod identity;
mod password;
pub(super) mod second_factor;
mod sessions;
mod show;
mod tokens;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, HttpRequest};
use chrono_tz::Tz;

use super::State;
use super::edge::client;
use super::error::PageError;
use super::page::{Frame, Nav, language};
use super::session::{self, SignedIn};
use crate::app::App;
use crate::locale::say;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/account", web::get().to(show::show))
        .route("/account/name", web::post().to(password::rename))
        .route("/account/password", web::post().to(password::change))
        .route("/account/identity", web::post().to(identity::connect))
        .route("/account/identity/disconnect", web::post().to(identity::disconnect))
        .route("/account/sessions/end", web::post().to(sessions::end))
        .route("/account/sessions/end-others", web::post().to(sessions::end_others))
        .route("/account/absences", web::post().to(absence::take))
        .route("/account/absences/end", web::post().to(absence::end))
        .route("/account/tokens", web::post().to(tokens::make))
        .route("/account/tokens/revoke", web::post().to(tokens::revoke))
        .configure(second_factor::routes);
}

/// Whoever is signed in, at their own account.
struct Own {
    state: web::Data<State>,
    signed_in: SignedIn,
    frame: Frame,
    /// In which times are shown: that of the first organization.
    zone: Tz,
}

impl Own {
    fn app(&self) -> &App {
        &self.state.app
    }

    fn say(&self, key: &str) -> String {
        self.frame.say(key)
    }

    /// Guessing is as slow as at the door.
    fn slow_down(&self, request: &HttpRequest) -> Result<(), PageError> {
        let key = format!("{}@account", self.signed_in.person.id.0);
        if self.state.sign_ins.allow(client(request), &key) {
            Ok(())
        } else {
            Err(PageError::TooOften)
        }
    }
}

impl FromRequest for Own {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(own(request))
    }
}

fn own(request: &HttpRequest) -> Result<Own, PageError> {
    let visitor = session::visitor(request);
    let Some(signed_in) = visitor.signed_in().cloned() else {
        return Err(PageError::SignIn {
            next: "/account".to_owned(),
        });
    };
    let state = request
        .app_data::<web::Data<State>>()
        .cloned()
        .ok_or_else(|| PageError::broken("no state"))?;
    let language = language(request, &visitor);
    let title = say(&language, "account-title", &[]);
    let mut frame = Frame::plain(request, &visitor, title, Nav::Account);
    frame.flash = done(request).map(|key| say(&language, key, &[]));
    let zone = state.app.packs().all().first().map_or(Tz::UTC, |pack| pack.zone);
    Ok(Own {
        state,
        signed_in,
        frame,
        zone,
    })
}

/// What a redirect says was done.
fn done(request: &HttpRequest) -> Option<&'static str> {
    Some(match super::page::done(request)? {
        "name" => "account-done-name",
        "password" => "account-done-password",
        "identity" => "openid-done",
        "identity-off" => "openid-done-off",
        "session" => "account-done-session",
        "sessions" => "account-done-sessions",
        "absence" => "account-done-absence",
        "token" => "account-done-token",
        "second-factor" => "account-done-second-factor",
        _ => return None,
    })
}
