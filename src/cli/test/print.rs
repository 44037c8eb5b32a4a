//! What `redress test` says on a terminal.

use std::io::Write;

use unicode_width::UnicodeWidthStr;

use super::{ClauseShown, GapShown, Mutated, ShownFailure, Tested};
use crate::cli::CouldNotRun;
use crate::locale::{Language, Phrase, phrase};
use crate::scenario::mutation::{Claim, Survey};

pub(super) fn tested(out: &mut dyn Write, tested: &Tested, language: &Language) -> Result<(), CouldNotRun> {
    Printer { out, language }.tested(tested)
}

struct Printer<'a> {
    out: &'a mut dyn Write,
    language: &'a Language,
}

impl Printer<'_> {
    fn tested(&mut self, tested: &Tested) -> Result<(), CouldNotRun> {
        let version = &tested.version[..tested.version.len().min(12)];
        writeln!(self.out, "{} ({version})", tested.organization)?;
        for scenario in tested.scenarios.iter().filter(|scenario| !scenario.passed) {
            let failed = phrase!(
                "FAILED {scenario} ({file})",
                scenario = scenario.scenario,
                file = scenario.file
            );
            writeln!(self.out, "\n{}", self.speak(&failed))?;
            for failure in &scenario.failures {
                self.failure(failure)?;
            }
        }
        let passed = phrase!(
            "{passed} passed, {failed} failed",
            passed = tested.passed,
            failed = tested.failed
        );
        self.line(&phrase!("scenarios"), &self.speak(&passed))?;
        let coverage = &tested.coverage;
        let clauses = phrase!(
            "{clauses} in the policy: {proved} proved, {guidance} guidance only, {unproved} met but not proved, {unmet} unmet",
            clauses = coverage.clauses,
            proved = coverage.proved.len(),
            guidance = coverage.reference.len(),
            unproved = coverage.unproved.len(),
            unmet = coverage.unmet.len(),
        );
        self.line(&phrase!("clauses"), &self.speak(&clauses))?;
        self.list(
            &phrase!("not proved"),
            coverage.unproved.iter().map(ToString::to_string),
        )?;
        self.list(&phrase!("unmet"), coverage.unmet.iter().map(ToString::to_string))?;
        if coverage.gaps > 0 {
            let gaps = phrase!(
                "{gaps} left open by the policy: {explained} filled with a reason given, {unexplained} without",
                gaps = coverage.gaps,
                explained = coverage.gaps - coverage.unexplained.len(),
                unexplained = coverage.unexplained.len(),
            );
            self.line(&phrase!("gaps"), &self.speak(&gaps))?;
        }
        self.list(
            &phrase!("unexplained"),
            coverage.unexplained.iter().map(ToString::to_string),
        )?;
        let never: Vec<_> = coverage
            .never_fired
            .iter()
            .map(|name| self.speak(&fired(name)))
            .collect();
        self.list(&phrase!("never fired"), never)?;
        for clause in tested.clauses.iter().flatten() {
            self.clause(clause)?;
        }
        for gap in tested.gaps.iter().flatten() {
            self.gap(gap)?;
        }
        match &tested.mutation {
            Some(mutation) => self.mutated(mutation),
            None => Ok(()),
        }
    }

    fn failure(&mut self, failure: &ShownFailure) -> Result<(), CouldNotRun> {
        let step = phrase!("step {step}: {what}", step = failure.step, what = failure.what);
        writeln!(self.out, "  {}", self.speak(&step))?;
        let column = |word: &Phrase| padded(&self.speak(word), 8);
        let (expected, got, why) = (
            column(&phrase!("expected")),
            column(&phrase!("got")),
            column(&phrase!("why")),
        );
        writeln!(self.out, "    {expected}  {}", failure.expected)?;
        writeln!(self.out, "    {got}  {}", failure.got)?;
        for (index, line) in failure.why.iter().enumerate() {
            writeln!(
                self.out,
                "    {}  {line}",
                if index == 0 { why.as_str() } else { "        " }
            )?;
        }
        Ok(())
    }

    fn clause(&mut self, clause: &ClauseShown) -> Result<(), CouldNotRun> {
        let state = match clause.state {
            "proved" => phrase!("proved"),
            "guidance" => phrase!("guidance"),
            "not proved" => phrase!("not proved"),
            _ => phrase!("unmet"),
        };
        let state = padded(&self.speak(&state), 10);
        writeln!(self.out, "  {:<12} {state} {}", clause.clause, clause.says)?;
        self.list(&phrase!("  met by"), clause.met_by.iter().cloned())?;
        self.list(&phrase!("  proved by"), clause.proved_by.iter().cloned())
    }

    fn gap(&mut self, gap: &GapShown) -> Result<(), CouldNotRun> {
        let state = match gap.state {
            "settings" => phrase!("by settings"),
            "in words" => phrase!("in words"),
            _ => phrase!("unexplained"),
        };
        let state = padded(&self.speak(&state), 11);
        writeln!(self.out, "  {:<12} {state} {}", gap.gap, gap.says)?;
        self.list(&phrase!("  default"), gap.default.iter().cloned())?;
        self.list(&phrase!("  why"), gap.why.iter().cloned())?;
        self.list(&phrase!("  met by"), gap.met_by.iter().cloned())
    }

    fn mutated(&mut self, mutation: &Mutated) -> Result<(), CouldNotRun> {
        let Survey {
            killed,
            survivors,
            not_runnable,
            unnoticed,
            untried,
            claimed,
            never,
        } = &mutation.survey;
        let noticed = phrase!(
            "{score} %: {killed} of {all} changes noticed",
            score = mutation.score,
            killed,
            all = killed + survivors.len(),
        );
        self.line(&phrase!("mutation"), &self.speak(&noticed))?;
        if *not_runnable > 0 {
            let more = phrase!(
                "({count} more do not count: with them the pack would not run, so `redress check` would find the mistake)",
                count = not_runnable
            );
            writeln!(self.out, "             {}", self.speak(&more))?;
        }
        for survivor in survivors {
            let clauses = survivor.clauses.iter().map(|clause| format!(" {clause}"));
            let clauses: String = clauses.collect();
            let what = self.speak(&changed(&survivor.what));
            let survived = format!("{}:{} {what}{clauses}", survivor.file, survivor.line);
            self.line(&phrase!("survived"), &survived)?;
        }
        self.list(&phrase!("unnoticed"), unnoticed.iter().map(ToString::to_string))?;
        self.list(&phrase!("untried"), untried.iter().map(ToString::to_string))?;
        for Claim { clause, scenario } in claimed {
            let claim = phrase!("{clause} by “{scenario}”, which no change shows", clause, scenario);
            self.line(&phrase!("claimed"), &format!(" {}", self.speak(&claim)))?;
        }
        let never: Vec<_> = never.iter().map(|what| self.speak(what)).collect();
        self.list(&phrase!("unaltered"), never)
    }

    fn speak(&self, phrase: &Phrase) -> String {
        phrase.in_language(self.language)
    }

    fn line(&mut self, label: &Phrase, text: &str) -> Result<(), CouldNotRun> {
        writeln!(self.out, "  {}{text}", padded(&self.speak(label), 11))?;
        Ok(())
    }

    fn list(&mut self, label: &Phrase, items: impl IntoIterator<Item = String>) -> Result<(), CouldNotRun> {
        let items: Vec<_> = items.into_iter().collect();
        let mut line = String::new();
        let mut label = self.speak(label);
        let last = items.len().saturating_sub(1);
        for (index, item) in items.into_iter().enumerate() {
            if !line.is_empty() && line.width() + item.width() + 2 > LIST_COLUMNS {
                writeln!(self.out, "  {}{line}", padded(&label, 11))?;
                line.clear();
                label.clear();
            }
            line.push(' ');
            line.push_str(&item);
            if index < last {
                line.push(',');
            }
        }
        if !line.is_empty() {
            writeln!(self.out, "  {}{line}", padded(&label, 11))?;
        }
        Ok(())
    }
}

/// How wide a list may become beside its label before it goes on in the next line.
const LIST_COLUMNS: usize = 105;

/// With blanks after it, up to `columns` of a terminal.
fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// `complaint/decision severity rule 2` in words.
fn fired(name: &str) -> Phrase {
    let Some((case_type, rest)) = name.split_once('/') else {
        return Phrase::text(name);
    };
    let words: Vec<&str> = rest.split(' ').collect();
    let what = match words[..] {
        ["decision", id, "rule", rule] => phrase!("decision {id} rule {rule}", id, rule),
        ["deadline", id, "period", rule] => phrase!("deadline {id} period {rule}", id, rule),
        ["deadline", id, "promise"] => phrase!("deadline {id} promise", id),
        ["task", id, "period", rule] => phrase!("task {id} period {rule}", id, rule),
        ["task", id, "promise"] => phrase!("task {id} promise", id),
        ["opening", "effect", number] => phrase!("opening effect {number}", number),
        ["action", id, "effect", number] => phrase!("action {id} effect {number}", id, number),
        ["task", id, "effect", number] => phrase!("task {id} effect {number}", id, number),
        ["task", id, "missed", number] => phrase!("task {id} missed {number}", id, number),
        ["deadline", id, "missed", number] => phrase!("deadline {id} missed {number}", id, number),
        ["deadline", id, "due", number] => phrase!("deadline {id} due {number}", id, number),
        ["deadline", id, "extended", number] => phrase!("deadline {id} extended {number}", id, number),
        ["deadline", id, "extended", step, number] => {
            phrase!("deadline {id} extended {step} {number}", id, step, number)
        }
        ["schedule", id, "effect", number] => phrase!("schedule {id} effect {number}", id, number),
        ["merging", "effect", number] => phrase!("merging effect {number}", number),
        ["action", id, "guard", number] => phrase!("action {id} guard {number}", id, number),
        ["opening", "guard", number] => phrase!("opening guard {number}", number),
        ["merging", "guard", number] => phrase!("merging guard {number}", number),
        ["excluded", number] => phrase!("excluded {number}", number),
        ["field", field, "check", number] => phrase!("field {field} check {number}", field, number),
        ["action", id] => phrase!("action {id}", id),
        ["extension", id, "step", step] => phrase!("extension {id} step {step}", id, step),
        ["extension", id] => phrase!("extension {id}", id),
        ["task", task] => phrase!("task {task}", task),
        ["notice", id] => phrase!("notice {id}", id),
        ["document", id] => phrase!("document {id}", id),
        ["merging"] => phrase!("merging"),
        ["confidential"] => phrase!("confidential"),
        _ => Phrase::text(rest),
    };
    phrase!("{case_type}/{what}", case_type, what)
}

/// `actions close needs 1: removed` in words; the place is said by the keys of the file.
fn changed(what: &str) -> Phrase {
    match what.split_once(": ") {
        Some((at, "removed")) => phrase!("{at}: removed", at),
        Some((at, change)) => match change.strip_prefix("now ") {
            Some(now) => phrase!("{at}: now {now}", at, now),
            None => Phrase::text(what),
        },
        None => Phrase::text(what),
    }
}
