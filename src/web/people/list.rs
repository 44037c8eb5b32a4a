//! Who there is, with their posts.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::page::{Frame, Nav, PageResult, blocking, encoded, show as shown};
use super::{Manager, standing};
use crate::app::{UNCOVERINGS_MAX, UNUSUAL_HOURS};
use crate::locale::say;
use crate::store::people::Account;

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    frame: Frame,
    /// The organization's page has a way to everybody's.
    has_platform: bool,
    find: String,
    people: Vec<Row>,
    /// How many of them there are, in words.
    count: String,
    /// Who has uncovered much personal data here lately: name, address and how often.
    unusual: Vec<(String, String, String)>,
}

/// The most people of one page; whoever is not among them is found by name.
const SHOWN_MAX: usize = 200;

struct Row {
    id: String,
    /// For use within an address.
    path: String,
    name: String,
    posts: Vec<Held>,
    /// What they have been given beside posts, in words.
    standings: Vec<String>,
    invited: bool,
    shut_out: bool,
    second_factor: bool,
}

struct Held {
    organization: Option<String>,
    posts: String,
}

#[derive(Deserialize)]
pub(super) struct Find {
    #[serde(default)]
    q: String,
}

pub(super) async fn show(manager: Manager, find: web::Query<Find>) -> PageResult {
    let (app, organization) = (
        manager.app().clone(),
        manager.pack.as_ref().map(|pack| pack.organization.clone()),
    );
    let (accounts, unusual) = blocking(move || {
        let unusual = organization.as_ref().map(|organization| app.unusual(organization));
        Ok((
            app.accounts(organization.as_ref())?,
            unusual.transpose()?.unwrap_or_default(),
        ))
    })
    .await?;
    let unusual = unusual.into_iter().map(|unusual| {
        let often = [
            ("count", unusual.uncoverings.into()),
            ("hours", usize::try_from(UNUSUAL_HOURS).unwrap_or_default().into()),
            ("usual", UNCOVERINGS_MAX.into()),
        ];
        let told = say(manager.language(), "people-unusual-told", &often);
        (unusual.name, encoded(&unusual.person.0), told)
    });
    let unusual = unusual.collect();
    let find = find.into_inner().q.trim().to_owned();
    let wanted = find.to_lowercase();
    let is_wanted = |account: &&Account| {
        wanted.is_empty()
            || account.person.name.to_lowercase().contains(&wanted)
            || account.person.id.0.to_lowercase().contains(&wanted)
    };
    let found: Vec<&Account> = accounts.iter().filter(is_wanted).collect();
    let shown_of = [("count", found.len().into()), ("most", SHOWN_MAX.into())];
    let is_cut = found.len() > SHOWN_MAX;
    let count = say(
        manager.language(),
        if is_cut { "people-count-cut" } else { "people-count" },
        &shown_of,
    );
    let people: Vec<Row> = found
        .into_iter()
        .take(SHOWN_MAX)
        .map(|account| row(&manager, account))
        .collect();
    let page = PeoplePage {
        has_platform: manager.pack.is_some() && manager.of_platform,
        count,
        people,
        unusual,
        find,
        frame: manager.frame,
    };
    shown(StatusCode::OK, &page)
}

fn row(manager: &Manager, account: &Account) -> Row {
    Row {
        id: account.person.id.0.to_string(),
        path: encoded(&account.person.id.0),
        name: account.person.name.clone(),
        posts: posts(manager, account),
        standings: standing::lines(manager, account),
        invited: account.is_invited && !account.person.disabled,
        shut_out: account.person.disabled,
        second_factor: account.has_second_factor,
    }
}

/// The posts in the organization of the page, or in each organization there is.
fn posts(manager: &Manager, account: &Account) -> Vec<Held> {
    let separator = manager.say("value-separator");
    let packs = match &manager.pack {
        Some(pack) => vec![pack.clone()],
        None => manager.app().packs().all(),
    };
    let mut all = Vec::new();
    for pack in packs {
        let here: Vec<String> = account
            .posts
            .iter()
            .filter(|(organization, _)| *organization == pack.organization)
            .map(|(_, post)| manager.post(&pack, post))
            .collect();
        if !here.is_empty() {
            all.push(Held {
                organization: manager
                    .pack
                    .is_none()
                    .then(|| pack.name.in_language(manager.language()).to_owned()),
                posts: here.join(&separator),
            });
        }
    }
    all
}
