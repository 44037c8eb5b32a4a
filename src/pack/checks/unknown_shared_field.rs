//! A field is taken with `use` from the shared definitions, but there is none of that name.
//!
//! Shared fields are declared in `forms/common/*.yaml`.
//!
//! ## Example
//!
//! ```yaml
//! fields:
//!   - use: complainant_fone
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! fields:
//!   - use: complainant_phone
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::SharedField, "unknown-shared-field", findings);
}
