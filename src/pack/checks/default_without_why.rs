//! A setting is our own choice (`origin: default`) and does not say why.
//!
//! Where the policy is silent somebody has decided for it. People who see the value must be able to see the reason, and
//! that it is not the policy speaking.
//!
//! ## Example
//!
//! ```yaml
//! settings:
//!   reminder_before: { type: period, value: 1 working day, origin: default }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! settings:
//!   reminder_before:
//!     type: period
//!     value: 1 working day
//!     origin: default
//!     why: { en: long enough to act on the same day }
//! ```

use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::Origin;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(about) = &draft.about else { return };
    for (id, setting) in &about.raw.settings {
        if setting.origin == Origin::Default && setting.why.is_none() {
            let at = about.at("/settings").key(id);
            findings.push(
                Diagnostic::error("default-without-why", at.key_place(), phrase!("the default `{id}` gives no reason", id))
                    .label(phrase!("our choice, not the policy's"))
                    .help(phrase!("add `why: …`")),
            );
        }
    }
}
