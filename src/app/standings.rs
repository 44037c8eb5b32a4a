//! What people are given beside posts.

use super::App;
use crate::access::Standings;
use crate::case::{PersonId, Standing};
use crate::store;
use crate::store::people::{self, Person};
use crate::store::standings::{self, Place};

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
    #[error("not available")]
    Store(#[from] store::Error),
}

impl App {
    /// Gives somebody a standing, in one organization or everywhere. It counts from their next request on.
    ///
    /// # Errors
    /// When there is nobody of this name, or the standing is not given at this place.
    pub fn give_standing(&self, id: &PersonId, place: Place, standing: Standing) -> Result<(), StandingChangeError> {
        if standing.is_of_platform_only() && place != Place::Platform {
            return Err(StandingChangeError::OfPlatformOnly);
        }
        let person = id.clone();
        self.store().write(move |conn| {
            if people::by_id(conn, &person)?.is_none() {
                return Err(StandingChangeError::Unknown(person.0.to_string()));
            }
            Ok(standings::give(conn, &person, &place, standing)?)
        })
    }

    /// Takes it away. It ends with their next request.
    ///
    /// # Errors
    /// When they do not have it, or nobody would be left to run the installation.
    pub fn take_standing(&self, id: &PersonId, place: Place, standing: Standing) -> Result<(), StandingChangeError> {
        let person = id.clone();
        self.store().write(move |conn| {
            if !standings::take(conn, &person, &place, standing)? {
                return Err(StandingChangeError::NotHeld(person.0.to_string()));
            }
            if standing == Standing::Operator && !standings::has_operator(conn)? {
                return Err(StandingChangeError::LastOperator);
            }
            Ok(())
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
