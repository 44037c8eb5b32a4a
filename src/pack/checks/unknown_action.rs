//! An action is named that this case type does not have.
//!
//! Effects with `act` and the scenarios name actions; one that is not there is never taken.
//!
//! ## Example
//!
//! ```yaml
//! deadlines:
//!   silence: { name: Silence, from: letter_posted, within: 1 month, due: [{ act: close_deemd }] }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! deadlines:
//!   silence: { name: Silence, from: letter_posted, within: 1 month, due: [{ act: close_deemed }] }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Action, "unknown-action", findings);
}
