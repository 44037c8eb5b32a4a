//! A role is named that the organization does not have.
//!
//! Nobody could ever do what is asked of it, and nobody would notice before a case is stuck. Roles are declared in
//! `organization.yaml`; `actor.roles` in an expression is a list of the same names.
//!
//! ## Example
//!
//! ```yaml
//! roles:
//!   manager: { name: Manager }
//! # in complaint.yaml
//! actions:
//!   approve: { name: Approve, at: open, by: managr }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   approve: { name: Approve, at: open, by: manager }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Role, "unknown-role", findings);
}
