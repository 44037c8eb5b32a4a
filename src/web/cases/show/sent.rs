//! What people were told: documents and notices, the latest first.

use super::Looks;
use crate::case::{Document, Notice};

pub(super) struct DocumentLine {
    pub number: u32,
    pub name: String,
    pub at: String,
    /// Number and name of each copy.
    pub copies: Vec<(u32, String)>,
}

pub(super) struct NoticeLine {
    pub name: String,
    pub to: String,
    pub at: String,
    pub text: String,
}

impl Looks<'_> {
    pub(super) fn documents(&self) -> Vec<DocumentLine> {
        let line = |document: &Document| {
            let rule = self.speech.case_type.documents.get(&document.document);
            let named = |copy: u32| {
                let index = usize::try_from(copy).unwrap_or(1) - 1;
                let rule = rule.and_then(|rule| rule.copies.get(index));
                let text = rule.map(|copy| self.speech.text(&copy.name).to_owned());
                (copy, text.unwrap_or_else(|| self.say("document-print")))
            };
            DocumentLine {
                number: document.number,
                name: self.speech.printed(document),
                at: self.speech.moment(document.at),
                copies: (1..=document.copies).map(named).collect(),
            }
        };
        self.case().documents.iter().rev().map(line).collect()
    }

    pub(super) fn notices(&self) -> Vec<NoticeLine> {
        let line = |notice: &Notice| NoticeLine {
            name: self.speech.notice(&notice.notice).to_owned(),
            to: self.speech.addressee(&notice.to),
            at: self.speech.moment(notice.at),
            text: notice.text.trim().to_owned(),
        };
        self.case().notices.iter().rev().map(line).collect()
    }
}
