//! `redress migrate`: brings the database's schema up to date, or takes it back.

use std::io::Write;

use clap::Args;

use super::storage::Storage;
use super::{CouldNotRun, Verdict};
use crate::store::Store;

/// Bring the database's schema up to date (starting the server does it as well).
#[derive(Args)]
pub struct Migrate {
    #[command(flatten)]
    storage: Storage,
    /// Take the schema back to nothing instead. EVERYTHING in the database is lost.
    #[arg(long)]
    revert: bool,
}

impl Migrate {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        if self.revert {
            let config = self.storage.config()?;
            Store::revert(&config.database).map_err(|error| CouldNotRun::caused(&error))?;
            writeln!(out, "the database is empty")?;
        } else {
            self.storage.open()?;
            writeln!(out, "the database is up to date")?;
        }
        Ok(Verdict::Clean)
    }
}
