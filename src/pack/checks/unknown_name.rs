//! An expression reads a name that nothing in this case type gives a value.
//!
//! It would never be answered, so the condition could never hold. Known names are the fields of all forms this case
//! type uses, `form.<field>` for what is just being submitted, its decisions, `settings.<id>`, `counters.<id>`, `now`,
//! and the `case.` and `actor.` values.
//!
//! ## Example
//!
//! ```yaml
//! when: los >= 20000           # the field is called `loss`
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! when: loss >= 20000
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Name, "unknown-name", findings);
}
