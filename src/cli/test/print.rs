//! What `redress test` says on a terminal.

use std::io::Write;

use unicode_width::UnicodeWidthStr;

use super::{ClauseShown, Mutated, Tested};
use crate::cli::CouldNotRun;
use crate::scenario::mutation::{Claim, Survey};

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
        untried,
        claimed,
        never,
    } = &mutation.survey;
    writeln!(
        out,
        "  mutation   {} %: {killed} of {} changes noticed",
        mutation.score,
        killed + survivors.len(),
    )?;
    if *not_runnable > 0 {
        writeln!(
            out,
            "             ({not_runnable} more do not count: with them the pack would not run, so `redress check` would find the mistake)"
        )?;
    }
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
    list(out, "unnoticed", unnoticed.iter().map(ToString::to_string))?;
    list(out, "untried", untried.iter().map(ToString::to_string))?;
    for Claim { clause, scenario } in claimed {
        writeln!(out, "  claimed    {clause} by “{scenario}”, which no change shows")?;
    }
    list(out, "unaltered", never.iter().map(|what| (*what).to_owned()))
}

fn list(out: &mut dyn Write, what: &str, items: impl Iterator<Item = String>) -> Result<(), CouldNotRun> {
    let items: Vec<_> = items.collect();
    let mut line = String::new();
    let mut label = what;
    let last = items.len().saturating_sub(1);
    for (index, item) in items.into_iter().enumerate() {
        if !line.is_empty() && line.width() + item.width() + 2 > LIST_COLUMNS {
            writeln!(out, "  {label:<11}{line}")?;
            line.clear();
            label = "";
        }
        line.push(' ');
        line.push_str(&item);
        if index < last {
            line.push(',');
        }
    }
    if !line.is_empty() {
        writeln!(out, "  {label:<11}{line}")?;
    }
    Ok(())
}

/// How wide a list may become beside its label before it goes on in the next line.
const LIST_COLUMNS: usize = 105;
