//! Two forms of a case type ask a field of the same id, but of different kinds or options.
//!
//! A case remembers answers by field id, so one id means one thing in all its forms; a condition could not know which
//! of the two it reads.
//!
//! ## Example
//!
//! ```yaml
//! # forms/acme/intake.yaml
//! - { id: result, type: text, label: Wished result }
//! # forms/acme/decide.yaml
//! - { id: result, type: choice, label: Result, options: { founded: { label: Founded } } }
//! ```
//!
//! ## Instead
//!
//! Give each its own id, or put the one definition into `forms/common/` and take it with `use` in both.
//!
//! ```yaml
//! - { id: wished_result, type: text, label: Wished result }
//! ```

use std::collections::BTreeMap;

use super::parts::case_types;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let mut first = BTreeMap::new();
        for (form, field) in draft.fields_of(case).filter(|(_, field)| field.groups.is_empty()) {
            let options = |of: &crate::pack::raw::RawField| of.options.keys().cloned().collect::<Vec<_>>();
            let meaning = (field.raw.kind, field.raw.of.clone(), options(&field.raw));
            let (earlier_form, earlier, earlier_meaning) = first
                .entry(field.id.as_str())
                .or_insert_with(|| (form, field, meaning.clone()));
            // Twice in one form is a `duplicate-id`.
            if *earlier_meaning == meaning || earlier_form.id == form.id {
                continue;
            }
            let what = if earlier_meaning.0 == meaning.0 { "options" } else { "kinds" };
            findings.push(
                Diagnostic::error(
                    "conflicting-field",
                    field.at.key("id").place(),
                    format!("two forms ask `{}` with different {what}", field.id),
                )
                .label("asked here")
                .related(earlier.at.key("id").place(), "and here")
                .help("give each its own id, or take one shared definition with `use` in both"),
            );
        }
    }
}
