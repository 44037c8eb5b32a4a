//! `redress check`: everything that is wrong with packs, before they run.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::{CouldNotRun, Format, Verdict, colour};
use crate::clock::Clock;
use crate::diagnostic::{Diagnostic, Severity, render};
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
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        let mut packs = Vec::new();
        for path in &self.paths {
            for (root, organization) in packs_at(path)? {
                packs.push(checked(&root, organization)?);
            }
        }
        match self.format {
            Format::Text => text(&packs, out)?,
            Format::Json => json(&packs, out)?,
        }
        let counts = |severity| packs.iter().any(|pack| pack.count(severity) > 0);
        let found = counts(Severity::Error) || (self.deny == Some(Denied::Warnings) && counts(Severity::Warning));
        Ok(if found { Verdict::Findings } else { Verdict::Clean })
    }
}

/// The packs a path stands for, each with the root its files lie under.
fn packs_at(path: &Path) -> Result<Vec<(PathBuf, OrganizationId)>, CouldNotRun> {
    let cannot = |error: std::io::Error| CouldNotRun::new(format!("cannot read {}: {error}", path.display()));
    // `rules/hospital/` and `.` within it mean the same folder.
    let whole = path.canonicalize().map_err(cannot)?;
    if whole.join("rules").is_dir() {
        let packs: Vec<_> = organizations(&whole)
            .into_iter()
            .map(|organization| (whole.clone(), organization))
            .collect();
        if packs.is_empty() {
            return Err(CouldNotRun::new(format!(
                "{} has no folder of an organization",
                path.join("rules").display()
            )));
        }
        return Ok(packs);
    }
    let rules = whole
        .parent()
        .filter(|parent| parent.file_name().is_some_and(|name| name == "rules"));
    match (rules.and_then(Path::parent), whole.file_name()) {
        (Some(root), Some(name)) => Ok(vec![(root.to_owned(), OrganizationId::new(name.to_string_lossy()))]),
        _ => Err(CouldNotRun::new(format!(
            "{} holds no packs: name a folder with `rules` in it, or one organization's folder in `rules`",
            path.display()
        ))),
    }
}

fn checked(root: &Path, organization: OrganizationId) -> Result<Checked, CouldNotRun> {
    let sources = Sources::read(root, &organization)
        .map_err(|error| CouldNotRun::new(format!("cannot read the pack `{organization}`: {error}")))?;
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

fn text(packs: &[Checked], out: &mut dyn Write) -> Result<(), CouldNotRun> {
    for finding in merged(packs) {
        writeln!(out, "{}", render(&finding, colour()))?;
    }
    let width = packs
        .iter()
        .map(|pack| pack.organization.chars().count())
        .max()
        .unwrap_or(0);
    for pack in packs {
        writeln!(out, "{:width$}  {}", pack.organization.as_str(), summary(pack))?;
    }
    Ok(())
}

/// `1 error`, `2 errors`.
pub(super) fn counted(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}

fn summary(pack: &Checked) -> String {
    match (pack.count(Severity::Error), pack.count(Severity::Warning)) {
        (0, 0) => "clean".to_owned(),
        (0, warnings) => counted(warnings, "warning"),
        (errors, 0) => counted(errors, "error"),
        (errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

fn json(packs: &[Checked], out: &mut dyn Write) -> Result<(), CouldNotRun> {
    #[derive(Serialize)]
    struct Report<'a> {
        findings: Vec<Diagnostic>,
        packs: Vec<Summary<'a>>,
    }

    #[derive(Serialize)]
    struct Summary<'a> {
        organization: &'a str,
        version: &'a str,
        errors: usize,
        warnings: usize,
    }

    let report = Report {
        findings: merged(packs),
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
