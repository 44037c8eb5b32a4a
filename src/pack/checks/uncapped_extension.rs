//! A deadline may be extended without any limit.
//!
//! An extension that can be as long as one likes makes the deadline a wish. `up_to` is the longest the deadline may
//! become, counted from its own start.
//!
//! ## Example
//!
//! ```yaml
//! extend: { by: manager }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! extend: { by: manager, up_to: 30 days }
//! ```

use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, deadline) in case.deadlines() {
            let uncapped = deadline.extend.as_slice().iter().enumerate();
            for (index, _) in uncapped.filter(|(_, step)| step.up_to.is_none()) {
                findings.push(
                    Diagnostic::warning(
                        "uncapped-extension",
                        at.key("extend").one_or_item(index).key_place(),
                        phrase!("`{id}` may be extended without limit", id),
                    )
                    .help(phrase!("say with `up_to: …` how long it may become at most")),
                );
            }
        }
    }
}
