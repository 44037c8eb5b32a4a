//! A decision table has no row for some combination of answers.
//!
//! A case with these answers would stay undecided. The finding names one such combination. A decision that may stay
//! undecided says `else: none`.
//!
//! ## Example
//!
//! ```yaml
//! # options of `category`: product, service, staff
//! department:
//!   name: Department
//!   of: departments
//!   table:
//!     by: category
//!     map: { product: engineering, service: service }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//!   table:
//!     by: category
//!     map: { product: engineering, service: service, staff: office }
//! ```

use super::conditions::rows_of;
use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, decision) in case.decisions() {
            let Some(table) = decision.table.as_ref().filter(|_| decision.otherwise.is_none()) else {
                continue;
            };
            let at = at.key("table");
            let Some(example) = rows_of(case, &at, table).and_then(|rows| rows.gap()) else {
                continue;
            };
            findings.push(
                Diagnostic::error("table-gap", at.key_place(), phrase!("`{id}` has no row for some answers", id))
                    .label(phrase!("nothing matches {example}", example))
                    .help(phrase!("add a row, or say `else: none` if it may stay undecided")),
            );
        }
    }
}
