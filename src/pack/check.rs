//! From bytes to a pack that can run, or to everything that keeps it from running.

use super::draft::Draft;
use super::id::OrganizationId;
use super::load::Sources;
use super::raw::{Map, RawValue};
use super::{Pack, checks, compile};
use crate::diagnostic::{Diagnostic, Severity};

/// What came of checking a pack.
pub struct Checked {
    /// Every finding, as [`checks::sort`] puts them.
    pub diagnostics: Vec<Diagnostic>,
    /// `None` if one of the findings is an error.
    pub pack: Option<Pack>,
    pub draft: Draft,
}

/// Reads, links, checks and compiles the pack in `sources`. What depends on the day it is checked ([`checks::on_day`]) is left out:
/// a pack does not stop running because a year has begun.
pub fn check(sources: &Sources) -> Checked {
    let organization = sources.organization().unwrap_or_else(|| OrganizationId::new(""));
    check_as(&organization, sources)
}

/// [`check`] for whom only the pack matters.
pub fn build(organization: &OrganizationId, sources: &Sources) -> (Option<Pack>, Vec<Diagnostic>) {
    let checked = check_as(organization, sources);
    (checked.pack, checked.diagnostics)
}

/// The pack in `sources` without the checks, for whom it is the same pack with one thing changed, and with other values for some
/// settings, as if they stood in `organization.yaml`; `None` if it cannot be compiled. A setting that it does not have changes nothing.
pub fn assemble(organization: &OrganizationId, sources: &Sources, settings: &Map<RawValue>) -> Option<Pack> {
    let draft = Draft::under(organization, sources, settings);
    let is_broken = |finding: &Diagnostic| finding.severity == Severity::Error;
    if draft.findings.iter().any(is_broken) {
        return None;
    }
    compile::compile(&draft).ok()
}

/// [`check`] for the organization of this folder, even if it is empty.
pub fn check_as(organization: &OrganizationId, sources: &Sources) -> Checked {
    let draft = Draft::new(organization, sources);
    let mut diagnostics = checks::run(&draft);
    let mut pack = None;
    if !diagnostics.iter().any(|finding| finding.severity == Severity::Error) {
        match compile::compile(&draft) {
            Ok(compiled) => pack = Some(compiled),
            Err(findings) => diagnostics.extend(findings),
        }
    }
    checks::sort(&mut diagnostics);
    Checked {
        diagnostics,
        pack,
        draft,
    }
}
