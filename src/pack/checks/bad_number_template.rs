//! A part of a number template is not known.
//!
//! Known are `{yy}` and `{yyyy}` (year), `{mm}`, `{dd}`, `{serial:4}` (a counter, with its width) and
//! `{setting:project_code}`; everything outside braces is plain text.
//!
//! ## Example
//!
//! ```yaml
//! number: "{year}{serial:4}"
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! number: "{yyyy}{serial:4}"
//! ```

use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::compile::number;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let at = case.root().key("number");
        // Whether there is such a setting is `unknown-setting`.
        let Err(mistakes) = number::parse(&case.raw().number, |_| None) else {
            continue;
        };
        for mistake in mistakes {
            findings.push(
                Diagnostic::error("bad-number-template", at.place_within(mistake.range), mistake.message)
                    .help(phrase!("known are `{{yy}}`, `{{yyyy}}`, `{{mm}}`, `{{dd}}`, `{{serial:4}}` and `{{setting:…}}`")),
            );
        }
    }
}
