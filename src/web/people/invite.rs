//! Inviting somebody: the administrator says who they are; they come by a link and choose their password themselves.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use askama::Template;

use super::super::page::{Frame, Nav, PageResult, blocking, show as shown};
use super::super::submitted::Submitted;
use super::link::link_page;
use super::{Manager, person};
use crate::app::SignInError;
use crate::case::PersonId;
use crate::pack::id::OrganizationId;
use crate::store::people::Post;

#[derive(Template)]
#[template(path = "invite.html")]
struct InvitePage {
    frame: Frame,
    id: String,
    name: String,
    /// Which post they get at once: only in an organization.
    post: Option<person::Choices>,
    /// Beside which field, and what.
    wrong: Option<(&'static str, String)>,
}

impl InvitePage {
    fn wrong_at(&self, field: &str) -> Option<&str> {
        self.wrong
            .as_ref()
            .filter(|(at, _)| *at == field)
            .map(|(_, text)| text.as_str())
    }
}

pub(super) async fn form(manager: Manager) -> PageResult {
    page(manager, &Submitted::default(), None)
}

fn page(mut manager: Manager, sent: &Submitted, wrong: Option<(&'static str, String)>) -> PageResult {
    manager.frame.title = manager.say("invite-title");
    let post = manager
        .pack
        .as_ref()
        .map(|pack| person::Choices::of(&manager, pack, sent));
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = InvitePage {
        id: sent.text("id").to_owned(),
        name: sent.text("name").to_owned(),
        post,
        wrong,
        frame: manager.frame,
    };
    shown(status, &page)
}

pub(super) async fn invite(request: HttpRequest, manager: Manager, sent: Submitted) -> PageResult {
    let post: Option<(OrganizationId, Post)> = match &manager.pack {
        None => None,
        Some(pack) => match person::chosen_post(pack, &sent) {
            Ok(post) => Some((pack.organization.clone(), post)),
            Err((field, key)) => {
                let text = manager.say(key);
                return page(manager, &sent, Some((field, text)));
            }
        },
    };
    let outcome = blocking({
        let (state, by) = (Arc::clone(&manager.state), manager.id.clone());
        let (id, name) = (sent.text("id").to_owned(), sent.text("name").to_owned());
        move || Ok(state.app.invite(&by, &id, &name, post))
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
        Err(error) => return Err(error.into()),
    };
    let text = manager.say(wrong.1);
    page(manager, &sent, Some((wrong.0, text)))
}
