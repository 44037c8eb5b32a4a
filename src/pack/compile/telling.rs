//! What people are told, handed and shown.

use std::sync::Arc;

use super::parts::clauses;
use super::step::stages;
use super::{Compiler, Scope};
use crate::pack::draft::{At, Part};
use crate::pack::id::*;
use crate::pack::raw::*;
use crate::pack::{CopyRule, DocumentRule, Guidance, NoticeRule, Recipient};

impl Compiler<'_> {
    pub(super) fn notice(
        &mut self,
        scope: Scope<'_>,
        id: &str,
        raw: &RawNotice,
        at: &At,
    ) -> Option<(NoticeId, NoticeRule)> {
        let to = match &raw.to {
            RawRecipient::Word(RawRecipientWord::Complainant) => Recipient::Complainant,
            RawRecipient::Word(RawRecipientWord::Owner) => Recipient::Owner,
            RawRecipient::People(to) => self.addressee(scope, to, &at.key("to"))?,
        };
        let notice = NoticeRule {
            id: NoticeId::new(id),
            name: self.text(&raw.name),
            to,
            text: self.text(&raw.text),
            clauses: clauses(&raw.clause),
        };
        Some((notice.id.clone(), notice))
    }

    pub(super) fn document(
        &mut self,
        scope: Scope<'_>,
        id: &str,
        raw: &RawDocument,
        at: &At,
    ) -> Option<(DocumentId, DocumentRule)> {
        let each = self.maybe(scope, raw.each.as_ref(), &at.key("each"))?;
        let mut declared = self.draft.declared(Part::Template, None, &raw.template);
        let Some(file) = declared.next().map(|declaration| &declaration.at.document.file) else {
            return self.lost(&at.key("template"));
        };
        let copies = raw.copies.iter().map(|copy| CopyRule {
            name: self.text(&copy.name),
            to: self.text(&copy.to),
            clauses: clauses(&copy.clause),
        });
        let document = DocumentRule {
            id: DocumentId::new(id),
            name: self.text(&raw.name),
            template: Arc::from(file.text.as_str()),
            each,
            copies: copies.collect(),
            clauses: clauses(&raw.clause),
        };
        Some((document.id.clone(), document))
    }

    pub(super) fn guidance(
        &mut self,
        scope: Scope<'_>,
        case: &RawCaseType,
        id: &str,
        raw: &RawGuidance,
        at: &At,
    ) -> Option<(GuidanceId, Guidance)> {
        let stages_named = raw.at.as_slice();
        let (tasks, actions): (Vec<&String>, Vec<&String>) = raw
            .steps
            .as_slice()
            .iter()
            .partition(|step| case.tasks.contains_key(*step));
        let guidance = Guidance {
            id: GuidanceId::new(id),
            title: self.text(&raw.title),
            text: self.text(&raw.text),
            when: self.maybe(scope, raw.when.as_ref(), &at.key("when"))?,
            at_opening: stages_named.iter().any(|stage| stage == "opening" || stage == "any"),
            at: stages(case, &raw.at),
            for_actions: actions.into_iter().map(ActionId::new).collect(),
            for_tasks: tasks.into_iter().map(TaskId::new).collect(),
            clauses: clauses(&raw.clause),
        };
        Some((guidance.id.clone(), guidance))
    }
}
