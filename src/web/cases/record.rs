//! Recording what took place outside, or against the rules (CNV-16): it is not hidden, and rules may react to it.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::decide::status;
use super::extend::moment;
use super::filling::key;
use super::receipt::after;
use super::{Trouble, ask, speech, view};
use crate::app::{Asked, Looked, View};
use crate::pack::id::EventId;
use crate::web::member::Member;
use crate::web::page::{Frame, Nav, PageResult, blocking, show};
use crate::web::speech::Speech;
use crate::web::submitted::Submitted;

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    frame: Frame,
    case: String,
    number: String,
    /// Id and name of what deadlines and rules look at.
    events: Vec<(String, String)>,
    event: String,
    at: String,
    text: String,
    breach: bool,
    trouble: Trouble,
    version: u64,
    key: String,
}

type Path = web::Path<(String, String)>;

pub(in crate::web) async fn form(member: Member, path: Path) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Step)?;
        let speech = speech(&member, &view)?;
        show(StatusCode::OK, &page(&member, &speech, &view, Trouble::default(), None))
    })
    .await
}

pub(in crate::web) async fn record(member: Member, path: Path, submitted: Submitted) -> PageResult {
    let (_, number) = path.into_inner();
    blocking(move || {
        let view = view(&member, &number, &Looked::Step)?;
        let speech = speech(&member, &view)?;
        let text = submitted.text("text").to_owned();
        let (Some(at), false) = (moment(submitted.text("at"), view.pack.zone), text.is_empty()) else {
            let trouble = Trouble::refused(speech.say("record-incomplete"), Vec::new());
            let page = page(&member, &speech, &view, trouble, Some(&submitted));
            return show(StatusCode::UNPROCESSABLE_ENTITY, &page);
        };
        let event = Some(submitted.text("event"))
            .filter(|event| !event.is_empty())
            .map(EventId::new);
        let asked = Asked::Record {
            event,
            at,
            text,
            breach: submitted.has("breach"),
        };
        match ask(&member, &number, asked, &submitted) {
            Ok(done) => after(&member, &done, "recorded"),
            Err(error) => {
                let status = status(&error);
                let trouble = Trouble::of(error, &speech)?;
                show(status, &page(&member, &speech, &view, trouble, Some(&submitted)))
            }
        }
    })
    .await
}

fn page(member: &Member, speech: &Speech, view: &View, trouble: Trouble, submitted: Option<&Submitted>) -> RecordPage {
    let typed = |name: &str| submitted.map(|submitted| submitted.text(name).to_owned());
    let now = view
        .now
        .with_timezone(&view.pack.zone)
        .format("%Y-%m-%dT%H:%M")
        .to_string();
    let is_spent = trouble.conflict.is_some();
    RecordPage {
        frame: Frame::of(member, member.say("record-title"), Nav::Queue),
        case: member.address(&format!("/cases/{}", view.case.number)),
        number: view.case.number.clone(),
        events: events(speech),
        event: typed("event").unwrap_or_default(),
        at: typed("at").unwrap_or(now),
        text: typed("text").unwrap_or_default(),
        breach: submitted.is_some_and(|submitted| submitted.has("breach")),
        trouble,
        version: view.case.version,
        key: key(submitted.filter(|_| !is_spent)),
    }
}

/// What can be recorded, by its id and as people call it.
fn events(speech: &Speech) -> Vec<(String, String)> {
    let events = speech.case_type.marked_events().into_iter();
    events.map(|event| (event.to_string(), speech.event(event))).collect()
}
