//! Nobody may take this action, and nothing takes it by itself.
//!
//! An action without `by` is for deadlines and schedules; if none of them takes it (`act`), it never happens.
//!
//! ## Example
//!
//! ```yaml
//! actions:
//!   close_deemed: { name: Deemed closed, at: open, to: closed }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   close_deemed: { name: Deemed closed, at: open, to: closed }
//! deadlines:
//!   silence: { name: Silence, from: letter_posted, within: 1 month, due: [{ act: close_deemed }] }
//! ```

use super::parts::case_types;
use super::reference::is_used;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        for (at, id, action) in case.actions() {
            if action.by.as_slice().is_empty() && !is_used(draft, Part::Action, Some(&case.id), id) {
                findings.push(
                    Diagnostic::error("nobody-may-act", at.key_place(), phrase!("nobody may take `{id}`", id))
                        .label(phrase!("no `by`, and nothing takes it by itself"))
                        .help(phrase!("say who takes it with `by`, or let a deadline or schedule take it with `act`")),
                );
            }
        }
    }
}
