//! Where to go: the organizations a person may enter.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, web};
use askama::Template;

use super::error::PageError;
use super::member::Member;
use super::page::{Frame, Nav, PageResult, blocking, language, see_other, show};
use super::portal;
use super::session::Visitor;
use super::{State, people};
use crate::access;
use crate::locale::say;
use crate::pack::id::OrganizationId;

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
    let may_manage_people = people::may_manage_platform(&signed_in);
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

/// Whoever works here goes to their cases; everybody else to the pages for the public, if there are any.
pub(super) async fn organization(request: HttpRequest, org: web::Path<String>, state: web::Data<State>) -> PageResult {
    let pack = state.app.packs().active(&OrganizationId::new(org.as_str()));
    match (
        Member::extract(&request).await,
        pack.is_some_and(|pack| portal::has_portal(&pack)),
    ) {
        (Ok(member), _) => Ok(see_other(member.address("/cases"))),
        (Err(PageError::SignIn { .. } | PageError::NotFound), true) => Ok(see_other(format!("/{org}/portal"))),
        (Err(error), _) => Err(error),
    }
}
