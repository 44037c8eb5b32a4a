//! A role that nothing needs.
//!
//! No action, task, deadline, notice or channel names it: people in this role find nothing to do.
//!
//! ## Example
//!
//! ```yaml
//! roles:
//!   agent: { name: Agent }
//!   auditor: { name: Auditor }
//! ```
//!
//! ## Instead
//!
//! Let it do something, let it see (`sees_all: true`, `sees_below: true` and `audits: true` count as a use), or
//! leave it out.
//!
//! ```yaml
//! roles:
//!   agent: { name: Agent }
//!   auditor: { name: Auditor, sees_all: true }
//! ```

use super::reference::{has_word, unused};
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    if roles_are_chosen(draft) {
        return;
    }
    for idle in unused(draft, Part::Role) {
        let looks = draft
            .about
            .as_ref()
            .and_then(|about| about.raw.roles.get(&idle.id))
            .is_some_and(|role| role.sees_all || role.sees_below || role.audits);
        let quoted = format!("\"{}\"", idle.id);
        if looks || draft.expressions.iter().any(|site| has_word(&site.source, &quoted)) {
            continue;
        }
        findings.push(
            Diagnostic::warning("unused-role", idle.at.key_place(), phrase!("nothing needs the role `{id}`", id = idle.id))
                .label(phrase!("has nothing to do"))
                .help(phrase!("let it act, tell it something, let it see all cases, or leave it out")),
        );
    }
}

/// Whether a field or a decision has the roles for its options.
fn roles_are_chosen(draft: &Draft) -> bool {
    let is_roles = |of: &Option<String>| of.as_deref() == Some("roles");
    let in_forms = draft.forms.values().flat_map(|form| form.all_fields());
    let in_cases = draft.case_types.values().flat_map(|case| case.parsed.raw.decisions.values());
    in_forms.into_iter().any(|field| is_roles(&field.raw.of)) || in_cases.into_iter().any(|decision| is_roles(&decision.of))
}
