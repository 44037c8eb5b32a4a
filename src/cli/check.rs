//! `redress check`: everything that is wrong with packs, before they run.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::{CouldNotRun, Format, Reader, Verdict, colour};
use crate::clock::Clock;
use crate::diagnostic::{Diagnostic, Severity, Told, render};
use crate::locale::{Language, Phrase, phrase};
use crate::pack::id::OrganizationId;
use crate::pack::load::{Sources, organizations};
use crate::pack::{self, checks};

/// Find everything that is wrong with packs.
#[derive(Args)]
pub struct Check {
    /// Folders that hold `rules` and `forms`, or folders of single organizations (`rules/hospital`)
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Which severities count as findings beside errors
    #[arg(long, value_enum)]
    deny: Option<Denied>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Denied {
    Warnings,
}

/// What was found in one pack.
struct Checked {
    organization: OrganizationId,
    version: String,
    findings: Vec<Diagnostic>,
}

impl Checked {
    fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

impl Check {
    pub fn run(&self, out: &mut dyn Write, reader: &Reader) -> Result<Verdict, CouldNotRun> {
        let mut packs = Vec::new();
        for path in &self.paths {
            for (root, organization) in packs_at(path)? {
                packs.push(checked(&root, organization)?);
            }
        }
        match self.format {
            Format::Text => text(&packs, &reader.language, out)?,
            Format::Json => json(&packs, &reader.machine, out)?,
        }
        let counts = |severity| packs.iter().any(|pack| pack.count(severity) > 0);
        let found = counts(Severity::Error) || (self.deny == Some(Denied::Warnings) && counts(Severity::Warning));
        Ok(if found { Verdict::Findings } else { Verdict::Clean })
    }
}

/// The packs a path stands for, each with the root its files lie under.
fn packs_at(path: &Path) -> Result<Vec<(PathBuf, OrganizationId)>, CouldNotRun> {
    let cannot =
        |error: std::io::Error| CouldNotRun(phrase!("cannot read {path}: {error}", path = path.display(), error));
    // `rules/hospital/` and `.` within it mean the same folder.
    let whole = path.canonicalize().map_err(cannot)?;
    if whole.join("rules").is_dir() {
        let packs: Vec<_> = organizations(&whole)
            .into_iter()
            .map(|organization| (whole.clone(), organization))
            .collect();
        if packs.is_empty() {
            return Err(CouldNotRun(phrase!(
                "{path} has no folder of an organization",
                path = path.join("rules").display()
            )));
        }
        return Ok(packs);
    }
    let rules = whole
        .parent()
        .filter(|parent| parent.file_name().is_some_and(|name| name == "rules"));
    match (rules.and_then(Path::parent), whole.file_name()) {
        (Some(root), Some(name)) => Ok(vec![(root.to_owned(), OrganizationId::new(name.to_string_lossy()))]),
        _ => Err(CouldNotRun(phrase!(
            "{path} holds no packs: name a folder with `rules` in it, or one organization's folder in `rules`",
            path = path.display()
        ))),
    }
}

fn checked(root: &Path, organization: OrganizationId) -> Result<Checked, CouldNotRun> {
    let sources = Sources::read(root, &organization).map_err(|error| {
        CouldNotRun(phrase!(
            "cannot read the pack `{organization}`: {error}",
            organization,
            error
        ))
    })?;
    let pack::Checked {
        mut diagnostics, draft, ..
    } = pack::check_as(&organization, &sources);
    diagnostics.extend(checks::on_day(&draft, Clock::system().wall().date_naive()));
    Ok(Checked {
        findings: diagnostics,
        version: draft.version.to_string(),
        organization,
    })
}

/// The findings of all packs together: what is wrong in a shared file is said once.
fn merged(packs: &[Checked]) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = packs.iter().flat_map(|pack| pack.findings.iter().cloned()).collect();
    checks::sort(&mut all);
    all
}

fn text(packs: &[Checked], language: &Language, out: &mut dyn Write) -> Result<(), CouldNotRun> {
    for finding in merged(packs) {
        writeln!(out, "{}", render(&finding, colour(), language))?;
    }
    let width = packs
        .iter()
        .map(|pack| pack.organization.chars().count())
        .max()
        .unwrap_or(0);
    for pack in packs {
        writeln!(
            out,
            "{:width$}  {}",
            pack.organization.as_str(),
            summary(pack).in_language(language)
        )?;
    }
    Ok(())
}

/// `1 error`, `2 errors`.
pub(super) fn errors(count: usize) -> Phrase {
    match count {
        1 => phrase!("1 error"),
        _ => phrase!("{count} errors", count),
    }
}

fn warnings(count: usize) -> Phrase {
    match count {
        1 => phrase!("1 warning"),
        _ => phrase!("{count} warnings", count),
    }
}

fn summary(pack: &Checked) -> Phrase {
    match (pack.count(Severity::Error), pack.count(Severity::Warning)) {
        (0, 0) => phrase!("clean"),
        (0, some) => warnings(some),
        (some, 0) => errors(some),
        (wrong, doubtful) => {
            phrase!(
                "{errors}, {warnings}",
                errors = errors(wrong),
                warnings = warnings(doubtful)
            )
        }
    }
}

fn json(packs: &[Checked], language: &Language, out: &mut dyn Write) -> Result<(), CouldNotRun> {
    #[derive(Serialize)]
    struct Report<'a> {
        findings: Vec<Told<'a>>,
        packs: Vec<Summary<'a>>,
    }

    #[derive(Serialize)]
    struct Summary<'a> {
        organization: &'a str,
        version: &'a str,
        errors: usize,
        warnings: usize,
    }

    let findings = merged(packs);
    let report = Report {
        findings: findings.iter().map(|finding| finding.told(language)).collect(),
        packs: packs
            .iter()
            .map(|pack| Summary {
                organization: &pack.organization,
                version: &pack.version,
                errors: pack.count(Severity::Error),
                warnings: pack.count(Severity::Warning),
            })
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &report).map_err(CouldNotRun::new)?;
    writeln!(out)?;
    Ok(())
}
