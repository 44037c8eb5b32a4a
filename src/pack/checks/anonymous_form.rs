//! The form for the public does not do what is said about complaints without a name.
//!
//! `anonymous` says whether a complaint may come without saying who complains, and people read it above the form. Who
//! complains is what the `complainant` of the case type is made of: the form must require it where no anonymous complaints
//! are accepted, and leave it open where they are.
//!
//! ## Example
//!
//! ```yaml
//! complainant: complainant_name
//! public:
//!   opens: { form: complaint_online, at: open }     # asks `complainant_name`, required: true
//!   anonymous: { accepted: true, text: You need not say who you are. }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! # in complaint_online
//! - { use: complainant_name, required: false }
//! ```

use super::parts::case_types;
use crate::diagnostic::Diagnostic;
use crate::locale::phrase;
use crate::pack::draft::{Draft, FieldDraft};
use crate::pack::raw::RawExpression;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let Some(public) = &case.raw().public else { continue };
        let Some(anonymous) = &public.anonymous else { continue };
        let Some(form) = draft.forms.get(public.opens.form.as_str()) else { continue };
        let Some(site) = draft.expression(&case.id, &case.root().key("complainant")) else { continue };
        let Ok(complainant) = &site.compiled else { continue };
        let read = complainant.reads().iter().map(|slot| case.layout.name(*slot));
        let read: Vec<&str> = read.collect();
        let asked: Vec<&FieldDraft> = form.fields().filter(|field| read.contains(&field.id.as_str())).collect();
        let demanded = asked.iter().find(|field| matches!(field.raw.required, Some(RawExpression::Bool(true))));
        let is_left_open = |field: &&&FieldDraft| matches!(field.raw.required, None | Some(RawExpression::Bool(false)));
        let at = case.root().key("public").key("anonymous");
        if let (true, Some(field)) = (anonymous.accepted, demanded) {
            findings.push(
                Diagnostic::error(
                    "anonymous-form",
                    at.key("accepted").place(),
                    phrase!("nobody can complain without a name: `{field}` is required", field = field.id.as_str()),
                )
                .related(field.at.place(), phrase!("required here"))
                .help(phrase!("let the form leave it open, or do not accept anonymous complaints")),
            );
        }
        if !anonymous.accepted && asked.iter().filter(is_left_open).count() == asked.len() {
            findings.push(
                Diagnostic::error(
                    "anonymous-form",
                    at.key("accepted").place(),
                    phrase!("a complaint can come without a name all the same"),
                )
                .label(phrase!("nothing of the form says who complains for certain"))
                .help(phrase!("require in `{form}` what `complainant` is made of", form = form.id.as_str())),
            );
        }
    }
}
