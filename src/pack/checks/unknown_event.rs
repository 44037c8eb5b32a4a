//! An event is named that nothing ever marks.
//!
//! An event exists by being marked: by the opening, an action or a task (`marks`). Every case also has `opened`. A
//! deadline or an expression that waits for another event waits for ever.
//!
//! ## Example
//!
//! ```yaml
//! deadlines:
//!   answer: { name: Answer, from: receved, until: answered, within: 3 working days }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! opens: { form: intake, at: open, by: agent, marks: received }
//! deadlines:
//!   answer: { name: Answer, from: received, until: answered, within: 3 working days }
//! ```

use super::reference::unknown;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    unknown(draft, Part::Event, "unknown-event", findings);
}
