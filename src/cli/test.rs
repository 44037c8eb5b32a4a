//! `redress test`: runs the packs' own scenarios and says what they prove, and whether they would notice a mistake.

mod print;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use super::packs::{self, Ready};
use super::{CouldNotRun, Format, Reader, Verdict};
use crate::calendar::words;
use crate::diagnostic::SourceFile;
use crate::locale::{Language, Phrase, Text, phrase};
use crate::pack::scenario::RawScenarios;
use crate::pack::{Pack, Said};
use crate::scenario::coverage::{Coverage, coverage};
use crate::scenario::mutation::{Survey, survey};
use crate::scenario::{self, Failure, Ran, Scenario};
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
    /// List every clause of the policies: proved by which scenarios, met by what, or unmet.
    #[arg(long)]
    coverage: bool,
    /// Take away or alter one rule, guard, deadline, threshold, route, permission or recipient at a time, and say which changes no
    /// scenario notices, and which clauses nothing was changed of.
    #[arg(long)]
    mutate: bool,
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
    /// Every clause, where they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    clauses: Option<Vec<ClauseShown>>,
    /// Everything the policy leaves open, where clauses are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    gaps: Option<Vec<GapShown>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutation: Option<Mutated>,
}

/// How one clause of the policy stands.
#[derive(Serialize)]
struct ClauseShown {
    clause: String,
    says: String,
    state: &'static str,
    met_by: Vec<String>,
    /// The scenarios that pass and name it.
    proved_by: Vec<String>,
}

/// How something the policy leaves open is filled.
#[derive(Serialize)]
struct GapShown {
    gap: String,
    says: String,
    state: &'static str,
    /// The way of doing that was chosen, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    met_by: Vec<String>,
}

#[derive(Serialize)]
struct Mutated {
    /// Killed of those that ran, in percent.
    score: usize,
    #[serde(flatten)]
    survey: Survey,
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
    pub fn run(&self, out: &mut dyn Write, reader: &Reader) -> Result<Verdict, CouldNotRun> {
        let ready = packs::ready(&self.packs, &self.organizations)?;
        let mut all = Vec::new();
        for pack in &ready {
            all.push(self.test(pack, reader.reading(self.format))?);
        }
        match self.format {
            Format::Json => writeln!(out, "{}", packs::json(&all)?)?,
            Format::Text => {
                for tested in &all {
                    print::tested(out, tested, &reader.language)?;
                }
            }
        }
        let failed: usize = all.iter().map(|tested| tested.failed).sum();
        if self.format == Format::Text {
            let passed: usize = all.iter().map(|tested| tested.passed).sum();
            writeln!(
                out,
                "{}",
                reader.told(&phrase!("{passed} passed, {failed} failed", passed, failed))
            )?;
        }
        Ok(if failed == 0 { Verdict::Clean } else { Verdict::Findings })
    }

    fn test(&self, ready: &Ready, language: &Language) -> Result<Tested, CouldNotRun> {
        let scenarios = self.scenarios(ready)?;
        let ran: Vec<Ran> = scenarios
            .iter()
            .map(|scenario| scenario::run(&ready.pack, &ready.sources, scenario))
            .collect();
        let coverage = coverage(&ready.pack, &ran);
        let failed = ran.iter().filter(|one| !one.failures.is_empty()).count();
        let mutation = self.mutate.then(|| {
            let survey = survey(&ready.pack, &ready.sources, &scenarios);
            Mutated {
                score: survey.score(),
                survey,
            }
        });
        Ok(Tested {
            organization: ready.pack.organization.to_string(),
            version: ready.pack.version.to_string(),
            passed: ran.len() - failed,
            failed,
            clauses: self.coverage.then(|| clauses(&ready.pack, &coverage, &ran)),
            gaps: self.coverage.then(|| gaps(&ready.pack)),
            mutation,
            scenarios: ran.into_iter().map(|ran| shown(ran, language)).collect(),
            coverage,
        })
    }

    fn scenarios(&self, ready: &Ready) -> Result<Vec<Scenario>, CouldNotRun> {
        let mut scenarios = Vec::new();
        for file in self.files(ready)? {
            let read = yaml::read(&file)
                .and_then(|document| document.typed::<RawScenarios>())
                .map_err(|findings| packs::broken(&findings))?;
            scenarios.extend(read.scenarios.into_iter().map(|raw| Scenario {
                file: Arc::clone(&file),
                raw,
            }));
        }
        Ok(scenarios)
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
                let text = std::fs::read_to_string(&path).map_err(|error| {
                    CouldNotRun(phrase!("cannot read {path}: {error}", path = path.display(), error))
                })?;
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
            Err(_) => Err(CouldNotRun(phrase!("{path} is not UTF-8", path))),
        })
        .collect()
}

fn shown(ran: Ran, language: &Language) -> Shown {
    let speak = |phrase: &Phrase| phrase.in_language(language);
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
                what: speak(&failure.what),
                expected: speak(&failure.expected),
                got: speak(&failure.got),
                why: why(&failure, language),
            })
            .collect(),
    }
}

/// What the engine says about it, and how a due time was found.
fn why(failure: &Failure, language: &Language) -> Vec<String> {
    let said = failure.why.iter().map(|phrase| phrase.in_language(language));
    let ledger = failure.ledger.iter().flat_map(|ledger| words::lines(ledger, language));
    said.chain(ledger.map(|(when, what)| format!("{when}  {what}")))
        .collect()
}

/// Every clause of the policy in its order.
fn clauses(pack: &Pack, coverage: &Coverage, ran: &[Ran]) -> Vec<ClauseShown> {
    let language = scenario::language(pack);
    let state = |id| {
        let states = [
            ("proved", &coverage.proved),
            ("guidance", &coverage.reference),
            ("not proved", &coverage.unproved),
        ];
        let found = states.into_iter().find(|(_, clauses)| clauses.contains(id));
        found.map_or("unmet", |(state, _)| state)
    };
    let passed = || ran.iter().filter(|one| one.failures.is_empty());
    pack.clauses
        .iter()
        .map(|(id, clause)| ClauseShown {
            clause: id.to_string(),
            says: clause.says.in_language(&language).to_owned(),
            state: state(id),
            met_by: clause.met_by.clone(),
            proved_by: passed()
                .filter(|one| one.proves.contains(id))
                .map(|one| one.name.clone())
                .collect(),
        })
        .collect()
}

/// Everything the policy leaves open, in its order.
fn gaps(pack: &Pack) -> Vec<GapShown> {
    let language = scenario::language(pack);
    let text = |text: &Text| text.in_language(&language).to_owned();
    let gaps = pack.unspecified.iter();
    gaps.map(|(id, gap)| GapShown {
        gap: id.to_string(),
        says: text(&gap.says),
        state: match gap.said(&pack.settings) {
            Said::BySettings => "settings",
            Said::InWords => "in words",
            Said::Nowhere => "unexplained",
        },
        default: gap.default.as_ref().map(text),
        why: gap.why.as_ref().map(text),
        met_by: gap.met_by.clone(),
    })
    .collect()
}
