//! What somebody has been given beside the roles of a pack: a standing to an organization, or to the whole platform.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How somebody stands to an organization. What each may do is the table of `access`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Signed in, with nothing here.
    Stranger,
    /// Holds a post here.
    Member,
    /// Runs the installation, and sees no case for that.
    Operator,
    /// Runs the organization: its people, its pack, and any step of a case that nobody else can take.
    Administrator,
    /// Reads everything and changes nothing, whatever posts they hold besides.
    Auditor,
    /// Connects another program: reads the pack, and does what its posts allow.
    Integrator,
}

impl Standing {
    /// From the least to the most particular.
    pub const ALL: [Self; 6] = [
        Self::Stranger,
        Self::Member,
        Self::Operator,
        Self::Administrator,
        Self::Auditor,
        Self::Integrator,
    ];

    /// Those that are given by name; the others follow from posts.
    pub const GIVEN: [Self; 4] = [Self::Operator, Self::Administrator, Self::Auditor, Self::Integrator];

    /// As it is stored, and as commands write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stranger => "stranger",
            Self::Member => "member",
            Self::Operator => "operator",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Integrator => "integrator",
        }
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Stranger => "standing-stranger",
            Self::Member => "standing-member",
            Self::Operator => "standing-operator",
            Self::Administrator => "standing-administrator",
            Self::Auditor => "standing-auditor",
            Self::Integrator => "standing-integrator",
        }
    }

    /// The installation is one: whoever runs it does so for all organizations.
    pub fn is_of_platform_only(self) -> bool {
        self == Self::Operator
    }

    /// May take any step without holding its role; histories say so.
    pub fn acts_in_any_role(self) -> bool {
        self == Self::Administrator
    }

    /// Reads every case, a confidential one as well, and none that is kept from them by name.
    pub fn sees_every_case(self) -> bool {
        matches!(self, Self::Administrator | Self::Auditor)
    }
}

/// A text that names no standing one can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no standing")]
pub struct StandingError;

impl FromStr for Standing {
    type Err = StandingError;

    fn from_str(text: &str) -> Result<Self, StandingError> {
        let mut given = Self::GIVEN.into_iter();
        given.find(|standing| standing.as_str() == text).ok_or(StandingError)
    }
}

/// All standings of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Standings(BTreeSet<Standing>);

impl Standings {
    pub fn has(&self, standing: Standing) -> bool {
        self.0.contains(&standing)
    }

    pub fn iter(&self) -> impl Iterator<Item = Standing> {
        self.0.iter().copied()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// And this one.
    #[must_use]
    pub fn and(mut self, standing: Standing) -> Self {
        self.0.insert(standing);
        self
    }
}

impl From<Standing> for Standings {
    fn from(standing: Standing) -> Self {
        Self::default().and(standing)
    }
}

impl FromIterator<Standing> for Standings {
    fn from_iter<T: IntoIterator<Item = Standing>>(standings: T) -> Self {
        Self(standings.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_is_read_as_it_was_written_and_nobody_is_given_what_follows_from_posts() {
        for standing in Standing::GIVEN {
            assert_eq!(standing.as_str().parse(), Ok(standing));
        }
        assert_eq!("member".parse::<Standing>(), Err(StandingError));
        assert_eq!("stranger".parse::<Standing>(), Err(StandingError));
    }
}
