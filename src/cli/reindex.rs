//! `redress reindex`: makes anew what cases are found by.

use std::io::Write;

use clap::Args;

use super::storage::Storage;
use super::{CouldNotRun, Verdict};

/// Make the words by which cases are found, and the outcomes by which lists are narrowed, anew from the cases. The program may run
/// meanwhile.
#[derive(Args)]
pub struct Reindex {
    #[command(flatten)]
    storage: Storage,
}

impl Reindex {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        let app = self.storage.open()?;
        let indexed = app.reindex().map_err(|error| CouldNotRun::caused(&error))?;
        writeln!(out, "{indexed} cases indexed")?;
        Ok(Verdict::Clean)
    }
}
