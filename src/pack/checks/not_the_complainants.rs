//! Something is put to the public that is not the complainant's.
//!
//! `public` gives plain words to what a complainant may do, and shows the notices that were sent to them. It gives no
//! permission: an action that does not name the complainant is not offered to them, and a notice to others is not shown.
//!
//! ## Example
//!
//! ```yaml
//! public:
//!   opens: { form: complaint_online, at: open }
//!   actions:
//!     withdraw: { text: You can withdraw at any time. }
//! actions:
//!   withdraw: { name: Withdraw, at: open, by: agent, to: closed }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   withdraw: { name: Withdraw, at: open, by: [agent, complainant], to: closed }
//! ```

use super::parts::case_types;
use super::staff_question::is_public;
use crate::diagnostic::Diagnostic;
use crate::locale::phrase;
use crate::pack::draft::Draft;
use crate::pack::raw::{RawRecipient, RawRecipientWord};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let Some(public) = &case.raw().public else { continue };
        let at = case.root().key("public");
        let worded = public.actions.keys().map(|id| (at.key("actions").name_of(id), id));
        let survey = public.survey.iter().map(|id| (at.key("survey"), id));
        for (at, id) in worded.chain(survey) {
            // What does not exist is told elsewhere.
            if case.raw().actions.get(id).is_some_and(|action| !is_public(action)) {
                findings.push(
                    Diagnostic::error(
                        "not-the-complainants",
                        at.place(),
                        phrase!("the complainant may not take `{id}`", id),
                    )
                    .help(phrase!("name `complainant` in the `by` of the action")),
                );
            }
        }
        for (index, id) in public.notices.as_slice().iter().enumerate() {
            let notice = case.raw().notices.get(id);
            let is_theirs = |to: &RawRecipient| matches!(to, RawRecipient::Word(RawRecipientWord::Complainant));
            if notice.is_some_and(|notice| !is_theirs(&notice.to)) {
                findings.push(
                    Diagnostic::error(
                        "not-the-complainants",
                        at.key("notices").one_or_item(index).place(),
                        phrase!("`{id}` is not sent to the complainant", id),
                    )
                    .help(phrase!("name only notices with `to: complainant`")),
                );
            }
        }
    }
}
