//! Who asks: the session behind a cookie, and the language they read.

use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, AcceptLanguage, Header as _};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, ResponseError, web};

use super::account::second_factor;
use super::error::PageError;
use super::{State, page, stand_in};
use crate::access::Standings;
use crate::app::ERRAND_MINUTES;
use crate::locale::Language;
use crate::store::people::Person;
use crate::store::sessions::Session;

/// Which languages the program speaks, the first by default.
pub(super) const SPOKEN: [&str; 2] = ["zh", "en"];

const LANGUAGE: &str = "language";

/// How the program's cookies are set.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    /// Behind TLS: they never travel in the open, and the name of the session's is bound to this host.
    pub secure: bool,
}

impl Cookies {
    pub fn session_name(self) -> &'static str {
        if self.secure { "__Host-session" } else { "session" }
    }

    pub(super) fn session(self, token: &str) -> Cookie<'static> {
        self.cookie(self.session_name(), token.to_owned(), None)
    }

    pub(super) fn no_session(self) -> Cookie<'static> {
        self.cookie(self.session_name(), String::new(), Some(Duration::ZERO))
    }

    /// Of whoever has said the right password and has still to say a code.
    pub(super) fn challenge_name(self) -> &'static str {
        if self.secure { "__Host-code" } else { "code" }
    }

    pub(super) fn challenge(self, token: &str) -> Cookie<'static> {
        self.cookie(self.challenge_name(), token.to_owned(), Some(Duration::minutes(5)))
    }

    pub(super) fn no_challenge(self) -> Cookie<'static> {
        self.cookie(self.challenge_name(), String::new(), Some(Duration::ZERO))
    }

    /// Of whoever was sent to the provider they sign in with.
    pub(super) fn errand_name(self) -> &'static str {
        if self.secure { "__Host-errand" } else { "errand" }
    }

    pub(super) fn errand(self, token: &str) -> Cookie<'static> {
        self.cookie(
            self.errand_name(),
            token.to_owned(),
            Some(Duration::minutes(ERRAND_MINUTES)),
        )
    }

    /// Of whoever has followed a link that an administrator handed over.
    pub(super) fn link_name(self) -> &'static str {
        if self.secure { "__Host-link" } else { "link" }
    }

    pub(super) fn link(self, token: &str) -> Cookie<'static> {
        self.cookie(self.link_name(), token.to_owned(), Some(Duration::hours(1)))
    }

    pub(super) fn no_link(self) -> Cookie<'static> {
        self.cookie(self.link_name(), String::new(), Some(Duration::ZERO))
    }

    /// Whom somebody works for who stands in for others.
    pub(super) fn stand_in_name(self) -> &'static str {
        if self.secure { "__Host-stand-in" } else { "stand-in" }
    }

    pub(super) fn stand_in(self, whom: &str) -> Cookie<'static> {
        self.cookie(self.stand_in_name(), whom.to_owned(), None)
    }

    pub(super) fn no_stand_in(self) -> Cookie<'static> {
        self.cookie(self.stand_in_name(), String::new(), Some(Duration::ZERO))
    }

    pub(super) fn language(self, tag: &'static str) -> Cookie<'static> {
        self.cookie(LANGUAGE, tag.to_owned(), Some(Duration::days(365)))
    }

    fn cookie(self, name: &'static str, value: String, max_age: Option<Duration>) -> Cookie<'static> {
        let mut cookie = Cookie::build(name, value)
            .path("/")
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .finish();
        cookie.set_max_age(max_age);
        cookie
    }
}

/// Whoever sent this request.
#[derive(Clone)]
pub struct Visitor {
    inner: Rc<Inner>,
}

struct Inner {
    /// Chosen by the person.
    chosen: Option<Language>,
    /// What their browser asks for, as far as the program speaks it, the dearest first.
    asked_for: Vec<Language>,
    signed_in: Option<SignedIn>,
}

#[derive(Clone)]
pub(super) struct SignedIn {
    pub token: String,
    pub session: Session,
    pub person: Person,
    /// They have the second factor that is required of them, or none is.
    pub is_secured: bool,
    /// Given for the whole platform.
    pub standings: Standings,
}

impl Visitor {
    fn stranger(chosen: Option<Language>, asked_for: Vec<Language>) -> Self {
        Self {
            inner: Rc::new(Inner {
                chosen,
                asked_for,
                signed_in: None,
            }),
        }
    }

    pub(super) fn signed_in(&self) -> Option<&SignedIn> {
        self.inner.signed_in.as_ref()
    }

    /// The language they chose; otherwise the dearest of those their browser asks for that the organization speaks, whose
    /// languages these are; otherwise its first, as far as the program speaks it. In the script in which the organization writes.
    pub(super) fn language(&self, spoken: &[Language]) -> Language {
        if let Some(chosen) = &self.inner.chosen {
            return chosen.among(spoken);
        }
        let mut asked_for = self.inner.asked_for.iter();
        if let Some(found) = asked_for.find_map(|asked| asked.nearest(spoken)) {
            return found.clone();
        }
        let first = spoken.first().map_or(SPOKEN[0], Language::primary);
        Language::new(if first == "zh" { "zh" } else { "en" }).among(spoken)
    }

    /// The dearest of the languages that their browser asks for, unless they have chosen one: where no organization says what is
    /// spoken.
    pub(super) fn asked_for(&self) -> Option<&Language> {
        let asked_for = self.inner.asked_for.first();
        asked_for.filter(|_| self.inner.chosen.is_none())
    }
}

/// Finds out who asks, once per request.
pub(super) async fn recognise(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let chosen = request
        .cookie(LANGUAGE)
        .and_then(|cookie| SPOKEN.into_iter().find(|tag| *tag == cookie.value()))
        .map(Language::new);
    let asked_for = asked_for(request.request());
    // Even the page that says what went wrong is in the right language.
    request
        .extensions_mut()
        .insert(Visitor::stranger(chosen.clone(), asked_for.clone()));
    match holder(&request).await {
        Ok(Some(unsecured)) if !unsecured.is_secured && !second_factor::is_open(request.path()) => {
            let led = HttpResponse::SeeOther()
                .insert_header((header::LOCATION, second_factor::ADDRESS))
                .finish();
            Ok(request.into_response(led).map_into_right_body())
        }
        Ok(signed_in) => {
            request.extensions_mut().insert(Visitor {
                inner: Rc::new(Inner {
                    chosen,
                    asked_for,
                    signed_in,
                }),
            });
            let cookies = request.app_data::<web::Data<State>>().map(|state| state.cookies);
            let mut response = next.call(request).await?;
            let is_over = response.request().extensions().contains::<stand_in::Over>();
            if let Some(cookies) = cookies.filter(|_| is_over) {
                response.response_mut().add_cookie(&cookies.no_stand_in())?;
            }
            Ok(response.map_into_left_body())
        }
        Err(error) => Ok(request.into_response(error.error_response()).map_into_right_body()),
    }
}

/// The languages that the browser asks for and the program speaks, the dearest first; a region says the script. What cannot be
/// read asks for nothing.
fn asked_for(request: &HttpRequest) -> Vec<Language> {
    let Ok(accepted) = AcceptLanguage::parse(request) else {
        return Vec::new();
    };
    let ranked = accepted.ranked();
    let tags = ranked.iter().filter_map(|preference| preference.item());
    let spoken = tags.filter(|tag| SPOKEN.contains(&tag.primary_language()));
    spoken
        .map(|tag| Language::new(Language::new(tag.as_str()).spoken()))
        .collect()
}

async fn holder(request: &ServiceRequest) -> Result<Option<SignedIn>, PageError> {
    let state = request
        .app_data::<web::Data<State>>()
        .ok_or_else(|| PageError::broken("no state"))?;
    let cookie = request.cookie(state.cookies.session_name());
    let Some(token) = cookie
        .map(|cookie| cookie.value().to_owned())
        .filter(|token| !token.is_empty())
    else {
        return Ok(None);
    };
    let app = state.app.clone();
    page::blocking(move || {
        let Some((session, person)) = app.session(&token)? else {
            return Ok(None);
        };
        let standings = app.standings_on_platform(&person)?;
        let is_secured = !app.lacks_second_factor(&person.id, &standings)?;
        Ok(Some(SignedIn {
            token,
            session,
            person,
            is_secured,
            standings,
        }))
    })
    .await
}

/// The visitor of a request that has passed [`recognise`].
pub(super) fn visitor(request: &HttpRequest) -> Visitor {
    let found = request.extensions().get::<Visitor>().cloned();
    found.unwrap_or_else(|| Visitor::stranger(None, Vec::new()))
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(visitor(request)))
    }
}
