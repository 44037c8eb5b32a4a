//! A case type of which nothing is said yet but how it begins.

use indexmap::IndexMap;

use super::short::{by, text};
use crate::expression::{self, Vocabulary};
use crate::pack::id::*;
use crate::pack::*;

pub(super) fn opening() -> Opening {
    Opening {
        form: FormId::from("intake"),
        at: Vec::new(),
        by: by("officer"),
        needs: Vec::new(),
        marks: Vec::new(),
        does: Vec::new(),
        clauses: Vec::new(),
    }
}

pub(super) fn case_type() -> CaseType {
    let subject = expression::compile("\"a complaint\"", None, &Vocabulary::default()).expect("a text");
    CaseType {
        merging: None,
        handling: None,
        public: None,
        id: CaseTypeId::from("complaint"),
        name: text("Complaint"),
        number: NumberTemplate {
            parts: vec![NumberPart::Serial(4)],
        },
        opening: opening(),
        subject,
        complainant: None,
        forms: IndexMap::new(),
        layout: Layout::default(),
        decisions: IndexMap::new(),
        deadlines: IndexMap::new(),
        asks_of_deadlines: false,
        heard: Heard::default(),
        priorities: IndexMap::new(),
        stages: IndexMap::new(),
        actions: IndexMap::new(),
        tasks: IndexMap::new(),
        notices: IndexMap::new(),
        documents: IndexMap::new(),
        counters: IndexMap::new(),
        guidance: IndexMap::new(),
        excluded: Vec::new(),
        confidential: None,
        view_log: None,
        retention: None,
        people: Vec::new(),
    }
}
