//! A schedule says neither what it does for each case nor what it opens, or it says both.
//!
//! ## Example
//!
//! ```yaml
//! schedules:
//!   monthly_review: { name: Monthly review, cron: "0 9 1 * *" }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! schedules:
//!   monthly_review:
//!     name: Monthly review
//!     cron: "0 9 1 * *"
//!     for_each: { case: complaint, does: [{ remind: manager }] }
//! ```

use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(schedules) = &draft.schedules else { return };
    for (id, schedule) in &schedules.raw.schedules {
        let message = match (&schedule.for_each, &schedule.opens) {
            (None, None) => phrase!("`{id}` does nothing", id),
            (Some(_), Some(_)) => phrase!("`{id}` says both `for_each` and `opens`", id),
            _ => continue,
        };
        findings.push(
            Diagnostic::error("bad-schedule", schedules.at("/schedules").key(id).key_place(), message)
                .help(phrase!("write either `for_each` (what happens to each case) or `opens` (which case is opened)")),
        );
    }
}
