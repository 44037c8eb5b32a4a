//! The environment, read once at start.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::openid::settings::{Said, Settings as OpenId, SettingsError as OpenIdError};
use crate::proxies::Proxies;
use crate::scanner::Scanner;
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
    /// `REDRESS_CLAMD`: the virus scanner that every file must pass, `host:port` or the path of a socket; none if not said.
    pub clamd: Option<Scanner>,
    /// `REDRESS_DRAFT_DAYS`: how long a draft is kept that nobody touches; 30 if not said.
    pub draft_days: u16,
    /// `REDRESS_SECURE_COOKIES`: `yes` behind TLS, so that cookies never travel in the open.
    pub secure_cookies: bool,
    /// `REDRESS_ADDRESS`: where people find the program from outside, such as `https://complaints.example.org`. Links that are
    /// handed over begin with it; if it is not said, with what the browser of whoever makes them has found.
    pub address: Option<String>,
    /// `REDRESS_TRUSTED_PROXIES`: addresses or networks of the proxies that are believed when they say from where a request comes, with
    /// commas between them; nobody if not said.
    pub trusted_proxies: Proxies,
    /// `REDRESS_SECOND_FACTOR`: `administrators` lets no operator and no administrator of the platform further than to setting one up.
    pub second_factor_required: bool,
    /// `REDRESS_OPENID_ISSUER`, `REDRESS_OPENID_CLIENT_ID`, `REDRESS_OPENID_CLIENT_SECRET` (or the path of a file with it,
    /// `REDRESS_OPENID_CLIENT_SECRET_FILE`) and `REDRESS_OPENID_LABEL`: a provider that people may sign in with; none if not said.
    pub openid: Option<OpenId>,
    /// `REDRESS_TEST_CLOCK`: a clock that stands at this instant until it is moved. Never in production.
    pub test_clock: Option<DateTime<Utc>>,
}

/// A setting that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{setting}` is `{found}`; {help}")]
pub struct ConfigError {
    pub setting: &'static str,
    pub found: String,
    pub help: Cow<'static, str>,
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
            clamd: read(
                &look_up,
                "REDRESS_CLAMD",
                "write where clamd listens: `127.0.0.1:3310`, or the path of its socket",
            )?,
            draft_days: read(&look_up, "REDRESS_DRAFT_DAYS", "write a whole number of days")?.unwrap_or(30),
            secure_cookies: is_set(&look_up, "REDRESS_SECURE_COOKIES", "yes", "write `yes` or `no`")?,
            address: match look_up("REDRESS_ADDRESS") {
                Some(found) if !is_address(&found) => {
                    return Err(ConfigError {
                        setting: "REDRESS_ADDRESS",
                        found,
                        help: "write where people find the program, such as `https://complaints.example.org`".into(),
                    });
                }
                found => found.map(|found| found.trim_end_matches('/').to_owned()),
            },
            trusted_proxies: read(
                &look_up,
                "REDRESS_TRUSTED_PROXIES",
                "write addresses or networks with commas between them, such as `127.0.0.1,10.0.0.0/8`",
            )?
            .unwrap_or_default(),
            second_factor_required: is_set(
                &look_up,
                "REDRESS_SECOND_FACTOR",
                "administrators",
                "write `administrators` or `no`",
            )?,
            openid: openid(&look_up)?,
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

/// Which provider of OpenID Connect people may sign in with. What is set to nothing is not set: that is how settings are left out
/// where every one has its line.
fn openid(look_up: &impl Fn(&str) -> Option<String>) -> Result<Option<OpenId>, ConfigError> {
    let said = |name: &str| look_up(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    let (issuer, client_id) = ("REDRESS_OPENID_ISSUER", "REDRESS_OPENID_CLIENT_ID");
    let file = "REDRESS_OPENID_CLIENT_SECRET_FILE";
    let settings = Said {
        issuer: said(issuer),
        client_id: said(client_id),
        secret: said("REDRESS_OPENID_CLIENT_SECRET"),
        secret_file: said(file),
        label: said("REDRESS_OPENID_LABEL"),
    };
    settings.settings().map_err(|error| {
        let setting = match error {
            OpenIdError::Issuer | OpenIdError::NoClientId => issuer,
            OpenIdError::NoIssuer => client_id,
            OpenIdError::File(_) => file,
        };
        ConfigError {
            setting,
            found: said(setting),
            help: error.to_string().into(),
        }
    })
}

/// Whether a setting has the one value that switches something on.
fn is_set(
    look_up: &impl Fn(&str) -> Option<String>,
    setting: &'static str,
    on: &str,
    help: &'static str,
) -> Result<bool, ConfigError> {
    match look_up(setting) {
        None => Ok(false),
        Some(found) if found == "no" => Ok(false),
        Some(found) if found == on => Ok(true),
        Some(found) => Err(ConfigError {
            setting,
            found,
            help: help.into(),
        }),
    }
}

/// Scheme and host, and nothing after them.
fn is_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.map(|host| host.trim_end_matches('/'))
        .is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@']) && host.is_ascii())
}

fn read<T: std::str::FromStr>(
    look_up: &impl Fn(&str) -> Option<String>,
    setting: &'static str,
    help: &'static str,
) -> Result<Option<T>, ConfigError> {
    let Some(found) = look_up(setting) else { return Ok(None) };
    match found.parse() {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(ConfigError {
            setting,
            found,
            help: help.into(),
        }),
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
    fn where_people_find_the_program_is_a_scheme_and_a_host() {
        let with = |text: &'static str| Config::read(move |name| (name == "REDRESS_ADDRESS").then(|| text.to_owned()));
        let read = with("https://complaints.example.org/").unwrap();
        assert_eq!(read.address.as_deref(), Some("https://complaints.example.org"));
        for wrong in [
            "complaints.example.org",
            "ftp://example.org",
            "https://example.org/a",
            "https://",
        ] {
            assert!(with(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_provider_is_named_whole_or_not_at_all_and_its_secret_is_shown_nowhere() {
        let with = |all: &'static [(&str, &str)]| {
            Config::read(move |name| {
                let found = all.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(with(&[("REDRESS_OPENID_ISSUER", " ")]).unwrap().openid, None);
        let half = with(&[("REDRESS_OPENID_ISSUER", "https://id.example.org")]).unwrap_err();
        assert_eq!(
            half.to_string(),
            "`REDRESS_OPENID_ISSUER` is `https://id.example.org`; say the client id as well, or neither of the two"
        );
        let config = with(&[
            ("REDRESS_OPENID_ISSUER", "https://id.example.org"),
            ("REDRESS_OPENID_CLIENT_ID", "redress"),
            ("REDRESS_OPENID_CLIENT_SECRET", "hush"),
            ("REDRESS_OPENID_LABEL", "the town's sign-in"),
        ]);
        let config = config.unwrap();
        assert_eq!(config.openid.as_ref().unwrap().label, "the town's sign-in");
        assert!(!format!("{config:?}").contains("hush"));
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
