//! `redress script`: a prompt in which the pack's functions and expressions are tried out on a sample case.
//!
//! The case is one of the pack's own scenarios, played to its end or to a step. Nothing is stored and nothing is sent. `session` is the
//! case and what was changed in it, `told` how it is shown.

mod session;
mod told;

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;

use super::{CouldNotRun, Verdict, packs};
use crate::diagnostic::nearest;
use crate::locale::phrase;
use crate::pack::draft::Draft;
use session::Session;

/// Try the pack's functions and expressions on a sample case.
#[derive(Args)]
pub struct Script {
    organization: String,
    /// The scenario that makes the sample case: its sentence, or a part of it. The first worked example if not given.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// Play only so many steps of the scenario.
    #[arg(long, value_name = "N")]
    step: Option<usize>,
    /// Where `rules/` and `forms/` are.
    #[arg(long, default_value = ".", value_name = "PATH")]
    packs: PathBuf,
}

/// The commands of the prompt, with what each does.
const COMMANDS: [(&str, &str); 8] = [
    (
        ":names [PART]",
        "every name an expression can use, with its kind and present value",
    ),
    (":functions", "the functions of the pack's scripts"),
    (":case", "the sample case: where it stands, decisions, events, tasks"),
    (
        ":set NAME VALUE",
        "lays another answer over that of the case; the value as a scenario writes it, or an expression; `~` takes it away",
    ),
    (":reset", "the case as the scenario left it"),
    (
        ":scenario [PART] [step N]",
        "the scenarios, or another one, played to its end or to a step",
    ),
    (":help", "this"),
    (":quit", "leaves; so does the end of the input"),
];

impl Script {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        let ready = packs::ready(&self.packs, std::slice::from_ref(&self.organization))?.remove(0);
        let draft = Draft::new(&ready.pack.organization, &ready.sources);
        let mut session = Session::new(&ready.pack, &draft)?;
        session
            .choose(self.scenario.as_deref(), self.step)
            .map_err(|mistake| CouldNotRun::new(mistake.trim_start_matches("error: ")))?;
        let is_typed = io::stdin().is_terminal();
        if is_typed {
            writeln!(out, "{}\n:help says what can be typed.", told::beginning(&session))?;
        }
        let mut prompt = Prompt {
            session,
            is_typed,
            typed: String::new(),
            mistakes: 0,
        };
        prompt.talk(&mut io::stdin().lock(), out)?;
        Ok(match prompt.mistakes {
            0 => Verdict::Clean,
            _ if is_typed => Verdict::Clean,
            _ => Verdict::Findings,
        })
    }
}

struct Prompt<'a> {
    session: Session<'a>,
    is_typed: bool,
    /// Everything so far, so that a finding can say in which line it is.
    typed: String,
    mistakes: usize,
}

impl Prompt<'_> {
    fn talk(&mut self, lines: &mut dyn BufRead, out: &mut dyn Write) -> Result<(), CouldNotRun> {
        loop {
            if self.is_typed {
                write!(out, "{}> ", self.session.organization())?;
                out.flush()?;
            }
            let before = self.typed.len();
            let read = lines
                .read_line(&mut self.typed)
                .map_err(|error| CouldNotRun(phrase!("could not read what was typed: {error}", error)))?;
            if read == 0 {
                return Ok(());
            }
            let line = self.typed[before..].trim().to_owned();
            let start = before + self.typed[before..].find(line.as_str()).unwrap_or(0);
            let answer = match line.strip_prefix(':') {
                None if line.is_empty() || line.starts_with('#') => continue,
                None => self.session.worth(&line, &self.typed, start),
                Some("quit") => return Ok(()),
                Some(command) => self.command(command),
            };
            match answer {
                Ok(text) => writeln!(out, "{}", text.trim_end())?,
                Err(mistake) => {
                    self.mistakes += 1;
                    writeln!(out, "{}", mistake.trim_end())?;
                }
            }
        }
    }

    fn command(&mut self, written: &str) -> Result<String, String> {
        let (command, rest) = written.split_once(char::is_whitespace).unwrap_or((written, ""));
        let rest = rest.trim();
        match command {
            "names" => told::names(&self.session, rest),
            "functions" => Ok(told::functions(&self.session)),
            "case" => Ok(told::case(&self.session)),
            "set" => {
                let (name, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                self.session.set(name, value.trim())
            }
            "reset" => {
                self.session.reset();
                Ok(told::beginning(&self.session))
            }
            "scenario" if rest.is_empty() => Ok(told::scenarios(&self.session)),
            "scenario" => {
                let (name, step) = step_of(rest)?;
                self.session.choose(name, step)?;
                Ok(told::beginning(&self.session))
            }
            "help" => Ok(help()),
            other => {
                let known = COMMANDS.map(|(usage, _)| usage.trim_start_matches(':').split(' ').next().unwrap_or(usage));
                let hint = match nearest(other, known) {
                    Some(nearest) => format!("did you mean `:{nearest}`?"),
                    None => "`:help` lists them".to_owned(),
                };
                Err(format!("error: no command `:{other}`\n  = help: {hint}"))
            }
        }
    }
}

/// `PART step N`, `PART` or `step N`.
fn step_of(written: &str) -> Result<(Option<&str>, Option<usize>), String> {
    let Some((name, number)) = written.rsplit_once("step ") else {
        return Ok((Some(written), None));
    };
    let name = name.trim();
    match number.trim().parse() {
        Ok(step) => Ok(((!name.is_empty()).then_some(name), Some(step))),
        Err(_) => Err(format!(
            "error: `{}` is no number of a step\n  = help: write for example `:scenario step 3`",
            number.trim()
        )),
    }
}

fn help() -> String {
    let mut text = "Type an expression of the pack language, with functions of the pack's scripts, to see what it is worth here.\n".to_owned();
    for (usage, does) in COMMANDS {
        text.push_str(&format!("  {usage:<26} {does}\n"));
    }
    text
}
