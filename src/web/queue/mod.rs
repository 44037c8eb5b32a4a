//! The queue: what is to be done, the most urgent first. What it is narrowed to stands in the address, so that it can be kept,
//! sent, and come back to.

mod asked;
mod filters;
mod rows;
mod views;

use std::collections::HashMap;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use askama::Template;

use super::drafts;
use super::member::Member;
use super::page::{Frame, Nav, PageResult, blocking, show as show_page};
use crate::access::{self, Ability};
use crate::store::cases;
use crate::store::queue;
use filters::{Filter, filters};
use views::{Tab, tabs};

pub(super) use asked::Asked;
pub(super) use rows::{Known, Row, beside_number, row, subject};
pub(super) use views::{drop_view, keep_view};

const PAGE_SIZE: u16 = 40;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    frame: Frame,
    text: String,
    tabs: Vec<Tab>,
    filters: Vec<Filter>,
    /// How many of the filters are set.
    narrowed_by: usize,
    rows: Vec<Row>,
    /// The addresses of the next page, of the one before this, and of the first if this is another.
    next: Option<String>,
    previous: Option<String>,
    first: Option<String>,
    is_filtered: bool,
    /// What the list is narrowed to, as its exports are asked for.
    narrowing: String,
    has_types: bool,
    keeping: Option<views::Keeping>,
    /// How many forms the person has left half filled in.
    drafts: usize,
}

pub(super) async fn show(member: Member, request: HttpRequest) -> PageResult {
    let query = request.query_string().to_owned();
    blocking(move || {
        let pack = &member.pack;
        let asked = Asked::read(&query, &member);
        let now = member.app().clock().now();
        let filter = asked.filter(&member, now);
        let sight = access::sight(pack, &member.actor);
        let after = asked.get("after").parse().ok();
        let before = asked.get("before").parse().ok();
        let organization = member.organization();
        let (page, cases) = member.app().store().read(|conn| {
            let page = match before {
                Some(before) => queue::page_before(conn, organization, &sight, &filter, before, PAGE_SIZE)?,
                None => queue::page(conn, organization, &sight, &filter, after, PAGE_SIZE)?,
            };
            let ids: Vec<_> = page.cases.iter().map(|listed| listed.id).collect();
            let cases = cases::by_ids(conn, organization, &ids)?;
            Ok::<_, crate::store::Error>((page, cases))
        })?;
        member
            .app()
            .note_finds(pack, &cases, &member.actor, filter.text.as_ref())?;
        let people = member.app().people(organization)?;
        let filters = filters(&member, &asked, &people, &member.app().away(organization)?);
        let names: HashMap<_, _> = people.users().map(|user| (&*user.id, user.name.as_str())).collect();
        let rows = page.cases.iter().map(|listed| {
            let case = cases.iter().find(|case| case.id == listed.id);
            row(&member, listed, case, &names, now)
        });
        let at =
            |way, place: queue::Cursor| member.address(&format!("/cases?{}", asked.at_place(way, &place.to_string())));
        let (tabs, is_kept) = tabs(&member, &sight, &asked, now)?;
        let page = QueuePage {
            frame: Frame::of(&member, member.say("queue-title"), Nav::Queue),
            text: asked.get("q").to_owned(),
            rows: rows.collect(),
            narrowed_by: filters.iter().filter(|filter| filter.is_set()).count(),
            next: page.next.map(|place| at("after", place)),
            previous: page.previous.map(|place| at("before", place)),
            first: asked
                .is_within()
                .then(|| member.address(&format!("/cases?{}", asked.canonical()))),
            is_filtered: asked.is_narrowed(),
            narrowing: asked.canonical(),
            has_types: pack.case_types.len() > 1,
            keeping: (asked.is_narrowed() && !is_kept && access::can(&member.actor, Ability::ChangeCases))
                .then(|| views::Keeping::of(&member, &asked)),
            filters,
            tabs,
            drafts: drafts::count(&member)?,
        };
        show_page(StatusCode::OK, &page)
    })
    .await
}
