//! A required field depends on its own answer to be shown.
//!
//! It is hidden as long as it is empty, and it stays empty as long as it is hidden: nobody can ever answer it.
//!
//! ## Example
//!
//! ```yaml
//! - { id: injured_name, type: text, label: Who, required: true, visible: answered(injured_name) }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! - { id: injured_name, type: text, label: Who, required: true, visible: injured }
//! ```

use super::conditions::may_hold_without;
use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Role};
use crate::pack::raw::RawExpression;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (_, field) in draft.fields_of(case).filter(|(_, field)| field.groups.is_empty()) {
            let never_required = matches!(field.raw.required, None | Some(RawExpression::Bool(false)));
            let visible = field.part("visible");
            let Some(site) = draft.expression(&case.id, &visible).filter(|site| site.role == Role::Visible) else {
                continue;
            };
            let Ok(condition) = &site.compiled else { continue };
            let own = [field.id.clone(), format!("form.{}", field.id)];
            let own: Vec<_> = own.iter().filter_map(|name| case.layout.slot(name)).collect();
            if never_required || may_hold_without(condition, &own) {
                continue;
            }
            findings.push(
                Diagnostic::error(
                    "hidden-required-field",
                    site.at.place(),
                    phrase!("`{id}` is required, but only shown once it is answered", id = field.id),
                )
                .label(phrase!("reads the field itself"))
                .related(field.part("required").place(), phrase!("required here"))
                .help(phrase!("let it depend on other answers")),
            );
        }
    }
}
