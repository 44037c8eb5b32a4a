//! Who there is: the people of an organization, as far as whoever runs a case knows them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, PersonId};

/// The people of an organization with the names they are called by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    here: BTreeMap<PersonId, String>,
    /// Those who may come in no more, or hold no post: nothing is given to them, and things are kept from them all the same.
    away: BTreeMap<PersonId, String>,
}

impl People {
    /// The person who signs in under this name, or the only one who is called so.
    ///
    /// # Errors
    /// Why it is not clear who is meant, in one line for the history.
    pub fn find(&self, written: &str) -> Result<PersonId, String> {
        if let Some((id, _)) = self.here.iter().find(|(id, _)| *id.0 == *written) {
            return Ok(id.clone());
        }
        let mut called = self.here.iter().filter(|(_, name)| *name == written);
        match (called.next(), called.next()) {
            (Some((id, _)), None) => Ok(id.clone()),
            (None, _) => Err(format!(
                "there is nobody called `{written}`; say who it is by the name they sign in with"
            )),
            (Some(_), Some(_)) => Err(format!(
                "more than one person is called `{written}`; say which by the name they sign in with"
            )),
        }
    }

    /// Adds people to whom nothing is given.
    #[must_use]
    pub fn and_away(mut self, people: impl IntoIterator<Item = (PersonId, String)>) -> Self {
        self.away.extend(people);
        self
    }

    /// Everybody who may be meant, where something is kept from them: the person who signs in under this name, or all who are called so.
    fn concerned(&self, written: &str) -> BTreeSet<PersonId> {
        let all = || self.here.iter().chain(&self.away);
        let by_id = all().filter(|(id, _)| *id.0 == *written);
        let found: BTreeSet<PersonId> = by_id.map(|(id, _)| id.clone()).collect();
        if !found.is_empty() {
            return found;
        }
        let called = all().filter(|(_, name)| *name == written);
        called.map(|(id, _)| id.clone()).collect()
    }
}

impl FromIterator<(PersonId, String)> for People {
    fn from_iter<T: IntoIterator<Item = (PersonId, String)>>(people: T) -> Self {
        Self {
            here: people.into_iter().collect(),
            away: BTreeMap::new(),
        }
    }
}

impl Context<'_> {
    /// The person somebody has named; whoever is written, where it is not known who there is.
    pub(super) fn person(&self, written: &str) -> Result<PersonId, String> {
        match self.people {
            // Whoever acts is there, an administrator without a post among them.
            Some(people) if *self.actor.id.0 != *written => people.find(written),
            _ => Ok(PersonId(written.into())),
        }
    }
    /// Everybody from whom something is kept by this name; whoever is written, where it is not known who there is.
    pub(super) fn concerned(&self, written: &str) -> BTreeSet<PersonId> {
        match self.people {
            Some(people) if *self.actor.id.0 != *written => people.concerned(written),
            _ => BTreeSet::from([PersonId(written.into())]),
        }
    }
}
