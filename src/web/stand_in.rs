//! Working for somebody who is away.
//!
//! Whoever stands in for others is told so on every page of the organization, and chooses for whom they work. The choice is a
//! cookie and proves nothing: each request asks anew whether they do stand in.

use actix_web::HttpRequest;
use actix_web::web::{self, ServiceConfig};
use chrono::Duration;
use chrono_tz::Tz;

use super::member::Member;
use super::page::{Answer, PageResult, encoded};
use super::session::Cookies;
use super::submitted::Submitted;
use crate::app::Away;
use crate::case::PersonId;
use crate::locale::say;
use crate::pack::id::OrganizationId;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/{org}/stand-in", web::post().to(choose));
}

/// What the frame of a page says of one who is away.
pub(super) struct StandIn {
    pub person: String,
    pub text: String,
    pub button: String,
    /// They are worked for at present; the button ends it.
    pub active: bool,
}

impl StandIn {
    /// Of everybody this member stands in for.
    pub fn all(member: &Member) -> Vec<Self> {
        let one = |away: &Away| {
            let active = member.actor.acts_as() == &away.absence.person;
            let until = last_day(away, member.pack.zone);
            let (text, button) = if active {
                ("stand-in-working", "stand-in-back")
            } else {
                ("stand-in-away", "stand-in-work")
            };
            let told = |key: &str| {
                let arguments = [("name", away.person.as_str().into()), ("until", until.as_str().into())];
                say(&member.language, key, &arguments)
            };
            Self {
                person: away.absence.person.0.to_string(),
                text: told(text),
                button: told(button),
                active,
            }
        };
        member.stood_for.iter().map(one).collect()
    }
}

/// The last day away, as people say it, and not the moment at which somebody is back.
fn last_day(away: &Away, zone: Tz) -> String {
    let last = away.absence.ends_at - Duration::seconds(1);
    last.with_timezone(&zone).date_naive().to_string()
}

/// A person as colleagues see them: with who stands in, while they are away.
pub(super) fn named(member: &Member, away: &[Away], person: &PersonId, name: String) -> String {
    let Some(away) = away.iter().find(|away| away.absence.person == *person) else {
        return name;
    };
    let until = last_day(away, member.pack.zone);
    say(
        &member.language,
        "person-away",
        &[
            ("owner", name.as_str().into()),
            ("until", until.as_str().into()),
            ("deputy", away.deputy.as_str().into()),
        ],
    )
}

/// Whom somebody chose to work for in this organization.
pub(super) fn chosen(request: &HttpRequest, cookies: Cookies, organization: &OrganizationId) -> Option<String> {
    let cookie = request.cookie(cookies.stand_in_name())?;
    let (place, person) = cookie.value().split_once('/')?;
    (place == organization.as_str()).then(|| person.to_owned())
}

/// Whether what the cookie says means this person.
pub(super) fn means(chosen: &str, away: &Away) -> bool {
    encoded(&away.absence.person.0) == chosen
}

/// Begins to work for somebody who is away, or goes back to one's own work.
async fn choose(member: Member, sent: Submitted) -> PageResult {
    let wanted = sent.text("person");
    let is_away = member.stood_for.iter().any(|away| *away.absence.person.0 == *wanted);
    let cookies = member.state.cookies;
    let cookie = if is_away {
        cookies.stand_in(&format!("{}/{}", member.organization(), encoded(wanted)))
    } else {
        cookies.no_stand_in()
    };
    Ok(Answer::SeeOther {
        address: member.address("/cases"),
        cookie: Some(cookie),
    })
}
