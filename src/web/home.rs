//! Where to go: the organizations a person may enter.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::error::PageError;
use super::member::Member;
use super::page::{Frame, Nav, PageResult, blocking, language, see_other, show};
use super::session::Visitor;
use super::{State, people};
use crate::access;
use crate::locale::say;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    organizations: Vec<Organization>,
    may_manage_people: bool,
}

struct Organization {
    id: String,
    name: String,
    policy: String,
}

/// Straight on if there is only one.
pub(super) async fn home(request: HttpRequest, visitor: Visitor, state: web::Data<State>) -> PageResult {
    let Some(signed_in) = visitor.signed_in().cloned() else {
        return Err(PageError::SignIn { next: "/".to_owned() });
    };
    let may_manage_people = people::may_manage_platform(&signed_in.person);
    let packs = blocking({
        let state = Arc::clone(&state);
        move || {
            let mut open = Vec::new();
            for pack in state.app.packs().all() {
                if access::may_enter(&state.app.actor(&pack.organization, &signed_in.person)?) {
                    open.push(pack);
                }
            }
            Ok(open)
        }
    })
    .await?;
    if let [only] = packs.as_slice() {
        return Ok(see_other(format!("/{}/cases", only.organization)));
    }
    let language = language(&request, &visitor);
    let frame = Frame::plain(&request, &visitor, say(&language, "home-title", &[]), Nav::None);
    let organizations = packs.iter().map(|pack| Organization {
        id: pack.organization.to_string(),
        name: pack.name.in_language(&language).to_owned(),
        policy: pack.policy.title.in_language(&language).to_owned(),
    });
    show(
        StatusCode::OK,
        &HomePage {
            organizations: organizations.collect(),
            may_manage_people,
            frame,
        },
    )
}

pub(super) async fn organization(member: Member) -> PageResult {
    Ok(see_other(member.address("/cases")))
}
