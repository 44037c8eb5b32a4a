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
//! The same holds for the answers that come with one event, where the end of an opened case marks it too.
//!
//! ```yaml
//! - { id: wished_result, type: text, label: Wished result }
//! ```

use std::collections::BTreeMap;

use super::effects::effects;
use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{CaseDraft, Draft, KnownField};
use crate::pack::raw::RawEffect;

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
            let message = match earlier_meaning.0 == meaning.0 {
                true => phrase!("two forms ask `{id}` with different options", id = field.id),
                false => phrase!("two forms ask `{id}` with different kinds", id = field.id),
            };
            findings.push(
                Diagnostic::error(
                    "conflicting-field",
                    field.at.key("id").place(),
                    message,
                )
                .label(phrase!("asked here"))
                .related(earlier.at.key("id").place(), phrase!("and here"))
                .help(phrase!("give each its own id, or take one shared definition with `use` in both")),
            );
        }
    }    for case in case_types(draft) {
        events(draft, case, findings);
    }
}

/// Answers of one id that come with one event: of the forms that mark it, and of the cases whose end marks it.
fn events(draft: &Draft, case: &CaseDraft, findings: &mut Vec<Diagnostic>) {
    let effects = effects(draft, case);
    let openings = effects.iter().filter_map(|happens| match happens.effect {
        RawEffect::OpenCase(opening) => {
            let event = opening.marks.as_deref()?;
            let other = draft.case_types.get(opening.case.as_str())?;
            Some((happens.at.key("open_case").key("marks"), event, other))
        }
        _ => None,
    });
    let mut known: BTreeMap<(&str, &str), Vec<&KnownField>> = BTreeMap::new();
    let steps = case.steps();
    for step in &steps {
        let asks = |field: &KnownField| field.forms.iter().any(|form| Some(form.as_str()) == step.form);
        for event in &step.marks {
            for (id, field) in case.fields.iter().filter(|(_, field)| asks(field)) {
                known.entry((*event, id.as_str())).or_default().push(field);
            }
        }
    }
    for (at, event, other) in openings {
        for (id, field) in &other.fields {
            let earlier = known.entry((event, id.as_str())).or_default();
            if let Some(earlier) = earlier.iter().find(|earlier| earlier.kind.joined(&field.kind).is_none()) {
                let message = phrase!("`{event}` comes with two answers `{id}` of different kinds", event, id);
                findings.push(
                    Diagnostic::warning("conflicting-field", at.place(), message)
                        .label(phrase!("the end of the other case marks it too"))
                        .related(earlier.at.key("id").place(), phrase!("asked here"))
                        .related(field.at.key("id").place(), phrase!("and there"))
                        .help(phrase!("let the end of the other case mark an event of its own")),
                );
            }
            earlier.push(field);
        }
    }
}
