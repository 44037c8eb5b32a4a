//! Setting up the second factor, and switching it off.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use askama::Template;
use qrcodegen::{QrCode, QrCodeEcc};

use super::super::error::PageError;
use super::super::page::{Frame, Nav, PageResult, blocking, local, see_other, show as shown};
use super::super::submitted::Submitted;
use super::super::wrong::Wrongs;
use super::Own;
use crate::app::{SecondFactorError, Secured, Setup, SignInError};

pub const ADDRESS: &str = "/account/second-factor";

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/account/second-factor", web::get().to(show))
        .route("/account/second-factor", web::post().to(confirm))
        .route("/account/second-factor/codes", web::post().to(renew))
        .route("/account/second-factor/off", web::post().to(switch_off));
}

/// Which pages somebody sees who has still to set up what is required of them.
pub fn is_open(path: &str) -> bool {
    path.starts_with(ADDRESS) || path.starts_with("/language/") || path == "/sign-out"
}

#[derive(Template)]
#[template(path = "second_factor.html")]
struct SetupPage {
    frame: Frame,
    /// In groups of four, as people type it.
    secret: String,
    code: QrPicture,
    /// It is required of them, and they come no further without it.
    required: bool,
    /// It is said once more. Whoever has none has signed in with the provider.
    has_password: bool,
    wrongs: Wrongs,
}

/// A code as one path of squares, for a picture within the page: nothing is loaded, and no style is needed.
struct QrPicture {
    /// With the quiet zone around it.
    size: i32,
    path: String,
}

impl QrPicture {
    /// How wide the quiet zone is (ISO/IEC 18004 §9.1).
    const QUIET: i32 = 4;

    fn of(text: &str) -> Result<Self, PageError> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(PageError::broken)?;
        let squares = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .map(|(x, y)| format!("M{} {}h1v1h-1z", x + Self::QUIET, y + Self::QUIET));
        Ok(Self {
            size: code.size() + 2 * Self::QUIET,
            path: squares.collect(),
        })
    }
}

#[derive(Template)]
#[template(path = "second_factor_on.html")]
struct OnPage {
    frame: Frame,
    since: String,
    left: i64,
    required: bool,
    /// Without one, an administrator switches it off.
    has_password: bool,
    wrongs: Wrongs,
}

#[derive(Template)]
#[template(path = "recovery_codes.html")]
struct CodesPage {
    frame: Frame,
    codes: Vec<String>,
}

async fn show(own: Own) -> PageResult {
    page(own, Wrongs::default()).await
}

async fn page(mut own: Own, wrongs: Wrongs) -> PageResult {
    own.frame.title = own.say("second-factor-title");
    let (secured, setup, has_password) = blocking({
        let (app, id) = (own.app().clone(), own.signed_in.person.id.clone());
        move || {
            let secured: Option<Secured> = app.secured(&id)?;
            let setup: Option<Setup> = match secured {
                Some(_) => None,
                None => app.set_up_second_factor(&id)?,
            };
            let has_password = app.account(&id)?.is_some_and(|account| account.has_password);
            Ok((secured, setup, has_password))
        }
    })
    .await?;
    let required = own.app().requires_second_factor(&own.signed_in.standings);
    match (secured, setup) {
        (Some(secured), _) => shown(
            wrongs.status(),
            &OnPage {
                since: local(secured.since, own.zone),
                left: secured.recovery_codes_left,
                required,
                has_password,
                wrongs,
                frame: own.frame,
            },
        ),
        (None, Some(setup)) => {
            let letters: Vec<char> = setup.secret.chars().collect();
            let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
            let page = SetupPage {
                secret: groups.join(" "),
                code: QrPicture::of(&setup.address)?,
                required,
                has_password,
                wrongs,
                frame: own.frame,
            };
            shown(page.wrongs.status(), &page)
        }
        // Confirmed in another window at this moment.
        (None, None) => Ok(see_other(ADDRESS)),
    }
}

/// The page again, with what is wrong beside its field.
async fn wrong(own: Own, field: &'static str, key: &str) -> PageResult {
    let text = own.say(key);
    page(own, Wrongs::one(field, text)).await
}

async fn confirm(request: HttpRequest, own: Own, sent: Submitted) -> PageResult {
    own.slow_down(&request)?;
    let (state, signed_in) = (Arc::clone(&own.state), own.signed_in.clone());
    let (password, code) = (sent.verbatim("password").to_owned(), sent.text("code").to_owned());
    let outcome = blocking(move || {
        let (id, token) = (&signed_in.person.id, &signed_in.token);
        Ok(state.app.confirm_second_factor(id, &password, &code, token))
    })
    .await?;
    let (field, key) = match outcome {
        Ok(codes) => return show_codes(own, codes),
        Err(SecondFactorError::Password) => ("password", "account-old-wrong"),
        Err(SecondFactorError::Code) => ("code", "second-factor-wrong"),
        Err(SecondFactorError::Store(error)) => return Err(error.into()),
    };
    wrong(own, field, key).await
}

async fn renew(request: HttpRequest, own: Own, sent: Submitted) -> PageResult {
    own.slow_down(&request)?;
    let (state, id) = (Arc::clone(&own.state), own.signed_in.person.id.clone());
    let password = sent.verbatim("password").to_owned();
    let outcome = blocking(move || Ok(state.app.renew_recovery_codes(&id, &password))).await?;
    match outcome {
        Ok(codes) => show_codes(own, codes),
        Err(SignInError::Wrong) => wrong(own, "password", "account-old-wrong").await,
        Err(error) => Err(error.into()),
    }
}

fn show_codes(mut own: Own, codes: Vec<String>) -> PageResult {
    own.frame.title = own.say("recovery-title");
    let page = CodesPage {
        frame: own.frame,
        codes,
    };
    shown(StatusCode::OK, &page)
}

async fn switch_off(request: HttpRequest, own: Own, sent: Submitted) -> PageResult {
    own.slow_down(&request)?;
    let (state, id) = (Arc::clone(&own.state), own.signed_in.person.id.clone());
    let password = sent.verbatim("off_password").to_owned();
    let outcome = blocking(move || Ok(state.app.drop_second_factor(&id, &password))).await?;
    match outcome {
        Ok(()) => Ok(see_other("/account?done=second-factor")),
        Err(SignInError::Wrong) => wrong(own, "off_password", "account-old-wrong").await,
        Err(error) => Err(error.into()),
    }
}
