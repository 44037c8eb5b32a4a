//! What packs can say, proved the way their authors prove it: by scenarios over the sample pack, changed in one place.

mod addressees;
mod cases;
mod channels;
mod circles;
mod concerned;
mod counters;
mod deadlines;
mod destroying;
mod documents;
mod doers;
mod effects;
mod guidance;
mod linked;
mod lists;
mod merged_away;
mod merging;
mod named;
mod offers;
mod openings;
mod owners;
mod permissions;
mod priority;
mod retention;
mod schedules;
mod settings;
mod sight;
mod tasks;
mod tasks_of_rows;
mod units;

use std::sync::Arc;

use redress::diagnostic::{Colour, SourceFile, render};
use redress::locale::Language;
use redress::pack::load::Sources;
use redress::pack::scenario::RawScenarios;
use redress::pack::{self, Pack};
use redress::scenario::{self, Ran, Scenario};
use redress::yaml;

use crate::support::pack::sample_files;

/// The answers of an ordinary complaint.
const GIVEN: &str = "{ complainant_name: Li, channel: phone, matter: late, kind: delivery, order_number: A1 }";

/// The sample pack with some texts replaced: file, what stood there, what stands there now.
struct Changed(Vec<(&'static str, String)>);

impl Changed {
    fn new() -> Self {
        Self(
            sample_files()
                .into_iter()
                .map(|(path, text)| (path, text.to_owned()))
                .collect(),
        )
    }

    fn put(mut self, file: &str, before: &str, after: &str) -> Self {
        let (_, text) = self
            .0
            .iter_mut()
            .find(|(path, _)| path.ends_with(file))
            .expect("a file of the sample");
        assert!(text.contains(before), "{file} has no `{before}`");
        *text = text.replacen(before, after, 1);
        self
    }

    /// What is said about it, each finding in full.
    fn findings(&self) -> String {
        let checked = pack::check(&self.sources());
        let told: Vec<String> = checked
            .diagnostics
            .iter()
            .map(|finding| render(finding, Colour::Plain, &Language::new("en")))
            .collect();
        told.join("\n")
    }

    fn sources(&self) -> Sources {
        Sources::from_files(self.0.iter().map(|(path, text)| (*path, text.as_str())))
    }

    fn pack(&self) -> Pack {
        let checked = pack::check(&self.sources());
        checked.pack.unwrap_or_else(|| panic!("{}", self.findings()))
    }
}

/// Runs the steps of one scenario of the first case type.
fn run(pack: &Pack, steps: &str) -> Ran {
    run_with(pack, "people: []", steps)
}

/// The same with one more key of the scenario.
fn run_with(pack: &Pack, key: &str, steps: &str) -> Ran {
    scenario::run(pack, &Sources::default(), &told(key, steps))
}

fn told(key: &str, steps: &str) -> Scenario {
    let text = format!(
        "scenarios:\n  - scenario: so it is\n    at: 2024-09-27 10:00\n    {key}\n    given: {GIVEN}\n    steps:\n{}",
        steps.lines().map(|line| format!("      {line}\n")).collect::<String>()
    );
    let path = "rules/sample/scenarios/here.yaml".to_owned();
    let file = Arc::new(SourceFile { path, text });
    let document = yaml::read(&file).unwrap_or_else(|findings| panic!("{findings:?}"));
    let scenarios: RawScenarios = document.typed().unwrap_or_else(|findings| panic!("{findings:?}"));
    let raw = scenarios.scenarios.into_iter().next().expect("a scenario");
    Scenario { file, raw }
}

/// Runs a scenario that must pass.
fn passes(pack: &Pack, steps: &str) -> Ran {
    let ran = run(pack, steps);
    assert!(ran.failures.is_empty(), "{:#?}", ran.failures);
    ran
}
