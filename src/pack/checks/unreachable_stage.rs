//! No action, task or opening leads to this stage.
//!
//! No case will ever be in it, so whatever is offered there is lost.
//!
//! ## Example
//!
//! ```yaml
//! stages:
//!   open: { name: Open }
//!   review: { name: Review }
//!   closed: { name: Closed, final: true }
//! actions:
//!   close: { name: Close, at: [open, review], by: agent, to: closed }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! actions:
//!   review: { name: Review, at: open, by: agent, to: review }
//!   close: { name: Close, at: [open, review], by: agent, to: closed }
//! ```

use super::flow::Flow;
use super::parts::case_types;
use super::unread::knows_all_stages;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft).filter(|case| knows_all_stages(draft, &case.id)) {
        let flow = Flow::of(draft, case);
        for stage in case.raw().stages.keys().filter(|stage| !flow.is_reached(stage)) {
            let at = case.root().key("stages").key(stage);
            findings.push(
                Diagnostic::error("unreachable-stage", at.key_place(), phrase!("no case can come to `{stage}`", stage))
                    .label(phrase!("nothing leads here"))
                    .help(phrase!("let an action lead to it, or leave it out")),
            );
        }
    }
}
