//! A clause is met by nothing.
//!
//! `clauses.yaml` lists every sentence of the policy and what in the pack meets it. A clause without a part is a
//! promise nobody keeps.
//!
//! ## Example
//!
//! ```yaml
//! clauses:
//!   ACM-2: { says: answered within three working days, met_by: [] }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! clauses:
//!   ACM-2: { says: answered within three working days, met_by: deadline answer }
//! ```

use super::reference::{Listed, listed_clauses};
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for Listed { at, id, met_by, .. } in listed_clauses(draft) {
        if met_by.is_empty() {
            findings.push(
                Diagnostic::error("unmet-clause", at.key_place(), phrase!("nothing meets `{id}`", id))
                    .label(phrase!("no part of the pack keeps it"))
                    .help(phrase!("name in `met_by` the part that does, such as `deadline answer`"))
                    .clause(id),
            );
        }
    }
}
