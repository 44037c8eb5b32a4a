//! What people are given beside posts.
//!
//! On the command line whoever has the machine gives what they like. A person gives and takes no more than what they hold themselves, and
//! never their own; both are written down.

use super::App;
use crate::access::{self, Standings};
use crate::case::{PersonId, Standing};
use crate::store::people::{self, Person};
use crate::store::standings::{self, Change, Hand, Place};
use crate::store::{self, Conn};

/// The most changes of one person that are told.
const CHANGES_MAX: u8 = 50;

/// Why a standing was not given or not taken away.
#[derive(Debug, thiserror::Error)]
pub enum StandingChangeError {
    #[error("there is nobody called `{0}`")]
    Unknown(String),
    #[error("whoever runs the installation does so for all organizations; give `operator` without naming one")]
    OfPlatformOnly,
    #[error("`{0}` does not have this standing there")]
    NotHeld(String),
    #[error("nobody would run the installation any more; give somebody else `operator` first")]
    LastOperator,
    #[error("nobody would run `{0}` any more; give somebody else `administrator` first")]
    LastAdministrator(String),
    /// They do not hold as much themselves, or it is their own.
    #[error("`{0}` may not give or take this")]
    NotTheirs(String),
    #[error("not available")]
    Store(#[from] store::Error),
}

impl App {
    /// Gives somebody a standing, in one organization or everywhere, on the command line. It counts from their next request on.
    ///
    /// # Errors
    /// When there is nobody of this name, or the standing is not given at this place.
    pub fn give_standing(&self, id: &PersonId, place: Place, standing: Standing) -> Result<(), StandingChangeError> {
        self.change_standing(None, id, place, standing, give)
    }

    /// The same, by somebody who holds at least as much there.
    ///
    /// # Errors
    /// The same, and when it is not theirs to give.
    pub fn give_standing_by(
        &self,
        by: &PersonId,
        id: &PersonId,
        place: Place,
        standing: Standing,
    ) -> Result<(), StandingChangeError> {
        self.change_standing(Some(by), id, place, standing, give)
    }

    /// Takes it away on the command line. It ends with their next request.
    ///
    /// # Errors
    /// When they do not have it, or nobody would be left to run the installation or an organization.
    pub fn take_standing(&self, id: &PersonId, place: Place, standing: Standing) -> Result<(), StandingChangeError> {
        self.change_standing(None, id, place, standing, take)
    }

    /// The same, by somebody who holds at least as much there.
    ///
    /// # Errors
    /// The same, and when it is not theirs to take.
    pub fn take_standing_by(
        &self,
        by: &PersonId,
        id: &PersonId,
        place: Place,
        standing: Standing,
    ) -> Result<(), StandingChangeError> {
        self.change_standing(Some(by), id, place, standing, take)
    }

    fn change_standing(
        &self,
        by: Option<&PersonId>,
        id: &PersonId,
        place: Place,
        standing: Standing,
        change: fn(&mut Conn, &PersonId, &Place, Standing, &Hand) -> Result<(), StandingChangeError>,
    ) -> Result<(), StandingChangeError> {
        let person = id.clone();
        let hand = Hand {
            by: by.cloned(),
            at: self.clock().wall(),
        };
        self.store().write(move |conn| {
            if let Some(by) = &hand.by
                && !is_theirs(conn, by, &person, &place, standing)?
            {
                return Err(StandingChangeError::NotTheirs(by.0.to_string()));
            }
            change(conn, &person, &place, standing, &hand)
        })
    }

    /// What somebody was given and what was taken from them, the newest first, each with what whoever did it is called.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn standing_changes(&self, id: &PersonId) -> Result<Vec<(Change, Option<String>)>, store::Error> {
        self.store().read(|conn| {
            let changes = standings::changes_of_person(conn, id, CHANGES_MAX)?;
            let named = changes.into_iter().map(|change| {
                let by = match &change.hand.by {
                    Some(by) => {
                        let known = people::by_id(conn, by)?;
                        Some(known.map_or_else(|| by.0.to_string(), |person| person.name))
                    }
                    None => None,
                };
                Ok((change, by))
            });
            named.collect()
        })
    }

    /// What somebody has been given for the whole platform: what counts where no organization is asked for.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn standings_on_platform(&self, person: &Person) -> Result<Standings, store::Error> {
        self.store()
            .read(|conn| standings::of_person_on_platform(conn, &person.id))
    }
}

/// Whether somebody gives and takes this. Asked in the transaction that changes it: what was taken from the giver a moment ago does not
/// count.
pub(super) fn is_theirs(
    conn: &mut Conn,
    by: &PersonId,
    person: &PersonId,
    place: &Place,
    standing: Standing,
) -> Result<bool, store::Error> {
    let is_in = people::by_id(conn, by)?.is_some_and(|giver| !giver.disabled);
    let may = match place {
        Place::Platform => access::may_give_everywhere(&standings::of_person_on_platform(conn, by)?, standing),
        Place::Organization(organization) => {
            let own = standings::of_person(conn, organization, by)?;
            !standing.is_of_platform_only() && access::may_give(&own, standing)
        }
    };
    Ok(is_in && may && by != person)
}

fn give(
    conn: &mut Conn,
    person: &PersonId,
    place: &Place,
    standing: Standing,
    hand: &Hand,
) -> Result<(), StandingChangeError> {
    if standing.is_of_platform_only() && *place != Place::Platform {
        return Err(StandingChangeError::OfPlatformOnly);
    }
    if people::by_id(conn, person)?.is_none() {
        return Err(StandingChangeError::Unknown(person.0.to_string()));
    }
    Ok(standings::give(conn, person, place, standing, hand)?)
}

fn take(
    conn: &mut Conn,
    person: &PersonId,
    place: &Place,
    standing: Standing,
    hand: &Hand,
) -> Result<(), StandingChangeError> {
    if !standings::take(conn, person, place, standing, hand)? {
        return Err(StandingChangeError::NotHeld(person.0.to_string()));
    }
    must_be_run(conn, place, standing)
}

/// Somebody is left who runs what the last holder of this standing would leave alone. Asked in the transaction that takes it from them.
pub(super) fn must_be_run(conn: &mut Conn, place: &Place, standing: Standing) -> Result<(), StandingChangeError> {
    match standing {
        Standing::Operator if !standings::has_operator(conn)? => Err(StandingChangeError::LastOperator),
        Standing::Administrator => match standings::without_administrator(conn, place)? {
            Some(organization) => Err(StandingChangeError::LastAdministrator(organization.to_string())),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}
