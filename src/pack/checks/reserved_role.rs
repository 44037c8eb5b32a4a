//! A role is called by a word that means something else.
//!
//! Where a role may stand in `by` or `remind`, the word `owner` means whoever owns the case. A role of that name
//! could never be meant.
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
use crate::pack::raw::OWNER;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(about) = draft.about.as_ref().filter(|about| about.raw.roles.contains_key(OWNER)) else {
        return;
    };
    let at = about.at("/roles").key(OWNER);
    findings.push(
        Diagnostic::error("reserved-role", at.key_place(), phrase!("no role can be called `{owner}`", owner = OWNER))
            .label(phrase!("means whoever owns the case"))
            .help(phrase!("give the role another id")),
    );
}
