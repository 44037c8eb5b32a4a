//! What people do to their own account: name, password, second factor.

use chrono::{DateTime, Duration, Utc};

use super::App;
use super::alarms::Alarm;
use super::people::{SignInError, SignedIn, check_name, hash_of};
use crate::access::Standings;
use crate::access::password::random_text;
use crate::access::second_factor::{
    FAILURES_MAX, LOCKED_MINUTES, address, new_recovery_codes, new_secret, recovery_code, step_of,
};
use crate::case::{PersonId, Standing};
use crate::store::people::{self, Person};
use crate::store::second_factors::{self, SecondFactor};
use crate::store::{self, sessions};

/// How long a code is waited for.
const CHALLENGE_MINUTES: i64 = 5;

/// A second factor that is being set up.
pub struct Setup {
    /// To be typed where a picture cannot be read.
    pub secret: String,
    /// What the picture says.
    pub address: String,
}

/// Why a second factor is not taken into use.
#[derive(Debug, thiserror::Error)]
pub enum SecondFactorError {
    #[error("the password is not right")]
    Password,
    /// Or nothing was begun.
    #[error("the code is not right")]
    Code,
    #[error("not available")]
    Store(#[from] store::Error),
}

/// How somebody stands to a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secured {
    pub since: DateTime<Utc>,
    pub recovery_codes_left: i64,
}

impl App {
    /// Changes what histories call a person from now on.
    ///
    /// # Errors
    /// When there is no name.
    pub fn rename(&self, id: &PersonId, name: &str) -> Result<(), SignInError> {
        let (person, name) = (id.clone(), check_name(name)?);
        self.store().write(move |conn| people::rename(conn, &person, &name))?;
        Ok(())
    }

    /// Sets a new password for whoever knows the old one. Every session but the one that `token` is of ends.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] when the old one is not right; when the new one cannot be taken.
    pub fn change_password(&self, id: &PersonId, old: &str, new: &str, token: &str) -> Result<(), SignInError> {
        self.with_password(&id.0, old)?;
        let hash = self.inner.sign_in.passwords.hash(new)?;
        let (person, own) = (id.clone(), hash_of(token));
        self.store().write(move |conn| {
            people::change_password(conn, &person, &hash)?;
            sessions::end_all_but(conn, &person, &own)
        })?;
        Ok(())
    }

    /// Whether a second factor is required of whoever has these standings of the whole platform: they could do harm everywhere.
    pub fn requires_second_factor(&self, standings: &Standings) -> bool {
        let runs_platform = standings.has(Standing::Operator) || standings.has(Standing::Administrator);
        self.inner.second_factor_required && runs_platform
    }

    /// Whether one is required of them and they have none. Then no door lets them further, with a password or with a token.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn lacks_second_factor(&self, id: &PersonId, standings: &Standings) -> Result<bool, store::Error> {
        Ok(self.requires_second_factor(standings) && self.secured(id)?.is_none())
    }

    /// The same of somebody whose standings are not known yet; nothing is asked where none is required of anybody.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn is_held_up(&self, person: &Person) -> Result<bool, store::Error> {
        Ok(self.inner.second_factor_required
            && self.lacks_second_factor(&person.id, &self.standings_on_platform(person)?)?)
    }

    /// Since when a person has a second factor in use, if they have.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn secured(&self, id: &PersonId) -> Result<Option<Secured>, store::Error> {
        self.store().read(|conn| {
            let Some(since) = second_factors::of(conn, id)?.and_then(|factor| factor.confirmed_at) else {
                return Ok(None);
            };
            Ok::<_, store::Error>(Some(Secured {
                since,
                recovery_codes_left: second_factors::recovery_codes_left(conn, id)?,
            }))
        })
    }

    /// Begins to set up a second factor, or goes on: the secret stays the same until it is confirmed. `None` when one is in use.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn set_up_second_factor(&self, id: &PersonId) -> Result<Option<Setup>, store::Error> {
        let known = self.store().read(|conn| second_factors::of(conn, id))?;
        let secret = match known {
            Some(SecondFactor {
                confirmed_at: Some(_), ..
            }) => return Ok(None),
            Some(begun) => begun.secret,
            None => {
                let (person, secret) = (id.clone(), new_secret());
                let kept = secret.clone();
                let begun = self
                    .store()
                    .write(move |conn| second_factors::begin(conn, &person, &kept))?;
                if !begun {
                    return Ok(None);
                }
                secret
            }
        };
        let address = address(&secret, &id.0).unwrap_or_default();
        Ok(Some(Setup { secret, address }))
    }

    /// Takes a second factor into use when the phone has shown the right code, and returns the codes on paper, this once. Whoever has
    /// a password says it once more, so that nobody who finds an open browser locks its owner out; every session but the one that
    /// `token` is of ends.
    ///
    /// # Errors
    /// [`SecondFactorError`]: which of the two is not right.
    pub fn confirm_second_factor(
        &self,
        id: &PersonId,
        password: &str,
        code: &str,
        token: &str,
    ) -> Result<Vec<String>, SecondFactorError> {
        let now = self.clock().wall();
        if self.account(id)?.is_some_and(|account| account.has_password) {
            self.with_password(&id.0, password).map_err(|error| match error {
                SignInError::Store(error) => SecondFactorError::Store(error),
                _ => SecondFactorError::Password,
            })?;
        }
        let factor = self.store().read(|conn| second_factors::of(conn, id))?;
        let step = factor.and_then(|factor| step_of(&factor.secret, code, now));
        let Some(step) = step else {
            return Err(SecondFactorError::Code);
        };
        let (codes, hashes) = recovery_codes();
        let (person, own) = (id.clone(), hash_of(token));
        let confirmed = self.store().write(move |conn| {
            let confirmed = second_factors::confirm(conn, &person, step, now)?;
            if confirmed {
                second_factors::put_recovery_codes(conn, &person, &hashes)?;
                sessions::end_all_but(conn, &person, &own)?;
            }
            Ok::<_, store::Error>(confirmed)
        })?;
        if confirmed {
            Ok(codes)
        } else {
            Err(SecondFactorError::Code)
        }
    }

    /// Makes new codes on paper for whoever knows the password; the old ones are void. Returned this once.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] when the password is not right.
    pub fn renew_recovery_codes(&self, id: &PersonId, password: &str) -> Result<Vec<String>, SignInError> {
        self.with_password(&id.0, password)?;
        let (codes, hashes) = recovery_codes();
        let person = id.clone();
        self.store()
            .write(move |conn| second_factors::put_recovery_codes(conn, &person, &hashes))?;
        Ok(codes)
    }

    /// Switches the second factor off for whoever knows the password.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] when the password is not right.
    pub fn drop_second_factor(&self, id: &PersonId, password: &str) -> Result<(), SignInError> {
        self.with_password(&id.0, password)?;
        let person = id.clone();
        self.store().write(move |conn| second_factors::remove(conn, &person))?;
        Ok(())
    }

    /// Switches the second factor of somebody off who has lost it; their sessions end. `false` when there was none.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn reset_second_factor(&self, id: &PersonId) -> Result<bool, store::Error> {
        let person = id.clone();
        self.store().write(move |conn| {
            people::end_sessions(conn, &person)?;
            second_factors::remove(conn, &person)
        })
    }

    /// Waits for a code of this person. What is returned goes into a cookie and is kept nowhere else.
    pub(super) fn challenge(&self, id: &PersonId) -> Result<String, store::Error> {
        let token = random_text();
        let (hash, person) = (hash_of(&token), id.clone());
        let until = self.clock().wall() + Duration::minutes(CHALLENGE_MINUTES);
        self.store()
            .write(move |conn| second_factors::challenge(conn, &hash, &person, until))?;
        Ok(token)
    }

    /// Of whom a code is awaited, by what [`Entry::Code`](super::Entry::Code) gave out.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn challenged(&self, token: &str) -> Result<Option<PersonId>, store::Error> {
        let (hash, now) = (hash_of(token), self.clock().wall());
        self.store().read(|conn| second_factors::challenged(conn, &hash, now))
    }

    /// Begins a session with the code of the phone, or one on paper. Each is good once.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] for a code that is wrong, was used, or comes while none is taken.
    pub fn answer_challenge(&self, token: &str, code: &str, browser: &str) -> Result<SignedIn, SignInError> {
        let (hash, now) = (hash_of(token), self.clock().wall());
        let awaited = self.store().read(|conn| {
            let Some(id) = second_factors::challenged(conn, &hash, now)? else {
                return Ok(None);
            };
            let person = people::by_id(conn, &id)?.filter(|person| !person.disabled);
            let factor = second_factors::of(conn, &id)?;
            Ok::<_, store::Error>(person.zip(factor))
        })?;
        let Some((person, factor)) = awaited else {
            return Err(SignInError::Wrong);
        };
        let step = step_of(&factor.secret, code, now);
        let on_paper = recovery_code(code).map(|code| hash_of(&code));
        let id = person.id.clone();
        let is_right = self.store().write(move |conn| {
            // Again, one after the other: of many that came at once, only the first few may be wrong.
            let factor = second_factors::of(conn, &id)?;
            if factor.is_none_or(|factor| factor.locked_until.is_some_and(|until| until > now)) {
                return Ok(false);
            }
            let is_right = match (step, on_paper) {
                (Some(step), _) => second_factors::accept(conn, &id, step)?,
                (None, Some(code)) => second_factors::take_recovery_code(conn, &id, &code)?,
                (None, None) => false,
            };
            if is_right {
                // Only one of two that came at once.
                return second_factors::meet_challenge(conn, &hash);
            }
            second_factors::fail(conn, &id)?;
            let failures = second_factors::of(conn, &id)?.map_or(0, |factor| factor.failures);
            if failures >= FAILURES_MAX {
                second_factors::lock(conn, &id, now + Duration::minutes(LOCKED_MINUTES))?;
            }
            Ok::<_, store::Error>(false)
        })?;
        if is_right {
            self.begin_session(person, browser)
        } else {
            self.alarm(Alarm::Codes, &person.id.0);
            Err(SignInError::Wrong)
        }
    }
}

/// Codes on paper, and what is kept of them.
fn recovery_codes() -> (Vec<String>, Vec<String>) {
    let codes = new_recovery_codes();
    let hashes = codes
        .iter()
        .filter_map(|code| recovery_code(code))
        .map(|code| hash_of(&code))
        .collect();
    (codes, hashes)
}
