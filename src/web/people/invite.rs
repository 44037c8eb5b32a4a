//! Inviting somebody: the administrator says who they are; they come by a link and choose their password themselves.

use std::sync::Arc;

use actix_web::HttpRequest;
use askama::Template;

use super::super::error::PageError;
use super::super::page::{Frame, Nav, PageResult, blocking, show as shown};
use super::super::submitted::Submitted;
use super::super::wrong::Wrongs;
use super::link::link_page;
use super::standing::Offered;
use super::{Manager, person, standing};
use crate::app::{Given, SignInError};
use crate::case::PersonId;

#[derive(Template)]
#[template(path = "invite.html")]
struct InvitePage {
    frame: Frame,
    id: String,
    name: String,
    /// Which post they get at once: only in an organization.
    post: Option<person::Choices>,
    /// What they may be given beside it, or instead of it.
    standings: Vec<Offered>,
    standing: String,
    /// Beside which field, and what.
    wrongs: Wrongs,
}

impl InvitePage {
    /// With a standing nobody needs a post.
    fn needs_post(&self) -> bool {
        self.standings.is_empty()
    }
}

pub(super) async fn form(manager: Manager) -> PageResult {
    page(manager, &Submitted::default(), Wrongs::default())
}

fn page(mut manager: Manager, sent: &Submitted, wrongs: Wrongs) -> PageResult {
    manager.frame.title = manager.say("invite-title");
    let post = manager
        .pack
        .as_ref()
        .map(|pack| person::Choices::of(&manager, pack, sent));
    let page = InvitePage {
        id: sent.text("id").to_owned(),
        name: sent.text("name").to_owned(),
        post,
        standings: standing::offered(&manager),
        standing: sent.text("standing").to_owned(),
        wrongs,
        frame: manager.frame,
    };
    shown(page.wrongs.status(), &page)
}

/// What they get at once; otherwise which field is wrong, and what is said of it. With a standing nobody needs a post.
fn chosen(manager: &Manager, sent: &Submitted) -> Result<Given, (&'static str, &'static str)> {
    let standing = match sent.text("standing") {
        "" => None,
        written => Some(written.parse().map_err(|_| ("standing", "people-choose-standing"))?),
    };
    let needs_post = standing.is_none() || !sent.text("role").is_empty();
    let post = match manager.pack.as_ref().filter(|_| needs_post) {
        Some(pack) => Some((pack.organization.clone(), person::chosen_post(pack, sent)?)),
        None => None,
    };
    Ok(Given {
        post,
        standing: standing.map(|standing| (standing::place(manager), standing)),
    })
}

pub(super) async fn invite(request: HttpRequest, manager: Manager, sent: Submitted) -> PageResult {
    let given = match chosen(&manager, &sent) {
        Ok(given) => given,
        Err((field, key)) => {
            let text = manager.say(key);
            return page(manager, &sent, Wrongs::one(field, text));
        }
    };
    let outcome = blocking({
        let (state, by) = (Arc::clone(&manager.state), manager.id.clone());
        let (id, name) = (sent.text("id").to_owned(), sent.text("name").to_owned());
        move || Ok(state.app.invite(&by, &id, &name, given))
    })
    .await?;
    let wrong = match outcome {
        Ok(token) => {
            let id = PersonId(sent.text("id").into());
            return link_page(&request, manager, &id, sent.text("name"), &token, true);
        }
        Err(SignInError::Taken(_)) => ("id", "invite-taken"),
        Err(SignInError::NoName(_)) => ("id", "invite-no-id"),
        Err(SignInError::Nameless) => ("name", "account-no-name"),
        Err(SignInError::NotTheirs) => return Err(PageError::Forbidden),
        Err(error) => return Err(error.into()),
    };
    let text = manager.say(wrong.1);
    page(manager, &sent, Wrongs::one(wrong.0, text))
}
