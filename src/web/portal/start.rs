//! Where people begin: what has happened, or what has become of it.

use actix_web::http::StatusCode;
use askama::Template;

use super::guest::{Guest, PortalFrame};
use crate::web::page::{PageResult, show};

#[derive(Template)]
#[template(path = "portal/start.html")]
struct StartPage {
    frame: PortalFrame,
    choices: Vec<Choice>,
}

struct Choice {
    address: String,
    name: String,
    text: Option<String>,
}

pub(super) async fn start(guest: Guest) -> PageResult {
    let language = &guest.language;
    let choices = guest.public_types().map(|(case_type, public)| Choice {
        address: guest.to(&format!("/new/{}", case_type.id)),
        name: public
            .name
            .as_ref()
            .unwrap_or(&case_type.name)
            .in_language(language)
            .to_owned(),
        text: public.text.as_ref().map(|text| text.in_language(language).to_owned()),
    });
    let page = StartPage {
        choices: choices.collect(),
        frame: guest.frame(guest.say("portal-title")),
    };
    show(StatusCode::OK, &page)
}
