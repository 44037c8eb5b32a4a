//! The public is asked for somebody who works here.
//!
//! A field of type `user` lets people choose among all who may sign in. On a form for the public that would tell
//! everybody who works here, so nobody is shown and the question cannot be answered.
//!
//! ## Example
//!
//! ```yaml
//! # in the form that `public` opens with
//! - { id: received_by, type: user, label: Received by }
//! ```
//!
//! ## Instead
//!
//! Ask in words, and let staff say who it was in a form of their own.
//!
//! ```yaml
//! - { id: spoke_with, type: text, label: Whom did you speak with? }
//! ```

use super::parts::case_types;
use crate::diagnostic::Diagnostic;
use crate::locale::phrase;
use crate::pack::draft::{Draft, FormDraft};
use crate::pack::raw::{COMPLAINANT, FieldKind, RawAction, RawActor};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let mut told: Vec<&str> = Vec::new();
    for case in case_types(draft) {
        let public = case.raw().public.iter().map(|public| public.opens.form.as_str());
        let actions = case.raw().actions.values().filter(|action| is_public(action));
        for form in public.chain(actions.filter_map(|action| action.form.as_deref())) {
            let Some(asking) = draft.forms.get(form).filter(|_| !told.contains(&form)) else { continue };
            told.push(form);
            ask(asking, findings);
        }
    }
}

fn ask(form: &FormDraft, findings: &mut Vec<Diagnostic>) {
    for field in form.all_fields() {
        if field.raw.kind == Some(FieldKind::User) {
            let message = phrase!("the public cannot know `{field}`", field = field.id.as_str());
            findings.push(
                Diagnostic::error("staff-question", field.at.place(), message)
                    .label(phrase!("one of those who work here"))
                    .help(phrase!("ask in words, or in a form that only staff fill in")),
            );
        }
    }
}

/// Whether the complainant takes the action.
pub(super) fn is_public(action: &RawAction) -> bool {
    let mut by = action.by.as_slice().iter();
    by.any(|actor| matches!(actor, RawActor::Role(role) if role == COMPLAINANT))
}
