//! A setting is named that the organization does not have.
//!
//! Number templates (`{setting:…}`) and `within` name settings of `organization.yaml`.
//!
//! ## Example
//!
//! ```yaml
//! number: "{setting:project}{yy}{serial:4}"      # the setting is called `project_code`
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! number: "{setting:project_code}{yy}{serial:4}"
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Setting, "unknown-setting", findings);
}
