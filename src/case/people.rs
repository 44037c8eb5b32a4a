//! Who there is: the people of an organization, as far as whoever runs a case knows them.

use std::collections::BTreeMap;

use super::{Context, PersonId};

/// The people of an organization with the names they are called by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(BTreeMap<PersonId, String>);

impl People {
    /// The person who signs in under this name, or the only one who is called so.
    ///
    /// # Errors
    /// Why it is not clear who is meant, in one line for the history.
    pub fn find(&self, written: &str) -> Result<PersonId, String> {
        if let Some((id, _)) = self.0.iter().find(|(id, _)| *id.0 == *written) {
            return Ok(id.clone());
        }
        let mut called = self.0.iter().filter(|(_, name)| *name == written);
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
}

impl FromIterator<(PersonId, String)> for People {
    fn from_iter<T: IntoIterator<Item = (PersonId, String)>>(people: T) -> Self {
        Self(people.into_iter().collect())
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
}
