//! `redress schema`: the published shape of every file of a pack, for editors.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::{CouldNotRun, Verdict};
use crate::diagnostic::nearest;
use crate::locale::{Phrase, phrase};
use crate::pack::keys;
use crate::pack::schema::{self, schemas};
use crate::script::manual;

/// Print the JSON Schema of a kind of file, or write all of them into a folder.
#[derive(Args)]
pub struct Schema {
    /// The kind of file, such as `case-type`. Without one: all kinds.
    kind: Option<String>,
    /// Write every schema into this folder.
    #[arg(long, value_name = "FOLDER", conflicts_with = "kind")]
    write: Option<PathBuf>,
    /// Print every key of every file as Markdown: the reference part of `docs/packs.md`.
    #[arg(long, conflicts_with_all = ["kind", "write"])]
    keys: bool,
    /// Print every name a script can use as Markdown: the reference part of `docs/scripts.md`.
    #[arg(long, conflicts_with_all = ["kind", "write", "keys"])]
    scripts: bool,
}

impl Schema {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        if let Some(folder) = &self.write {
            schema::write(folder).map_err(|error| {
                CouldNotRun(phrase!(
                    "cannot write into {folder}: {error}",
                    folder = folder.display(),
                    error
                ))
            })?;
            return Ok(Verdict::Clean);
        }
        if self.keys {
            write!(out, "{}", keys::reference())?;
            return Ok(Verdict::Clean);
        }
        if self.scripts {
            write!(out, "{}", manual::reference())?;
            return Ok(Verdict::Clean);
        }
        let Some(kind) = &self.kind else {
            for schema in schemas() {
                writeln!(out, "{:<16} {}", schema.name, schema.files)?;
            }
            return Ok(Verdict::Clean);
        };
        match schemas().iter().find(|schema| schema.name == kind) {
            Some(schema) => write!(out, "{}", schema.text())?,
            None => return Err(CouldNotRun(no_kind(kind))),
        }
        Ok(Verdict::Clean)
    }
}

fn no_kind(kind: &str) -> Phrase {
    match nearest(kind, schemas().iter().map(|schema| schema.name)) {
        Some(nearest) => phrase!(
            "no kind of file is called `{kind}`; did you mean `{nearest}`?",
            kind,
            nearest
        ),
        None => phrase!("no kind of file is called `{kind}`; `redress schema` lists them", kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(kind: Option<&str>) -> Result<String, String> {
        let mut out = Vec::new();
        let schema = Schema {
            kind: kind.map(str::to_owned),
            write: None,
            keys: false,
            scripts: false,
        };
        schema.run(&mut out).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn every_kind_is_listed_and_can_be_printed() {
        for line in run(None).unwrap().lines() {
            let kind = line.split_whitespace().next();
            let schema: serde_json::Value = serde_json::from_str(&run(kind).unwrap()).unwrap();
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        }
    }

    #[test]
    fn an_unknown_kind_is_answered_with_the_nearest() {
        assert_eq!(
            run(Some("forms")).unwrap_err(),
            "no kind of file is called `forms`; did you mean `form`?"
        );
    }
}
