//! `redress calendar`: one due time and its ledger.

use std::io::Write;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use clap::Args;

use super::{CouldNotRun, Format, Verdict, packs};
use crate::calendar::{Calendar, Due, Period};
use crate::locale::{Language, phrase};
use crate::pack::{AT_ONCE, bundled};
use crate::yaml;

/// Say when something is due under a calendar, and why then.
#[derive(Args)]
pub struct CalendarCommand {
    /// A calendar that comes with the program or lies in `rules/common/calendars/`, or a file.
    calendar: String,
    /// A period, such as `3 working days`.
    duration: String,
    /// The instant it starts: `2024-09-27T16:00` in the calendar's zone, or with an offset.
    #[arg(long, value_name = "INSTANT")]
    from: String,
    /// What `at once` means.
    #[arg(long, default_value_t = AT_ONCE.to_string(), value_name = "DURATION")]
    at_once: String,
    /// Where `rules/` is.
    #[arg(long, default_value = ".", value_name = "PATH")]
    packs: PathBuf,
    /// The language of the ledger's words.
    #[arg(long, default_value = "en")]
    language: String,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl CalendarCommand {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        let calendar = self.read()?;
        let period: Period = self.duration.parse().map_err(CouldNotRun::new)?;
        let immediate: Period = self.at_once.parse().map_err(CouldNotRun::new)?;
        let from = instant(&self.from, calendar.zone())?;
        let due = calendar.due(&period, from, &[], &immediate).map_err(CouldNotRun::new)?;
        match self.format {
            Format::Json => writeln!(out, "{}", packs::json(&due)?)?,
            Format::Text => self.print(out, &calendar, &due)?,
        }
        Ok(Verdict::Clean)
    }

    fn read(&self) -> Result<Calendar, CouldNotRun> {
        let shared = format!("rules/common/calendars/{}.yaml", self.calendar);
        let named = self.packs.join(&shared);
        let bundled = || bundled::calendars().find(|(path, _)| *path == shared);
        let (path, bytes) = match bundled() {
            Some((path, bytes)) if !named.is_file() => (PathBuf::from(path), Ok(bytes)),
            _ if named.is_file() => (named.clone(), std::fs::read(&named)),
            _ => (PathBuf::from(&self.calendar), std::fs::read(&self.calendar)),
        };
        let bytes = bytes.map_err(|error| {
            CouldNotRun(phrase!(
                "there is no calendar `{calendar}` and no such file ({error})",
                calendar = self.calendar,
                error
            ))
        })?;
        yaml::source(path.display().to_string(), &bytes)
            .and_then(Calendar::parse)
            .map_err(|findings| packs::broken(&findings))
    }

    fn print(&self, out: &mut dyn Write, calendar: &Calendar, due: &Due) -> Result<(), CouldNotRun> {
        let language = Language::new(&self.language);
        for (when, what) in crate::calendar::words::lines(&due.ledger, &language) {
            writeln!(out, "{when}  {what}")?;
        }
        writeln!(
            out,
            "due {}",
            due.due_at
                .with_timezone(&calendar.zone())
                .format("%Y-%m-%d %H:%M:%S %Z")
        )?;
        Ok(())
    }
}

/// An instant as people type it: with an offset, or local to `zone`.
pub fn instant(text: &str, zone: chrono_tz::Tz) -> Result<DateTime<Utc>, CouldNotRun> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.with_timezone(&Utc));
    }
    [
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
    ]
    .iter()
    .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    .and_then(|local| zone.from_local_datetime(&local).earliest())
    .map(|at| at.with_timezone(&Utc))
    .ok_or_else(|| {
        CouldNotRun(phrase!(
            "`{text}` is no instant; write it like `2024-09-27T16:00` or `2024-09-27T08:00:00Z`",
            text
        ))
    })
}
