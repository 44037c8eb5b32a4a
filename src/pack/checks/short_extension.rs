//! The longest a deadline may become is no longer than it is anyway.
//!
//! `up_to` counts from the deadline's own start, not from its present end. An extension up to ten days of a deadline of
//! fifteen is always refused, and a further step that reaches no further than the one before it adds nothing.
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
            let steps = deadline.extend.as_slice();
            for (index, step) in steps.iter().enumerate() {
                let up_to = |index: usize| at.key("extend").one_or_item(index).key("up_to");
                let Some(longest) = written(draft, &up_to(index)) else { continue };
                for (within, period) in lasts(draft, &at, deadline).unwrap_or_default() {
                    if never_longer(longest, period) {
                        findings.push(
                            Diagnostic::error(
                                "short-extension",
                                up_to(index).place(),
                                format!("`{id}` lasts `{period}` anyway, so it can never be extended up to `{longest}`"),
                            )
                            .label("counted from its start")
                            .related(within.place(), "what it lasts without an extension")
                            .help("write how long it may last in all, from its own start"),
                        );
                    }
                }
                // What only follows the step before has to reach further than that.
                let before = index.checked_sub(1).filter(|_| step.further).map(up_to);
                if let Some(before) = before
                    && let Some(reached) = written(draft, &before)
                    && never_longer(longest, reached)
                {
                    findings.push(
                        Diagnostic::warning(
                            "short-extension",
                            up_to(index).place(),
                            format!("the step before already extends `{id}` up to `{reached}`, and this one only follows it"),
                        )
                        .label("reaches no further")
                        .related(before.place(), "how far the step before reaches")
                        .help("write how long it may last in all, from its own start"),
                    );
                }
            }
        }
    }
}
