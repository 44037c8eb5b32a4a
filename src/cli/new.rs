//! `redress new`: a pack of one's own, begun small or as a copy of one that is like it.

mod starter;

use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::{CouldNotRun, Reader, Verdict, packs};
use crate::diagnostic::SourceFile;
use crate::locale::phrase;
use crate::pack::bundled;
use crate::pack::draft::Draft;
use crate::pack::id::OrganizationId;
use crate::pack::load::{Sources, organizations};
use crate::pack::raw::RawText;
use crate::{pack, yaml};

/// Begin a pack of your own: a small one, or a copy of one that is like it.
#[derive(Args)]
pub struct New {
    /// The id of the new organization: small letters, digits, `-`; its folders are called so.
    organization: String,
    /// The organization whose pack to begin with, here or among those that come with the program; a small one if not given.
    #[arg(long, value_name = "ORGANIZATION")]
    like: Option<String>,
    /// What the new organization is called; the id if not given.
    #[arg(long)]
    name: Option<String>,
    /// Where `rules/` and `forms/` are.
    #[arg(long, default_value = ".", value_name = "PATH")]
    packs: PathBuf,
}

impl New {
    pub fn run(&self, out: &mut dyn Write, reader: &Reader) -> Result<Verdict, CouldNotRun> {
        let organization = self.id()?;
        let name = self.name.as_deref().unwrap_or(organization.as_str());
        let files = match &self.like {
            None => {
                let (like, model) = starter::sources(&organization);
                renamed(&like, &organization, name, &model)?
            }
            Some(like) => {
                let (like, model) = packs::sources(&self.packs, like)?;
                let mut files = renamed(&like, &organization, name, &model)?;
                remember(&like, &organization, &model, &mut files)?;
                files.extend(self.shared(&model));
                files
            }
        };
        for (path, bytes) in &files {
            write(&self.packs.join(path), bytes)?;
        }
        let sources = Sources::read(&self.packs, &organization).map_err(CouldNotRun::new)?;
        let checked = pack::check_as(&organization, &sources);
        let findings = match checked.diagnostics.len() {
            1 => phrase!("1 finding"),
            count => phrase!("{count} findings", count),
        };
        let state = match (checked.pack.is_some(), checked.diagnostics.is_empty()) {
            (true, true) => phrase!("checks clean"),
            (true, false) => phrase!("runs, with {findings}", findings),
            (false, _) => phrase!("does not run yet: {findings}", findings),
        };
        let folder = |top: &str| {
            let own = format!("{top}/{organization}/");
            files.iter().filter(|(path, _)| path.starts_with(&own)).count()
        };
        let begun = phrase!(
            "{rules} files in rules/{organization}, {forms} in forms/{organization}: the pack {state}.\n\n\
             Make it yours:\n  \
             rules/{organization}/organization.yaml   names, departments, posts, channels, settings\n  \
             rules/{organization}/clauses.yaml        your policy, clause by clause, and what meets each\n  \
             forms/{organization}/                    what is asked at each step\n\n\
             Then, as often as you like:\n  \
             redress check rules/{organization}\n  \
             redress test {organization}",
            rules = folder("rules"),
            forms = folder("forms"),
            organization,
            state,
        );
        writeln!(out, "{}", reader.told(&begun))?;
        Ok(if checked.pack.is_some() {
            Verdict::Clean
        } else {
            Verdict::Findings
        })
    }

    /// What the model shares with others and is not here yet. Calendars need no copy.
    fn shared(&self, model: &Sources) -> Vec<(String, Vec<u8>)> {
        let is_shared = |path: &str| path.split('/').nth(1) == Some("common") && !bundled::is_calendar(path);
        model
            .files()
            .filter(|(path, _)| is_shared(path) && !self.packs.join(path).exists())
            .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
            .collect()
    }

    fn id(&self) -> Result<OrganizationId, CouldNotRun> {
        let id = self.organization.as_str();
        let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if !id.starts_with(|letter: char| letter.is_ascii_lowercase()) || !id.chars().all(is_plain) {
            return Err(CouldNotRun(phrase!(
                "`{id}` cannot be an id: write small letters, digits and `-`, a letter first, such as `city-library`",
                id
            )));
        }
        let is_taken = id == "common"
            || organizations(&self.packs).iter().any(|known| known.as_str() == id)
            || ["rules", "forms"]
                .iter()
                .any(|top| self.packs.join(top).join(id).exists());
        if is_taken {
            return Err(CouldNotRun(phrase!(
                "there is already something called `{id}` in rules/ or forms/; nothing was written",
                id
            )));
        }
        Ok(OrganizationId::new(id))
    }
}

/// The model's own files under the new name. What it shares with others is shared with the new pack too.
fn renamed(
    like: &OrganizationId,
    organization: &OrganizationId,
    name: &str,
    model: &Sources,
) -> Result<Vec<(String, Vec<u8>)>, CouldNotRun> {
    let mut files = Vec::new();
    for (path, bytes) in model.files() {
        let own = ["rules", "forms"].iter().find_map(|top| {
            let rest = path.strip_prefix(&format!("{top}/{like}/"))?;
            Some((format!("{top}/{organization}/{rest}"), rest == "organization.yaml"))
        });
        match own {
            Some((path, true)) => files.push((path, introduced(organization, name, bytes)?)),
            Some((path, false)) => files.push((path, bytes.to_vec())),
            None => {}
        }
    }
    Ok(files)
}

/// `organization.yaml` with the new id and name, its comments and layout as they were.
fn introduced(organization: &OrganizationId, name: &str, bytes: &[u8]) -> Result<Vec<u8>, CouldNotRun> {
    let broken = |findings: Vec<_>| packs::broken(&findings);
    let file: Arc<SourceFile> = yaml::source("organization.yaml", bytes).map_err(broken)?;
    let document = yaml::read(&file).map_err(broken)?;
    let mut changes = vec![("/organization".to_owned(), organization.to_string())];
    // A name that the file takes over from a shared part is not in it.
    let names: Vec<String> = match document.get("/name") {
        Some(serde_json::Value::Object(languages)) => {
            languages.keys().map(|language| format!("/name/{language}")).collect()
        }
        Some(_) => vec!["/name".to_owned()],
        None => Vec::new(),
    };
    for pointer in names {
        // JSON is YAML, so a name may hold whatever it likes.
        changes.push((pointer, packs::json(&name)?));
    }
    let changes = changes.into_iter();
    let changes = changes.map(|(pointer, instead)| (document.place(&pointer).bytes, instead));
    Ok(changed(&file.text, changes.collect()))
}

/// Notes in `organization.yaml` what is still the model's, so that `redress check` can say it until it has been changed.
fn remember(
    like: &OrganizationId,
    organization: &OrganizationId,
    model: &Sources,
    files: &mut [(String, Vec<u8>)],
) -> Result<(), CouldNotRun> {
    let draft = Draft::new(like, model);
    let title = draft.about.as_ref().map(|about| match &about.raw.policy.title {
        RawText::Plain(title) => title.clone(),
        RawText::ByLanguage(titles) => {
            let own = draft
                .languages
                .first()
                .and_then(|language| titles.get(language.as_str()));
            own.or(titles.values().next()).cloned().unwrap_or_default()
        }
    });
    let clauses = draft
        .clauses
        .as_ref()
        .map(|clauses| shared_start(clauses.raw.clauses.keys()));
    let mut known = serde_json::Map::new();
    known.extend(title.map(|title| ("title".to_owned(), title.into())));
    known.extend(
        clauses
            .filter(|start| !start.is_empty())
            .map(|start| ("clauses".to_owned(), start.into())),
    );
    let path = format!("rules/{organization}/organization.yaml");
    if let Some((_, bytes)) = files.iter_mut().find(|(written, _)| *written == path) {
        note(&known, bytes)?;
    }
    Ok(())
}

/// Writes `model` into `organization.yaml`, over what an earlier copy has written there.
fn note(known: &serde_json::Map<String, serde_json::Value>, bytes: &mut Vec<u8>) -> Result<(), CouldNotRun> {
    let broken = |findings: Vec<_>| packs::broken(&findings);
    let file: Arc<SourceFile> = yaml::source("organization.yaml", bytes).map_err(broken)?;
    let document = yaml::read(&file).map_err(broken)?;
    if document.get("/model").is_some() {
        let mut changes = Vec::new();
        for (key, value) in known {
            let pointer = format!("/model/{key}");
            if document.get(&pointer).is_some() {
                changes.push((document.place(&pointer).bytes, packs::json(value)?));
            }
        }
        *bytes = changed(&file.text, changes);
        return Ok(());
    }
    let known = packs::json(known)?;
    let known = known.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let note = format!(
        "\n# What is still that of the model. Once title and clauses are your own, take this away.\nmodel: {known}\n"
    );
    bytes.extend_from_slice(note.as_bytes());
    Ok(())
}

/// A text with other words in some places.
fn changed(text: &str, mut changes: Vec<(Range<usize>, String)>) -> Vec<u8> {
    changes.sort_by_key(|(bytes, _)| std::cmp::Reverse(bytes.start));
    let mut text = text.to_owned();
    for (bytes, instead) in changes {
        text.replace_range(bytes, &instead);
    }
    text.into_bytes()
}

/// What all ids begin with, up to a `-`: `HOS-` of `HOS-1`, `HOS-2.3`.
fn shared_start<'a>(mut ids: impl Iterator<Item = &'a String>) -> String {
    let Some(first) = ids.next() else { return String::new() };
    let shared = ids.fold(first.as_str(), |shared, id| {
        let same = shared.chars().zip(id.chars()).take_while(|(a, b)| a == b);
        &shared[..same.map(|(letter, _)| letter.len_utf8()).sum()]
    });
    shared
        .rfind('-')
        .map_or_else(String::new, |end| shared[..=end].to_owned())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), CouldNotRun> {
    let cannot =
        |error: std::io::Error| CouldNotRun(phrase!("cannot write {path}: {error}", path = path.display(), error));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    fs::write(path, bytes).map_err(cannot)
}
