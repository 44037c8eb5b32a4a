//! The complainant may do something, but nothing leads there from outside.
//!
//! `by: complainant` opens an action to whoever comes with the number and the secret of their case. Without `public`
//! the case type has no pages for them, so nobody can take the action.
//!
//! ## Example
//!
//! ```yaml
//! # no `public` in this case type
//! actions:
//!   withdraw: { name: Withdraw, at: open, by: complainant, to: closed }
//! ```
//!
//! ## Instead
//!
//! Say what is public, or let staff record it for the complainant.
//!
//! ```yaml
//! public:
//!   opens: { form: complaint_online, at: open }
//! ```

use super::parts::case_types;
use super::staff_question::is_public;
use crate::diagnostic::Diagnostic;
use crate::locale::phrase;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft).filter(|case| case.raw().public.is_none()) {
        for (at, id, action) in case.actions().filter(|(_, _, action)| is_public(action)) {
            let others = action.by.as_slice().len() > 1;
            let finding = if others { Diagnostic::warning } else { Diagnostic::error };
            findings.push(
                finding(
                    "unheard-complainant",
                    at.key("by").place(),
                    phrase!("no complainant can come to take `{id}`", id),
                )
                .label(phrase!("this case type has no `public`"))
                .help(phrase!("say with `public` what people may see and do from outside, or take `complainant` out")),
            );
        }
    }
}
