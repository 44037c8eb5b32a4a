//! `redress decide`: the decisions and deadlines for given answers, each with its why.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::PathBuf;

use clap::Args;

use super::{CouldNotRun, Format, Reader, Verdict, calendar, packs};
use crate::api::DecidedShown;
use crate::case::{self, Context};
use crate::clock::Clock;
use crate::form;
use crate::locale::phrase;
use crate::pack::id::ClauseId;
use crate::scenario::world;
use crate::value::Value;

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

impl Decide {
    pub fn run(&self, out: &mut dyn Write, reader: &Reader) -> Result<Verdict, CouldNotRun> {
        let ready = packs::ready(&self.packs, std::slice::from_ref(&self.organization))?;
        let pack = &ready[0].pack;
        let case_type = match &self.case {
            Some(id) => pack.case_type(id),
            None => pack.case_types.values().next(),
        }
        .ok_or_else(|| CouldNotRun(phrase!("the pack has no such case type")))?;
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
            .ok_or_else(|| CouldNotRun(phrase!("the case type has no opening form")))?;
        let language = reader.reading(Format::Text);
        let surroundings = case::surroundings(pack, case_type, None, &context);
        let answers = match form::parse(form, &self.answers()?, &surroundings, language) {
            Ok(answers) => answers,
            Err(errors) => {
                let lines: Vec<_> = errors
                    .iter()
                    .map(|error| format!("{}: {}", error.field, error.message))
                    .collect();
                return Err(CouldNotRun(phrase!(
                    "the answers do not fit the form\n{lines}",
                    lines = lines.join("\n")
                )));
            }
        };
        let preview = case::preview(pack, case_type, answers, &context)
            .map_err(|refusal| CouldNotRun::new(refusal.text(pack, case_type, language)))?;
        match self.format {
            // What the API answers to the same question.
            Format::Json => writeln!(out, "{}", packs::json(&DecidedShown::of(preview))?)?,
            Format::Text => print(out, &preview, pack.zone, reader)?,
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
        read.map_err(|error| CouldNotRun(phrase!("cannot read {input}: {error}", input = self.input, error)))?;
        match serde_json::from_str(&text) {
            Ok(serde_json::Value::Object(answers)) => Ok(answers),
            Ok(_) => Err(CouldNotRun(phrase!(
                "{input} must hold a JSON object: field → answer",
                input = self.input
            ))),
            Err(error) => Err(CouldNotRun(phrase!(
                "{input} is no JSON: {error}",
                input = self.input,
                error
            ))),
        }
    }
}

fn print(
    out: &mut dyn Write,
    preview: &case::Preview,
    zone: chrono_tz::Tz,
    reader: &Reader,
) -> Result<(), CouldNotRun> {
    let cited = |clauses: &[ClauseId]| clauses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    for (name, decided) in &preview.decisions {
        let rule = decided
            .rule
            .map_or(phrase!("no rule fired"), |rule| phrase!("rule {rule} fired", rule));
        let (rule, value) = (reader.told(&rule), decided.value.to_json());
        writeln!(out, "{name} = {value}   ({rule}; {})", cited(&decided.clauses))?;
        let seen: BTreeMap<&str, &Value> = decided
            .seen
            .iter()
            .map(|(name, value)| (name.as_str(), value))
            .collect();
        for (read, value) in seen {
            writeln!(out, "    {read} = {}", value.to_json())?;
        }
        for name in &decided.missing {
            writeln!(out, "    {}", reader.told(&phrase!("`{name}` is not answered", name)))?;
        }
    }
    let deadlines: BTreeMap<String, &case::Deadline> = preview
        .deadlines
        .iter()
        .map(|run| (run.deadline.to_string(), run))
        .collect();
    for (name, run) in deadlines {
        let due_at = run.due.due_at.with_timezone(&zone).format("%Y-%m-%d %H:%M");
        let due = reader.told(&phrase!("{name} due {due_at}", name, due_at));
        writeln!(out, "{due}   ({})", cited(&run.clauses))?;
        for (when, what) in crate::calendar::words::lines(&run.due.ledger, reader.reading(Format::Text)) {
            writeln!(out, "    {when}  {what}")?;
        }
    }
    Ok(())
}
