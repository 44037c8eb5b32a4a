//! What is kept from whom, who has looked, and how long a case is kept.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Clauses, OneOrMany, RawExpression, RawText};

/// People who neither see nor act on the case: an expression giving a person or several, or one with its clause.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawExcluded {
    Who(RawExpression),
    Cited(RawExclusion),
}

/// People who are kept away, and under which clause.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExclusion {
    /// An expression giving a person, or a list of them, as they sign in or by the name only they have. What can no longer be worked out keeps
    /// away whoever was kept away; who is not known is told in the history.
    pub who: RawExpression,
    #[serde(default)]
    pub clause: Clauses,
}

impl RawExcluded {
    pub fn who(&self) -> &RawExpression {
        match self {
            Self::Who(who) => who,
            Self::Cited(cited) => &cited.who,
        }
    }

    pub fn clause(&self) -> Option<&Clauses> {
        match self {
            Self::Who(_) => None,
            Self::Cited(cited) => Some(&cited.clause),
        }
    }
}

/// Only some see the case while a condition holds, even if others see every case.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawConfidential {
    /// Looked at whenever something happens in the case. While it is unknown, the case stays as it was; at first it is not confidential.
    pub when: RawExpression,
    /// The roles that see it all the same. Besides them only who owns it and whoever has an open task in it.
    pub only: OneOrMany<String>,
    #[serde(default)]
    pub clause: Clauses,
}

/// How long a case is kept. It is a waiting period called `retention` and goes on when the case is closed; at its end `retention_over`
/// happens. Before that no `destroy` is done. A case that is merged into another one before its retention has begun is kept from then on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRetention {
    pub name: RawText,
    /// The event from which the case is kept.
    pub from: String,
    /// Events after which it need not be kept for this reason any more, such as that it was taken up again.
    #[serde(default)]
    pub cancelled_by: OneOrMany<String>,
    /// A period, or `settings.<id>`.
    pub keep: String,
    /// The roles that are asked what shall become of the case when it has been kept long enough.
    pub asks: OneOrMany<String>,
    #[serde(default)]
    pub clause: Clauses,
}

/// Whether every look at a case is written down: `true`, or the clause that asks for it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawViewLog {
    Plain(bool),
    Cited(RawViewLogClause),
}

/// The clause that asks for every look to be written down.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawViewLogClause {
    pub clause: Clauses,
}

impl RawViewLog {
    /// The clauses it is kept under; `None` if it is not kept.
    pub fn clause(&self) -> Option<Clauses> {
        match self {
            Self::Plain(false) => None,
            Self::Plain(true) => Some(Clauses::default()),
            Self::Cited(cited) => Some(cited.clause.clone()),
        }
    }
}
