//! The time plan of a schedule cannot be read, or never comes.
//!
//! Five fields: minute, hour, day of month, month, day of week, in the organization's time zone; or a setting of
//! `type: cron` that holds them.
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

use crate::locale::{Phrase, phrase};
use crate::diagnostic::Diagnostic;
use crate::pack::draft::{At, Draft};
use crate::pack::raw::{RawValue, SettingKind};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    let settings = draft.about.iter().flat_map(|about| &about.raw.settings);
    for (id, setting) in settings.filter(|(_, setting)| setting.kind == SettingKind::Cron) {
        let at = draft.about.iter().map(|about| about.at("/settings").key(id).key("value"));
        // A value of another type is told where values are read.
        if let Some(RawValue::Text(cron)) = &setting.value {
            findings.extend(at.filter_map(|at| finding(cron, &at)));
        }
    }
    let Some(schedules) = &draft.schedules else { return };
    for (id, schedule) in &schedules.raw.schedules {
        let at = schedules.at("/schedules").key(id).key("cron");
        match schedule.cron.trim().strip_prefix("settings.") {
            None => findings.extend(finding(&schedule.cron, &at)),
            Some(setting) => findings.extend(other_setting(draft, setting, &at)),
        }
    }
}

/// A setting is written where a time plan is wanted, but holds something else.
fn other_setting(draft: &Draft, id: &str, at: &At) -> Option<Diagnostic> {
    let setting = draft.about.as_ref()?.raw.settings.get(id)?;
    (setting.kind != SettingKind::Cron).then(|| {
        Diagnostic::error("bad-cron", at.place(), phrase!("the setting `{id}` holds no time plan", id))
            .help(phrase!("declare it with `type: cron`"))
    })
}

fn finding(cron: &str, at: &At) -> Option<Diagnostic> {
    let finding = |message: Phrase| Diagnostic::error("bad-cron", at.place(), message);
    let fields = cron.split_whitespace().count();
    let finding = if fields != 5 {
        finding(phrase!("`{cron}` has {fields} fields, not five", cron, fields))
    } else {
        match Cron::from_str(cron) {
            Err(error) => finding(phrase!("`{cron}` is no time plan", cron)).label(Phrase::text(reason(&error))),
            Ok(parsed) if parsed.find_next_occurrence(&DateTime::<Utc>::UNIX_EPOCH, false).is_err() => {
                finding(phrase!("`{cron}` never comes", cron))
            }
            Ok(_) => return None,
        }
    };
    Some(finding.help(phrase!("minute, hour, day of month, month, day of week: `0 9 1 * *` is nine o'clock on every first of a month")))
}

/// The parser's own words, as ours are: lower case, no full stop.
fn reason(error: &croner::errors::CronError) -> String {
    let text = error.to_string();
    let text = text.rsplit(": ").next().unwrap_or(&text).trim_end_matches('.');
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
