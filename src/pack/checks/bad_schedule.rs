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

use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(schedules) = &draft.schedules else { return };
    for (id, schedule) in &schedules.raw.schedules {
        let message = match (&schedule.for_each, &schedule.opens) {
            (None, None) => format!("`{id}` does nothing"),
            (Some(_), Some(_)) => format!("`{id}` says both `for_each` and `opens`"),
            _ => continue,
        };
        findings.push(
            Diagnostic::error("bad-schedule", schedules.at("/schedules").key(id).key_place(), message)
                .help("write either `for_each` (what happens to each case) or `opens` (which case is opened)"),
        );
    }
}
