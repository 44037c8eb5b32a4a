//! A document that nothing prints.
//!
//! ## Example
//!
//! ```yaml
//! documents:
//!   slip: { name: Dispatch slip, template: dispatch_slip.html }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   dispatch: { name: Dispatch, at: open, by: agent, does: [{ print: slip }] }
//! ```

use super::reference::unused;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for idle in unused(draft, Part::Document) {
        let message = phrase!("nothing prints the document `{id}`", id = idle.id);
        findings.push(
            Diagnostic::warning("unused-document", idle.at.key_place(), message)
                .label(phrase!("never printed"))
                .help(phrase!("print it with `print`, or leave it out")),
        );
    }
}
