//! A period cannot be read.
//!
//! Without a readable period nothing is due. These are periods:
//!
//! ```text
//! 3 working days              half a working day          4 working hours
//! 24 hours                    30 minutes                  7 days
//! 1 week                      1 month                     2 years
//! 17:00 next day              17:00 next working day      at once
//! close of business, 3rd working day
//! ```
//!
//! ## Example
//!
//! ```yaml
//! within: 3 workdays
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! within: 3 working days
//! ```

use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for site in &draft.periods {
        if let Err(error) = &site.period {
            let finding = Diagnostic::error("bad-duration", site.at.place(), error.message.clone());
            findings.push(match &error.help {
                Some(help) => finding.help(help.clone()),
                None => finding,
            });
        }
    }
}
