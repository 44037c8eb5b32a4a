//! What the public may see and do of a case type without signing in.

use indexmap::IndexMap;

use super::id::*;
use super::{Action, CaseType, Opening, Permitted};
use crate::expression::Expression;
use crate::locale::Text;

/// See [`RawPublic`](super::raw::RawPublic). What does not stand here is not told.
pub struct Public {
    pub name: Option<Text>,
    pub text: Option<Text>,
    pub opening: Opening,
    /// Answers that nobody is asked, set before anything is decided.
    pub sets: Vec<(FieldId, Expression)>,
    pub anonymous: Option<Anonymous>,
    pub stages: IndexMap<StageId, Text>,
    pub deadlines: IndexMap<DeadlineId, Text>,
    pub actions: IndexMap<ActionId, PublicAction>,
    pub notices: Vec<NoticeId>,
    pub documents: Vec<DocumentId>,
    pub survey: Option<ActionId>,
    pub clauses: Vec<ClauseId>,
}

/// What people are told about complaining without a name.
pub struct Anonymous {
    pub accepted: bool,
    pub text: Text,
    pub clauses: Vec<ClauseId>,
}

/// How an action is put to the complainant.
pub struct PublicAction {
    pub name: Option<Text>,
    pub text: Option<Text>,
}

impl CaseType {
    /// The actions that a complainant takes from outside, in the author's order; none without public pages.
    pub fn public_actions(&self) -> impl Iterator<Item = &Action> {
        let actions = self.public.as_ref().map(|_| self.actions.values());
        actions.into_iter().flatten().filter(|action| action.is_public())
    }

    /// How a case begins for whoever asks: `None` for the public where there are no public pages.
    pub fn opening_for(&self, is_complainant: bool) -> Option<&Opening> {
        if is_complainant {
            self.public.as_ref().map(|public| &public.opening)
        } else {
            Some(&self.opening)
        }
    }
}

impl Action {
    /// Whether the complainant takes it.
    pub fn is_public(&self) -> bool {
        self.by.iter().any(|by| matches!(by, Permitted::Complainant))
    }
}
