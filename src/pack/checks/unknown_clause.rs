//! A clause is cited, proved or relied on that `clauses.yaml` does not list.
//!
//! Every decision shows its clause to people; a clause that is not there sends them to nothing.
//!
//! ## Example
//!
//! ```yaml
//! # clauses.yaml lists ACM-2
//! deadlines:
//!   answer: { name: Answer, from: opened, until: answered, within: 3 working days, clause: ACM-12 }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! deadlines:
//!   answer: { name: Answer, from: opened, until: answered, within: 3 working days, clause: ACM-2 }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Clause, "unknown-clause", findings);
}
