//! The command line: one file per sub-command.
//!
//! Every command answers with one of three exit codes, so that a script can tell "nothing wrong" from "something found" from
//! "could not look". Where a machine may read the output there is `--format json`.

mod backup;
mod calendar;
mod check;
mod decide;
mod explain;
mod migrate;
mod new;
mod packs;
mod reindex;
mod schema;
mod script;
mod serve;
mod show;
mod speech;
mod storage;
mod test;
mod token;
mod user;
mod verify;

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diagnostic::Colour;
use crate::locale::{Language, Phrase, phrase};

/// Runs an organization's written complaint policy.
#[derive(Parser)]
#[command(
    name = "redress",
    version,
    about,
    max_term_width = 100,
    args_conflicts_with_subcommands = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// The language to speak: `en`, `zh` or `zh-Hant`. Without it that of `REDRESS_LANGUAGE`, `LC_ALL`, `LC_MESSAGES` or `LANG`.
    #[arg(long, global = true, value_name = "TAG")]
    language: Option<String>,
    /// Without a command it serves.
    #[command(flatten)]
    serve: serve::Serve,
}

#[derive(Subcommand)]
enum Command {
    Backup(backup::Backup),
    Calendar(calendar::CalendarCommand),
    Check(check::Check),
    Decide(decide::Decide),
    Explain(explain::Explain),
    Migrate(migrate::Migrate),
    New(new::New),
    Reindex(reindex::Reindex),
    Schema(schema::Schema),
    Script(script::Script),
    Serve(serve::Serve),
    Show(show::Show),
    Test(test::Test),
    Token(token::Token),
    User(user::User),
    Verify(verify::Verify),
}

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    Findings,
}

/// Why a command could not do its work, in one sentence for the person at the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.english())]
pub struct CouldNotRun(pub Phrase);

impl CouldNotRun {
    /// In words that are the same in every language.
    pub fn new(message: impl fmt::Display) -> Self {
        Self(Phrase::text(message.to_string()))
    }

    /// With the whole chain of causes in one line: what was tried, and what stood in the way.
    pub fn caused(error: &dyn std::error::Error) -> Self {
        let causes = std::iter::successors(Some(error), |error| error.source());
        let chain = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
        Self::new(chain.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// A reader who goes away in the middle (`redress check | head`) is no failure.
impl From<io::Error> for CouldNotRun {
    fn from(error: io::Error) -> Self {
        Self(phrase!("could not write the output: {error}", error))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// Who reads what a command says: a person at a terminal, and with `--format json` a machine.
pub struct Reader {
    language: Language,
    machine: Language,
}

impl Reader {
    fn of(asked: Option<&str>) -> Self {
        Self {
            language: speech::language(asked),
            machine: speech::for_machines(asked),
        }
    }

    fn told(&self, phrase: &Phrase) -> String {
        phrase.in_language(&self.language)
    }

    fn reading(&self, format: Format) -> &Language {
        match format {
            Format::Text => &self.language,
            Format::Json => &self.machine,
        }
    }
}

/// Reads the arguments of the process and does what they say. Exit code 0: clean, 1: findings, 2: could not run.
pub fn run() -> ExitCode {
    let out = &mut io::stdout().lock();
    let arguments = Arguments::parse();
    let reader = Reader::of(arguments.language.as_deref());
    let outcome = match arguments.command.unwrap_or(Command::Serve(arguments.serve)) {
        Command::Backup(backup) => backup.run(out),
        Command::Calendar(calendar) => calendar.run(out),
        Command::Check(check) => check.run(out, &reader),
        Command::Decide(decide) => decide.run(out, &reader),
        Command::Explain(explain) => explain.run(out, &reader),
        Command::Migrate(migrate) => migrate.run(out),
        Command::New(new) => new.run(out, &reader),
        Command::Reindex(reindex) => reindex.run(out),
        Command::Serve(serve) => serve.run(out),
        Command::Schema(schema) => schema.run(out),
        Command::Script(script) => script.run(out),
        Command::Show(show) => show.run(out, &reader),
        Command::Test(test) => test.run(out, &reader),
        Command::Token(token) => token.run(out),
        Command::User(user) => user.run(out, &reader),
        Command::Verify(verify) => verify.run(out),
    };
    match outcome {
        Ok(Verdict::Clean) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(error) => {
            // Nobody is left to tell if this fails too.
            let _ = writeln!(io::stderr(), "redress: {}", reader.told(&error.0));
            ExitCode::from(2)
        }
    }
}

/// Colours for people at a terminal who did not ask to be spared them (`NO_COLOR`).
fn colour() -> Colour {
    let wanted = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if wanted { Colour::Styled } else { Colour::Plain }
}
