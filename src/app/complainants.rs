//! Complainants: what they hold of their case, and what it opens.
//!
//! Nobody signs in. Whoever knows the number of a case and its secret visits this one case, as far as its pack calls it public. What
//! they hold is known here only by its hash, and what is asked for is that of number and secret together: a wrong number and a wrong
//! secret are the same miss.

use std::fmt;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::App;
use super::alarms::Alarm;
use super::people::hash_of;
use crate::access::password::random_text;
use crate::case::{Actor, CaseId};
use crate::pack::Pack;
use crate::pack::id::OrganizationId;
use crate::store::complainants::{self, Key, Purpose};
use crate::store::{self, Conn, cases};
use crate::value::hex;

/// A visit ends after this.
const VISIT_MINUTES: i64 = 30;
/// A link to a survey serves for so long. Shorter than repeated requests are recognised, so that nobody answers twice.
const SURVEY_DAYS: i64 = 28;
/// 130 bits, five for each letter.
pub const SECRET_LETTERS: usize = 26;
const LETTERS: &[u8; 32] = b"ABCDEFGHJKMNPQRSTVWXYZ0123456789";
/// How long the keys of our forms are.
const KEY_LETTERS: usize = 52;
/// How much of the hash of such a key tells those apart who fill in forms.
const FORM_CHARS: usize = 32;
/// How many letters of a secret stand together at most, so that people can type it.
const TOGETHER: usize = 5;

/// What a complainant keeps beside the number of the case.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one.
    pub fn random() -> Self {
        Self::of_key(&random_text())
    }

    /// The one that goes with a form: the same form sent twice is one complaint with one secret. `None` if the key is not one of ours.
    pub fn of_form(key: &str) -> Option<Self> {
        let is_ours = key.len() == KEY_LETTERS && key.bytes().all(|letter| letter.is_ascii_alphanumeric());
        is_ours.then(|| Self::of_key(key))
    }

    fn of_key(key: &str) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"secret of a complaint\0");
        digest.update(key.as_bytes());
        let bytes = digest.finalize();
        let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
        Self(bytes.iter().take(SECRET_LETTERS).map(letter).collect())
    }

    /// As somebody has typed it: small letters, spaces and letters that look like others do not matter.
    pub fn typed(written: &str) -> Self {
        let letters = written.chars().filter(|letter| letter.is_alphanumeric());
        let letters = letters.flat_map(char::to_uppercase).map(|letter| match letter {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            letter => letter,
        });
        Self(letters.take(2 * SECRET_LETTERS).collect())
    }

    /// As people read and type it: in groups of nearly the same length, none of a single letter.
    pub fn shown(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups = letters.len().div_ceil(TOGETHER).max(1);
        let bounds: Vec<usize> = (0..=groups).map(|group| group * letters.len() / groups).collect();
        let group = |bounds: &[usize]| letters[bounds[0]..bounds[1]].iter().collect::<String>();
        bounds.windows(2).map(group).collect::<Vec<_>>().join(" ")
    }

    /// How many letters it has; one of ours has [`SECRET_LETTERS`].
    pub fn letters(&self) -> usize {
        self.0.chars().count()
    }
}

/// Never in a log.
impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

/// What somebody is given of a case, to reach it from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Number and secret. The secret before it opens nothing any more.
    Case,
    /// The survey, once.
    Survey,
}

/// Somebody who has come with number and secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Visit {
    pub case: CaseId,
    pub number: String,
    /// What every form of the visit carries.
    pub csrf: String,
}

/// A link to a survey that still serves, or has served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyLink {
    pub case: CaseId,
    pub number: String,
    pub is_used: bool,
}

impl App {
    /// Whoever complains in this case, or is about to.
    pub fn complainant(pack: &Pack, case: Option<CaseId>) -> Actor {
        Actor::complainant(case, pack.say("complainant-name", &[]))
    }

    /// Whoever fills in the form with this key: what they send is theirs and no other stranger's. The key itself is worth the secret of
    /// the case that comes of it, so it is told from nothing that is kept.
    pub fn newcomer(pack: &Pack, key: &str) -> Actor {
        let form = hash_of(&format!("files of a form\0{key}"));
        let form: String = form.chars().take(FORM_CHARS).collect();
        Actor::about_to_complain(&form, pack.say("complainant-name", &[]))
    }

    /// Begins a visit and returns what its cookie holds. `None`: there is no such number with such a secret, and it is not said which.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn begin_visit(
        &self,
        organization: &OrganizationId,
        number: &str,
        secret: &Secret,
    ) -> Result<Option<String>, store::Error> {
        let (hash, now) = (hash_of_secret(organization, number, secret), self.clock().wall());
        let found = self
            .store()
            .read(|conn| complainants::live(conn, organization, Purpose::Secret, &hash, now))?;
        let Some(known) = found else {
            self.alarm(Alarm::Secrets, number);
            return Ok(None);
        };
        let token = random_text();
        let (organization, hash) = (organization.clone(), hash_of(&token));
        let key = Key {
            csrf: random_text(),
            made_at: now,
            expires_at: Some(now + Duration::minutes(VISIT_MINUTES)),
            ..known
        };
        self.store()
            .write(move |conn| complainants::put(conn, &organization, Purpose::Visit, &hash, &key))?;
        Ok(Some(token))
    }

    /// The visit behind a cookie.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn visit(&self, organization: &OrganizationId, token: &str) -> Result<Option<Visit>, store::Error> {
        let found = self.key_of(organization, Purpose::Visit, token)?;
        Ok(found.map(|(key, number)| Visit {
            case: key.case,
            number,
            csrf: key.csrf,
        }))
    }

    /// Ends the visit of this token; nothing happens if it has ended already.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn end_visit(&self, organization: &OrganizationId, token: &str) -> Result<(), store::Error> {
        let (organization, hash) = (organization.clone(), hash_of(token));
        self.store()
            .write(move |conn| complainants::end(conn, &organization, &hash))
    }

    /// What a link to a survey leads to.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn survey_link(&self, organization: &OrganizationId, token: &str) -> Result<Option<SurveyLink>, store::Error> {
        let found = self.key_of(organization, Purpose::Survey, token)?;
        Ok(found.map(|(key, number)| SurveyLink {
            case: key.case,
            number,
            is_used: key.used_at.is_some(),
        }))
    }

    /// A survey has been answered: its link serves no more.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn use_survey_link(&self, organization: &OrganizationId, token: &str) -> Result<(), store::Error> {
        let (organization, hash, now) = (organization.clone(), hash_of(token), self.clock().wall());
        self.store()
            .write(move |conn| complainants::used(conn, &organization, &hash, now))
    }

    fn key_of(
        &self,
        organization: &OrganizationId,
        purpose: Purpose,
        token: &str,
    ) -> Result<Option<(Key, String)>, store::Error> {
        let (hash, now) = (hash_of(token), self.clock().wall());
        self.store().read(|conn| {
            let Some(key) = complainants::live(conn, organization, purpose, &hash, now)? else {
                return Ok(None);
            };
            let case = cases::by_id(conn, organization, key.case)?;
            Ok(case
                .filter(|case| case.destroyed.is_none())
                .map(|case| (key, case.number)))
        })
    }

    /// Puts what somebody was given beside the case, in the transaction of the command that gives it.
    pub(super) fn keep_access(
        &self,
        conn: &mut Conn,
        organization: &OrganizationId,
        (case, number): (CaseId, &str),
        access: Access,
        secret: &Secret,
    ) -> Result<(), store::Error> {
        let now = self.clock().wall();
        let (purpose, hash, expires_at) = match access {
            Access::Case => (Purpose::Secret, hash_of_secret(organization, number, secret), None),
            Access::Survey => (Purpose::Survey, hash_of(&secret.link()), Some(until(now))),
        };
        if access == Access::Case {
            complainants::end_all(conn, organization, case, Purpose::Secret)?;
            complainants::end_all(conn, organization, case, Purpose::Visit)?;
        }
        let key = Key {
            case,
            csrf: String::new(),
            made_at: now,
            expires_at,
            used_at: None,
        };
        complainants::put(conn, organization, purpose, &hash, &key)
    }
}

impl Secret {
    /// As it stands in an address.
    pub fn link(&self) -> String {
        self.0.to_lowercase()
    }
}

fn until(now: DateTime<Utc>) -> DateTime<Utc> {
    now + Duration::days(SURVEY_DAYS)
}

/// Number and secret together, each with its length before it. Spaces around a number and small letters in it do not matter.
fn hash_of_secret(organization: &OrganizationId, number: &str, secret: &Secret) -> String {
    let number: String = number.chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut digest = Sha256::new();
    for part in [organization.as_str(), &number.to_uppercase(), &secret.0] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hex(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_the_same_however_it_is_typed() {
        let secret = Secret::random();
        assert_eq!(Secret::typed(&secret.shown()), secret);
        assert_eq!(Secret::typed(&secret.shown().to_lowercase().replace(' ', "-")), secret);
        assert_ne!(Secret::typed(&secret.shown()[1..]), secret);
    }

    #[test]
    fn a_form_sent_twice_has_one_secret_and_a_key_of_somebody_elses_making_has_none() {
        let key = random_text();
        assert_eq!(Secret::of_form(&key), Secret::of_form(&key));
        assert_ne!(Secret::of_form(&key), Secret::of_form(&random_text()));
        assert_eq!(Secret::of_form("1"), None);
        assert_eq!(Secret::of_form(""), None);
    }

    #[test]
    fn a_secret_is_never_printed_for_a_log() {
        let secret = Secret::random();
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
