//! The packs that are running, and every version a case was opened under.
//!
//! A pack with errors never runs: what ran before goes on, and other organizations notice nothing. Readers hold on to the
//! version they began with.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::App;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pack::id::{OrganizationId, PackVersion};
use crate::pack::load::{self, Sources};
use crate::pack::{self, Pack};
use crate::store::{self, Conn, packs as rows};

type Active = BTreeMap<OrganizationId, Arc<Pack>>;

/// Which pack runs for which organization.
pub struct Packs {
    active: ArcSwap<Active>,
    /// Every version that was needed so far.
    known: Mutex<HashMap<(OrganizationId, PackVersion), Arc<Pack>>>,
}

/// What became of an organization's folder at start.
#[derive(Debug)]
pub struct Loaded {
    pub organization: OrganizationId,
    /// What runs now: the folder's version, or the last good one if the folder has errors, or nothing.
    pub running: Option<PackVersion>,
    /// The folder could not be activated.
    pub refused: bool,
    pub findings: Vec<Diagnostic>,
}

/// Why a pack does not run.
#[derive(Debug, thiserror::Error)]
pub enum ActivationError {
    #[error("the pack has {} findings", .0.len())]
    Findings(Vec<Diagnostic>),
    #[error("the pack cannot be kept")]
    Store(#[from] store::Error),
}

impl Packs {
    pub(super) fn new() -> Self {
        Self {
            active: ArcSwap::default(),
            known: Mutex::default(),
        }
    }

    /// The pack that runs for an organization; `None` if there is no such organization.
    pub fn active(&self, organization: &OrganizationId) -> Option<Arc<Pack>> {
        self.active.load().get(organization).cloned()
    }

    /// Every organization with its running pack.
    pub fn all(&self) -> Vec<Arc<Pack>> {
        self.active.load().values().cloned().collect()
    }

    /// A version of a pack, as cases are pinned to it.
    ///
    /// # Errors
    /// When it is not in the store or this program can no longer read it.
    pub fn version(
        &self,
        conn: &mut Conn,
        organization: &OrganizationId,
        version: &PackVersion,
    ) -> Result<Arc<Pack>, store::Error> {
        if let Some(pack) = self
            .active
            .load()
            .get(organization)
            .filter(|pack| pack.version == *version)
        {
            return Ok(Arc::clone(pack));
        }
        let key = (organization.clone(), version.clone());
        if let Some(pack) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Arc::clone(pack));
        }
        let text = rows::sources(conn, organization, version)?
            .ok_or_else(|| store::Error::corrupt("pack", format!("version `{version}` is not there")))?;
        let sources: Sources = serde_json::from_str(&text).map_err(|error| store::Error::corrupt("pack", error))?;
        let (pack, findings) = build(organization, &sources);
        let pack = pack.ok_or_else(|| store::Error::corrupt("pack", first_error(version, &findings)))?;
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, Arc::clone(&pack));
        Ok(pack)
    }

    fn run(&self, pack: &Arc<Pack>) {
        let key = (pack.organization.clone(), pack.version.clone());
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, Arc::clone(pack));
        self.active.rcu(|active| {
            let mut active = Active::clone(active);
            active.insert(pack.organization.clone(), Arc::clone(pack));
            active
        });
    }
}

impl App {
    /// Checks a pack and lets it run from now on. Cases already open stay with the version they were opened under.
    ///
    /// # Errors
    /// Every finding if one of them is an error; what ran before goes on.
    pub fn activate(
        &self,
        organization: &OrganizationId,
        sources: &Sources,
    ) -> Result<(Arc<Pack>, Vec<Diagnostic>), ActivationError> {
        let (pack, findings) = build(organization, sources);
        let Some(pack) = pack else {
            return Err(ActivationError::Findings(findings));
        };
        let text = serde_json::to_string(sources).map_err(|error| store::Error::corrupt("pack", error))?;
        let (organization, version, now) = (organization.clone(), pack.version.clone(), self.clock().now());
        self.store().write(move |conn| {
            if rows::active(conn, &organization)?.as_ref() == Some(&version) {
                return Ok::<_, store::Error>(());
            }
            rows::activate(conn, &organization, &version, &text, now)
        })?;
        self.packs().run(&pack);
        Ok((pack, findings))
    }

    /// Activates every pack below `root` and, where that fails or the folder is gone, what ran last.
    ///
    /// # Errors
    /// When the store does not answer. A broken pack is no error of the others.
    pub fn load_packs(&self, root: &Path) -> Result<Vec<Loaded>, store::Error> {
        let mut loaded = Vec::new();
        for organization in load::organizations(root) {
            let outcome = match Sources::read(root, &organization) {
                Ok(sources) => self.activate(&organization, &sources),
                Err(error) => {
                    tracing::error!(%organization, %error, "the pack's folder cannot be read");
                    Err(ActivationError::Findings(Vec::new()))
                }
            };
            loaded.push(match outcome {
                Ok((pack, findings)) => {
                    Loaded { organization, running: Some(pack.version.clone()), refused: false, findings }
                }
                Err(ActivationError::Store(error)) => return Err(error),
                Err(ActivationError::Findings(findings)) => {
                    let running = self.run_last_good(&organization)?;
                    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
                    match &running {
                        Some(_) => tracing::error!(%organization, errors, "the pack has errors; its last good version goes on"),
                        None => tracing::error!(%organization, errors, "the pack has errors and does not run; `redress check` shows them"),
                    }
                    Loaded { organization, running, refused: true, findings }
                }
            });
        }
        self.adopt_activations()?;
        Ok(loaded)
    }

    /// Runs what other nodes have activated, and what runs in the database without a folder here.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn adopt_activations(&self) -> Result<(), store::Error> {
        for (organization, version) in self.store().read(rows::active_on_platform)? {
            let runs_already = self
                .packs()
                .active(&organization)
                .is_some_and(|pack| pack.version == version);
            if !runs_already {
                self.run_last_good(&organization)?;
            }
        }
        Ok(())
    }

    fn run_last_good(&self, organization: &OrganizationId) -> Result<Option<PackVersion>, store::Error> {
        let Some(version) = self.store().read(|conn| rows::active(conn, organization))? else {
            return Ok(None);
        };
        match self
            .store()
            .read(|conn| self.packs().version(conn, organization, &version))
        {
            Ok(pack) => {
                self.packs().run(&pack);
                Ok(Some(version))
            }
            Err(error @ store::Error::Corrupt { .. }) => {
                tracing::error!(%organization, %version, error = %error.chain(), "the last good pack cannot be run");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// The pack and every finding; no pack if one of them is an error.
fn build(organization: &OrganizationId, sources: &Sources) -> (Option<Arc<Pack>>, Vec<Diagnostic>) {
    let (pack, findings) = pack::build(organization, sources);
    (pack.map(Arc::new), findings)
}

fn first_error(version: &PackVersion, findings: &[Diagnostic]) -> String {
    let first = findings.iter().find(|finding| finding.severity == Severity::Error);
    let first = first.map_or_else(|| "unknown".to_owned(), |finding| finding.message.english());
    format!("version `{version}` has errors: {first}")
}
