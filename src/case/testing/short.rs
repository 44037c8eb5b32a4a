//! What the parts of a small pack are written with.

use std::sync::Arc;

use crate::calendar::Period;
use crate::expression::{Kind, Options};
use crate::locale::{Language, Phrase, Text};
use crate::pack::Permitted;
use crate::pack::id::*;

/// Texts of tests have one language.
pub(in crate::case) fn text(text: &str) -> Text {
    Text::new(vec![(Language::new("en"), text.into())])
}

pub(super) fn choice(name: &str, ids: &[&str]) -> Kind {
    Kind::Choice(Arc::new(Options {
        name: Phrase::text(name),
        ids: ids.iter().map(|id| Arc::from(*id)).collect(),
    }))
}

pub(in crate::case) fn clauses(id: &str) -> Vec<ClauseId> {
    if id.is_empty() {
        Vec::new()
    } else {
        vec![ClauseId::from(id)]
    }
}

pub(in crate::case) fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

pub(in crate::case) fn events<const N: usize>(ids: [&str; N]) -> Vec<EventId> {
    ids.into_iter().map(EventId::from).collect()
}

pub(in crate::case) fn by(role: &str) -> Vec<Permitted> {
    vec![Permitted::role(RoleId::from(role))]
}
