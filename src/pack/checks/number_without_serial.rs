//! A number template without `{serial:…}`.
//!
//! All cases of a month, or of all time, would have the same number.
//!
//! ## Example
//!
//! ```yaml
//! number: "{yy}{mm}"
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! number: "{yy}{mm}{serial:4}"
//! ```

use super::parts::case_types;
use crate::locale::phrase;
use crate::diagnostic::Diagnostic;
use crate::pack::NumberPart;
use crate::pack::compile::number;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for case in case_types(draft) {
        let written = &case.raw().number;
        // What cannot be read is a `bad-number-template`.
        let Ok(template) = number::parse(written, |_| None) else {
            continue;
        };
        if !template.parts.iter().any(|part| matches!(part, NumberPart::Serial(_))) {
            findings.push(
                Diagnostic::error(
                    "number-without-serial",
                    case.root().key("number").place(),
                    phrase!("`{written}` gives several cases the same number", written),
                )
                .label(phrase!("no serial"))
                .help(phrase!("add `{{serial:4}}`, a counter of four digits")),
            );
        }
    }
}
