//! People come in whom a provider of OpenID Connect has vouched for. What the provider says, [`openid`](crate::openid) has checked;
//! here it is decided what it means for an account.
//!
//! An identity never makes a person, and no address or name connects one: it is connected by whoever is signed in and knows the
//! password, or by whoever holds an invitation.

use chrono::{DateTime, Duration, Utc};

use super::App;
use super::people::{Entry, SignInError, hash_of};
use crate::access::password::random_text;
use crate::case::PersonId;
use crate::store::identities::{self, Errand, Identity};
use crate::store::people::{self, Account};
use crate::store::{self, Conn, links, second_factors, sessions};

/// How long somebody may be at the provider.
pub const ERRAND_MINUTES: i64 = 10;

/// What became of an identity that was to be connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    Connected,
    /// It is connected with the account of somebody else.
    Anothers,
}

/// What became of an identity that was to take the place of a password.
#[derive(Clone, PartialEq, Eq)]
pub enum Redeemed {
    In(Entry),
    /// It is connected with the account of somebody else; the invitation is good still.
    Anothers,
    /// The invitation was used, replaced, or is too old.
    Over,
}

impl App {
    /// Waits for a browser that is sent to the provider. What is returned goes into its cookie and is kept nowhere else.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn send_on_errand(&self, errand: Errand, next: &str) -> Result<String, store::Error> {
        let token = random_text();
        let (hash, next) = (hash_of(&token), next.to_owned());
        let until = self.clock().wall() + Duration::minutes(ERRAND_MINUTES);
        self.store()
            .write(move |conn| identities::send(conn, &hash, &errand, &next, until))?;
        Ok(token)
    }

    /// Whether a browser with this in its cookie is waited for.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn is_on_errand(&self, token: &str) -> Result<bool, store::Error> {
        let (hash, now) = (hash_of(token), self.clock().wall());
        self.store().read(|conn| identities::is_awaited(conn, &hash, now))
    }

    /// For what the browser that has come back was sent, and where it wanted to go; told once. `None` when it is not waited for.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn back_from_errand(&self, token: &str) -> Result<Option<(Errand, String)>, store::Error> {
        let (hash, now) = (hash_of(token), self.clock().wall());
        self.store().write(move |conn| identities::take(conn, &hash, now))
    }

    /// Begins a session of whoever is connected with this identity, or asks for the code of whoever has a second factor.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] when it is connected with nobody, or with somebody who is shut out.
    pub fn sign_in_with_identity(&self, identity: &Identity, browser: &str) -> Result<Entry, SignInError> {
        let person = self.store().read(|conn| {
            let Some(id) = identities::holder(conn, &identity.issuer, &identity.subject)? else {
                return Ok(None);
            };
            people::by_id(conn, &id)
        })?;
        match person.filter(|person| !person.disabled) {
            Some(person) => self.enter(person, browser),
            None => Err(SignInError::Wrong),
        }
    }

    /// Asks once more for the password of whoever is signed in: who has a session for a moment shall not have the account for good.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] when it is not right.
    pub fn prove_password(&self, id: &PersonId, password: &str) -> Result<(), SignInError> {
        self.with_password(&id.0, password).map(drop)
    }

    /// Connects an account, in the place of the identity it was connected with.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn connect_identity(&self, id: &PersonId, identity: Identity) -> Result<Connection, store::Error> {
        let (person, now) = (id.clone(), self.clock().wall());
        let connected = self
            .store()
            .write(move |conn| identities::connect(conn, &person, &identity, now))?;
        Ok(if connected {
            Connection::Connected
        } else {
            Connection::Anothers
        })
    }

    /// Whoever was invited comes in without a password: their account is connected, and the invitation used up.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn redeem_with_identity(
        &self,
        link_hash: &str,
        identity: Identity,
        browser: &str,
    ) -> Result<Redeemed, SignInError> {
        let (hash, now) = (link_hash.to_owned(), self.clock().wall());
        let outcome = self.store().write(move |conn| {
            let Some(account) = invited(conn, &hash, now)? else {
                return Ok(Err(Redeemed::Over));
            };
            if identities::holder(conn, &identity.issuer, &identity.subject)?.is_some() {
                return Ok(Err(Redeemed::Anothers));
            }
            if !links::take(conn, &hash, now)? {
                return Ok(Err(Redeemed::Over));
            }
            identities::connect(conn, &account.person.id, &identity, now)?;
            Ok::<_, store::Error>(Ok(account.person))
        })?;
        match outcome {
            Ok(person) => Ok(Redeemed::In(self.enter(person, browser)?)),
            Err(not) => Ok(not),
        }
    }

    /// As whom the provider knows a person, and since when.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn identity_of(&self, id: &PersonId) -> Result<Option<(Identity, DateTime<Utc>)>, store::Error> {
        self.store().read(|conn| identities::of(conn, id))
    }

    /// The provider's word counts no more for this account. Every session but the one that `token` is of ends. `false` when there is
    /// no password: nobody takes their only way in away.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn disconnect_identity(&self, id: &PersonId, token: &str) -> Result<bool, store::Error> {
        let (person, own) = (id.clone(), hash_of(token));
        self.store().write(move |conn| {
            if !people::account(conn, &person)?.is_some_and(|account| account.has_password) {
                return Ok(false);
            }
            identities::disconnect(conn, &person)?;
            sessions::end_all_but(conn, &person, &own)?;
            second_factors::drop_challenges_of(conn, &person)?;
            Ok::<_, store::Error>(true)
        })
    }

    /// What an invitation is known by while its holder is at the provider. `None` when the link is not good, or of somebody who has
    /// come in before: their new password they set themselves.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn invitation(&self, link: &str) -> Result<Option<Errand>, store::Error> {
        let (link_hash, now) = (hash_of(link), self.clock().wall());
        let found = self.store().read(|conn| invited(conn, &link_hash, now))?;
        Ok(found.map(|_| Errand::Invitation { link_hash }))
    }
}

/// Whom this link invites.
fn invited(conn: &mut Conn, link_hash: &str, now: DateTime<Utc>) -> Result<Option<Account>, store::Error> {
    let Some(person) = links::in_force(conn, link_hash, now)? else {
        return Ok(None);
    };
    let account = people::account(conn, &person)?;
    Ok(account.filter(|account| account.is_invited && !account.person.disabled))
}
