//! Working for somebody who is away.
//!
//! Whoever stands in for others is told so on every page of the organization, and chooses for whom they work. The choice is a
//! cookie and proves nothing: each request asks anew whether they do stand in. A form is taken only for the work it was drawn in:
//! what was begun for somebody who is away never becomes one's own act, because the absence has ended meanwhile or another window has
//! gone back to one's own work.

use actix_web::HttpRequest;
use actix_web::web::{self, ServiceConfig};
use chrono_tz::Tz;

use super::member::Member;
use super::page::{Answer, PageResult, encoded};
use super::session::Cookies;
use super::submitted::Submitted;
use crate::app::Away;
use crate::case::People;
use crate::form::User;
use crate::locale::{Language, say};
use crate::pack::id::OrganizationId;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/{org}/stand-in", web::post().to(choose));
}

/// Whether it is chosen here for whom one works.
pub(super) fn is_choice(request: &HttpRequest) -> bool {
    request.match_pattern().as_deref() == Some("/{org}/stand-in")
}

/// What divides a form's token from the work the form was drawn in.
const IN_THE_WORK_OF: char = '~';

/// The token of forms that are drawn while somebody works for `chosen`.
pub(super) fn form_token(csrf: &str, chosen: &str) -> String {
    format!("{csrf}{IN_THE_WORK_OF}{chosen}")
}

/// A form's token, and for whom its sender worked when it was drawn.
pub(super) fn drawn_in(token: &str) -> (&str, Option<&str>) {
    match token.split_once(IN_THE_WORK_OF) {
        Some((csrf, chosen)) => (csrf, Some(chosen)),
        None => (token, None),
    }
}

/// Of a request whose sender stands in no more for whom they chose: the answer takes the choice back.
pub(super) struct Over;

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
            let until = away.last_day(member.pack.zone).to_string();
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

/// A person as colleagues see them: with who stands in, while they are away.
pub(super) fn named(language: &Language, zone: Tz, away: &[Away], person: &str, name: &str) -> String {
    let Some(away) = away.iter().find(|away| *away.absence.person.0 == *person) else {
        return name.to_owned();
    };
    let until = away.last_day(zone).to_string();
    say(
        language,
        "person-away",
        &[
            ("owner", name.into()),
            ("until", until.as_str().into()),
            ("deputy", away.deputy.as_str().into()),
        ],
    )
}

/// Colleagues to be chosen from, each as colleagues see them, by the names they sign in with.
pub(super) fn choices(member: &Member, people: &People, away: &[Away]) -> Vec<(String, String)> {
    let named = |user: &User| named(&member.language, member.pack.zone, away, &user.id, &user.name);
    people.users().map(|user| (user.id.to_string(), named(user))).collect()
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
        cookies: vec![cookie],
    })
}
