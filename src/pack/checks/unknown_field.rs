//! A field is named that no form of this case type asks.
//!
//! Answers are remembered by the id of the field. What is set, counted, tabulated or expected under another id is never
//! seen again.
//!
//! ## Example
//!
//! ```yaml
//! actions:
//!   defer: { name: Defer, at: open, by: agent, does: [{ set: { deffered: true } }] }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   defer: { name: Defer, at: open, by: agent, does: [{ set: { deferred: true } }] }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Answer, "unknown-field", findings);
    // A field of a form of another case type, as `form.field`.
    unknown(draft, Part::Field, "unknown-field", findings);
}
