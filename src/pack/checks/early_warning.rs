//! A warning would have to be given before the deadline begins.
//!
//! `warn` says how long before the end somebody is warned. If that is longer than the deadline itself, the moment has as a
//! rule passed when it starts, and hardly anybody is ever warned.
//!
//! ## Example
//!
//! ```yaml
//! answer: { name: Answer, from: opened, until: answered, within: 15 days, warn: 30 working days }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! answer: { name: Answer, from: opened, until: answered, within: 15 days, warn: 3 working days }
//! ```

use super::lengths::{lasts, shorter, written};
use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, deadline) in case.deadlines() {
            // What stands still or is extended ends later, and the warning comes with the later end.
            if !deadline.paused_in.as_slice().is_empty() || !deadline.extend.as_slice().is_empty() {
                continue;
            }
            let lasts = lasts(draft, &at, deadline).unwrap_or_default();
            for index in 0..deadline.warn.as_slice().len() {
                let place = at.key("warn").one_or_item(index);
                let Some(warn) = written(draft, &place) else { continue };
                // Where one branch lasts long enough, the warning is for that one.
                let Some((within, period)) = lasts.first() else { continue };
                if lasts.iter().all(|(_, period)| shorter(period, warn)) {
                    findings.push(
                        Diagnostic::warning(
                            "early-warning",
                            place.place(),
                            phrase!("`{id}` lasts `{period}`, so hardly anybody can be warned `{warn}` before its end", id, period, warn),
                        )
                        .label(phrase!("before it begins"))
                        .related(within.place(), phrase!("what it lasts"))
                        .help(phrase!("write how long before the end the warning is wanted")),
                    );
                }
            }
        }
    }
}
