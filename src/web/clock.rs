//! The test clock: where time stands, and moving it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::State;
use super::error::PageError;
use super::page::{Frame, Nav, PageResult, blocking, here, language, local, see_other, show};
use super::session::Visitor;
use super::submitted::Submitted;
use crate::access::{self, Ability};
use crate::locale::say;

#[derive(Template)]
#[template(path = "clock.html")]
struct ClockPage {
    frame: Frame,
    now: String,
    zone: String,
    /// What stands in the input.
    moment: String,
    wrong: Option<String>,
}

pub(super) async fn form(request: HttpRequest, visitor: Visitor, state: web::Data<State>) -> PageResult {
    permitted(&request, &visitor, &state)?;
    let zone = zone(&state);
    let moment = state
        .app
        .clock()
        .now()
        .with_timezone(&zone)
        .format("%Y-%m-%dT%H:%M")
        .to_string();
    page(&request, &visitor, &state, moment, None)
}

fn page(request: &HttpRequest, visitor: &Visitor, state: &State, moment: String, wrong: Option<&str>) -> PageResult {
    let language = language(request, visitor);
    let zone = zone(state);
    let page = ClockPage {
        frame: Frame::plain(request, visitor, say(&language, "clock-title", &[]), Nav::None),
        now: local(state.app.clock().now(), zone),
        zone: zone.name().to_owned(),
        moment,
        wrong: wrong.map(|key| say(&language, key, &[])),
    };
    show(
        if wrong.is_some() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        },
        &page,
    )
}

/// Moves the clock and lets everything happen that falls due on the way.
pub(super) async fn set(
    request: HttpRequest,
    visitor: Visitor,
    state: web::Data<State>,
    submitted: Submitted,
) -> PageResult {
    permitted(&request, &visitor, &state)?;
    let (now, zone) = (state.app.clock().now(), zone(&state));
    let asked = submitted.text("moment").to_owned();
    let moment = match submitted.text("by") {
        "hour" => Some(now + Duration::hours(1)),
        "day" => Some(now + Duration::days(1)),
        "working-day" => next_working_day(&state, now),
        "month" => now.checked_add_months(chrono::Months::new(1)),
        _ => read(&asked, zone),
    };
    let Some(moment) = moment else {
        return page(&request, &visitor, &state, asked, Some("clock-unreadable"));
    };
    if moment < now {
        return page(&request, &visitor, &state, asked, Some("clock-backwards"));
    }
    blocking({
        let state = Arc::clone(&state);
        move || move_to(&state, moment)
    })
    .await?;
    Ok(see_other("/clock"))
}

fn move_to(state: &State, moment: DateTime<Utc>) -> Result<(), PageError> {
    state.app.move_clock(moment).map(|_| ()).map_err(PageError::broken)
}

fn permitted(request: &HttpRequest, visitor: &Visitor, state: &State) -> Result<(), PageError> {
    let signed_in = visitor
        .signed_in()
        .ok_or_else(|| PageError::SignIn { next: here(request) })?;
    if !state.app.clock().is_test() {
        return Err(PageError::NotFound);
    }
    if access::may(signed_in.standings.clone(), Ability::MoveClock) {
        Ok(())
    } else {
        Err(PageError::Forbidden)
    }
}

/// The clock is shown as the first organization reads it.
fn zone(state: &State) -> Tz {
    state.app.packs().all().first().map_or(Tz::UTC, |pack| pack.zone)
}

fn read(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|pattern| NaiveDateTime::parse_from_str(text, pattern).ok())?;
    zone.from_local_datetime(&local).earliest().map(|at| at.to_utc())
}

/// The same time of the next working day of the first organization.
fn next_working_day(state: &State, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let pack = state.app.packs().all().into_iter().next()?;
    let today = now.with_timezone(&pack.zone);
    let next = pack.calendar.next_working_day(today.date_naive())?;
    pack.zone
        .from_local_datetime(&next.and_time(today.time()))
        .earliest()
        .map(|at| at.to_utc())
}
