//! Options are taken with `of` from a list that does not exist.
//!
//! `of` takes `departments`, `roles`, `channels`, one of the `lists` of `organization.yaml`, or, in a form, a decision
//! with values.
//!
//! ## Example
//!
//! ```yaml
//! fields:
//!   - { id: source, type: choice, label: Source, of: chanels }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! fields:
//!   - { id: source, type: choice, label: Source, of: channels }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::List, "unknown-list", findings);
}
