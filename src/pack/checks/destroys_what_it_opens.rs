//! A step opens a case and destroys its own in the same breath, so nothing is opened.
//!
//! Destroying comes last and leaves nothing to open another case from: the opening is lost, and only a line in what is
//! left of the history says so. While the retention still runs it is the other way round: the case is opened, and nothing
//! is destroyed. What the step does would depend on its date.
//!
//! ## Example
//!
//! ```yaml
//! actions:
//!   close:
//!     name: Close
//!     at: open
//!     by: agent
//!     to: closed
//!     does:
//!       - open_case: { case: visit, answers: { reason: what } }
//!       - destroy: true
//! ```
//!
//! ## Instead
//!
//! Open it in an earlier step, or let the two stand under conditions that exclude each other.
//!
//! ```yaml
//! actions:
//!   close:
//!     name: Close
//!     at: open
//!     by: agent
//!     to: closed
//!     does:
//!       - open_case: { case: visit, answers: { reason: what } }
//!   destroy: { name: Destroy, at: closed, by: agent, does: [{ destroy: true }] }
//! ```

use super::effects::{Happens, effects};
use super::parts::case_types;
use crate::diagnostic::Diagnostic;
use crate::locale::phrase;
use crate::pack::draft::Draft;
use crate::pack::raw::RawEffect;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let all = effects(draft, case);
        let (destroys, others): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|happens| matches!(happens.effect, RawEffect::Destroy(true)));
        for happens in others {
            let RawEffect::OpenCase(opened) = happens.effect else {
                continue;
            };
            if !destroys.iter().any(|destroy| come_together(destroy, &happens)) {
                continue;
            }
            let opens = phrase!("`{opened}` is never opened, because the same step destroys this case", opened = opened.case);
            findings.push(
                Diagnostic::error("destroys-what-it-opens", happens.at.key("open_case").key_place(), opens)
                    .label(phrase!("lost when the case is destroyed"))
                    .help(phrase!("open it in an earlier step, or let the two exclude each other by `when`")),
            );
        }
    }
}

/// Whether the condition of one of them is the condition of the other too: it stands in a list that the other stands in or under.
fn come_together(destroy: &Happens, opens: &Happens) -> bool {
    let is_within = |one: &Happens, other: &Happens| {
        let list = one.at.pointer.rsplit_once('/').map_or("", |(list, _)| list);
        let rest = other.at.pointer.strip_prefix(list);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    destroy.at.path() == opens.at.path() && (is_within(destroy, opens) || is_within(opens, destroy))
}
