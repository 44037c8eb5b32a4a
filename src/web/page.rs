//! The frame around every page, and the crossing from the event loop to plain code.

use actix_web::body::BoxBody;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentDisposition};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::error::PageError;
use super::member::Member;
use super::session::Visitor;
use super::stand_in::StandIn;
use super::tasks::Counts;
use super::{State, assets, people};
use crate::access::{self, Ability, Standings};
use crate::case::Actor;
use crate::locale::{Language, say};
use crate::pack::Pack;

pub(super) type PageResult = Result<Answer, PageError>;

/// Browsers show pictures under it, and PDFs with the reader they have built in.
const PREVIEW_POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// What a screen answers. It can cross threads, which a response cannot.
pub(super) enum Answer {
    Page {
        status: StatusCode,
        body: String,
    },
    /// A page with which something is remembered or forgotten: the language just chosen, a word that is said once.
    Spoken {
        status: StatusCode,
        body: String,
        cookie: Cookie<'static>,
    },
    SeeOther {
        address: String,
        cookies: Vec<Cookie<'static>>,
    },
    File {
        media_type: String,
        disposition: ContentDisposition,
        bytes: Vec<u8>,
    },
    /// A file to be seen in the browser, in a sandbox that nothing gets out of and nothing is loaded into.
    Preview {
        media_type: String,
        bytes: Vec<u8>,
    },
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        match self {
            Self::Page { status, body } => HttpResponse::build(status)
                .content_type("text/html; charset=utf-8")
                .body(body),
            Self::Spoken { status, body, cookie } => HttpResponse::build(status)
                .content_type("text/html; charset=utf-8")
                .cookie(cookie)
                .body(body),
            Self::SeeOther { address, cookies } => {
                let mut response = HttpResponse::SeeOther();
                response.insert_header((header::LOCATION, address));
                for cookie in cookies {
                    response.cookie(cookie);
                }
                response.finish()
            }
            Self::File {
                media_type,
                disposition,
                bytes,
            } => HttpResponse::Ok()
                .content_type(media_type)
                .insert_header(disposition)
                .body(bytes),
            Self::Preview { media_type, bytes } => HttpResponse::Ok()
                .content_type(media_type)
                .insert_header((header::CONTENT_DISPOSITION, "inline"))
                .insert_header((header::CONTENT_SECURITY_POLICY, PREVIEW_POLICY))
                .body(bytes),
        }
    }
}

/// Which part of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nav {
    None,
    Queue,
    Tasks,
    New,
    Figures,
    Policy,
    People,
    Account,
}

/// What stands around every page.
pub(super) struct Frame {
    pub language: Language,
    pub title: String,
    pub nav: Nav,
    pub organization: Option<Place>,
    pub person: Option<String>,
    /// The person's posts, in words.
    pub posts: String,
    /// The same, if there are many the first of them and how many more.
    pub posts_short: String,
    /// Carried by every form.
    pub csrf: String,
    /// What the test clock shows.
    pub clock: Option<String>,
    pub may_move_clock: bool,
    /// What has just been done, in one sentence.
    pub flash: Option<String>,
    /// For whom the person stands in, in the organization.
    pub stand_ins: Vec<StandIn>,
    /// The address of this page, to come back to.
    pub here: String,
    pub style: &'static str,
    pub script: &'static str,
    pub keys: &'static str,
    pub uploads: &'static str,
    pub casework: &'static str,
}

/// An organization, as the navigation names it.
pub(super) struct Place {
    pub id: String,
    pub name: String,
    /// The person may open cases of some type.
    pub may_open: bool,
    /// The pack has registers or reports.
    pub has_figures: bool,
    /// The person manages those who work here.
    pub may_manage_people: bool,
    /// How much waits for the person.
    pub waiting: Counts,
}

impl Frame {
    /// For pages outside any organization.
    pub fn plain(request: &HttpRequest, visitor: &Visitor, title: String, nav: Nav) -> Self {
        let state = request.app_data::<web::Data<State>>();
        let signed_in = visitor.signed_in();
        let person = signed_in.map(|signed_in| &signed_in.person);
        let packs = state.map(|state| state.app.packs().all()).unwrap_or_default();
        let zone = packs.first().map_or(Tz::UTC, |pack| pack.zone);
        let language = language(request, visitor);
        Self {
            clock: state.and_then(|state| clock(state, zone)),
            may_move_clock: signed_in.is_some_and(|signed_in| may_move_clock(&signed_in.standings)),
            person: person.map(|person| person.name.clone()),
            posts: String::new(),
            posts_short: String::new(),
            csrf: signed_in
                .map(|signed_in| signed_in.session.csrf.clone())
                .unwrap_or_default(),
            organization: None,
            flash: None,
            stand_ins: Vec::new(),
            here: here(request),
            style: assets::style(),
            script: assets::script(),
            keys: assets::keys(),
            uploads: assets::uploads(),
            casework: assets::casework(),
            language,
            title,
            nav,
        }
    }

    /// For pages of an organization.
    pub fn of(member: &Member, title: impl Into<String>, nav: Nav) -> Self {
        let language = member.language.clone();
        let pack = &*member.pack;
        let posts = called(pack, &member.actor, &language);
        Self {
            title: title.into(),
            nav,
            organization: Some(Place {
                id: pack.organization.to_string(),
                name: pack.name.in_language(&language).to_owned(),
                may_open: pack.case_types.values().any(|case_type| member.may_open(case_type)),
                has_figures: !pack.registers.is_empty() || !pack.reports.is_empty(),
                may_manage_people: people::may_manage(&member.actor),
                waiting: member.waiting.clone(),
            }),
            person: Some(member.person.name.clone()),
            posts: posts.join(&say(&language, "value-separator", &[])),
            posts_short: in_short(&posts, &language),
            csrf: member.csrf.clone(),
            clock: clock(&member.state, pack.zone),
            may_move_clock: may_move_clock(&member.actor.standings),
            flash: member.flash.clone(),
            stand_ins: StandIn::all(member),
            here: member.here.clone(),
            style: assets::style(),
            script: assets::script(),
            keys: assets::keys(),
            uploads: assets::uploads(),
            casework: assets::casework(),
            language,
        }
    }

    /// A moment of the real clock, which says so where a test clock shows another time on the same page.
    pub fn by_real_clock(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let at = local(at, zone);
        match self.clock {
            Some(_) => said(&self.language, "real-clock", &[("at", &at)]),
            None => at,
        }
    }

    /// A text of the program in the reader's language.
    pub fn say(&self, key: &str) -> String {
        say(&self.language, key, &[])
    }

    /// The other language the program speaks: its tag and its own name.
    pub fn other_language(&self) -> (&'static str, &'static str) {
        if self.language.primary() == "zh" {
            ("en", "English")
        } else {
            ("zh", "中文")
        }
    }

    /// What every address within the organization begins with.
    pub fn organization_path(&self) -> String {
        self.organization
            .as_ref()
            .map(|place| format!("/{}", place.id))
            .unwrap_or_default()
    }

    /// The address of this page, for use within another.
    pub fn here_encoded(&self) -> String {
        encoded(&self.here)
    }

    pub fn is(&self, nav: Nav) -> bool {
        self.nav == nav
    }
}

fn may_move_clock(standings: &Standings) -> bool {
    access::may(standings.clone(), Ability::MoveClock)
}

fn clock(state: &State, zone: Tz) -> Option<String> {
    let clock = state.app.clock();
    clock.is_test().then(|| local(clock.now(), zone))
}

/// What somebody is in an organization, in words.
pub(super) fn posts(pack: &Pack, actor: &Actor, language: &Language) -> String {
    called(pack, actor, language).join(&say(language, "value-separator", &[]))
}

/// More posts are counted only.
const POSTS_IN_SHORT: usize = 2;

/// The first of it, and how much more there is: for the head of a page, where whoever reads knows who they are.
fn in_short(names: &[String], language: &Language) -> String {
    let (first, more) = names.split_at(names.len().min(POSTS_IN_SHORT));
    let first = first.join(&say(language, "value-separator", &[]));
    match more.len() {
        0 => first,
        more => say(
            language,
            "posts-and-more",
            &[("first", first.into()), ("more", more.into())],
        ),
    }
}

/// Roles, departments and standings by name. A role and a department may be called the same; it is said once.
fn called(pack: &Pack, actor: &Actor, language: &Language) -> Vec<String> {
    let roles = actor.roles.iter().filter_map(|id| Some(&pack.roles.get(id)?.name));
    let departments = actor.departments.iter();
    let departments = departments.filter_map(|id| Some(&pack.departments.get(id)?.name));
    let given = actor.standings.iter();
    let given = given.map(|standing| say(language, standing.key(), &[]));
    let of_pack = roles.chain(departments);
    let mut names: Vec<String> = Vec::new();
    for name in of_pack.map(|name| name.in_language(language).to_owned()).chain(given) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A moment as people of the organization read it on their clocks.
pub(super) fn local(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

/// A text of the program with texts put into it.
pub(super) fn said(language: &Language, key: &str, arguments: &[(&'static str, &str)]) -> String {
    let arguments: Vec<_> = arguments.iter().map(|(name, value)| (*name, (*value).into())).collect();
    say(language, key, &arguments)
}

/// Percent-encoded for use within a query.
pub(super) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// In which language pages outside any organization are: the person's choice, what their browser asks for, or the language of the
/// first organization. They take its script only if all that write this language write it so.
pub(super) fn language(request: &HttpRequest, visitor: &Visitor) -> Language {
    if let Some(asked_for) = visitor.asked_for() {
        return asked_for.clone();
    }
    let state = request.app_data::<web::Data<State>>();
    let packs = state.map(|state| state.app.packs().all()).unwrap_or_default();
    let own: Vec<&Language> = packs.iter().filter_map(|pack| pack.languages.first()).collect();
    let Some(first) = own.first() else {
        return visitor.language(&[]);
    };
    let is_same = own.iter().all(|own| own == first || own.primary() != first.primary());
    let written = if is_same {
        (*first).clone()
    } else {
        Language::new(first.primary())
    };
    visitor.language(&[written])
}

/// The path and query of a request.
pub(super) fn here(request: &HttpRequest) -> String {
    request
        .uri()
        .path_and_query()
        .map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// The word of ours with which a redirect says what was done; never a text to be shown.
pub(super) fn done(request: &HttpRequest) -> Option<&str> {
    let mut pairs = request.query_string().split('&');
    pairs.find_map(|pair| pair.strip_prefix("done="))
}

/// Answers with a page.
pub(super) fn show(status: StatusCode, page: &impl Template) -> PageResult {
    let body = page.render().map_err(PageError::broken)?;
    Ok(Answer::Page { status, body })
}

pub(super) fn see_other(address: impl Into<String>) -> Answer {
    Answer::SeeOther {
        address: address.into(),
        cookies: Vec::new(),
    }
}

/// Runs plain code off the event loop.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PageError> + Send + 'static,
) -> Result<T, PageError> {
    web::block(work).await.map_err(PageError::broken)?
}
