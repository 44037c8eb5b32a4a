//! Packs as the command line meets them: read from a folder and ready to run, or the reason why not.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::CouldNotRun;
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::{Phrase, phrase};
use crate::pack::id::OrganizationId;
use crate::pack::load::{Sources, organizations};
use crate::pack::{self, Pack, bundled};

pub struct Ready {
    pub sources: Sources,
    pub pack: Pack,
}

/// The packs of `named`, or all under `root`.
///
/// # Errors
/// When there is none, one cannot be read, or one has errors: what runs must first be clean.
pub fn ready(root: &Path, named: &[String]) -> Result<Vec<Ready>, CouldNotRun> {
    let known = organizations(root);
    let wanted: Vec<OrganizationId> = if named.is_empty() {
        known
    } else {
        named
            .iter()
            .map(|name| known_one(name, &known))
            .collect::<Result<_, _>>()?
    };
    if wanted.is_empty() {
        return Err(CouldNotRun(phrase!(
            "no packs under {path}: there is no folder in `rules/`; `redress new` begins one",
            path = root.display()
        )));
    }
    wanted.iter().map(|organization| one(root, organization)).collect()
}

/// The files of one pack, whether they are right or not: one below `root`, or one that comes with the program.
///
/// # Errors
/// When there is none of this name, or it cannot be read.
pub fn sources(root: &Path, name: &str) -> Result<(OrganizationId, Sources), CouldNotRun> {
    let own = organizations(root);
    let all: Vec<OrganizationId> = own.iter().cloned().chain(bundled::organizations()).collect();
    let organization = known_one(name, &all)?;
    let sources = match own.contains(&organization) {
        true => read(root, &organization)?,
        false => bundled::sources(&organization),
    };
    Ok((organization, sources))
}

fn read(root: &Path, organization: &OrganizationId) -> Result<Sources, CouldNotRun> {
    Sources::read(root, organization).map_err(|error| {
        CouldNotRun(phrase!(
            "cannot read the pack `{organization}`: {error}",
            organization,
            error
        ))
    })
}

fn known_one(name: &str, known: &[OrganizationId]) -> Result<OrganizationId, CouldNotRun> {
    if let Some(found) = known.iter().find(|organization| organization.as_str() == name) {
        return Ok(found.clone());
    }
    let names = || {
        let names: BTreeSet<&str> = known.iter().map(|organization| organization.as_str()).collect();
        names.into_iter()
    };
    Err(CouldNotRun(match crate::diagnostic::nearest(name, names()) {
        Some(nearest) => phrase!(
            "there is no organization `{name}`; did you mean `{nearest}`?",
            name,
            nearest
        ),
        None if known.is_empty() => phrase!(
            "there is no organization `{name}`: there is no folder in `rules/`",
            name
        ),
        None => phrase!(
            "there is no organization `{name}`; there are: {names}",
            name,
            names = names().collect::<Vec<_>>().join(", ")
        ),
    }))
}

/// One pack, below `root` or one that comes with the program.
///
/// # Errors
/// When there is none of this name, it cannot be read, or it has errors.
pub fn runnable(root: &Path, name: &str) -> Result<Pack, CouldNotRun> {
    let (organization, sources) = sources(root, name)?;
    Ok(clean(&organization, sources)?.pack)
}

fn one(root: &Path, organization: &OrganizationId) -> Result<Ready, CouldNotRun> {
    clean(organization, read(root, organization)?)
}

fn clean(organization: &OrganizationId, sources: Sources) -> Result<Ready, CouldNotRun> {
    let checked = pack::check(&sources);
    match checked.pack {
        Some(pack) => Ok(Ready { sources, pack }),
        None => {
            let errors = checked
                .diagnostics
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .count();
            Err(CouldNotRun(phrase!(
                "the pack `{organization}` has {errors}; `redress check` shows them",
                organization,
                errors = super::check::errors(errors)
            )))
        }
    }
}

/// The findings of a file that must be clean before anything can be done with it.
pub fn broken(findings: &[Diagnostic]) -> CouldNotRun {
    let lines = findings.iter().map(|finding| match &finding.place {
        Some(place) => phrase!("{path}: {message}", path = place.file.path, message = finding.message),
        None => finding.message.clone(),
    });
    CouldNotRun(Phrase::joined(lines, Phrase::text("\n")))
}

pub fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, CouldNotRun> {
    let cannot = |error| CouldNotRun(phrase!("cannot read {path}: {error}", path = folder.display(), error));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml")
        {
            files.push(path);
        }
    }
    Ok(files)
}

pub fn json(value: &impl Serialize) -> Result<String, CouldNotRun> {
    serde_json::to_string_pretty(value).map_err(|error| CouldNotRun(phrase!("cannot write JSON: {error}", error)))
}
