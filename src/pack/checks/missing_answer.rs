//! A case is opened by itself without an answer that its opening form requires.
//!
//! Nobody fills in the form then. Without the answer the opening is refused every time, and no case is ever opened.
//!
//! ## Example
//!
//! ```yaml
//! # forms/acme/inspection.yaml asks `place` with `required: true`
//! does: [{ open_case: { case: inspection, answers: { what: what } } }]
//! ```
//!
//! ## Instead
//!
//! Say it under `answers`, or give the field a `default`.
//!
//! ```yaml
//! does: [{ open_case: { case: inspection, answers: { what: what, place: received_at_place } } }]
//! ```

use super::effects::effects;
use super::parts::case_types;
use crate::diagnostic::Diagnostic;
use crate::locale::phrase;
use crate::pack::draft::{At, Draft, FieldDraft};
use crate::pack::raw::RawEffect;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for happens in effects(draft, case) {
            if let RawEffect::OpenCase(opening) = happens.effect {
                let at = happens.at.key("open_case");
                let said = |field: &str| opening.answers.contains_key(field);
                tell(draft, &opening.case, said, &at, findings);
            }
        }
    }
    let Some(schedules) = &draft.schedules else { return };
    for (id, schedule) in &schedules.raw.schedules {
        if let Some(opens) = &schedule.opens {
            let at = schedules.at("/schedules").key(id).key("opens");
            tell(draft, &opens.case, |field| opens.answers.contains_key(field), &at, findings);
        }
    }
}

fn tell(draft: &Draft, case_type: &str, said: impl Fn(&str) -> bool, at: &At, findings: &mut Vec<Diagnostic>) {
    let opened = draft.case_types.get(case_type);
    let form = opened.and_then(|opened| draft.forms.get(opened.raw().opens.form.as_str()));
    let fields = form.into_iter().flat_map(|form| form.fields());
    for field in fields.filter(|field| is_always_asked(field) && !said(&field.id)) {
        let place = if at.key("answers").exists() {
            at.key("answers").key_place()
        } else {
            at.key("case").place()
        };
        let message = phrase!("`{case_type}` is never opened, because its form requires `{field}`", case_type, field = field.id);
        findings.push(
            Diagnostic::error("missing-answer", place, message)
                .label(phrase!("nothing answers it here"))
                .related(field.part("required").place(), phrase!("required here"))
                .help(phrase!("say it under `answers`, or give `{field}` a default", field = field.id)),
        );
    }
}

/// Whoever opens a case must answer it, whatever else is answered.
fn is_always_asked(field: &FieldDraft) -> bool {
    let raw = &field.raw;
    let is_required = raw.required.as_ref().is_some_and(|required| required.source() == "true");
    is_required && raw.visible.is_none() && raw.default.is_none() && raw.computed.is_none()
}
