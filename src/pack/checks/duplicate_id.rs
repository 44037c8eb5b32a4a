//! One name is given twice where it must mean one thing.
//!
//! Of two entries of the same name only one could count, and nobody could tell which. This is about keys of one
//! mapping, fields of one form, forms, shared fields and case types.
//!
//! ## Example
//!
//! ```yaml
//! stages:
//!   open: { name: Open }
//!   open: { name: Reopened }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! stages:
//!   open: { name: Open }
//!   reopened: { name: Reopened }
//! ```

use std::collections::BTreeMap;

use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let mut first = BTreeMap::new();
    for declaration in &draft.declarations {
        // Several steps may mark one event, and several forms ask one field.
        if matches!(declaration.part, Part::Event | Part::Answer | Part::Name) {
            continue;
        }
        let key = (declaration.part, &declaration.case_type, &declaration.id);
        let earlier = *first.entry(key).or_insert(declaration);
        if std::ptr::eq(earlier, declaration) {
            continue;
        }
        let message = phrase!("the {word} `{id}` is there twice", word = declaration.part.word(), id = declaration.id);
        findings.push(
            Diagnostic::error("duplicate-id", declaration.at.key_place(), message)
                .label(phrase!("again here"))
                .related(earlier.at.key_place(), phrase!("first here"))
                .help(phrase!("give each its own id")),
        );
    }
}
