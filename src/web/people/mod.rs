//! Administering people: of the platform at `/people`, of one organization at `/{org}/people`.
//!
//! The pages are the same; [`Manager`] says where they are and what may be done there. In reading order: who there is, one of
//! them, what they have been given beside posts, inviting another, and the link that is handed over.

mod invite;
mod link;
mod list;
mod person;
mod standing;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, HttpRequest};

use super::State;
use super::error::PageError;
use super::member::Member;
use super::page::{Frame, Nav, blocking, language};
use super::session::{self, SignedIn, Visitor};
use crate::access::{self, Ability, Standings};
use crate::app::App;
use crate::case::{Actor, PersonId, Standing};
use crate::locale::{Language, say};
use crate::pack::Pack;
use crate::store::people::{Account, Post};

pub(super) fn routes(config: &mut ServiceConfig) {
    for place in ["", "/{org}"] {
        let at = |rest: &str| format!("{place}{rest}");
        config
            .route(&at("/people"), web::get().to(list::show))
            .route(&at("/invite"), web::get().to(invite::form))
            .route(&at("/invite"), web::post().to(invite::invite))
            .route(&at("/people/{person}"), web::get().to(person::show))
            .route(&at("/people/{person}/link"), web::post().to(person::link))
            .route(&at("/people/{person}/shut-out"), web::post().to(person::shut_out))
            .route(&at("/people/{person}/let-in"), web::post().to(person::let_in))
            .route(&at("/people/{person}/standings"), web::post().to(standing::give))
            .route(&at("/people/{person}/standings/take"), web::post().to(standing::take))
            .route(
                &at("/people/{person}/second-factor"),
                web::post().to(person::reset_second_factor),
            );
    }
    config
        .route("/{org}/people/{person}/posts", web::post().to(person::appoint))
        .route("/{org}/people/{person}/posts/take", web::post().to(person::dismiss));
}

/// Whether somebody manages the people of an organization in which they act so.
pub(super) fn may_manage(actor: &Actor) -> bool {
    access::can(actor, Ability::ManagePeople)
}

/// Whether somebody manages the people of the whole platform.
pub(super) fn may_manage_platform(signed_in: &SignedIn) -> bool {
    access::may(signed_in.standings.clone(), Ability::ManagePeople)
}

/// Somebody who manages people, of the platform or of one organization.
pub(super) struct Manager {
    pub state: web::Data<State>,
    pub frame: Frame,
    pub id: PersonId,
    /// They manage the people of every organization.
    pub of_platform: bool,
    /// What they have been given that counts on these pages.
    standings: Standings,
    /// The organization whose pages these are.
    pub pack: Option<Arc<Pack>>,
}

impl Manager {
    pub fn app(&self) -> &App {
        &self.state.app
    }

    pub fn language(&self) -> &Language {
        &self.frame.language
    }

    pub fn say(&self, key: &str) -> String {
        self.frame.say(key)
    }

    /// The address of a page of theirs.
    pub fn address(&self, rest: &str) -> String {
        format!("{}{rest}", self.frame.organization_path())
    }

    /// Whether everything about this person is theirs to manage, and not only the posts in one organization: whoever could make a
    /// link for somebody could act as them wherever they have a post, and with all they have been given.
    pub fn manages_whole(&self, account: &Account) -> bool {
        let belongs_here = |pack: &Arc<Pack>| account.belongs_only_to(&pack.organization);
        let is_within = self.of_platform || self.pack.as_ref().is_some_and(belongs_here);
        let is_above = account.runs_platform() && !self.standings.has(Standing::Operator);
        account.person.id != self.id && is_within && !is_above
    }

    /// Whether they give and take this standing on these pages.
    pub fn may_give(&self, standing: Standing) -> bool {
        match &self.pack {
            Some(_) => !standing.is_of_platform_only() && access::may_give(&self.standings, standing),
            None => access::may_give_everywhere(&self.standings, standing),
        }
    }

    /// Somebody of these pages. Who has nothing to do with an organization is not found there, unless it is known anyhow.
    pub async fn account(&self, id: &str) -> Result<Account, PageError> {
        let (app, id) = (self.app().clone(), PersonId(id.into()));
        let found = blocking(move || Ok(app.account(&id)?)).await?;
        let is_here = |account: &Account| match &self.pack {
            Some(pack) => self.of_platform || account.is_of(&pack.organization),
            None => true,
        };
        found.filter(is_here).ok_or(PageError::NotFound)
    }

    /// A post in words.
    pub fn post(&self, pack: &Pack, post: &Post) -> String {
        let language = self.language();
        let role = pack
            .roles
            .get(&post.role)
            .map_or(post.role.as_str(), |role| role.name.in_language(language));
        let Some(department) = &post.department else {
            return role.to_owned();
        };
        let department = pack
            .departments
            .get(department)
            .map_or(department.as_str(), |department| department.name.in_language(language));
        say(
            language,
            "people-post",
            &[("role", role.into()), ("department", department.into())],
        )
    }
}

impl FromRequest for Manager {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            if request.match_info().get("org").is_some() {
                let member = Member::from_request(&request, &mut Payload::None).await?;
                return of_organization(&request, member);
            }
            of_platform(&request, &session::visitor(&request))
        })
    }
}

fn of_organization(request: &HttpRequest, member: Member) -> Result<Manager, PageError> {
    if !may_manage(&member.actor) {
        return Err(PageError::Forbidden);
    }
    let of_platform = session::visitor(request).signed_in().is_some_and(may_manage_platform);
    let title = member.say("people-title");
    let mut frame = Frame::of(&member, title, Nav::People);
    frame.flash = done(request).map(|key| member.say(key));
    Ok(Manager {
        frame,
        id: member.person.id.clone(),
        of_platform,
        standings: member.actor.standings.clone(),
        pack: Some(member.pack),
        state: member.state,
    })
}

fn of_platform(request: &HttpRequest, visitor: &Visitor) -> Result<Manager, PageError> {
    let Some(signed_in) = visitor.signed_in() else {
        return Err(PageError::SignIn {
            next: super::page::here(request),
        });
    };
    if !may_manage_platform(signed_in) {
        return Err(PageError::Forbidden);
    }
    let state = request
        .app_data::<web::Data<State>>()
        .cloned()
        .ok_or_else(|| PageError::broken("no state"))?;
    let language = language(request, visitor);
    let mut frame = Frame::plain(request, visitor, say(&language, "people-title", &[]), Nav::People);
    frame.flash = done(request).map(|key| say(&language, key, &[]));
    Ok(Manager {
        frame,
        id: signed_in.person.id.clone(),
        of_platform: true,
        standings: signed_in.standings.clone(),
        pack: None,
        state,
    })
}

/// What a redirect says was done.
fn done(request: &HttpRequest) -> Option<&'static str> {
    Some(match super::page::done(request)? {
        "appointed" => "people-done-appointed",
        "dismissed" => "people-done-dismissed",
        "shut-out" => "people-done-shut-out",
        "let-in" => "people-done-let-in",
        "second-factor" => "people-done-second-factor",
        "given" => "people-done-given",
        "taken-away" => "people-done-taken-away",
        _ => return None,
    })
}
