//! Who signs in, and as whom they act.
//!
//! What a person holds (a password, a session, a token) is known here only by its hash. Somebody unknown and somebody with a
//! wrong password are answered in the same words after the same time.

use chrono::{DateTime, Duration, Utc};
use sha2::{Digest, Sha256};

use super::App;
use super::alarms::Alarm;
use super::standings::{StandingChangeError, must_be_run};
use crate::access::password::{PasswordError, Passwords, random_text};
use crate::access::scope::Scopes;
use crate::case::{Actor, PersonId};
use crate::pack::id::OrganizationId;
use crate::store::people::{self, Person, Post};
use crate::store::sessions::{self, Bearer, Grant, Session, Token};
use crate::store::{self, Conn, identities, links, second_factors, standings};
use crate::value::hex;

/// A session ends after this, however busy.
const SESSION_HOURS_MAX: i64 = 12;
/// And after so long without a sign of life.
const IDLE_MINUTES_MAX: i64 = 30;
/// How often a sign of life is written down.
const SEEN_SECONDS: i64 = 60;
/// So long a token is told of that is revoked or has expired.
const OVER_DAYS: i64 = 30;
/// How much of a token people see again, to tell their tokens apart.
const PREFIX_CHARS: usize = 12;

/// How long a token that is over is still listed.
const OVER_SHOWN: Duration = Duration::days(90);

/// Names as histories show them.
const NAME_CHARS_MAX: usize = 64;

/// What signing in needs.
pub struct SignIn {
    pub(super) passwords: Passwords,
}

/// Somebody who has said the right password, or whom a provider has vouched for.
#[derive(Clone, PartialEq, Eq)]
pub enum Entry {
    In(SignedIn),
    /// They have a second factor: a code is awaited. The token goes into a cookie of its own.
    Code {
        token: String,
    },
}

/// Somebody who has just signed in. The token goes into the cookie and is kept nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub token: String,
    pub session: Session,
    pub person: Person,
}

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Nobody, the wrong password, or somebody who may not come in any more: it is not said which.
    #[error("the name or the password is not right")]
    Wrong,
    #[error("the password cannot be taken")]
    Password(#[from] PasswordError),
    #[error("`{0}` is taken; choose another name to sign in with")]
    Taken(String),
    #[error("`{0}` is no name to sign in with; use letters, digits, `.`, `-` and `_`")]
    NoName(String),
    #[error("there is nobody called `{0}`")]
    Unknown(String),
    /// A name to be shown that is empty, or longer than anybody's.
    #[error("a name has between 1 and {NAME_CHARS_MAX} characters")]
    Nameless,
    /// To be given more than whoever gives it holds.
    #[error("this is not yours to give")]
    NotTheirs,
    #[error("not available")]
    Store(#[from] store::Error),
}

impl SignIn {
    pub(super) fn new() -> Self {
        Self {
            passwords: Passwords::new(),
        }
    }
}

impl App {
    /// Makes somebody who runs the platform and every organization if there is nobody at all, and returns their name and password. The
    /// caller shows them once.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn first_administrator(&self) -> Result<Option<(PersonId, String)>, SignInError> {
        if !self.store().read(people::on_platform)?.is_empty() {
            return Ok(None);
        }
        let password: String = random_text().chars().take(20).collect();
        let person = Person {
            id: PersonId("admin".into()),
            name: "Administrator".to_owned(),
            administrator: true,
            disabled: false,
        };
        match self.add_person(person.clone(), &password) {
            Ok(()) => Ok(Some((person.id, password))),
            // Another node was quicker; its administrator is the one.
            Err(SignInError::Taken(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Enters somebody who signs in with this password from now on, and holds nothing yet.
    ///
    /// # Errors
    /// When the name is taken or none, or the password too short.
    pub fn add_person(&self, person: Person, password: &str) -> Result<(), SignInError> {
        let id = person.id.0.to_string();
        check_id(&id)?;
        let hash = self.inner.sign_in.passwords.hash(password)?;
        let now = self.clock().wall();
        let added = self.store().write(move |conn| people::add(conn, &person, &hash, now))?;
        if added { Ok(()) } else { Err(SignInError::Taken(id)) }
    }

    /// Sets a new password; every session of the person ends, and their tokens are void.
    ///
    /// # Errors
    /// When there is nobody of this name, or the password is too short.
    pub fn set_password(&self, id: &PersonId, password: &str) -> Result<(), SignInError> {
        let hash = self.inner.sign_in.passwords.hash(password)?;
        let (person, now) = (id.clone(), self.clock().wall());
        let set = self.store().write(move |conn| {
            people::revoke_tokens(conn, &person, now)?;
            people::set_password(conn, &person, &hash)
        })?;
        if set {
            Ok(())
        } else {
            Err(SignInError::Unknown(id.0.to_string()))
        }
    }

    /// Shuts a person out at once, or lets them in again.
    ///
    /// # Errors
    /// When there is nobody of this name, or nobody would be left to run the installation or an organization.
    pub fn set_disabled(&self, id: &PersonId, disabled: bool) -> Result<(), StandingChangeError> {
        let (person, now) = (id.clone(), self.clock().wall());
        self.store().write(move |conn| {
            let mut runs = Vec::new();
            for (place, standing) in standings::all_of_person(conn, &person)? {
                // What nobody runs as it is, they do not leave alone.
                if disabled && must_be_run(conn, &place, standing).is_ok() {
                    runs.push((place, standing));
                }
            }
            if !people::set_disabled(conn, &person, disabled, now)? {
                return Err(StandingChangeError::Unknown(person.0.to_string()));
            }
            runs.iter()
                .try_for_each(|(place, standing)| must_be_run(conn, place, *standing))
        })
    }

    /// Gives a person a post in an organization.
    ///
    /// # Errors
    /// When there is nobody of this name.
    pub fn appoint(&self, organization: &OrganizationId, id: &PersonId, post: Post) -> Result<(), SignInError> {
        let (organization, person) = (organization.clone(), id.clone());
        let known = self.store().write(move |conn| {
            let known = people::by_id(conn, &person)?.is_some();
            if known {
                people::appoint(conn, &organization, &person, &post)?;
            }
            Ok::<_, store::Error>(known)
        })?;
        if known {
            Ok(())
        } else {
            Err(SignInError::Unknown(id.0.to_string()))
        }
    }

    /// Begins a session, or asks for the code of whoever has a second factor. `browser` is what the session is told by.
    ///
    /// # Errors
    /// [`SignInError::Wrong`], after the same time whatever was wrong.
    pub fn sign_in(&self, id: &str, password: &str, browser: &str) -> Result<Entry, SignInError> {
        let person = self.with_password(id, password)?;
        self.enter(person, browser)
    }

    /// Begins a session of somebody who has shown who they are, or asks for the code of whoever has a second factor.
    pub(super) fn enter(&self, person: Person, browser: &str) -> Result<Entry, SignInError> {
        let factor = self.store().read(|conn| second_factors::of(conn, &person.id))?;
        if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
            return Ok(Entry::Code {
                token: self.challenge(&person.id)?,
            });
        }
        Ok(Entry::In(self.begin_session(person, browser)?))
    }

    /// Whoever this is the name and the password of.
    ///
    /// # Errors
    /// [`SignInError::Wrong`], after the same time whatever was wrong.
    pub(super) fn with_password(&self, id: &str, password: &str) -> Result<Person, SignInError> {
        let found = self
            .store()
            .read(|conn| people::with_password(conn, &PersonId(id.into())))?;
        // Whoever was invited and has not come has none.
        let hash = found
            .as_ref()
            .map(|(_, hash)| hash.as_str())
            .filter(|hash| !hash.is_empty());
        let is_right = self.inner.sign_in.passwords.is_right(password, hash);
        match found.filter(|(person, _)| is_right && !person.disabled) {
            Some((person, _)) => Ok(person),
            None => {
                self.alarm(Alarm::Passwords, id);
                Err(SignInError::Wrong)
            }
        }
    }

    /// A session of somebody who has shown all that is asked of them.
    pub(super) fn begin_session(&self, person: Person, browser: &str) -> Result<SignedIn, SignInError> {
        let now = self.clock().wall();
        let session = Session {
            person: person.id.clone(),
            csrf: random_text(),
            created_at: now,
            seen_at: now,
            expires_at: now + Duration::hours(SESSION_HOURS_MAX),
            browser: browser.to_owned(),
        };
        let token = random_text();
        let (hash, row) = (hash_of(&token), session.clone());
        self.store().write(move |conn| sessions::begin(conn, &hash, &row))?;
        Ok(SignedIn { token, session, person })
    }

    /// Who holds this session, if it is still alive.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn session(&self, token: &str) -> Result<Option<(Session, Person)>, store::Error> {
        let (hash, now) = (hash_of(token), self.clock().wall());
        let found = self.store().read(|conn| {
            let Some(session) = sessions::live(conn, &hash, now, idle_since(now))? else {
                return Ok(None);
            };
            let person = people::by_id(conn, &session.person)?.filter(|person| !person.disabled);
            Ok::<_, store::Error>(person.map(|person| (session, person)))
        })?;
        if let Some((session, _)) = &found
            && now - session.seen_at > Duration::seconds(SEEN_SECONDS)
        {
            self.store().write(move |conn| sessions::seen(conn, &hash, now))?;
        }
        Ok(found)
    }

    /// Ends the session of this token; nothing happens if it has ended already.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn sign_out(&self, token: &str) -> Result<(), store::Error> {
        let hash = hash_of(token);
        self.store().write(move |conn| sessions::end(conn, &hash))
    }

    /// The sessions of a person, each with its handle, seen last first; and the handle of the one that `token` is of.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn sessions_of(&self, id: &PersonId, token: &str) -> Result<(Vec<(String, Session)>, String), store::Error> {
        let now = self.clock().wall();
        let own = Session::handle(&hash_of(token)).to_owned();
        let all = self
            .store()
            .read(|conn| sessions::sessions_of(conn, id, now, idle_since(now)))?;
        Ok((all, own))
    }

    /// `false` when the person has no session of this handle.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn end_session(&self, id: &PersonId, handle: &str) -> Result<bool, store::Error> {
        let (person, handle) = (id.clone(), handle.to_owned());
        self.store().write(move |conn| sessions::end_of(conn, &person, &handle))
    }

    /// Ends every session of a person but the one that `token` is of.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn end_other_sessions(&self, id: &PersonId, token: &str) -> Result<(), store::Error> {
        let (person, own) = (id.clone(), hash_of(token));
        self.store()
            .write(move |conn| sessions::end_all_but(conn, &person, &own))
    }

    /// Makes a token that allows whatever its holder may do. It is returned this once; only its hash is kept.
    ///
    /// # Errors
    /// When there is nobody of this name, or the token's own name is none.
    pub fn make_token(
        &self,
        id: &PersonId,
        name: &str,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<String, SignInError> {
        let grant = Grant {
            scopes: Scopes::all(),
            organization: None,
        };
        self.grant_token(id, name, expires_at, grant)
    }

    /// Makes a token that allows what is granted, as far as its holder may do it. It is returned this once; only its hash is kept.
    ///
    /// # Errors
    /// When there is nobody of this name, or the token's own name is none.
    pub fn grant_token(
        &self,
        id: &PersonId,
        name: &str,
        expires_at: Option<DateTime<Utc>>,
        grant: Grant,
    ) -> Result<String, SignInError> {
        let secret = format!("rd_{}", random_text());
        let token = Token {
            person: id.clone(),
            name: check_name(name)?,
            prefix: secret.chars().take(PREFIX_CHARS).collect(),
            created_at: self.clock().wall(),
            expires_at,
            revoked_at: None,
            grant,
            used_at: None,
        };
        let hash = hash_of(&secret);
        let known = self.store().write(move |conn| {
            let known = people::by_id(conn, &token.person)?.is_some();
            if known {
                sessions::add_token(conn, &hash, &token)?;
            }
            Ok::<_, store::Error>(known)
        })?;
        if known {
            Ok(secret)
        } else {
            Err(SignInError::Unknown(id.0.to_string()))
        }
    }

    /// The tokens of a person, newest first. Those that are over are among them for a while, so that nobody wonders where they are.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn tokens_of(&self, id: &PersonId) -> Result<Vec<Token>, store::Error> {
        let over_since = self.clock().wall() - OVER_SHOWN;
        self.store().read(|conn| sessions::tokens_of(conn, id, over_since))
    }

    /// Whose token this is, if it is in force, and what it allows.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn token_holder(&self, token: &str) -> Result<Option<Bearer>, store::Error> {
        let (hash, now) = (hash_of(token), self.clock().wall());
        let found = self.store().read(|conn| sessions::bearer(conn, &hash, now))?;
        if found.is_none() {
            self.alarm(Alarm::Tokens, &hash);
        }
        if let Some(bearer) = &found
            && bearer
                .used_at
                .is_none_or(|at| now - at > Duration::seconds(SEEN_SECONDS))
        {
            // That it was used is for people to read. A request is not refused because that cannot be written now.
            let written = self.store().write(move |conn| sessions::token_used(conn, &hash, now));
            if let Err(error) = written {
                tracing::warn!(error = %error.chain(), "when a token was used could not be written down");
            }
        }
        Ok(found)
    }

    /// `false` when the person has no such token in force.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn revoke_token(&self, id: &PersonId, prefix: &str) -> Result<bool, store::Error> {
        let (person, prefix, now) = (id.clone(), prefix.to_owned(), self.clock().wall());
        self.store()
            .write(move |conn| sessions::revoke(conn, &person, &prefix, now))
    }

    /// A person as they act in an organization: with the roles and departments of their posts there, and what they have been given
    /// there or for the whole platform.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn actor(&self, organization: &OrganizationId, person: &Person) -> Result<Actor, store::Error> {
        let (posts, standings) = self.store().read(|conn| {
            let posts = people::posts_of(conn, organization, &person.id)?;
            Ok::<_, store::Error>((posts, standings::of_person(conn, organization, &person.id)?))
        })?;
        let (mut roles, mut departments) = (Vec::new(), Vec::new());
        for post in posts {
            if !roles.contains(&post.role) {
                roles.push(post.role);
            }
            if let Some(department) = post.department.filter(|department| !departments.contains(department)) {
                departments.push(department);
            }
        }
        Ok(Actor {
            id: person.id.clone(),
            name: person.name.clone(),
            stands_for: None,
            roles,
            departments,
            standings,
            engine: false,
        })
    }
}

/// Forgets what lets nobody in any more: sessions, links, and ways in that were begun and not ended.
pub(super) fn sweep_entries(conn: &mut Conn, now: DateTime<Utc>) -> Result<(), store::Error> {
    sessions::sweep_on_platform(conn, now, idle_since(now))?;
    sessions::sweep_tokens_on_platform(conn, now - Duration::days(OVER_DAYS))?;
    links::sweep_on_platform(conn, now)?;
    identities::sweep_on_platform(conn, now)?;
    second_factors::sweep_on_platform(conn, now)
}

/// What somebody may sign in with.
pub(super) fn check_id(id: &str) -> Result<(), SignInError> {
    let is_name = !id.is_empty()
        && id.chars().count() <= 64
        && id
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'));
    if is_name {
        Ok(())
    } else {
        Err(SignInError::NoName(id.to_owned()))
    }
}

/// What somebody may be called: without blanks around it, and nothing that breaks a line.
pub(super) fn check_name(name: &str) -> Result<String, SignInError> {
    let name = name.trim();
    let count = name.chars().count();
    if count == 0 || count > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(SignInError::Nameless);
    }
    Ok(name.to_owned())
}

fn idle_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - Duration::minutes(IDLE_MINUTES_MAX)
}

/// What is kept of something that a person holds.
pub(super) fn hash_of(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}
