//! A stage is named that this case type does not have.
//!
//! An action that leads nowhere, or is offered in a stage that never comes, stops the case.
//!
//! ## Example
//!
//! ```yaml
//! stages:
//!   closed: { name: Closed, final: true }
//! actions:
//!   close: { name: Close, at: any, by: agent, to: close }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   close: { name: Close, at: any, by: agent, to: closed }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Stage, "unknown-stage", findings);
}
