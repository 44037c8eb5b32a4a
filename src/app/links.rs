//! People come in by a link that an administrator hands them: the invited for the first time, others when their password is lost.
//!
//! What is in a link is kept nowhere; the store knows its hash. It is good once and for a few days, and one that was never
//! made, one that is used up and one that is too old are the same thing.

use chrono::{DateTime, Duration, Utc};

use super::people::{SignInError, check_id, check_name, hash_of};
use super::{App, standings};
use crate::access::password::random_text;
use crate::case::{PersonId, Standing};
use crate::pack::id::OrganizationId;
use crate::store;
use crate::store::links::{self, Link};
use crate::store::people::{self, Account, Person, Post};
use crate::store::standings::{self as rows, Hand, Place};

/// What somebody who is invited has at once: a post, a standing, or neither yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub post: Option<(OrganizationId, Post)>,
    pub standing: Option<(Place, Standing)>,
}

/// How long a link is good.
pub const LINK_DAYS: i64 = 7;

impl App {
    /// Adds a person who cannot sign in until they have used the link that is returned, this once. They have at once what is `given`.
    ///
    /// # Errors
    /// When the name to sign in with is taken or none, there is no name to be shown, or a standing is not theirs to give who invites.
    pub fn invite(&self, by: &PersonId, id: &str, name: &str, given: Given) -> Result<String, SignInError> {
        check_id(id)?;
        let person = Person {
            id: PersonId(id.into()),
            name: check_name(name)?,
            administrator: false,
            disabled: false,
        };
        let now = self.clock().wall();
        let (token, link) = self.new_link(by, &person.id);
        let hash = hash_of(&token);
        let hand = Hand {
            by: Some(by.clone()),
            at: now,
        };
        let added = self.store().write(move |conn| {
            let added = people::add(conn, &person, "", now)?;
            if added {
                links::put(conn, &hash, &link)?;
                if let Some((organization, post)) = &given.post {
                    people::appoint(conn, organization, &person.id, post)?;
                }
                if let Some((place, standing)) = &given.standing {
                    if !standings::is_theirs(conn, &link.made_by, &person.id, place, *standing)? {
                        return Err(SignInError::NotTheirs);
                    }
                    rows::give(conn, &person.id, place, *standing, &hand)?;
                }
            }
            Ok(added)
        })?;
        if added {
            Ok(token)
        } else {
            Err(SignInError::Taken(id.to_owned()))
        }
    }

    /// Makes a link with which a person sets a password. Their sessions end, and their tokens and a link they had are void. It is returned this
    /// once.
    ///
    /// # Errors
    /// When there is nobody of this name who may come in.
    pub fn make_link(&self, by: &PersonId, id: &PersonId) -> Result<String, SignInError> {
        let (token, link) = self.new_link(by, id);
        let hash = hash_of(&token);
        let person = id.clone();
        let made = self.store().write(move |conn| {
            let may = people::by_id(conn, &person)?.is_some_and(|person| !person.disabled);
            if may {
                people::end_sessions(conn, &person)?;
                people::revoke_tokens(conn, &person, link.created_at)?;
                links::put(conn, &hash, &link)?;
            }
            Ok::<_, store::Error>(may)
        })?;
        if made {
            Ok(token)
        } else {
            Err(SignInError::Unknown(id.0.to_string()))
        }
    }

    fn new_link(&self, by: &PersonId, person: &PersonId) -> (String, Link) {
        let now = self.clock().wall();
        let link = Link {
            person: person.clone(),
            made_by: by.clone(),
            created_at: now,
            expires_at: now + Duration::days(LINK_DAYS),
        };
        (random_text(), link)
    }

    /// Whose link this is, if it is good.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn link(&self, token: &str) -> Result<Option<Account>, store::Error> {
        let (hash, now) = (hash_of(token), self.clock().wall());
        self.store().read(|conn| {
            let Some(person) = links::in_force(conn, &hash, now)? else {
                return Ok(None);
            };
            let account = people::account(conn, &person)?;
            Ok::<_, store::Error>(account.filter(|account| !account.person.disabled))
        })
    }

    /// Sets name and password of whoever has this link, and uses it up. `None` when it is not good.
    ///
    /// # Errors
    /// When the password cannot be taken or there is no name; the link is good still then.
    pub fn use_link(&self, token: &str, name: &str, password: &str) -> Result<Option<PersonId>, SignInError> {
        let name = check_name(name)?;
        let password = self.inner.sign_in.passwords.hash(password)?;
        let (hash, now) = (hash_of(token), self.clock().wall());
        Ok(self.store().write(move |conn| {
            let Some(person) = links::in_force(conn, &hash, now)? else {
                return Ok(None);
            };
            if !links::take(conn, &hash, now)? {
                return Ok(None);
            }
            people::rename(conn, &person, &name)?;
            people::set_password(conn, &person, &password)?;
            Ok::<_, store::Error>(Some(person))
        })?)
    }

    /// Until when the link of a person is good, if they have one.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn link_open_until(&self, id: &PersonId) -> Result<Option<DateTime<Utc>>, store::Error> {
        let now = self.clock().wall();
        self.store().read(|conn| links::open_until(conn, id, now))
    }

    /// Everybody, or everybody with a post in an organization or a standing that lets them in there, as administrators see them.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn accounts(&self, organization: Option<&OrganizationId>) -> Result<Vec<Account>, store::Error> {
        self.store().read(|conn| match organization {
            Some(organization) => people::accounts_of(conn, organization),
            None => people::accounts_on_platform(conn),
        })
    }

    /// Somebody with all they hold, as administrators see them; `None` if nobody has this name.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn account(&self, id: &PersonId) -> Result<Option<Account>, store::Error> {
        self.store().read(|conn| people::account(conn, id))
    }

    /// Takes a post away. `false` when the person did not hold it.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn dismiss(&self, organization: &OrganizationId, id: &PersonId, post: Post) -> Result<bool, store::Error> {
        let (organization, person) = (organization.clone(), id.clone());
        self.store()
            .write(move |conn| people::dismiss(conn, &organization, &person, &post))
    }
}
