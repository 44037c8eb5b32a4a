//! A department is named that the organization does not have.
//!
//! A case given to it would be in nobody's queue. Departments are declared in `organization.yaml`.
//!
//! ## Example
//!
//! ```yaml
//! departments:
//!   service: { name: Service }
//! # in complaint.yaml
//! actions:
//!   hand_over: { name: Hand over, at: open, by: agent, does: [{ assign: '"sevice"' }] }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   hand_over: { name: Hand over, at: open, by: agent, does: [{ assign: '"service"' }] }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Department, "unknown-department", findings);
}
