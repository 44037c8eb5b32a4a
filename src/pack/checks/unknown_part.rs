//! A clause says it is met by a part of the pack that does not exist.
//!
//! A clause whose part has been renamed or removed is no longer met, and the coverage would still claim it. Parts are
//! written `deadline answer`, `field intake.phone`, `action close`, `guidance principles`; a part of a case type other
//! than the first is written `duty/action close`.
//!
//! ## Example
//!
//! ```yaml
//! clauses:
//!   ACM-2: { says: answered within three working days, met_by: deadline anwser }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! clauses:
//!   ACM-2: { says: answered within three working days, met_by: deadline answer }
//! ```

use super::reference::{finding, is_in_met_by, is_unknown};
use super::unread::is_whole;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for reference in draft.references.iter().filter(|reference| is_in_met_by(reference)) {
        if is_whole(draft) && is_unknown(draft, reference) {
            findings.push(finding(draft, reference, "unknown-part").clause(&reference.by.id));
        }
    }
}
