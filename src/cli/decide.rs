//! `redress decide`: the decisions and deadlines for given answers, each with its why.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::Args;
use serde::Serialize;

use super::{CouldNotRun, Format, Verdict, calendar, packs};
use crate::calendar::Ledger;
use crate::case::{self, Context};
use crate::clock::Clock;
use crate::form;
use crate::locale::Language;
use crate::scenario::world;

/// Decide a complaint without recording it.
#[derive(Args)]
pub struct Decide {
    organization: String,
    /// A JSON file with the answers of the opening form; `-` for standard input.
    #[arg(long, value_name = "FILE|-")]
    input: String,
    /// The present moment; the real one if not given. A local time, or with an offset.
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// The case type; the pack's first if not given.
    #[arg(long, value_name = "TYPE")]
    case: Option<String>,
    /// Where `rules/` and `forms/` are.
    #[arg(long, default_value = ".", value_name = "PATH")]
    packs: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Serialize)]
struct Decided {
    decisions: BTreeMap<String, DecisionShown>,
    deadlines: BTreeMap<String, DeadlineShown>,
}

#[derive(Serialize)]
struct DecisionShown {
    value: serde_json::Value,
    /// Which rule fired, counted from 1; null when none did.
    rule: Option<u32>,
    clauses: Vec<String>,
    why: WhyShown,
}

#[derive(Serialize)]
struct WhyShown {
    seen: BTreeMap<String, serde_json::Value>,
    /// What is not answered and would have mattered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<String>,
}

#[derive(Serialize)]
struct DeadlineShown {
    due_at: DateTime<Utc>,
    rule: Option<u32>,
    clauses: Vec<String>,
    ledger: Ledger,
}

impl Decide {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        let ready = packs::ready(&self.packs, std::slice::from_ref(&self.organization))?;
        let pack = &ready[0].pack;
        let case_type = match &self.case {
            Some(id) => pack.case_type(id),
            None => pack.case_types.values().next(),
        }
        .ok_or_else(|| CouldNotRun::new("the pack has no such case type"))?;
        let now = match &self.at {
            Some(at) => calendar::instant(at, pack.zone)?,
            None => Clock::system().now(),
        };
        let actor = world::actor(None);
        let counters = BTreeMap::new();
        let context = Context {
            now,
            actor: &actor,
            counters: &counters,
            people: None,
        };
        let form = case_type
            .forms
            .get(&case_type.opening.form)
            .ok_or_else(|| CouldNotRun::new("the case type has no opening form"))?;
        let surroundings = case::surroundings(pack, case_type, None, &context);
        let answers = match form::parse(form, &self.answers()?, &surroundings, &Language::new("en")) {
            Ok(answers) => answers,
            Err(errors) => {
                let lines: Vec<_> = errors
                    .iter()
                    .map(|error| format!("{}: {}", error.field, error.message))
                    .collect();
                return Err(CouldNotRun::new(format!(
                    "the answers do not fit the form\n{}",
                    lines.join("\n")
                )));
            }
        };
        let preview = case::preview(pack, case_type, answers, &context)
            .map_err(|refusal| CouldNotRun::new(refusal.text(pack, case_type, &Language::new("en"))))?;
        let decided = shown(&preview);
        match self.format {
            Format::Json => writeln!(out, "{}", packs::json(&decided)?)?,
            Format::Text => print(out, &decided, pack.zone)?,
        }
        Ok(Verdict::Clean)
    }

    fn answers(&self) -> Result<serde_json::Map<String, serde_json::Value>, CouldNotRun> {
        let mut text = String::new();
        let read = if self.input == "-" {
            std::io::stdin().read_to_string(&mut text).map(|_| ())
        } else {
            std::fs::read_to_string(&self.input).map(|read| text = read)
        };
        read.map_err(|error| CouldNotRun::new(format!("cannot read {}: {error}", self.input)))?;
        match serde_json::from_str(&text) {
            Ok(serde_json::Value::Object(answers)) => Ok(answers),
            Ok(_) => Err(CouldNotRun::new(format!(
                "{} must hold a JSON object: field → answer",
                self.input
            ))),
            Err(error) => Err(CouldNotRun::new(format!("{} is no JSON: {error}", self.input))),
        }
    }
}

fn shown(preview: &case::Preview) -> Decided {
    let strings = |clauses: &[crate::pack::id::ClauseId]| clauses.iter().map(ToString::to_string).collect();
    Decided {
        decisions: preview
            .decisions
            .iter()
            .map(|(id, decided)| {
                let why = WhyShown {
                    seen: decided
                        .seen
                        .iter()
                        .map(|(name, value)| (name.clone(), value.to_json()))
                        .collect(),
                    missing: decided.missing.clone(),
                    failure: decided.failure.clone(),
                };
                let shown = DecisionShown {
                    value: decided.value.to_json(),
                    rule: decided.rule,
                    clauses: strings(&decided.clauses),
                    why,
                };
                (id.to_string(), shown)
            })
            .collect(),
        deadlines: preview
            .deadlines
            .iter()
            .map(|deadline| {
                let shown = DeadlineShown {
                    due_at: deadline.due.due_at,
                    rule: deadline.rule,
                    clauses: strings(&deadline.clauses),
                    ledger: deadline.due.ledger.clone(),
                };
                (deadline.deadline.to_string(), shown)
            })
            .collect(),
    }
}

fn print(out: &mut dyn Write, decided: &Decided, zone: chrono_tz::Tz) -> Result<(), CouldNotRun> {
    for (name, decision) in &decided.decisions {
        let rule = decision
            .rule
            .map_or("no rule".to_owned(), |rule| format!("rule {rule}"));
        writeln!(
            out,
            "{name} = {}   ({rule}; {})",
            decision.value,
            decision.clauses.join(", ")
        )?;
        for (read, value) in &decision.why.seen {
            writeln!(out, "    {read} = {value}")?;
        }
        for missing in &decision.why.missing {
            writeln!(out, "    {missing} is not answered")?;
        }
    }
    for (name, deadline) in &decided.deadlines {
        writeln!(
            out,
            "{name} due {}   ({})",
            deadline.due_at.with_timezone(&zone).format("%Y-%m-%d %H:%M"),
            deadline.clauses.join(", ")
        )?;
        for (when, what) in crate::calendar::words::lines(&deadline.ledger, &Language::new("en")) {
            writeln!(out, "    {when}  {what}")?;
        }
    }
    Ok(())
}
