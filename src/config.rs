//! The environment, read once at start.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::store::Database;

/// How this process runs. Every setting has a default that works on a fresh machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `REDRESS_DATABASE`: a SQLite file, or `postgres://…`. Otherwise `redress.sqlite3` in the data folder.
    pub database: Database,
    /// `REDRESS_DATA`: the folder of the database file and of attachments; `data` if not said.
    pub data: PathBuf,
    /// `REDRESS_ROOT`: the folder that holds `rules/` and `forms/`; here if not said.
    pub root: PathBuf,
    /// `REDRESS_LISTEN`: where pages and the API answer; `127.0.0.1:8080` if not said.
    pub listen: SocketAddr,
    /// `REDRESS_FILE_MEGABYTES`: the largest attachment; 10 if not said.
    pub file_bytes_max: usize,
    /// `REDRESS_DRAFT_DAYS`: how long a draft is kept that nobody touches; 30 if not said.
    pub draft_days: u16,
    /// `REDRESS_SECURE_COOKIES`: `yes` behind TLS, so that cookies never travel in the open.
    pub secure_cookies: bool,
    /// `REDRESS_TEST_CLOCK`: a clock that stands at this instant until it is moved. Never in production.
    pub test_clock: Option<DateTime<Utc>>,
}

/// A setting that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{setting}` is `{found}`; {help}")]
pub struct ConfigError {
    pub setting: &'static str,
    pub found: String,
    pub help: &'static str,
}

impl Config {
    /// Reads the settings through `look_up`, which is `std::env::var` in the program and a table in tests.
    ///
    /// # Errors
    /// Names the first setting that cannot be meant, with what would be.
    pub fn read(look_up: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let data = PathBuf::from(look_up("REDRESS_DATA").unwrap_or_else(|| "data".to_owned()));
        let database = match look_up("REDRESS_DATABASE") {
            Some(text) => Database::parse(&text),
            None => Database::Sqlite(data.join("redress.sqlite3")),
        };
        Ok(Self {
            database,
            root: look_up("REDRESS_ROOT").unwrap_or_else(|| ".".to_owned()).into(),
            listen: read(
                &look_up,
                "REDRESS_LISTEN",
                "write an address and a port, such as `127.0.0.1:8080`",
            )?
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            file_bytes_max: read::<usize>(&look_up, "REDRESS_FILE_MEGABYTES", "write a whole number of megabytes")?
                .unwrap_or(10)
                .saturating_mul(1024 * 1024),
            draft_days: read(&look_up, "REDRESS_DRAFT_DAYS", "write a whole number of days")?.unwrap_or(30),
            secure_cookies: match look_up("REDRESS_SECURE_COOKIES").as_deref() {
                None | Some("no") => false,
                Some("yes") => true,
                Some(found) => {
                    return Err(ConfigError {
                        setting: "REDRESS_SECURE_COOKIES",
                        found: found.to_owned(),
                        help: "write `yes` or `no`",
                    });
                }
            },
            test_clock: read(
                &look_up,
                "REDRESS_TEST_CLOCK",
                "write an instant, such as `2024-09-27T08:00:00Z`",
            )?,
            data,
        })
    }

    /// Where attachments lie.
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }
}

fn read<T: std::str::FromStr>(
    look_up: &impl Fn(&str) -> Option<String>,
    setting: &'static str,
    help: &'static str,
) -> Result<Option<T>, ConfigError> {
    let Some(found) = look_up(setting) else { return Ok(None) };
    match found.parse() {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(ConfigError { setting, found, help }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_said_runs_on_a_fresh_machine() {
        let config = Config::read(|_| None).unwrap();
        assert_eq!(config.database, Database::Sqlite("data/redress.sqlite3".into()));
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.test_clock, None);
    }

    #[test]
    fn a_setting_that_cannot_be_meant_is_named_with_what_would_be() {
        let error = Config::read(|name| (name == "REDRESS_LISTEN").then(|| "8080".to_owned())).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`REDRESS_LISTEN` is `8080`; write an address and a port, such as `127.0.0.1:8080`"
        );
    }

    #[test]
    fn an_address_of_postgres_is_told_from_a_file() {
        let with = |text: &'static str| Config::read(move |name| (name == "REDRESS_DATABASE").then(|| text.to_owned()));
        assert_eq!(
            with("postgres://db/redress").unwrap().database,
            Database::Postgres("postgres://db/redress".into())
        );
        assert_eq!(
            with("sqlite:/srv/a.db").unwrap().database,
            Database::Sqlite("/srv/a.db".into())
        );
    }
}
