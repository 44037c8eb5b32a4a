//! The time plan of a schedule cannot be read, or never comes.
//!
//! Five fields: minute, hour, day of month, month, day of week, in the organization's time zone.
//!
//! ## Example
//!
//! ```yaml
//! schedules:
//!   review: { name: Review, cron: "0 9 32 * *", for_each: { case: complaint, does: [{ remind: manager }] } }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! schedules:
//!   review: { name: Review, cron: "0 9 1 * *", for_each: { case: complaint, does: [{ remind: manager }] } }
//! ```

use std::str::FromStr;

use chrono::{DateTime, Utc};
use croner::Cron;

use crate::diagnostic::Diagnostic;
use crate::pack::draft::Draft;

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let Some(schedules) = &draft.schedules else { return };
    for (id, schedule) in &schedules.raw.schedules {
        let at = schedules.at("/schedules").key(id).key("cron");
        let finding = |message: String| Diagnostic::error("bad-cron", at.place(), message);
        let fields = schedule.cron.split_whitespace().count();
        let finding = if fields != 5 {
            finding(format!("`{}` has {fields} fields, not five", schedule.cron))
        } else {
            match Cron::from_str(&schedule.cron) {
                Err(error) => finding(format!("`{}` is no time plan", schedule.cron)).label(reason(&error)),
                Ok(cron) if cron.find_next_occurrence(&DateTime::<Utc>::UNIX_EPOCH, false).is_err() => {
                    finding(format!("`{}` never comes", schedule.cron))
                }
                Ok(_) => continue,
            }
        };
        findings.push(finding.help("minute, hour, day of month, month, day of week: `0 9 1 * *` is nine o'clock on every first of a month"));
    }
}

/// The parser's own words, as ours are: lower case, no full stop.
fn reason(error: &croner::errors::CronError) -> String {
    let text = error.to_string();
    let text = text.rsplit(": ").next().unwrap_or(&text).trim_end_matches('.');
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
