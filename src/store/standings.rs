//! What people have been given beside posts. `people.administrator` repeats who runs the platform and everything in it, for
//! programs from before there were standings; it is written here alone.

use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::schema::{people, standings};
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

/// Gives a standing; having it already is fine.
///
/// # Errors
/// When the database refuses, for one because there is no such person.
pub fn give(conn: &mut Conn, person: &PersonId, place: &Place, standing: Standing) -> Result<(), Error> {
    let row = (
        standings::person.eq(&*person.0),
        standings::organization.eq(place.as_str()),
        standings::standing.eq(standing.as_str()),
    );
    each!(&mut *conn, c => diesel::insert_into(standings::table).values(&row).on_conflict_do_nothing().execute(c))?;
    repeat(conn, person)
}

/// Takes it away. `false` when the person did not have it at this place.
///
/// # Errors
/// When the database refuses.
pub fn take(conn: &mut Conn, person: &PersonId, place: &Place, standing: Standing) -> Result<bool, Error> {
    let row = standings::table.find((&*person.0, place.as_str(), standing.as_str()));
    let taken = diesel::delete(row).execute(conn)?;
    repeat(conn, person)?;
    Ok(taken == 1)
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

/// Everything everybody has been given.
///
/// # Errors
/// When the database does not answer.
pub fn all_on_platform(conn: &mut Conn) -> Result<Vec<(PersonId, Place, Standing)>, Error> {
    let rows: Vec<(String, String, String)> = standings::table
        .order((standings::person, standings::organization, standings::standing))
        .select((standings::person, standings::organization, standings::standing))
        .load(conn)?;
    rows.into_iter()
        .map(|(person, place, standing)| Ok((PersonId(person.into()), Place::read(&place), parsed(&standing)?)))
        .collect()
}

/// Whether anybody who may come in still runs the platform.
///
/// # Errors
/// When the database does not answer.
pub fn has_operator(conn: &mut Conn) -> Result<bool, Error> {
    let operators = standings::table
        .inner_join(people::table.on(people::id.eq(standings::person)))
        .filter(standings::standing.eq(Standing::Operator.as_str()))
        .filter(people::disabled.eq(false))
        .count();
    let operators: i64 = each!(conn, c => operators.get_result(c))?;
    Ok(operators > 0)
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
