//! A form is named that the organization does not have.
//!
//! Forms are the files in `forms/<organization>/`; a form's id is the name of its file.
//!
//! ## Example
//!
//! ```yaml
//! opens: { form: intak, at: open, by: agent }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! opens: { form: intake, at: open, by: agent }
//! ```

use super::reference::{finding, is_unknown};
use crate::locale::phrase;
use crate::diagnostic::{Diagnostic, nearest};
use crate::pack::draft::{Draft, Part, Reference};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let unknown: Vec<&Reference> = draft
        .references
        .iter()
        .filter(|reference| reference.part == Part::Form && is_unknown(draft, reference))
        .collect();
    for (index, reference) in unknown.iter().enumerate() {
        let form = &reference.written;
        let known = draft.forms.keys().map(|id| id.as_str());
        if nearest(form, known).is_some() {
            findings.push(finding(draft, reference, "unknown-form"));
            continue;
        }
        // Not misspelt: the file is missing, which is one mistake however many places name it.
        let is_same = |other: &&&Reference| other.written == *form;
        if unknown[..index].iter().any(|earlier| is_same(&earlier)) {
            continue;
        }
        let path = format!("forms/{}/{form}.yaml", draft.organization);
        let place = reference.place();
        let told = Diagnostic::error("unknown-form", place, phrase!("there is no `{path}`", path));
        let told = match unknown[index + 1..].iter().filter(is_same).count() {
            0 => told,
            1 => told.label(phrase!("named here and in one more place")),
            more => told.label(phrase!("named here and in {more} more places", more)),
        };
        findings.push(told.help(phrase!("write the form `{form}` there, or name another; what only follows is not told", form)));
    }
}
