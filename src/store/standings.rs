//! What people have been given beside posts, and who gave it or took it away. `people.administrator` repeats who runs the platform and
//! everything in it, for programs from before there were standings; it is written here alone.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::{active_packs, people, standing_changes as changes, standings};
use crate::case::{PersonId, Standing, Standings};
use crate::pack::id::OrganizationId;

/// Where a standing counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the installation and all its organizations.
    Platform,
    Organization(OrganizationId),
}

impl Place {
    fn as_str(&self) -> &str {
        match self {
            Self::Platform => "",
            Self::Organization(organization) => organization.as_str(),
        }
    }

    fn read(text: &str) -> Self {
        if text.is_empty() {
            Self::Platform
        } else {
            Self::Organization(OrganizationId::new(text))
        }
    }
}

/// Who gives or takes, and when; nobody of the platform on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    pub by: Option<PersonId>,
    pub at: DateTime<Utc>,
}

/// A standing that was given or taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub place: Place,
    pub standing: Standing,
    /// Taken away otherwise.
    pub given: bool,
    pub hand: Hand,
}

/// Gives a standing, and writes down who did; having it already is fine, and nothing to write down.
///
/// # Errors
/// When the database refuses, for one because there is no such person.
pub fn give(conn: &mut Conn, person: &PersonId, place: &Place, standing: Standing, hand: &Hand) -> Result<(), Error> {
    let row = (
        standings::person.eq(&*person.0),
        standings::organization.eq(place.as_str()),
        standings::standing.eq(standing.as_str()),
    );
    let given =
        each!(&mut *conn, c => diesel::insert_into(standings::table).values(&row).on_conflict_do_nothing().execute(c))?;
    if given == 1 {
        let change = (place, standing, true);
        write_down(conn, person, change, hand)?;
    }
    repeat(conn, person)
}

/// Takes it away, and writes down who did. `false` when the person did not have it at this place.
///
/// # Errors
/// When the database refuses.
pub fn take(conn: &mut Conn, person: &PersonId, place: &Place, standing: Standing, hand: &Hand) -> Result<bool, Error> {
    hold_all(conn, standing)?;
    let row = standings::table.find((&*person.0, place.as_str(), standing.as_str()));
    let taken = diesel::delete(row).execute(conn)?;
    if taken == 1 {
        let change = (place, standing, false);
        write_down(conn, person, change, hand)?;
    }
    repeat(conn, person)?;
    Ok(taken == 1)
}

/// Of two who take from each other at once, the second sees what the first has taken: so that somebody is left.
fn hold_all(conn: &mut Conn, standing: Standing) -> Result<(), Error> {
    if let Conn::Postgres(pg) = conn {
        standings::table
            .filter(standings::standing.eq(standing.as_str()))
            .order((standings::person, standings::organization))
            .select(standings::person)
            .for_update()
            .load::<String>(pg)?;
    }
    Ok(())
}

fn write_down(
    conn: &mut Conn,
    person: &PersonId,
    (place, standing, given): (&Place, Standing, bool),
    hand: &Hand,
) -> Result<(), Error> {
    let row = (
        changes::id.eq(Uid(Uuid::now_v7())),
        changes::at.eq(Ts(hand.at)),
        changes::person.eq(&*person.0),
        changes::organization.eq(place.as_str()),
        changes::standing.eq(standing.as_str()),
        changes::given.eq(given),
        changes::by_person.eq(hand.by.as_ref().map(|by| by.0.to_string())),
    );
    each!(conn, c => diesel::insert_into(changes::table).values(&row).execute(c))?;
    Ok(())
}

/// What a person was given and what was taken from them, the newest first, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub fn changes_of_person(conn: &mut Conn, person: &PersonId, limit: u8) -> Result<Vec<Change>, Error> {
    let rows: Vec<(Ts, String, String, bool, Option<String>)> = changes::table
        .filter(changes::person.eq(&*person.0))
        .order(changes::id.desc())
        .limit(limit.into())
        .select((
            changes::at,
            changes::organization,
            changes::standing,
            changes::given,
            changes::by_person,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(at, place, standing, given, by)| {
            Ok(Change {
                place: Place::read(&place),
                standing: parsed(&standing)?,
                given,
                hand: Hand {
                    by: by.map(|by| PersonId(by.into())),
                    at: at.0,
                },
            })
        })
        .collect()
}

/// What a person has been given for an organization, the whole platform counting everywhere.
///
/// # Errors
/// When the database does not answer.
pub fn of_person(conn: &mut Conn, organization: &OrganizationId, person: &PersonId) -> Result<Standings, Error> {
    read(conn, person, &["", organization.as_str()])
}

/// What a person has been given for the whole platform.
///
/// # Errors
/// When the database does not answer.
pub fn of_person_on_platform(conn: &mut Conn, person: &PersonId) -> Result<Standings, Error> {
    read(conn, person, &[""])
}

/// Everything a person has been given, with where it counts.
///
/// # Errors
/// When the database does not answer.
pub fn all_of_person(conn: &mut Conn, person: &PersonId) -> Result<Vec<(Place, Standing)>, Error> {
    let rows: Vec<(String, String)> = standings::table
        .filter(standings::person.eq(&*person.0))
        .order((standings::organization, standings::standing))
        .select((standings::organization, standings::standing))
        .load(conn)?;
    rows.into_iter()
        .map(|(place, standing)| Ok((Place::read(&place), parsed(&standing)?)))
        .collect()
}

/// Everybody who has been given something in an organization or everywhere, by id.
///
/// # Errors
/// When the database does not answer.
pub fn holders(conn: &mut Conn, organization: &OrganizationId) -> Result<Vec<String>, Error> {
    Ok(standings::table
        .filter(standings::organization.eq_any(["", organization.as_str()]))
        .select(standings::person)
        .distinct()
        .load(conn)?)
}

/// Everything these people have been given.
///
/// # Errors
/// When the database does not answer.
pub fn all_of(conn: &mut Conn, people: &[String]) -> Result<Vec<(PersonId, Place, Standing)>, Error> {
    let rows: Vec<(String, String, String)> = standings::table
        .filter(standings::person.eq_any(people))
        .order((standings::person, standings::organization, standings::standing))
        .select((standings::person, standings::organization, standings::standing))
        .load(conn)?;
    rows.into_iter()
        .map(|(person, place, standing)| Ok((PersonId(person.into()), Place::read(&place), parsed(&standing)?)))
        .collect()
}

/// Whether anybody who may come in still runs the platform. Whoever was invited and has no password yet may not.
///
/// # Errors
/// When the database does not answer.
pub fn has_operator(conn: &mut Conn) -> Result<bool, Error> {
    Ok(!places_of(conn, Standing::Operator)?.is_empty())
}

/// An organization among those of this place with nobody any more who runs it and may come in.
///
/// # Errors
/// When the database does not answer.
pub fn without_administrator(conn: &mut Conn, place: &Place) -> Result<Option<OrganizationId>, Error> {
    let run = places_of(conn, Standing::Administrator)?;
    if run.iter().any(String::is_empty) {
        return Ok(None);
    }
    let concerned: Vec<String> = match place {
        Place::Organization(organization) => vec![organization.to_string()],
        Place::Platform => active_packs::table
            .order(active_packs::organization)
            .select(active_packs::organization)
            .load(conn)?,
    };
    let left_alone = concerned.into_iter().find(|organization| !run.contains(organization));
    Ok(left_alone.map(OrganizationId::new))
}

/// Where anybody who may come in has this standing.
fn places_of(conn: &mut Conn, standing: Standing) -> Result<Vec<String>, Error> {
    Ok(standings::table
        .inner_join(people::table.on(people::id.eq(standings::person)))
        .filter(standings::standing.eq(standing.as_str()))
        .filter(people::disabled.eq(false))
        .filter(people::password.ne(""))
        .select(standings::organization)
        .distinct()
        .load(conn)?)
}

fn read(conn: &mut Conn, person: &PersonId, places: &[&str]) -> Result<Standings, Error> {
    let rows: Vec<String> = standings::table
        .filter(standings::person.eq(&*person.0))
        .filter(standings::organization.eq_any(places.iter().map(ToString::to_string).collect::<Vec<_>>()))
        .select(standings::standing)
        .load(conn)?;
    rows.iter().map(|standing| parsed(standing)).collect()
}

fn parsed(standing: &str) -> Result<Standing, Error> {
    standing.parse().map_err(|error| Error::corrupt("standing", error))
}

fn repeat(conn: &mut Conn, person: &PersonId) -> Result<(), Error> {
    let given = of_person_on_platform(conn, person)?;
    let runs_everything = given.has(Standing::Operator) && given.has(Standing::Administrator);
    diesel::update(people::table.find(&*person.0))
        .set(people::administrator.eq(runs_everything))
        .execute(conn)?;
    Ok(())
}
