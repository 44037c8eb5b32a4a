//! The link an administrator hands over, shown this once.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use askama::Template;

use super::super::assets;
use super::super::page::{Frame, Nav, PageResult, encoded, show as shown};
use super::Manager;
use crate::app::LINK_DAYS;
use crate::case::PersonId;
use crate::locale::say;

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage {
    frame: Frame,
    /// The script that copies it.
    copy: &'static str,
    address: String,
    text: String,
    good_for: String,
    person: String,
    /// The page of the person the link is for.
    back: String,
}

pub(super) fn link_page(
    request: &HttpRequest,
    mut manager: Manager,
    id: &PersonId,
    name: &str,
    token: &str,
    is_invitation: bool,
) -> PageResult {
    let (title, text) = if is_invitation {
        ("link-invitation", "link-invitation-text")
    } else {
        ("link-reset", "link-reset-text")
    };
    manager.frame.title = manager.say(title);
    let language = manager.language();
    let page = LinkPage {
        copy: assets::copy(),
        address: format!("{}/link/{token}", manager.state.own_address(request)),
        text: say(language, text, &[("name", name.into()), ("id", (&*id.0).into())]),
        good_for: say(
            language,
            "link-good-for",
            &[("days", usize::try_from(LINK_DAYS).unwrap_or_default().into())],
        ),
        person: name.to_owned(),
        back: manager.address(&format!("/people/{}", encoded(&id.0))),
        frame: manager.frame,
    };
    shown(StatusCode::OK, &page)
}
