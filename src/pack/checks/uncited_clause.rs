//! A clause is said to be met, but the parts that meet it do not cite it.
//!
//! People see the clause beside the rule only if the rule cites it; so does the coverage of scenarios. Guidance clauses
//! (`kind: reference`) need no citation.
//!
//! ## Example
//!
//! ```yaml
//! clauses:
//!   ACM-2: { says: answered within three working days, met_by: deadline answer }
//! # complaint.yaml
//! deadlines:
//!   answer: { name: Answer, from: opened, until: answered, within: 3 working days }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! deadlines:
//!   answer: { name: Answer, from: opened, until: answered, within: 3 working days, clause: ACM-2 }
//! ```

use std::collections::BTreeSet;

use super::reference::{Listed, listed_clauses};
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};
use crate::pack::raw::ClauseKind;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let cited: BTreeSet<&str> = draft
        .references
        .iter()
        .filter(|reference| matches!(reference.part, Part::Clause | Part::Unspecified))
        .filter(|reference| reference.by.part != Part::Scenario)
        .map(|reference| reference.written.as_str())
        .collect();
    for Listed { at, id, kind, met_by } in listed_clauses(draft) {
        if kind == ClauseKind::Rule && !met_by.is_empty() && !cited.contains(id) {
            findings.push(
                Diagnostic::warning("uncited-clause", at.key_place(), phrase!("no part of the pack cites `{id}`", id))
                    .label(phrase!("people never see it beside what it asks"))
                    .help(phrase!("add `clause: {id}` to the parts that meet it", id))
                    .clause(id),
            );
        }
    }
}
