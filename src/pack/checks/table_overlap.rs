//! Two rows of a decision table match the same answers, and the table does not say which counts.
//!
//! Tables are `unique` unless they say otherwise: no case may match two rows. An overlap is a contradiction in the
//! policy or a mistake in the table.
//!
//! ## Example
//!
//! ```yaml
//! table:
//!   by: [category, loss]
//!   rows:
//!     - { match: { category: product }, is: engineering }
//!     - { match: { loss: ">= 20000" }, is: manager }
//! ```
//!
//! ## Instead
//!
//! Make the rows exclude each other, or say that the first match counts.
//!
//! ```yaml
//! table:
//!   by: [category, loss]
//!   hit: first
//!   rows:
//!     - { match: { loss: ">= 20000" }, is: manager }
//!     - { match: { category: product }, is: engineering }
//! ```

use super::conditions::rows_of;
use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::HitPolicy;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, decision) in case.decisions() {
            let Some(table) = decision.table.as_ref().filter(|table| table.hit == HitPolicy::Unique) else {
                continue;
            };
            let Some(rows) = rows_of(case, &at.key("table"), table) else {
                continue;
            };
            for (first, second) in rows.overlaps() {
                findings.push(
                    Diagnostic::error("table-overlap", rows.place(second), phrase!("two rows of `{id}` match the same answers", id))
                        .label(phrase!("this one"))
                        .related(rows.place(first), phrase!("and this one"))
                        .help(phrase!("make them exclude each other, or write `hit: first`")),
                );
            }
        }
    }
}
