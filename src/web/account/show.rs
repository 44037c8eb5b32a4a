//! The page of one's own account.

use askama::Template;
use chrono::{DateTime, Utc};
use indexmap::IndexMap;

use super::super::page::{Frame, Nav, PageResult, blocking, local, show as shown};
use super::super::submitted::Submitted;
use super::super::welcome::password_help;
use super::super::wrong::Wrongs;
use super::Own;
use super::absence::Absences;
use super::identity::Standing;
use crate::access::scope::Scope;
use crate::app::Secured;
use crate::locale::say;
use crate::store::identities::Identity;
use crate::store::sessions::{Session, Token};

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    id: String,
    name: String,
    posts: Vec<(String, String)>,
    has_password: bool,
    identity: Option<Standing>,
    second_factor: Option<String>,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    /// From which of them a new token is made.
    scopes: Vec<ScopeChoice>,
    organizations: Vec<(String, String)>,
    /// After how many days a token expires, with the words for it.
    days: Vec<(&'static str, String)>,
    token: Typed,
    absences: Absences,
    wrongs: Wrongs,
}

/// What was typed of a token that could not be made.
struct Typed {
    name: String,
    organization: String,
    days: String,
}

struct ScopeChoice {
    word: &'static str,
    name: String,
    help: String,
    chosen: bool,
}

struct SessionRow {
    handle: String,
    browser: String,
    begun: String,
    seen: String,
    /// The one the page is read in.
    own: bool,
}

struct TokenRow {
    prefix: String,
    name: String,
    scopes: String,
    organization: String,
    made: String,
    used: String,
    /// Until when it is good, if it expires.
    until: Option<String>,
    /// Revoked or too old: shown for a while, so that nobody wonders where it is.
    over: Option<&'static str>,
}

impl AccountPage {
    fn password_help(&self) -> String {
        password_help(&self.frame)
    }
}

/// After how many days a token expires, as is chosen from.
pub(super) const DAYS: [&str; 4] = ["30", "90", "365", "0"];

pub(super) async fn show(own: Own) -> PageResult {
    page(own, &Submitted::default(), Wrongs::default()).await
}

struct Found {
    sessions: (Vec<(String, Session)>, String),
    tokens: Vec<Token>,
    secured: Option<Secured>,
    has_password: bool,
    identity: Option<(Identity, DateTime<Utc>)>,
    absences: Absences,
    /// Each organization with what the person is there.
    places: Vec<(String, String, String)>,
}

/// The whole account, with what is wrong beside its field.
pub(super) async fn page(own: Own, sent: &Submitted, wrongs: Wrongs) -> PageResult {
    let found = blocking({
        let (app, person) = (own.app().clone(), own.signed_in.person.clone());
        let (token, language) = (own.signed_in.token.clone(), own.frame.language.clone());
        move || {
            let mut places = Vec::new();
            for pack in app.packs().all() {
                let actor = app.actor(&pack.organization, &person)?;
                if crate::access::may_enter(&actor) {
                    let name = pack.name.in_language(&language).to_owned();
                    let posts = super::super::page::posts(&pack, &actor, &language);
                    places.push((pack.organization.to_string(), name, posts));
                }
            }
            Ok(Found {
                sessions: app.sessions_of(&person.id, &token)?,
                tokens: app.tokens_of(&person.id)?,
                secured: app.secured(&person.id)?,
                has_password: app.account(&person.id)?.is_some_and(|account| account.has_password),
                identity: app.identity_of(&person.id)?,
                absences: Absences::of(&app, &person, &language)?,
                places,
            })
        }
    })
    .await?;
    let (sessions, handle) = &found.sessions;
    let is_typed = sent.has("token_name");
    let scopes = Scope::ALL.map(|scope| ScopeChoice {
        word: scope.word(),
        name: own.say(scope_name(scope)),
        help: own.say(scope_help(scope)),
        chosen: if is_typed {
            sent.has(&format!("scope_{}", scope.word()))
        } else {
            scope == Scope::Read
        },
    });
    let page = AccountPage {
        id: own.signed_in.person.id.0.to_string(),
        name: if sent.has("name") {
            sent.text("name").to_owned()
        } else {
            own.signed_in.person.name.clone()
        },
        has_password: found.has_password,
        identity: Standing::of(&own, found.identity),
        second_factor: found.secured.map(|secured| local(secured.since, own.zone)),
        sessions: sessions
            .iter()
            .map(|(each, session)| session_row(&own, each, session, each == handle))
            .collect(),
        tokens: found
            .tokens
            .iter()
            .map(|token| token_row(&own, &found.places, token))
            .collect(),
        scopes: scopes.into(),
        token: Typed {
            name: sent.text("token_name").to_owned(),
            organization: sent.text("token_organization").to_owned(),
            days: if is_typed { sent.text("token_days") } else { "90" }.to_owned(),
        },
        days: DAYS.map(|count| (count, days(&own.frame, count))).into(),
        organizations: found
            .places
            .iter()
            .map(|(id, name, _)| (id.clone(), name.clone()))
            .collect(),
        posts: posts(&own, found.places),
        absences: found.absences.typed(sent),
        wrongs,
        frame: own.frame,
    };
    shown(page.wrongs.status(), &page)
}

/// More organizations in which somebody is the same are counted and not named.
const NAMED_MAX: usize = 3;

/// Where the person is what: organizations in which they are the same stand together.
fn posts(own: &Own, places: Vec<(String, String, String)>) -> Vec<(String, String)> {
    let mut together: IndexMap<String, Vec<String>> = IndexMap::new();
    for (_, name, posts) in places {
        together.entry(posts).or_default().push(name);
    }
    let called = |names: Vec<String>| match names.len() {
        0..=NAMED_MAX => names.join(&own.say("value-separator")),
        count => say(&own.frame.language, "account-organizations", &[("count", count.into())]),
    };
    together
        .into_iter()
        .map(|(posts, names)| (called(names), posts))
        .collect()
}

fn session_row(own: &Own, handle: &str, session: &Session, is_own: bool) -> SessionRow {
    SessionRow {
        handle: handle.to_owned(),
        browser: if session.browser.is_empty() {
            own.say("account-browser-unknown")
        } else {
            session.browser.clone()
        },
        begun: local(session.created_at, own.zone),
        seen: local(session.seen_at, own.zone),
        own: is_own,
    }
}

fn token_row(own: &Own, places: &[(String, String, String)], token: &Token) -> TokenRow {
    let names: Vec<String> = token
        .grant
        .scopes
        .iter()
        .map(|scope| own.say(scope_name(scope)))
        .collect();
    let organization = match &token.grant.organization {
        None => own.say("account-token-everywhere"),
        Some(id) => places
            .iter()
            .find(|(known, ..)| known == id.as_str())
            .map_or_else(|| id.to_string(), |(_, name, _)| name.clone()),
    };
    let is_expired = token.expires_at.is_some_and(|at| at <= own.app().clock().wall());
    TokenRow {
        prefix: token.prefix.clone(),
        name: token.name.clone(),
        scopes: names.join(&own.say("value-separator")),
        organization,
        made: local(token.created_at, own.zone),
        used: token
            .used_at
            .map_or_else(|| own.say("account-token-unused"), |at| local(at, own.zone)),
        until: token.expires_at.map(|at| own.frame.by_real_clock(at, own.zone)),
        over: match token.revoked_at {
            Some(_) => Some("account-token-revoked"),
            None if is_expired => Some("account-token-expired"),
            None => None,
        },
    }
}

fn scope_name(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "scope-read",
        Scope::Write => "scope-write",
        Scope::Decide => "scope-decide",
    }
}

fn scope_help(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "scope-read-help",
        Scope::Write => "scope-write-help",
        Scope::Decide => "scope-decide-help",
    }
}

/// After how many days, in words.
fn days(frame: &Frame, days: &str) -> String {
    match days.parse::<usize>() {
        Ok(count) if count > 0 => say(&frame.language, "account-token-days", &[("days", count.into())]),
        _ => frame.say("account-token-never"),
    }
}
