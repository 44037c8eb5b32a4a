//! A notice that nothing sends.
//!
//! Somebody was to be told and never is.
//!
//! ## Example
//!
//! ```yaml
//! notices:
//!   reply: { name: Reply, to: complainant, text: We have looked into it. }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   answer: { name: Answer, at: open, by: agent, does: [{ notify: reply }] }
//! ```

use super::reference::unused;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for idle in unused(draft, Part::Notice) {
        let message = phrase!("nothing sends the notice `{id}`", id = idle.id);
        findings.push(
            Diagnostic::warning("unused-notice", idle.at.key_place(), message)
                .label(phrase!("never sent"))
                .help(phrase!("send it with `notify`, or leave it out")),
        );
    }
}
