//! A setting has no value.
//!
//! The policy leaves a blank here ("within ____ days"). The pack cannot run before the organization has decided; until
//! then nobody knows what is due when.
//!
//! ## Example
//!
//! ```yaml
//! settings:
//!   answer_within: { type: period, origin: organization }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! settings:
//!   answer_within: { type: period, value: 3 working days, origin: organization }
//! ```

use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(about) = &draft.about else { return };
    for (id, setting) in &about.raw.settings {
        if setting.value.is_none() {
            let at = about.at("/settings").key(id);
            findings.push(
                Diagnostic::error("unset-setting", at.key_place(), phrase!("the setting `{id}` has no value", id))
                    .label(phrase!("left open by the policy"))
                    .help(phrase!("add `value: …`")),
            );
        }
    }
}
