//! What `redress test` says on a terminal.

use std::io::Write;

use super::{ClauseShown, Mutated, Tested};
use crate::cli::CouldNotRun;
use crate::scenario::mutation::Survey;

pub(super) fn tested(out: &mut dyn Write, tested: &Tested) -> Result<(), CouldNotRun> {
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
    list(out, "never fired", coverage.never_fired.iter().cloned())?;
    if let Some(listed) = &tested.clauses {
        clauses(out, listed)?;
    }
    if let Some(mutation) = &tested.mutation {
        mutated(out, mutation)?;
    }
    Ok(())
}

fn clauses(out: &mut dyn Write, clauses: &[ClauseShown]) -> Result<(), CouldNotRun> {
    for clause in clauses {
        let ClauseShown {
            clause: id,
            state,
            says,
            ..
        } = clause;
        writeln!(out, "  {id:<12} {state:<10} {says}")?;
        list(out, "  met by", clause.met_by.iter().cloned())?;
        list(out, "  proved by", clause.proved_by.iter().cloned())?;
    }
    Ok(())
}

fn mutated(out: &mut dyn Write, mutation: &Mutated) -> Result<(), CouldNotRun> {
    let Survey {
        killed,
        survivors,
        not_runnable,
        unnoticed,
    } = &mutation.survey;
    writeln!(
        out,
        "  mutation   {} %: {killed} of {} changes noticed, {not_runnable} more do not compile",
        mutation.score,
        killed + survivors.len(),
    )?;
    for survivor in survivors {
        let clauses = survivor
            .clauses
            .iter()
            .map(|clause| format!(" {clause}"))
            .collect::<String>();
        writeln!(
            out,
            "  survived   {}:{} {}{clauses}",
            survivor.file, survivor.line, survivor.what
        )?;
    }
    list(out, "unnoticed", unnoticed.iter().map(ToString::to_string))
}

fn list(out: &mut dyn Write, what: &str, items: impl Iterator<Item = String>) -> Result<(), CouldNotRun> {
    let items: Vec<_> = items.collect();
    if !items.is_empty() {
        writeln!(out, "  {what:<11} {}", items.join(", "))?;
    }
    Ok(())
}
