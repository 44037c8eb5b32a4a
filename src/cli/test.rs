//! `redress test`: runs the packs' own scenarios and says what they prove.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::packs::{self, Ready};
use super::{CouldNotRun, Format, Verdict};
use crate::diagnostic::SourceFile;
use crate::pack::scenario::RawScenarios;
use crate::scenario::coverage::{Coverage, coverage};
use crate::scenario::{self, Ran, Scenario};
use crate::yaml;

/// Run the packs' scenarios with a set clock and no I/O.
#[derive(Args)]
pub struct Test {
    /// The organizations to test; all of them if none is named.
    organizations: Vec<String>,
    /// Where `rules/` and `forms/` are.
    #[arg(long, default_value = ".", value_name = "PATH")]
    packs: PathBuf,
    /// Run the scenarios of this file or folder instead of the pack's own. May be given several times.
    #[arg(long, value_name = "PATH")]
    scenarios: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What one organization's scenarios showed.
#[derive(Serialize)]
struct Tested {
    organization: String,
    version: String,
    passed: usize,
    failed: usize,
    scenarios: Vec<Shown>,
    coverage: Coverage,
}

#[derive(Serialize)]
struct Shown {
    file: String,
    scenario: String,
    passed: bool,
    proves: Vec<String>,
    failures: Vec<ShownFailure>,
}

#[derive(Serialize)]
struct ShownFailure {
    step: usize,
    what: String,
    expected: String,
    got: String,
    why: Vec<String>,
}

impl Test {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        let ready = packs::ready(&self.packs, &self.organizations)?;
        let mut all = Vec::new();
        for pack in &ready {
            all.push(self.test(pack)?);
        }
        match self.format {
            Format::Json => writeln!(out, "{}", packs::json(&all)?)?,
            Format::Text => {
                for tested in &all {
                    print(out, tested)?;
                }
            }
        }
        let failed: usize = all.iter().map(|tested| tested.failed).sum();
        if self.format == Format::Text {
            let passed: usize = all.iter().map(|tested| tested.passed).sum();
            writeln!(out, "{passed} passed, {failed} failed")?;
        }
        Ok(if failed == 0 { Verdict::Clean } else { Verdict::Findings })
    }

    fn test(&self, ready: &Ready) -> Result<Tested, CouldNotRun> {
        let mut ran: Vec<Ran> = Vec::new();
        for file in self.files(ready)? {
            let scenarios = yaml::read(&file)
                .and_then(|document| document.typed::<RawScenarios>())
                .map_err(|findings| packs::broken(&findings))?;
            for raw in scenarios.scenarios {
                ran.push(scenario::run(
                    &ready.pack,
                    &Scenario {
                        file: Arc::clone(&file),
                        raw,
                    },
                ));
            }
        }
        let coverage = coverage(&ready.pack, &ran);
        let failed = ran.iter().filter(|one| !one.failures.is_empty()).count();
        Ok(Tested {
            organization: ready.pack.organization.to_string(),
            version: ready.pack.version.to_string(),
            passed: ran.len() - failed,
            failed,
            scenarios: ran.into_iter().map(shown).collect(),
            coverage,
        })
    }

    /// The scenario files: the pack's own, or those named.
    fn files(&self, ready: &Ready) -> Result<Vec<Arc<SourceFile>>, CouldNotRun> {
        if self.scenarios.is_empty() {
            return own_files(ready);
        }
        let mut files = Vec::new();
        for path in &self.scenarios {
            let mut paths = if path.is_dir() {
                packs::yaml_files(path)?
            } else {
                vec![path.clone()]
            };
            paths.sort();
            for path in paths {
                let text = std::fs::read_to_string(&path)
                    .map_err(|error| CouldNotRun::new(format!("cannot read {}: {error}", path.display())))?;
                files.push(Arc::new(SourceFile {
                    path: path.display().to_string(),
                    text,
                }));
            }
        }
        Ok(files)
    }
}

fn own_files(ready: &Ready) -> Result<Vec<Arc<SourceFile>>, CouldNotRun> {
    let folder = format!("rules/{}/scenarios/", ready.pack.organization);
    let files = ready
        .sources
        .files()
        .filter(|(path, _)| path.starts_with(&folder) && path.ends_with(".yaml"));
    files
        .map(|(path, bytes)| match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Arc::new(SourceFile {
                path: path.to_owned(),
                text: text.to_owned(),
            })),
            Err(_) => Err(CouldNotRun::new(format!("{path} is not UTF-8"))),
        })
        .collect()
}

fn shown(ran: Ran) -> Shown {
    Shown {
        file: ran.file,
        scenario: ran.name,
        passed: ran.failures.is_empty(),
        proves: ran.proves.iter().map(ToString::to_string).collect(),
        failures: ran
            .failures
            .into_iter()
            .map(|failure| ShownFailure {
                step: failure.step,
                what: failure.what,
                expected: failure.expected,
                got: failure.got,
                why: failure.why,
            })
            .collect(),
    }
}

fn print(out: &mut dyn Write, tested: &Tested) -> Result<(), CouldNotRun> {
    writeln!(
        out,
        "{} ({})",
        tested.organization,
        &tested.version[..tested.version.len().min(12)]
    )?;
    for scenario in tested.scenarios.iter().filter(|scenario| !scenario.passed) {
        writeln!(out, "\nFAILED {} ({})", scenario.scenario, scenario.file)?;
        for failure in &scenario.failures {
            writeln!(out, "  step {}: {}", failure.step, failure.what)?;
            writeln!(out, "    expected  {}", failure.expected)?;
            writeln!(out, "    got       {}", failure.got)?;
            for (index, line) in failure.why.iter().enumerate() {
                writeln!(out, "    {}  {line}", if index == 0 { "why     " } else { "        " })?;
            }
        }
    }
    let coverage = &tested.coverage;
    writeln!(
        out,
        "  scenarios  {} passed, {} failed\n  clauses    {} in the policy: {} proved, {} guidance only, {} met but not proved, {} unmet",
        tested.passed,
        tested.failed,
        coverage.clauses,
        coverage.proved.len(),
        coverage.reference.len(),
        coverage.unproved.len(),
        coverage.unmet.len(),
    )?;
    list(out, "not proved", coverage.unproved.iter().map(ToString::to_string))?;
    list(out, "unmet", coverage.unmet.iter().map(ToString::to_string))?;
    list(out, "never fired", coverage.never_fired.iter().cloned())
}

fn list(out: &mut dyn Write, what: &str, items: impl Iterator<Item = String>) -> Result<(), CouldNotRun> {
    let items: Vec<_> = items.collect();
    if !items.is_empty() {
        writeln!(out, "  {what:<11} {}", items.join(", "))?;
    }
    Ok(())
}
