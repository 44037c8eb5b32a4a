//! Somebody at work in an organization: signed in, and with a post there.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::error::PageError;
use super::session::{self, Visitor};
use super::tasks::Counts;
use super::{State, page, stand_in, tasks};
use crate::access::{self, Ability};
use crate::app::{App, Away};
use crate::case::Actor;
use crate::locale::{Language, say};
use crate::pack::id::OrganizationId;
use crate::pack::{CaseType, Pack};
use crate::search::Texts;
use crate::store::people::Person;

/// What is posted because its form carries more than an address should, and changes nothing.
const SHOWN_BY_POST: [&str; 2] = ["/{org}/cases/{number}/reveal", "/{org}/cases/{number}/presence"];

/// Whoever is not signed in is led to the door; whoever has no post here learns nothing about it.
pub(super) struct Member {
    pub state: web::Data<State>,
    pub pack: Arc<Pack>,
    /// As they act: for themselves, or for somebody who is away.
    pub actor: Actor,
    /// Who is away, and for whom they stand in.
    pub stood_for: Vec<Away>,
    /// How much waits for them, for the navigation.
    pub waiting: Counts,
    pub person: Person,
    pub language: Language,
    pub csrf: String,
    pub flash: Option<String>,
    pub here: String,
}

impl Member {
    pub fn app(&self) -> &App {
        &self.state.app
    }

    pub fn organization(&self) -> &OrganizationId {
        &self.pack.organization
    }

    pub fn say(&self, key: &str) -> String {
        say(&self.language, key, &[])
    }

    /// What they find cases by.
    pub fn searches(&self) -> Texts {
        Texts::of_one_who_sees(access::is_masked_for(&self.pack, &self.actor))
    }

    /// Whether this person may be one of those who open such cases. The engine has the last word when it is asked to.
    pub fn may_open(&self, case_type: &CaseType) -> bool {
        let by = &case_type.opening.by;
        let may_change = access::can(&self.actor, Ability::ChangeCases);
        may_change && (self.actor.is_administrator() || by.iter().any(|by| by.may_mean(&self.actor.roles)))
    }

    pub fn address(&self, rest: &str) -> String {
        format!("/{}{rest}", self.pack.organization)
    }

    /// The address of a case, saying afterwards what was done.
    pub fn case_address(&self, number: &str, done: &str) -> String {
        self.address(&format!("/cases/{number}?done={done}"))
    }
}

impl FromRequest for Member {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        let visitor = session::visitor(&request);
        Box::pin(async move { member(&request, &visitor).await })
    }
}

async fn member(request: &HttpRequest, visitor: &Visitor) -> Result<Member, PageError> {
    let here = page::here(request);
    let Some(signed_in) = visitor.signed_in().cloned() else {
        return Err(PageError::SignIn { next: here });
    };
    let state = request
        .app_data::<web::Data<State>>()
        .cloned()
        .ok_or_else(|| PageError::broken("no state"))?;
    let organization = OrganizationId::new(request.match_info().get("org").unwrap_or_default());
    let pack = state.app.packs().active(&organization).ok_or(PageError::NotFound)?;
    let chosen = stand_in::chosen(request, state.cookies, &organization);
    let (actor, stood_for, waiting) = page::blocking({
        let pack = Arc::clone(&pack);
        let (app, person, chosen) = (state.app.clone(), signed_in.person.clone(), chosen.clone());
        move || {
            let own = app.actor(&organization, &person)?;
            if !access::may_enter(&own) {
                return Err(PageError::NotFound);
            }
            let stood_for = app.stood_for(&organization, &person.id)?;
            let chosen = chosen.and_then(|chosen| stood_for.iter().find(|away| stand_in::means(&chosen, away)));
            let acting = match chosen {
                Some(away) => app.actor_for(&organization, &person, &away.absence.person)?,
                None => None,
            };
            let actor = acting.unwrap_or(own);
            // A page is not refused because it cannot be counted what waits elsewhere.
            let waiting = tasks::waiting(&app, &pack, &actor).unwrap_or_default();
            Ok((actor, stood_for, waiting))
        }
    })
    .await?;
    let csrf = match &chosen {
        Some(chosen) if actor.stands_for.is_some() => stand_in::form_token(&signed_in.session.csrf, chosen),
        None => signed_in.session.csrf,
        // What they began for somebody else is not done as their own.
        Some(_) if !request.method().is_safe() && !stand_in::is_choice(request) => return Err(PageError::Stale),
        Some(_) => {
            if request.method().is_safe() {
                request.extensions_mut().insert(stand_in::Over);
            }
            signed_in.session.csrf
        }
    };
    if changes(request) && !access::can(&actor, Ability::ChangeCases) {
        return Err(PageError::Forbidden);
    }
    let language = visitor.language(&pack.languages);
    let flash = done(request).map(|key| say(&language, key, &[]));
    Ok(Member {
        csrf,
        person: signed_in.person,
        here,
        state,
        pack,
        actor,
        stood_for,
        waiting,
        language,
        flash,
    })
}

/// Whether a request is there to change something. Here rather than in each screen, so that none forgets whoever only reads.
fn changes(request: &HttpRequest) -> bool {
    let only_shows = request
        .match_pattern()
        .is_some_and(|pattern| SHOWN_BY_POST.contains(&&*pattern));
    !request.method().is_safe() && !only_shows
}

/// What a redirect says was done: a word of ours, never a text from outside.
fn done(request: &HttpRequest) -> Option<&'static str> {
    let asked = page::done(request)?;
    Some(match asked {
        "opened" => "done-opened",
        "acted" => "done-acted",
        "task" => "done-task",
        "extended" => "done-extended",
        "merged" => "done-merged",
        "decided" => "done-decided",
        "recorded" => "done-recorded",
        "commented" => "done-commented",
        "attached" => "done-attached",
        "taken" => "done-taken",
        "moved" => "done-moved",
        "none-chosen" => "done-none-chosen",
        "kept" => "done-view-kept",
        "not-kept" => "done-view-not-kept",
        "not-shared" => "done-view-not-shared",
        "draft" => "done-draft",
        "draft-full" => "done-draft-full",
        "draft-empty" => "done-draft-empty",
        "draft-dropped" => "done-draft-dropped",
        "reminded" => "done-reminded",
        "dropped" => "done-view-dropped",
        _ => return None,
    })
}
