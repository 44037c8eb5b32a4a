//! A case that is in this stage can never leave it, and the stage is not final.
//!
//! The case stays open for ever: it is nobody's and counts as unfinished in every report.
//!
//! ## Example
//!
//! ```yaml
//! stages:
//!   open: { name: Open }
//!   waiting: { name: Waiting }
//! actions:
//!   wait: { name: Wait, at: open, by: agent, to: waiting }
//! ```
//!
//! ## Instead
//!
//! Offer an action that leads on, or say that nothing is left to do.
//!
//! ```yaml
//! stages:
//!   open: { name: Open }
//!   waiting: { name: Waiting, final: true }
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
        let stages = case.root().key("stages");
        if case.raw().stages.values().all(|stage| !stage.is_final) {
            findings.push(
                Diagnostic::error("dead-end", stages.key_place(), phrase!("no stage is final, so no case ever ends"))
                    .help(phrase!("say `final: true` where nothing is left to do")),
            );
            continue;
        }
        for (id, stage) in &case.raw().stages {
            if stage.is_final || !flow.is_reached(id) || flow.may_end_from(id) {
                continue;
            }
            let (message, label) = if flow.has_exit(id) {
                (phrase!("a case in `{id}` never comes to a final stage", id), phrase!("every way on leads back"))
            } else {
                (phrase!("a case in `{id}` never leaves it", id), phrase!("no way out"))
            };
            findings.push(
                Diagnostic::error("dead-end", stages.key(id).key_place(), message)
                    .label(label)
                    .help(phrase!("offer an action here that leads on, or say `final: true`")),
            );
        }
    }
}
