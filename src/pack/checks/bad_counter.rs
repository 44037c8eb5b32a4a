//! A counter compares nothing, or says twice which cases it looks at.
//!
//! It counts the cases that have something in common with this one (`same`) or are of one kind (`with`), opened
//! within a period before now (`within`) or in the calendar month, quarter or year of this case (`in`).
//!
//! ## Example
//!
//! ```yaml
//! counters:
//!   this_year: { name: Complaints of this year, within: 1 year, in: year }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! counters:
//!   this_year: { name: Complaints about this building this year, same: building, in: year }
//! ```

use super::parts::case_types;
use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (id, counter) in &case.raw().counters {
            let at = case.root().key("counters").key(id);
            let mut tell = |message: Phrase, help: Phrase| {
                findings.push(Diagnostic::error("bad-counter", at.key_place(), message).help(help));
            };
            if counter.same.as_slice().is_empty() && counter.with.is_empty() {
                tell(
                    phrase!("`{id}` compares nothing", id),
                    phrase!("name what must be equal with `same`, or what the others must have with `with`"),
                );
            }
            if counter.within.is_some() && counter.period.is_some() {
                tell(phrase!("`{id}` has both `within` and `in`", id), phrase!("keep one of them"));
            }
        }
    }
}
