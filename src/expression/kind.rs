//! What kind of value a name or an expression has, and which kinds go together.

use crate::locale::{Phrase, phrase};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What kind of value a name or an expression has.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Bool,
    Integer,
    /// Decimals; `Integer` is accepted where a `Decimal` is expected.
    Decimal,
    /// Decimal with a currency; compares with `Decimal` and `Integer`.
    Money,
    Text,
    /// The name under which somebody signs in: a text that names one of the organization's users.
    User,
    /// A closed vocabulary: comparing with a text that is not among the options is an error.
    Choice(Arc<Options>),
    Date,
    Instant,
    Period,
    List(Box<Kind>),
    Record(Arc<BTreeMap<Arc<str>, Kind>>),
    /// What a script function returns unless it declares more; every use is checked when it runs.
    Any,
}

/// The options of a closed vocabulary: `severity` has `major` and `ordinary`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What the vocabulary is called in messages, such as "the categories".
    pub name: Phrase,
    pub ids: Vec<Arc<str>>,
}

impl Options {
    /// The option of this id, shared rather than copied.
    pub fn get(&self, id: &str) -> Option<&Arc<str>> {
        self.ids.iter().find(|option| &***option == id)
    }
}

impl Kind {
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Money | Self::Any)
    }

    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::User | Self::Choice(_) | Self::Any)
    }

    pub fn is_bool(&self) -> bool {
        matches!(self, Self::Bool | Self::Any)
    }

    pub fn is_list(&self) -> bool {
        matches!(self, Self::List(_) | Self::Any)
    }

    /// Whether one value of this kind can come before another.
    pub fn is_ordered(&self) -> bool {
        self.is_number() || matches!(self, Self::Date | Self::Instant)
    }

    /// Whether a value of this kind could equal one of `other`.
    pub fn compares_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::Choice(one), Self::Choice(two)) => one.ids.iter().any(|id| two.get(id).is_some()),
            (Self::List(one), Self::List(two)) => one.compares_with(two),
            (Self::Record(_), Self::Record(_)) => true,
            _ => (self.is_number() && other.is_number()) || (self.is_text() && other.is_text()) || self == other,
        }
    }

    /// Whether a value of `given` may stand where this kind is expected. Literal texts standing for a choice are
    /// settled before this is asked.
    pub fn accepts(&self, given: &Self) -> bool {
        match (self, given) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::Decimal | Self::Money, given) => given.is_number(),
            (Self::Text, given) => given.is_text(),
            // A name written out or worked out may be that of a user; that of a department is not.
            (Self::User, given) => matches!(given, Self::User | Self::Text),
            (Self::Choice(wanted), Self::Choice(given)) => given.ids.iter().all(|id| wanted.get(id).is_some()),
            (Self::List(wanted), Self::List(given)) => wanted.accepts(given),
            (Self::Record(wanted), Self::Record(given)) => wanted
                .iter()
                .all(|(name, kind)| given.get(name).is_some_and(|given| kind.accepts(given))),
            _ => self == given,
        }
    }

    /// The narrowest kind that covers both, if there is one: what a list of the two holds, or an `if` between them.
    pub fn joined(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (one, two) if one == two => Some(one.clone()),
            (Self::Any, _) | (_, Self::Any) => Some(Self::Any),
            (one, two) if one.is_number() && two.is_number() => {
                let money = matches!(one, Self::Money) || matches!(two, Self::Money);
                Some(if money { Self::Money } else { Self::Decimal })
            }
            (one, two) if one.is_text() && two.is_text() => Some(Self::Text),
            (Self::List(one), Self::List(two)) => Some(Self::List(Box::new(one.joined(two)?))),
            _ => None,
        }
    }

    /// As a message says it: "a whole number", "one of the categories".
    pub fn described(&self) -> Phrase {
        match self {
            Self::Bool => phrase!("yes or no"),
            Self::Integer => phrase!("a whole number"),
            Self::Decimal => phrase!("a number"),
            Self::Money => phrase!("an amount of money"),
            Self::Text => phrase!("a text"),
            Self::User => phrase!("a user"),
            Self::Choice(options) => phrase!("one of {name}", name = options.name),
            Self::Date => phrase!("a date"),
            Self::Instant => phrase!("a moment"),
            Self::Period => phrase!("a period"),
            Self::List(_) => phrase!("a list"),
            Self::Record(_) => phrase!("a record"),
            Self::Any => phrase!("any value"),
        }
    }
}
