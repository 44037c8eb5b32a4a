//! The policy leaves something open, and the pack does not say what it does instead, or why.
//!
//! Somebody has decided it for the policy. Whoever works by the pack must be able to see what was decided, that it is not
//! the policy speaking, and for what reason. A value is a setting with `origin: default` and a `why`, named in `met_by`.
//! What is no value but a way of doing (who decides, in which order, whether something is possible) is said in words,
//! under `default`, with its reason under `why`.
//!
//! ## Example
//!
//! ```yaml
//! unspecified:
//!   ACM-U1: { says: what if the customer does not accept the answer, met_by: action rule }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! unspecified:
//!   ACM-U1:
//!     says: what if the customer does not accept the answer
//!     met_by: action rule
//!     default: the manager decides, and the decision ends the case
//!     why: somebody who has not handled it yet should look at it once
//! ```

use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::named_setting;
use crate::pack::raw::{Origin, RawGap};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(file) = &draft.clauses else { return };
    for (id, gap) in &file.raw.unspecified {
        let (message, label, help) = match (&gap.default, &gap.why) {
            (Some(_), Some(_)) => continue,
            (Some(_), None) => (
                phrase!("`{id}` says what is done, but not why", id),
                phrase!("our choice, not the policy's"),
                phrase!("add `why: …`"),
            ),
            (None, Some(_)) => (
                phrase!("`{id}` says why, but not what is done", id),
                phrase!("our choice, not the policy's"),
                phrase!("add `default: …`"),
            ),
            // What nothing fills is told as unmet.
            (None, None) if gap.met_by.as_slice().is_empty() || is_said_by_a_setting(draft, gap) => continue,
            (None, None) => (
                phrase!("`{id}` does not say what is done instead, and why", id),
                phrase!("the policy leaves this open"),
                phrase!("name a setting with `origin: default` in `met_by`, or add `default: …` and `why: …`"),
            ),
        };
        let at = file.at("/unspecified").key(id);
        findings.push(
            Diagnostic::warning("unexplained-gap", at.key_place(), message)
                .label(label)
                .help(help)
                .clause(id),
        );
    }
}

/// Whether a setting that is the pack's own choice is named. That it gives a reason is asked of every such setting.
fn is_said_by_a_setting(draft: &Draft, gap: &RawGap) -> bool {
    let Some(about) = &draft.about else { return true };
    let mut named = gap.met_by.as_slice().iter().filter_map(|met| named_setting(met));
    // One that is not there is told as such.
    named.any(|id| about.raw.settings.get(id).is_none_or(|setting| setting.origin == Origin::Default))
}
