//! The id of a form or case type is not the name of its file.
//!
//! People look for `complaint` in `complaint.yaml`; where the two differ, one of them is misspelt.
//!
//! ## Example
//!
//! `rules/acme/complaint.yaml` begins with
//!
//! ```yaml
//! case: complaints
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! case: complaint
//! ```

use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{At, Draft};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in draft.case_types.values() {
        report(phrase!("case type"), &case.parsed.raw.case, &case.parsed.at("/case"), findings);
    }
    for form in draft.forms.values() {
        report(phrase!("form"), &form.parsed.raw.form, &form.parsed.at("/form"), findings);
    }
}

fn report(what: Phrase, id: &str, at: &At, findings: &mut Vec<Diagnostic>) {
    let file = at.path().rsplit('/').next().unwrap_or_default();
    let stem = file.strip_suffix(".yaml").unwrap_or(file);
    if stem != id {
        let mut finding = Diagnostic::error("wrong-file-name", at.place(), phrase!("the {what} `{id}` is in the file `{file}`", what, id, file))
            .help(phrase!("write `{stem}`, or rename the file", stem));
        finding.replacement = Some(stem.to_owned());
        findings.push(finding);
    }
}
