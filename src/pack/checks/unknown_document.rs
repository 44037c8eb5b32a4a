//! A document is named that this case type does not have.
//!
//! ## Example
//!
//! ```yaml
//! actions:
//!   dispatch: { name: Dispatch, at: open, by: agent, does: [{ print: slip }] }
//! documents:
//!   dispatch_slip: { name: Dispatch slip, template: dispatch_slip.html }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   dispatch: { name: Dispatch, at: open, by: agent, does: [{ print: dispatch_slip }] }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Document, "unknown-document", findings);
}
