//! The organization's id is not the name of its folder.
//!
//! The organization is the first part of every key in the store and of every address; it cannot have two names.
//!
//! ## Example
//!
//! `rules/acme/organization.yaml` begins with
//!
//! ```yaml
//! organization: acme-trading
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! organization: acme
//! ```

use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(about) = &draft.about else { return };
    let folder = draft.organization.as_str();
    if about.raw.organization != folder {
        let message = phrase!("the organization `{organization}` is in the folder `{folder}`", organization = about.raw.organization, folder);
        let mut finding = Diagnostic::error("wrong-folder-name", about.at("/organization").place(), message)
            .help(phrase!("write `{folder}`, or rename the folders in `rules/` and `forms/`", folder));
        finding.replacement = Some(folder.to_owned());
        findings.push(finding);
    }
}
