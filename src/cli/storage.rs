//! Where data and packs are: the options every command that opens the store shares.

use std::path::PathBuf;

use clap::Args;

use super::CouldNotRun;
use crate::app::App;
use crate::config::Config;

#[derive(Args, Clone)]
pub struct Storage {
    /// The folder of the embedded database and of attachments.
    #[arg(long, env = "REDRESS_DATA", default_value = "data", value_name = "FOLDER")]
    pub data: PathBuf,
    /// A SQLite file or `postgres://…`; `redress.sqlite3` in the data folder if not given.
    #[arg(long, env = "REDRESS_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// The folder that holds `rules/` and `forms/`.
    #[arg(long, env = "REDRESS_ROOT", default_value = ".", value_name = "FOLDER")]
    pub packs: PathBuf,
}

impl Storage {
    /// The environment with these options over it.
    pub fn config(&self) -> Result<Config, CouldNotRun> {
        self.config_with(|_| None)
    }

    /// The environment with these options and those of a command over it.
    pub fn config_with(&self, said: impl Fn(&str) -> Option<String>) -> Result<Config, CouldNotRun> {
        let text = |path: &PathBuf| path.to_str().map(str::to_owned);
        Config::read(|name| match name {
            "REDRESS_DATA" => text(&self.data),
            "REDRESS_DATABASE" => self.database.clone(),
            "REDRESS_ROOT" => text(&self.packs),
            other => said(other).or_else(|| std::env::var(other).ok()),
        })
        .map_err(CouldNotRun::new)
    }

    /// Opens the store, bringing its schema up to date.
    pub fn open(&self) -> Result<App, CouldNotRun> {
        App::open(&self.config()?).map_err(|error| CouldNotRun::caused(&error))
    }
}
