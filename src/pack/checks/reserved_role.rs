//! A role is called by a word that means something else.
//!
//! Where a role may stand in `by` or `remind`, the word `owner` means whoever owns the case, and in the `by` of an action
//! `complainant` means whoever complains. A role of such a name could never be meant.
//!
//! ## Example
//!
//! ```yaml
//! roles:
//!   owner: { name: Owner of the process }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! roles:
//!   process_owner: { name: Owner of the process }
//! ```

use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;
use crate::pack::raw::{COMPLAINANT, OWNER};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(about) = &draft.about else { return };
    let reserved = [
        (OWNER, phrase!("means whoever owns the case")),
        (COMPLAINANT, phrase!("means whoever complains")),
    ];
    for (word, means) in reserved {
        if !about.raw.roles.contains_key(word) {
            continue;
        }
        let at = about.at("/roles").key(word);
        findings.push(
            Diagnostic::error("reserved-role", at.key_place(), phrase!("no role can be called `{owner}`", owner = word))
                .label(means)
                .help(phrase!("give the role another id")),
        );
    }
}
