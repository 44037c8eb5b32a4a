//! How much of personal data is told to those who are not to know it: enough to tell one from another, or nothing at all.
//!
//! Masked, it can be seen for a reason. Sealed (`sees_personal: sealed` of a role), it cannot be seen by that role whatever the reason: a
//! word stands for it, of which neither a first letter nor a last digit tells anything, and which is the same for everybody.

use std::sync::Arc;

use super::masking::{is_masked_for, masked_text, masked_value};
use crate::case::{Actor, Standing};
use crate::form::masked;
use crate::locale::{Language, say};
use crate::pack::raw::FieldKind;
use crate::pack::{Pack, Role};
use crate::value::Value;

/// What stands for personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Something by which one is told from another.
    Mask,
    /// This word.
    Seal(String),
}

impl Cover {
    /// How personal data is covered for `actor`; `None` if they see it.
    pub fn for_actor(pack: &Pack, actor: &Actor) -> Option<Self> {
        if !is_masked_for(pack, actor) {
            return None;
        }
        let runs_or_audits = [Standing::Administrator, Standing::Auditor].map(|standing| actor.standings.has(standing));
        if runs_or_audits.contains(&true) {
            return Some(Self::Mask);
        }
        let mut roles = actor.roles.iter().filter_map(|id| pack.roles.get(id)).peekable();
        if roles.peek().is_none() {
            return Some(Self::tightest(pack));
        }
        Some(if roles.all(Role::seals) {
            Self::seal(pack)
        } else {
            Self::Mask
        })
    }

    /// What the least that anybody sees is covered by.
    pub fn tightest(pack: &Pack) -> Self {
        if pack.roles.values().any(Role::seals) {
            Self::seal(pack)
        } else {
            Self::Mask
        }
    }

    /// The word is the organization's, because what it stands for is the same whoever reads it.
    fn seal(pack: &Pack) -> Self {
        let language = pack.languages.first().cloned().unwrap_or_else(|| Language::new("en"));
        Self::Seal(say(&language, "personal-sealed", &[]))
    }

    pub fn is_seal(&self) -> bool {
        matches!(self, Self::Seal(_))
    }

    /// A line in which somebody is named.
    pub fn line(&self, text: &str) -> String {
        match self {
            Self::Mask => masked(text),
            Self::Seal(_) if text.trim().is_empty() => String::new(),
            Self::Seal(word) => word.clone(),
        }
    }

    /// An answer of a field of this kind.
    pub(super) fn value(&self, kind: FieldKind, value: &Value) -> Value {
        match (self, value) {
            (Self::Mask, value) => masked_value(kind, value),
            (Self::Seal(_), Value::Empty) => Value::Empty,
            // A file is there for those who may see it, and for nobody else.
            (Self::Seal(_), _) if kind == FieldKind::Attachment => Value::Empty,
            (Self::Seal(_), Value::List(items)) => {
                Value::List(items.iter().map(|item| self.value(kind, item)).collect())
            }
            (Self::Seal(_), Value::Record(row)) => {
                let row = row.iter().map(|(id, value)| (Arc::clone(id), self.value(kind, value)));
                Value::Record(Arc::new(row.collect()))
            }
            (Self::Seal(word), _) => Value::text(word.as_str()),
        }
    }

    /// A text that an answer of this kind says, wherever else it stands.
    pub(super) fn text(&self, kind: FieldKind, text: &str) -> String {
        match self {
            Self::Mask => masked_text(kind, text),
            Self::Seal(word) => word.clone(),
        }
    }
}
