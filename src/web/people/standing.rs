//! What a person has been given beside posts: shown, given and taken away, each change with who made it.

use std::sync::Arc;

use actix_web::web;
use chrono_tz::Tz;

use super::super::error::PageError;
use super::super::page::{PageResult, blocking, local};
use super::super::submitted::Submitted;
use super::super::wrong::Wrongs;
use super::{Manager, person};
use crate::app::StandingChangeError;
use crate::case::Standing;
use crate::locale::{Text, say};
use crate::pack::id::OrganizationId;
use crate::store::people::Account;
use crate::store::standings::{Change, Place};

/// What the page of a person says of their standings.
pub(super) struct Standings {
    pub held: Vec<Held>,
    /// What the reader may give them here, each with what it is for.
    pub offered: Vec<Offered>,
    /// Where it would count.
    pub place: String,
    /// Who has given and taken what, the newest first.
    pub changes: Vec<String>,
}

pub(super) struct Held {
    pub id: &'static str,
    pub name: String,
    pub place: String,
    pub may_take: bool,
}

pub(super) struct Offered {
    pub id: &'static str,
    pub name: String,
    pub help: String,
}

impl Standings {
    pub fn of(manager: &Manager, account: &Account, changes: &[(Change, Option<String>)], zone: Tz) -> Self {
        let here = place(manager);
        let is_own = account.person.id == manager.id;
        let held = shown(manager, account).map(|(at, standing)| Held {
            id: standing.as_str(),
            name: manager.say(standing.key()),
            place: named(manager, at),
            may_take: !is_own && *at == here && manager.may_give(standing),
        });
        let is_held = |offered: &Offered| {
            let mut held = account.standings.iter();
            held.any(|(at, standing)| *at == here && standing.as_str() == offered.id)
        };
        let offered = offered(manager).into_iter();
        let offered = offered.filter(|offered| !is_own && !is_held(offered)).collect();
        let is_shown = |change: &&(Change, Option<String>)| is_shown_at(manager, &change.0.place);
        Self {
            held: held.collect(),
            offered,
            place: named(manager, &here),
            changes: changes
                .iter()
                .filter(is_shown)
                .map(|(change, by)| told(manager, change, by.as_deref(), zone))
                .collect(),
        }
    }
}

/// What the reader may give at all on these pages.
pub(super) fn offered(manager: &Manager) -> Vec<Offered> {
    let given = Standing::GIVEN
        .into_iter()
        .filter(|standing| manager.may_give(*standing));
    let offered = given.map(|standing| Offered {
        id: standing.as_str(),
        name: manager.say(standing.key()),
        help: manager.say(&format!("{}-is", standing.key())),
    });
    offered.collect()
}

/// What a person has been given, as lists say it: with where it counts, unless it is where the list is.
pub(super) fn lines(manager: &Manager, account: &Account) -> Vec<String> {
    let here = place(manager);
    shown(manager, account)
        .map(|(at, standing)| {
            let name = manager.say(standing.key());
            if *at == here && manager.pack.is_some() {
                name
            } else {
                let arguments = [("standing", name.into()), ("place", named(manager, at).into())];
                say(manager.language(), "people-standing-at", &arguments)
            }
        })
        .collect()
}

/// On an organization's page what counts there, on the platform's all of it. What is left of an organization that is no more is of no use.
fn shown<'a>(manager: &'a Manager, account: &'a Account) -> impl Iterator<Item = (&'a Place, Standing)> {
    let all = account.standings.iter();
    all.filter(|(at, _)| is_shown_at(manager, at))
        .map(|(at, standing)| (at, *standing))
}

fn is_shown_at(manager: &Manager, at: &Place) -> bool {
    match (at, &manager.pack) {
        (Place::Platform, _) => true,
        (Place::Organization(theirs), Some(pack)) => *theirs == pack.organization,
        (Place::Organization(theirs), None) => name_of(manager, theirs).is_some(),
    }
}

/// Where counts what the pages of the manager give and take.
pub(super) fn place(manager: &Manager) -> Place {
    let pack = manager.pack.as_ref();
    pack.map_or(Place::Platform, |pack| Place::Organization(pack.organization.clone()))
}

fn named(manager: &Manager, place: &Place) -> String {
    match place {
        Place::Platform => manager.say("people-everywhere"),
        Place::Organization(organization) => match name_of(manager, organization) {
            Some(name) => name.in_language(manager.language()).to_owned(),
            None => organization.to_string(),
        },
    }
}

fn name_of(manager: &Manager, organization: &OrganizationId) -> Option<Text> {
    let pack = manager.app().packs().active(organization)?;
    Some(pack.name.clone())
}

fn told(manager: &Manager, change: &Change, by: Option<&str>, zone: Tz) -> String {
    let key = match (change.given, by) {
        (true, Some(_)) => "people-standing-given",
        (true, None) => "people-standing-given-on-machine",
        (false, Some(_)) => "people-standing-taken",
        (false, None) => "people-standing-taken-on-machine",
    };
    let arguments = [
        ("at", local(change.hand.at, zone).into()),
        ("standing", manager.say(change.standing.key()).into()),
        ("place", named(manager, &change.place).into()),
        ("by", by.unwrap_or_default().into()),
    ];
    say(manager.language(), key, &arguments)
}

#[derive(Clone, Copy)]
enum Direction {
    Give,
    Take,
}

pub(super) async fn give(manager: Manager, at: web::Path<person::Whose>, sent: Submitted) -> PageResult {
    change(manager, at, sent, Direction::Give).await
}

pub(super) async fn take(manager: Manager, at: web::Path<person::Whose>, sent: Submitted) -> PageResult {
    change(manager, at, sent, Direction::Take).await
}

async fn change(manager: Manager, at: web::Path<person::Whose>, sent: Submitted, what: Direction) -> PageResult {
    let account = manager.account(&at.person).await?;
    let Ok(standing) = sent.text("standing").parse::<Standing>() else {
        let text = manager.say("people-choose-standing");
        return person::page(manager, account, &sent, Wrongs::one("standing", text)).await;
    };
    let outcome = blocking({
        let (state, by, id) = (
            Arc::clone(&manager.state),
            manager.id.clone(),
            account.person.id.clone(),
        );
        let place = place(&manager);
        move || {
            let app = &state.app;
            Ok(match what {
                Direction::Give => app.give_standing_by(&by, &id, place, standing),
                Direction::Take => app.take_standing_by(&by, &id, place, standing),
            })
        }
    })
    .await?;
    let wrong = match outcome {
        Ok(()) => {
            return match what {
                Direction::Give => Ok(person::back(&manager, &account, "given")),
                Direction::Take => person::back_or_away(&manager, &account, "taken-away").await,
            };
        }
        Err(error) => refused(&manager, error)?,
    };
    person::page(manager, account, &sent, Wrongs::one("standing", wrong)).await
}

/// Why it is not done, as the page says it.
///
/// # Errors
/// What is no matter of this page.
pub(super) fn refused(manager: &Manager, error: StandingChangeError) -> Result<String, PageError> {
    Ok(match error {
        StandingChangeError::NotTheirs(_) => return Err(PageError::Forbidden),
        StandingChangeError::Unknown(_) => return Err(PageError::NotFound),
        StandingChangeError::Store(error) => return Err(error.into()),
        StandingChangeError::NotHeld(_) => manager.say("people-standing-gone"),
        StandingChangeError::OfPlatformOnly => manager.say("people-standing-of-platform"),
        StandingChangeError::LastOperator => manager.say("people-last-operator"),
        StandingChangeError::LastAdministrator(organization) => {
            let organization = OrganizationId::new(organization);
            let name = named(manager, &Place::Organization(organization));
            say(
                manager.language(),
                "people-last-administrator",
                &[("organization", name.into())],
            )
        }
    })
}
