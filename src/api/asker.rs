//! Who asks, and inside which organization: the first two arguments of every handler.
//!
//! A token says who; cookies are not looked at, so nothing here can be asked by another site in a person's name.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpRequest, web};

use super::limit;
use super::problem::Failure;
use super::stand_in;
use crate::access::scope::Scope;
use crate::access::{self, Ability};
use crate::app::App;
use crate::case::Actor;
use crate::locale::Language;
use crate::pack::Pack;
use crate::pack::id::OrganizationId;
use crate::store::people::Person;
use crate::store::sessions::Grant;

/// What is posted because it is more than an address should carry, and changes nothing.
const TOLD_BY_POST: [&str; 2] = ["/{organization}/decide", "/{organization}/cases/{number}/reveal"];

/// What an extractor works on.
pub type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// The person whose token came with the request.
#[derive(Clone)]
pub struct Asker {
    pub app: App,
    pub person: Person,
    /// What the token allows of what the person may do.
    pub grant: Grant,
    /// Of messages: the first of `Accept-Language` that this program speaks.
    pub language: Language,
}

impl FromRequest for Asker {
    type Error = Failure;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}

impl Asker {
    /// # Errors
    /// When there is no token in force, it is not for this, or has asked too often.
    pub async fn of(request: &HttpRequest) -> Result<Self, Failure> {
        Self::with(request, |_, _, _| Ok(())).await.map(|(asker, ())| asker)
    }

    /// Whoever asks, and what else is to be `found` out about them on the same way to the store.
    ///
    /// # Errors
    /// When there is no token in force, it is not for this, or has asked too often.
    async fn with<T: Send + 'static>(
        request: &HttpRequest,
        found: impl FnOnce(&App, &Person, &Grant) -> Result<T, Failure> + Send + 'static,
    ) -> Result<(Self, T), Failure> {
        let Some(app) = request.app_data::<web::Data<App>>() else {
            return Err(Failure::broken(&"the application is not among the server's data"));
        };
        let app = App::clone(app);
        let given = request.headers().get(header::AUTHORIZATION);
        let token = given.and_then(|given| token(given.to_str().ok()?));
        let Some(token) = token else {
            return Err(Failure::Unauthorized { sent: given.is_some() });
        };
        let language = language_of(request.headers());
        let needed = needed(request);
        let is_of_all = !request.method().is_safe() && request.match_info().get("organization").is_none();
        across(move || {
            let holder = app.token_holder(&token)?;
            let bearer = holder.ok_or(Failure::Unauthorized { sent: true })?;
            limit::take(&token)?;
            let (person, grant) = (bearer.person, bearer.grant);
            if app.is_held_up(&person)? {
                return Err(Failure::SecondFactorMissing);
            }
            if let Some(scope) = needed.filter(|scope| !grant.scopes.has(*scope)) {
                return Err(Failure::NotGranted { scope });
            }
            // What belongs to no organization belongs to all of them. Here rather than at each such door, so that none forgets it.
            if is_of_all && grant.organization.is_some() {
                return Err(Failure::Forbidden);
            }
            let found = found(&app, &person, &grant)?;
            let asker = Self {
                app,
                person,
                grant,
                language,
            };
            Ok((asker, found))
        })
        .await
    }
}

/// Somebody inside an organization, in which they act by their posts. From outside it does not exist.
#[derive(Clone)]
pub struct Inside {
    pub app: App,
    pub language: Language,
    pub pack: Arc<Pack>,
    pub actor: Actor,
}

impl FromRequest for Inside {
    type Error = Failure;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}

impl Inside {
    /// # Errors
    /// When nobody asks, or somebody who holds no post here: to them there is no such organization.
    pub async fn of(request: &HttpRequest) -> Result<Self, Failure> {
        let organization = OrganizationId::new(request.match_info().query("organization"));
        let changes = changes(request);
        let absent = stand_in::absent(request.headers());
        let (asker, (pack, actor)) = Asker::with(request, move |app, person, grant| {
            if !is_granted(grant, &organization) {
                return Err(Failure::NotFound);
            }
            let pack = app.packs().active(&organization).ok_or(Failure::NotFound)?;
            let actor = app.actor(&organization, person)?;
            if !access::may_enter(&actor) {
                return Err(Failure::NotFound);
            }
            let actor = match &absent {
                Some(absent) => {
                    let acting = app.actor_for(&organization, person, absent)?;
                    acting.ok_or(Failure::NotStandingIn)?
                }
                None => actor,
            };
            if changes && !access::can(&actor, Ability::ChangeCases) {
                return Err(Failure::Forbidden);
            }
            Ok((pack, actor))
        })
        .await?;
        let Asker { app, language, .. } = asker;
        Ok(Self {
            app,
            language: language.among(&pack.languages),
            pack,
            actor,
        })
    }

    pub fn organization(&self) -> &OrganizationId {
        &self.pack.organization
    }
}

/// Whether a token is for this organization at all. For any other it is as if its holder had no post there.
pub fn is_granted(grant: &Grant, organization: &OrganizationId) -> bool {
    grant.organization.as_ref().is_none_or(|only| only == organization)
}

/// What the policy says to everybody who may enter: any token reads it.
const POLICY: [&str; 6] = [
    "openapi.json",
    "organizations",
    "clock",
    "case-types",
    "forms",
    "clauses",
];

/// What a token must be for to ask this. Whatever is not named here and only reads, reads cases or people; everything else
/// changes something.
fn needed(request: &HttpRequest) -> Option<Scope> {
    let pattern = request.match_pattern().unwrap_or_default();
    let path = pattern.strip_prefix(super::ROOT).unwrap_or(&pattern);
    let what = path
        .split('/')
        .find(|part| !part.is_empty() && *part != "{organization}")
        .unwrap_or_default();
    match request.method().is_safe() {
        true if POLICY.contains(&what) => None,
        true => Some(Scope::Read),
        false if what == "decide" => Some(Scope::Decide),
        // It changes nothing; that it was looked at is written down.
        false if TOLD_BY_POST.contains(&path) => Some(Scope::Read),
        false => Some(Scope::Write),
    }
}

/// Whether a request is there to change something. Here rather than in each answer, so that none forgets whoever only reads.
fn changes(request: &HttpRequest) -> bool {
    let only_tells = |pattern: &str| {
        let below = pattern.strip_prefix(super::ROOT);
        below.is_some_and(|below| TOLD_BY_POST.contains(&below))
    };
    !request.method().is_safe() && !request.match_pattern().is_some_and(|pattern| only_tells(&pattern))
}

/// Crosses over to plain blocking code, once per request.
///
/// # Errors
/// What `work` says, or that it panicked.
pub async fn across<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    match web::block(work).await {
        Ok(done) => done,
        Err(error) => Err(Failure::broken(&error)),
    }
}

/// `Bearer …`, whose first word may be written in any case (RFC 9110 §11.1).
fn token(given: &str) -> Option<String> {
    let (scheme, token) = given.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.to_owned())
}

/// The language of `Accept-Language` with the highest weight among Chinese and English; English if neither is asked for.
pub fn language_of(headers: &HeaderMap) -> Language {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut best: Option<(f32, &str)> = None;
    for part in wanted.split(',') {
        let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
        let weight = parameters
            .trim()
            .strip_prefix("q=")
            .map_or(Some(1.0), |weight| weight.trim().parse().ok());
        let tag = tag.trim();
        let is_spoken = ["zh", "en"].iter().any(|spoken| {
            tag.split('-')
                .next()
                .is_some_and(|primary| primary.eq_ignore_ascii_case(spoken))
        });
        let Some(weight) = weight.filter(|weight| is_spoken && *weight > 0.0) else {
            continue;
        };
        if best.is_none_or(|(heaviest, _)| weight > heaviest) {
            best = Some((weight, tag));
        }
    }
    Language::new(best.map_or("en".to_owned(), |(_, tag)| lowered(tag)))
}

/// The language part in lower case, as packs write it; the rest as it came.
fn lowered(tag: &str) -> String {
    match tag.split_once('-') {
        Some((primary, rest)) => format!("{}-{rest}", primary.to_ascii_lowercase()),
        None => tag.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn language(accept: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accept));
        language_of(&headers).to_string()
    }

    #[test]
    fn the_heaviest_language_we_speak_is_taken() {
        assert_eq!(language("zh-CN,zh;q=0.9,en;q=0.8"), "zh-CN");
        assert_eq!(language("fr, en;q=0.5, zh;q=0.7"), "zh");
        assert_eq!(language("EN"), "en");
    }

    #[test]
    fn without_one_we_speak_english_and_nonsense_is_no_error() {
        assert_eq!(language("fr, de;q=0.5"), "en");
        assert_eq!(language("zh;q=0, ;;,q=9"), "en");
        assert_eq!(language_of(&HeaderMap::new()).to_string(), "en");
    }

    #[test]
    fn a_token_is_what_follows_the_word_bearer() {
        assert_eq!(token("Bearer rd_1").as_deref(), Some("rd_1"));
        assert_eq!(token("bearer  rd_1 ").as_deref(), Some("rd_1"));
        assert_eq!(token("Basic rd_1"), None);
        assert_eq!(token("Bearer "), None);
        assert_eq!(token("rd_1"), None);
    }
}
