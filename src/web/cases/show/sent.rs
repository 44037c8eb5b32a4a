//! What was printed, the latest first.

use super::Looks;
use crate::case::Document;

pub(super) struct DocumentLine {
    pub number: u32,
    pub name: String,
    pub at: String,
    /// Number and name of each copy.
    pub copies: Vec<(u32, String)>,
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
}
