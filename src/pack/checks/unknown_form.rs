//! A form is named that the organization does not have.
//!
//! Forms are the files in `forms/<organization>/`; a form's id is the name of its file.
//!
//! ## Example
//!
//! ```yaml
//! opens: { form: intak, at: open, by: agent }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! opens: { form: intake, at: open, by: agent }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Form, "unknown-form", findings);
}
