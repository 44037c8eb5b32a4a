//! One person: their posts, and whether and how they come in.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::error::PageError;
use super::super::page::{Answer, Frame, Nav, PageResult, blocking, encoded, see_other, show as shown};
use super::super::submitted::Submitted;
use super::super::wrong::Wrongs;
use super::link::link_page;
use super::standing::Standings;
use super::{Manager, standing};
use crate::access;
use crate::pack::Pack;
use crate::pack::id::{DepartmentId, RoleId};
use crate::store::people::{Account, Post};

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    frame: Frame,
    id: String,
    path: String,
    invited: bool,
    shut_out: bool,
    second_factor: bool,
    /// It is their own page; what they change, they change on their account.
    own: bool,
    /// Everything about them is the reader's to manage.
    whole: bool,
    /// Until when the link they have is good.
    link_until: Option<String>,
    /// In the organization of the page, or anywhere.
    posts: Vec<Held>,
    give: Option<Choices>,
    standings: Standings,
    /// On the platform's page: where posts are given.
    organizations: Vec<(String, String)>,
    wrongs: Wrongs,
}

impl PersonPage {
    fn needs_post(&self) -> bool {
        true
    }
}

struct Held {
    organization: Option<String>,
    name: String,
    role: String,
    department: String,
    /// A post without a department whose role does everything within one.
    idle: bool,
}

/// From which roles and departments is chosen, each with its name, and what was.
pub(super) struct Choices {
    pub roles: Vec<(String, String)>,
    pub departments: Vec<(String, String)>,
    pub role: String,
    pub department: String,
}

impl Choices {
    pub fn of(manager: &Manager, pack: &Pack, sent: &Submitted) -> Self {
        let language = manager.language();
        let roles = pack
            .roles
            .iter()
            .map(|(id, role)| (id.to_string(), role.name.in_language(language).to_owned()));
        let departments = pack.departments.iter().map(|(id, department)| {
            let name = department.name.in_language(language).to_owned();
            (id.to_string(), name)
        });
        Self {
            roles: roles.collect(),
            departments: departments.collect(),
            role: sent.text("role").to_owned(),
            department: sent.text("department").to_owned(),
        }
    }
}

/// The post that was chosen; otherwise which field is wrong, and what is said of it.
pub(super) fn chosen_post(pack: &Pack, sent: &Submitted) -> Result<Post, (&'static str, &'static str)> {
    let (role, department) = (sent.text("role"), sent.text("department"));
    if !pack.roles.contains_key(role) {
        return Err(("role", "people-choose-role"));
    }
    if !department.is_empty() && !pack.departments.contains_key(department) {
        return Err(("department", "people-choose-department"));
    }
    let post = Post {
        role: RoleId::new(role),
        department: (!department.is_empty()).then(|| DepartmentId::new(department)),
    };
    if post.department.is_none() && access::needs_department(pack, &post.role) {
        return Err(("department", "people-needs-department"));
    }
    Ok(post)
}

/// Whose page it is, wherever in the address their name stands.
#[derive(Deserialize)]
pub(super) struct Whose {
    pub person: String,
}

type At = web::Path<Whose>;

pub(super) async fn show(manager: Manager, at: At) -> PageResult {
    let account = manager.account(&at.person).await?;
    page(manager, account, &Submitted::default(), Wrongs::default()).await
}

pub(super) async fn page(mut manager: Manager, account: Account, sent: &Submitted, wrongs: Wrongs) -> PageResult {
    let (link_until, changes) = blocking({
        let (app, id) = (manager.app().clone(), account.person.id.clone());
        move || Ok((app.link_open_until(&id)?, app.standing_changes(&id)?))
    })
    .await?;
    let packs = manager.app().packs().all();
    let zone = manager
        .pack
        .as_ref()
        .or(packs.first())
        .map_or(chrono_tz::Tz::UTC, |pack| pack.zone);
    let organizations = packs.iter().filter(|_| manager.pack.is_none()).map(|pack| {
        let name = pack.name.in_language(manager.language()).to_owned();
        (pack.organization.to_string(), name)
    });
    let organizations = organizations.collect();
    let page = PersonPage {
        id: account.person.id.0.to_string(),
        path: encoded(&account.person.id.0),
        invited: account.is_invited && !account.person.disabled,
        shut_out: account.person.disabled,
        second_factor: account.has_second_factor,
        own: account.person.id == manager.id,
        whole: manager.manages_whole(&account),
        link_until: link_until.map(|until| manager.frame.by_real_clock(until, zone)),
        posts: held(&manager, &packs, &account),
        give: manager.pack.as_ref().map(|pack| Choices::of(&manager, pack, sent)),
        standings: Standings::of(&manager, &account, &changes, zone),
        organizations,
        frame: {
            manager.frame.title.clone_from(&account.person.name);
            manager.frame
        },
        wrongs,
    };
    shown(page.wrongs.status(), &page)
}

fn held(manager: &Manager, packs: &[Arc<Pack>], account: &Account) -> Vec<Held> {
    let mut all = Vec::new();
    for (organization, post) in &account.posts {
        let is_here = |pack: &Arc<Pack>| pack.organization == *organization;
        if manager.pack.as_ref().is_some_and(|pack| !is_here(pack)) {
            continue;
        }
        // Posts in an organization whose policy does not run any more are not shown: nothing can be done with them.
        let Some(pack) = packs.iter().find(|pack| is_here(pack)) else {
            continue;
        };
        all.push(Held {
            organization: manager
                .pack
                .is_none()
                .then(|| pack.name.in_language(manager.language()).to_owned()),
            name: manager.post(pack, post),
            role: post.role.to_string(),
            department: post.department.as_ref().map(ToString::to_string).unwrap_or_default(),
            idle: post.department.is_none() && access::needs_department(pack, &post.role),
        });
    }
    all
}

pub(super) async fn appoint(manager: Manager, at: At, sent: Submitted) -> PageResult {
    let account = manager.account(&at.person).await?;
    let pack = manager.pack.clone().ok_or(PageError::NotFound)?;
    let post = match chosen_post(&pack, &sent) {
        Ok(post) => post,
        Err((field, key)) => {
            let text = manager.say(key);
            return page(manager, account, &sent, Wrongs::one(field, text)).await;
        }
    };
    let (state, id) = (Arc::clone(&manager.state), account.person.id.clone());
    blocking(move || Ok(state.app.appoint(&pack.organization, &id, post)?)).await?;
    Ok(back(&manager, &account, "appointed"))
}

pub(super) async fn dismiss(manager: Manager, at: At, sent: Submitted) -> PageResult {
    let account = manager.account(&at.person).await?;
    let pack = manager.pack.clone().ok_or(PageError::NotFound)?;
    let department = sent.text("department");
    let post = Post {
        role: RoleId::new(sent.text("role")),
        department: (!department.is_empty()).then(|| DepartmentId::new(department)),
    };
    let (state, id) = (Arc::clone(&manager.state), account.person.id.clone());
    blocking(move || Ok(state.app.dismiss(&pack.organization, &id, post)?)).await?;
    back_or_away(&manager, &account, "dismissed").await
}

/// Makes a link: an invitation for whoever has not come yet, otherwise one that sets a new password.
pub(super) async fn link(request: HttpRequest, manager: Manager, at: At, _: Submitted) -> PageResult {
    let account = whole(&manager, &at).await?;
    if account.person.disabled {
        return Err(PageError::Forbidden);
    }
    let token = blocking({
        let (state, by, id) = (
            Arc::clone(&manager.state),
            manager.id.clone(),
            account.person.id.clone(),
        );
        move || Ok(state.app.make_link(&by, &id)?)
    })
    .await?;
    let name = account.person.name;
    link_page(&request, manager, &account.person.id, &name, &token, account.is_invited)
}

pub(super) async fn shut_out(manager: Manager, at: At, sent: Submitted) -> PageResult {
    set_disabled(manager, at, sent, true).await
}

pub(super) async fn let_in(manager: Manager, at: At, sent: Submitted) -> PageResult {
    set_disabled(manager, at, sent, false).await
}

async fn set_disabled(manager: Manager, at: At, sent: Submitted, disabled: bool) -> PageResult {
    let account = whole(&manager, &at).await?;
    let (state, id) = (Arc::clone(&manager.state), account.person.id.clone());
    let outcome = blocking(move || Ok(state.app.set_disabled(&id, disabled))).await?;
    match outcome {
        Ok(()) => Ok(back(&manager, &account, if disabled { "shut-out" } else { "let-in" })),
        Err(error) => {
            let text = standing::refused(&manager, error)?;
            page(manager, account, &sent, Wrongs::one("shut_out", text)).await
        }
    }
}

pub(super) async fn reset_second_factor(manager: Manager, at: At, _: Submitted) -> PageResult {
    let account = whole(&manager, &at).await?;
    let (state, id) = (Arc::clone(&manager.state), account.person.id.clone());
    blocking(move || Ok(state.app.reset_second_factor(&id)?)).await?;
    Ok(back(&manager, &account, "second-factor"))
}

/// Somebody about whom everything is the manager's to change.
async fn whole(manager: &Manager, at: &At) -> Result<Account, PageError> {
    let account = manager.account(&at.person).await?;
    if manager.manages_whole(&account) {
        Ok(account)
    } else {
        Err(PageError::Forbidden)
    }
}

/// Back to the person; what was taken may have been all they were here, and to whoever manages only this organization they are no longer
/// there.
pub(super) async fn back_or_away(manager: &Manager, account: &Account, done: &str) -> PageResult {
    match manager.account(&account.person.id.0).await {
        Ok(account) => Ok(back(manager, &account, done)),
        Err(PageError::NotFound) => Ok(see_other(manager.address(&format!("/people?done={done}")))),
        Err(error) => Err(error),
    }
}

pub(super) fn back(manager: &Manager, account: &Account, done: &str) -> Answer {
    let address = format!("/people/{}?done={done}", encoded(&account.person.id.0));
    see_other(manager.address(&address))
}
