//! Guidance that says neither at which stages nor for which steps it is shown.
//!
//! Nobody ever reads it.
//!
//! ## Example
//!
//! ```yaml
//! guidance:
//!   manners: { title: Manners, text: Listen first. }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! guidance:
//!   manners: { title: Manners, text: Listen first., at: opening, for: call_back }
//! ```

use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (id, guidance) in &case.raw().guidance {
            if guidance.at.as_slice().is_empty() && guidance.steps.as_slice().is_empty() {
                let at = case.root().key("guidance").key(id);
                findings.push(
                    Diagnostic::error("unshown-guidance", at.key_place(), phrase!("nobody is ever shown `{id}`", id))
                        .label(phrase!("neither `at` nor `for`"))
                        .help(phrase!("name stages with `at`, or actions and tasks with `for`")),
                );
            }
        }
    }
}
