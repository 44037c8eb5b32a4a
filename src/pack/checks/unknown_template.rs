//! A document names a template file that is not in `documents/`.
//!
//! Nothing could be printed, and nobody would find out before somebody needs the paper.
//!
//! ## Example
//!
//! ```yaml
//! documents:
//!   slip: { name: Dispatch slip, template: dispatch.html }     # the file is documents/dispatch_slip.html
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! documents:
//!   slip: { name: Dispatch slip, template: dispatch_slip.html }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Template, "unknown-template", findings);
}
