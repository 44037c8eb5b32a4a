//! The longest a deadline may become is no longer than it is anyway.
//!
//! `up_to` counts from the deadline's own start, not from its present end. An extension up to ten days of a deadline of
//! fifteen is always refused.
//!
//! ## Example
//!
//! ```yaml
//! answer: { name: Answer, from: opened, until: answered, within: 15 days, extend: { by: manager, up_to: 10 days } }
//! ```
//!
//! ## Instead
//!
//! Ten days more than fifteen are twenty-five.
//!
//! ```yaml
//! answer: { name: Answer, from: opened, until: answered, within: 15 days, extend: { by: manager, up_to: 25 days } }
//! ```

use super::lengths::{lasts, never_longer, written};
use super::parts::case_types;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, deadline) in case.deadlines() {
            let up_to = at.key("extend").key("up_to");
            let Some(longest) = written(draft, &up_to) else { continue };
            for (within, period) in lasts(draft, &at, deadline).unwrap_or_default() {
                if never_longer(longest, period) {
                    findings.push(
                        Diagnostic::error(
                            "short-extension",
                            up_to.place(),
                            format!("`{id}` lasts `{period}` anyway, so it can never be extended up to `{longest}`"),
                        )
                        .label("counted from its start")
                        .related(within.place(), "what it lasts without an extension")
                        .help("write how long it may last in all, from its own start"),
                    );
                }
            }
        }
    }
}
