//! A condition always holds, or never does, whatever people answer.
//!
//! A guard that never holds forbids its action for ever; one that always holds guards nothing.
//!
//! ## Example
//!
//! ```yaml
//! needs:
//!   - { that: loss > 100 && loss < 50, else: not within the limits }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! needs:
//!   - { that: loss > 50 && loss < 100, else: not within the limits }
//! ```

use super::conditions::domains;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::expression::{Condition, never_true};
use crate::pack::draft::{Draft, Role};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for site in &draft.expressions {
        let judged = matches!(site.role, Role::When | Role::Guard | Role::Visible);
        let Some(condition) = site.compiled.as_ref().ok().and_then(|compiled| compiled.shape()) else {
            continue;
        };
        let Some(case) = draft.case_types.get(&site.case_type).filter(|_| judged) else {
            continue;
        };
        // A literal `visible: true` says nothing, and does no harm.
        let message = match (&condition, site.role) {
            (Condition::Always, Role::Guard) => phrase!("this always holds"),
            (Condition::Always, _) => continue,
            _ if never_true(&condition, &domains(case)) => phrase!("this can never hold"),
            _ => continue,
        };
        findings.push(
            Diagnostic::error("constant-condition", site.at.place(), message)
                .label(phrase!("whatever is answered"))
                .help(phrase!("correct the condition, or leave out what depends on it")),
        );
    }
}
