//! Giving the complainant what lets them reach their case, or its survey, from outside: a slip to be printed or read out.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::ask;
use crate::app::{Access, Asked, ExecuteError, Secret, View};
use crate::web::error::PageError;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, said, show};
use crate::web::submitted::Submitted;

/// What the page of a case says about the way in from outside.
pub(super) struct PortalCard {
    /// The complainant opened it themselves.
    pub came_by_portal: bool,
    pub may_give: bool,
    pub has_survey: bool,
    /// That the complainant reads another language than the organization's own.
    pub reads: Option<String>,
}

impl PortalCard {
    /// `None` where nothing of the case is public.
    pub fn of(member: &Member, view: &View) -> Option<Self> {
        let case_type = view.case_type()?;
        let public = case_type.public.as_ref()?;
        let is_open = view.case.destroyed.is_none() && view.case.merged_into.is_none();
        Some(Self {
            came_by_portal: view.case.opened_by.is_complainant(),
            may_give: is_open && member.may_open(case_type),
            has_survey: public.survey.is_some(),
            reads: reads(member, view),
        })
    }
}

/// So that what people write to them is written for them.
fn reads(member: &Member, view: &View) -> Option<String> {
    let language = view.case.read_in(&view.pack)?;
    let own = view.pack.languages.first()?;
    (language != own).then(|| {
        let name = member.say(&format!("language-{}", language.spoken()));
        said(&member.language, "case-reads", &[("language", &name)])
    })
}

#[derive(Template)]
#[template(path = "slip.html")]
struct SlipPage {
    frame: Frame,
    case: String,
    number: String,
    /// Shown this once.
    secret: String,
    address: String,
    is_survey: bool,
}

/// Shown in the answer to the form, because it stands nowhere.
pub(in crate::web) async fn give(
    member: Member,
    path: web::Path<(String, String)>,
    submitted: Submitted,
) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let is_survey = submitted.text("to") == "survey";
        let secret = Secret::random();
        let asked = Asked::GiveAccess {
            access: if is_survey { Access::Survey } else { Access::Case },
            secret: secret.clone(),
        };
        let done = ask(&member, &number, asked, &submitted).map_err(|error| match error {
            ExecuteError::Refused(_) => PageError::Forbidden,
            error => error.into(),
        })?;
        let (title, address) = if is_survey {
            ("slip-survey-title", format!("/portal/survey/{}", secret.link()))
        } else {
            ("slip-title", "/portal/track".to_owned())
        };
        let page = SlipPage {
            frame: Frame::of(&member, member.say(title), Nav::Queue),
            case: member.address(&format!("/cases/{number}")),
            address: member.address(&address),
            number: done.number,
            secret: secret.shown(),
            is_survey,
        };
        show(StatusCode::OK, &page)
    })
    .await
}
