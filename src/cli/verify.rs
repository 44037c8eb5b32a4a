//! `redress verify`: proves that nothing was changed behind the history's back.

use std::io::Write;

use clap::Args;

use super::storage::Storage;
use super::{CouldNotRun, Format, Verdict, packs};
use crate::pack::id::OrganizationId;

/// Prove the hash chains, that every case equals the fold of its history, and that lists agree with the cases.
#[derive(Args)]
pub struct Verify {
    /// Only this organization.
    organization: Option<String>,
    #[command(flatten)]
    storage: Storage,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Verify {
    pub fn run(&self, out: &mut dyn Write) -> Result<Verdict, CouldNotRun> {
        let app = self.storage.open()?;
        let findings = match &self.organization {
            Some(organization) => app.store().verify(&OrganizationId::new(organization)),
            None => app.store().verify_platform(),
        }
        .map_err(|error| CouldNotRun::caused(&error))?;
        match self.format {
            Format::Json => writeln!(out, "{}", packs::json(&findings)?)?,
            Format::Text => {
                for fault in &findings.faults {
                    writeln!(out, "{fault}")?;
                }
                writeln!(
                    out,
                    "{} cases, {} events, {} faults",
                    findings.cases,
                    findings.events,
                    findings.faults.len()
                )?;
            }
        }
        Ok(if findings.faults.is_empty() {
            Verdict::Clean
        } else {
            Verdict::Findings
        })
    }
}
