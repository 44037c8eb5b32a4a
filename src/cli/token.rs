//! `redress token`: bearer tokens for the API.

use std::io::Write;

use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Subcommand};

use super::storage::Storage;
use super::{CouldNotRun, Verdict};
use crate::access::scope::Scopes;
use crate::case::PersonId;
use crate::locale::phrase;
use crate::pack::id::OrganizationId;
use crate::store::sessions::{self, Grant};

/// Make, list and revoke the API tokens of a person.
#[derive(Args)]
pub struct Token {
    #[command(flatten)]
    storage: Storage,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make a token; it is printed this once.
    Add {
        /// The person it acts as.
        person: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// After how many days it expires; 0 for never.
        #[arg(long, default_value_t = 365)]
        days: u32,
        /// What it may be used for, as far as the person may do it; all of it if not said.
        #[arg(long, value_delimiter = ',', value_name = "SCOPE", value_parser = ["read", "write", "decide"])]
        scopes: Vec<String>,
        /// The only organization it is for.
        #[arg(long)]
        organization: Option<String>,
    },
    /// The tokens of a person, newest first; never the tokens themselves.
    List { person: String },
    /// Make a token void at once.
    Revoke {
        person: String,
        /// Its beginning, as listed.
        prefix: String,
    },
}

impl Token {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        let app = self.storage.open()?;
        match &self.what {
            What::Add {
                person,
                name,
                days,
                scopes,
                organization,
            } => {
                let grant = Grant {
                    scopes: if scopes.is_empty() {
                        Scopes::all()
                    } else {
                        Scopes::of_words(&scopes.join(" "))
                    },
                    organization: organization.as_ref().map(OrganizationId::new),
                };
                let expires = (*days > 0).then(|| app.clock().wall() + TimeDelta::days(i64::from(*days)));
                let token = app
                    .grant_token(&PersonId(person.as_str().into()), name, expires, grant)
                    .map_err(|error| CouldNotRun::caused(&error))?;
                writeln!(out, "{token}")?;
            }
            What::List { person } => {
                let tokens = app
                    .tokens_of(&PersonId(person.as_str().into()))
                    .map_err(|error| CouldNotRun::caused(&error))?;
                for token in tokens {
                    let state = state(&token, app.clock().wall());
                    let place = token.grant.organization.as_ref().map_or("*", |id| id.as_str());
                    let used = match token.used_at {
                        Some(at) => format!("used {}", at.format("%Y-%m-%d")),
                        None => "never used".to_owned(),
                    };
                    writeln!(
                        out,
                        "{}…  {:<24} {:<18} {place:<20} {used:<16} {state}",
                        token.prefix,
                        token.name,
                        token.grant.scopes.to_string()
                    )?;
                }
            }
            What::Revoke { person, prefix } => {
                let revoked = app
                    .revoke_token(&PersonId(person.as_str().into()), prefix)
                    .map_err(|error| CouldNotRun::caused(&error))?;
                if !revoked {
                    return Err(CouldNotRun(phrase!(
                        "`{person}` has no token in force that begins with `{prefix}`",
                        person,
                        prefix
                    )));
                }
            }
        }
        Ok(Verdict::Clean)
    }
}

fn state(token: &sessions::Token, now: DateTime<Utc>) -> String {
    match (token.revoked_at, token.expires_at) {
        (Some(_), _) => "revoked".to_owned(),
        (None, Some(expires)) if expires <= now => "expired".to_owned(),
        (None, Some(expires)) => format!("until {}", expires.format("%Y-%m-%d")),
        (None, None) => "in force".to_owned(),
    }
}
