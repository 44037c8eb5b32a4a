//! A setting that nothing reads.
//!
//! Somebody may change it and believe that something changes. `immediate_within` is read by the calendar and counts as
//! used.
//!
//! ## Example
//!
//! ```yaml
//! settings:
//!   answer_within: { type: period, value: 3 working days, origin: policy }
//! # and in complaint.yaml
//! deadlines:
//!   answer: { name: Answer, from: opened, until: answered, within: 3 working days }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! deadlines:
//!   answer: { name: Answer, from: opened, until: answered, within: settings.answer_within }
//! ```

use super::reference::{has_word, unused};
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::IMMEDIATE_WITHIN;
use crate::pack::draft::{Draft, Part};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for idle in unused(draft, Part::Setting) {
        let name = format!("settings.{}", idle.id);
        let in_expressions = draft.expressions.iter().any(|site| has_word(&site.source, &name));
        let in_templates = draft.templates.iter().any(|site| has_word(&site.source, &name));
        // The calendar reads that one for `at once`, without anybody naming it.
        if in_expressions || in_templates || idle.id == IMMEDIATE_WITHIN {
            continue;
        }
        findings.push(
            Diagnostic::warning("unused-setting", idle.at.key_place(), phrase!("nothing reads the setting `{id}`", id = idle.id))
                .label(phrase!("changing it changes nothing"))
                .help(phrase!("write `{name}` where the value is meant, or leave it out", name)),
        );
    }
}
