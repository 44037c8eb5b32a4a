//! A scenario expects guidance that this case type does not have.
//!
//! ## Example
//!
//! ```yaml
//! then: { guidance: { maners: true } }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! then: { guidance: { manners: true } }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Guidance, "unknown-guidance", findings);
}
