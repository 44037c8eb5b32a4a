//! A file that every pack needs is not there.
//!
//! A pack has an `organization.yaml` and at least one case type. Once a part of it cites a clause of the policy, it has a
//! `clauses.yaml` too, which lists them. As long as the file is missing, nothing is said about the names it would declare.
//!
//! ## Example
//!
//! `rules/acme/` holds `complaint.yaml` and nothing else.
//!
//! ## Instead
//!
//! Add `rules/acme/organization.yaml`; `docs/packs.md` has one to begin from.

use std::sync::Arc;

use super::unread::{is_unread, knows_clauses};
use crate::locale::phrase;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::pack::draft::{Draft, FileKind, Part};

/// The list of clauses. The files that every pack needs are missed where files are read.
pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    if knows_clauses(draft) || is_unread(draft, FileKind::Clauses) {
        return;
    }
    let mut cited = draft
        .references
        .iter()
        .filter(|reference| matches!(reference.part, Part::Clause | Part::Unspecified));
    let Some(first) = cited.next() else { return };
    let places = match cited.count() {
        0 => phrase!("one place cites a clause"),
        more => phrase!("{more} places cite clauses", more = more + 1),
    };
    let path = format!("rules/{}/clauses.yaml", draft.organization);
    let file = Arc::new(SourceFile {
        path: path.clone(),
        text: String::new(),
    });
    findings.push(
        Diagnostic::error("missing-file", Place { file, bytes: 0..0 }, phrase!("there is no `{path}`", path))
            .related(first.place(), phrase!("cited here first"))
            .help(phrase!("list the clauses of the policy there, and what meets each; {places}", places)),
    );
}
