//! A deadline can never be extended, because every step waits for another one.
//!
//! A step with `further: true` is granted only after another step has been granted. If all steps say so, none can be the
//! first.
//!
//! ## Example
//!
//! ```yaml
//! extend: { by: manager, further: true, up_to: 30 days }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! extend:
//!   - { name: First extension, by: agent, up_to: 30 days }
//!   - { name: Second extension, by: manager, further: true, up_to: 60 days }
//! ```

use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, deadline) in case.deadlines() {
            let steps = deadline.extend.as_slice();
            if !steps.is_empty() && steps.iter().all(|step| step.further) {
                let first = at.key("extend").one_or_item(0).key("further");
                findings.push(
                    Diagnostic::error(
                        "unreachable-extension",
                        first.place(),
                        phrase!("no extension of `{id}` can be the first", id),
                    )
                    .label(phrase!("waits for another step"))
                    .help(phrase!("leave out `further` in the step that comes first")),
                );
            }
        }
    }
}
