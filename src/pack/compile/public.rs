//! What the public may see and do.

use std::hash::Hash;

use indexmap::IndexMap;

use super::parts::{clauses, ids};
use super::{Compiler, Scope};
use crate::locale::Text;
use crate::pack::draft::At;
use crate::pack::id::*;
use crate::pack::raw::{Map, RawCaseType, RawText};
use crate::pack::{Anonymous, Permitted, Public, PublicAction};

impl Compiler<'_> {
    /// What is asked for and lost is told, and not taken for what was never asked.
    pub(super) fn public(&mut self, scope: Scope<'_>, case: &RawCaseType, at: &At) -> Option<Option<Public>> {
        let Some(raw) = &case.public else { return Some(None) };
        let opens = at.key("opens");
        let by = vec![Permitted::Complainant];
        let opening = self.beginning(scope, &raw.opens.beginning(), by, &opens, "public effect ")?;
        let anonymous = raw.anonymous.as_ref().map(|anonymous| Anonymous {
            accepted: anonymous.accepted,
            text: self.text(&anonymous.text),
            clauses: clauses(&anonymous.clause),
        });
        let actions = raw.actions.iter().map(|(id, action)| {
            let put = PublicAction {
                name: self.maybe_text(action.name.as_ref()),
                text: self.maybe_text(action.text.as_ref()),
            };
            (ActionId::new(id), put)
        });
        Some(Some(Public {
            actions: actions.collect(),
            name: self.maybe_text(raw.name.as_ref()),
            text: self.maybe_text(raw.text.as_ref()),
            opening,
            sets: self.assignments(scope, &raw.opens.sets, &opens.key("sets"))?,
            anonymous,
            stages: self.told(&raw.stages),
            deadlines: self.told(&raw.deadlines),
            notices: ids(&raw.notices, NoticeId::new),
            documents: ids(&raw.documents, DocumentId::new),
            survey: raw.survey.as_ref().map(ActionId::new),
            clauses: clauses(&raw.clause),
        }))
    }

    fn told<Id: for<'a> From<&'a str> + Hash + Eq>(&self, texts: &Map<RawText>) -> IndexMap<Id, Text> {
        let texts = texts.iter();
        texts
            .map(|(id, text)| (Id::from(id.as_str()), self.text(text)))
            .collect()
    }
}
