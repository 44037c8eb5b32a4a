//! What each file of a pack is, by its path, and the files as typed structs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::Parsed;
use super::extends::{self, Extending};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::pack::id::{CaseTypeId, FormId, OrganizationId};
use crate::pack::load::Sources;
use crate::pack::raw::*;
use crate::pack::scenario::RawScenarios;
use crate::yaml;

/// A file and what it was taken for.
#[derive(Clone, Debug)]
pub struct DraftFile {
    pub path: String,
    pub kind: FileKind,
    /// As read; empty where it is no text.
    pub source: Arc<SourceFile>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Organization,
    Clauses,
    Statistics,
    Schedules,
    CaseType,
    Scenarios,
    Script,
    Template,
    Calendar,
    Form,
    SharedFields,
    /// What files of several organizations start from (`extends`).
    SharedPart,
    /// A note to readers (`*.md`).
    Note,
    /// Nothing a pack knows.
    Unknown,
}

impl FileKind {
    /// What a file at this path is.
    pub(in crate::pack) fn of(path: &str, organization: &OrganizationId) -> Self {
        let parts: Vec<&str> = path.split('/').collect();
        let own = |folder: &str| folder == organization.as_str();
        if path.ends_with(".md") {
            return Self::Note;
        }
        if extends::is_part(path) {
            return Self::SharedPart;
        }
        match parts.as_slice() {
            ["rules", folder, "calendars", file] if (own(folder) || *folder == "common") && file.ends_with(".yaml") => {
                Self::Calendar
            }
            ["rules", folder, "scripts", file] if (own(folder) || *folder == "common") && file.ends_with(".rhai") => {
                Self::Script
            }
            ["rules", folder, "organization.yaml"] if own(folder) => Self::Organization,
            ["rules", folder, "clauses.yaml"] if own(folder) => Self::Clauses,
            ["rules", folder, "statistics.yaml"] if own(folder) => Self::Statistics,
            ["rules", folder, "schedules.yaml"] if own(folder) => Self::Schedules,
            ["rules", folder, file] if own(folder) && file.ends_with(".yaml") => Self::CaseType,
            ["rules", folder, "scenarios", .., file] if own(folder) && file.ends_with(".yaml") => Self::Scenarios,
            ["rules", folder, "documents", ..] if own(folder) => Self::Template,
            ["forms", "common", file] if file.ends_with(".yaml") => Self::SharedFields,
            ["forms", folder, file] if own(folder) && file.ends_with(".yaml") => Self::Form,
            _ => Self::Unknown,
        }
    }
}

/// The files of a pack as far as they can be read, and what is wrong with the rest.
#[derive(Default)]
pub(super) struct Files {
    pub all: Vec<DraftFile>,
    pub about: Option<Parsed<RawOrganization>>,
    pub case_types: IndexMap<CaseTypeId, Parsed<RawCaseType>>,
    pub forms: IndexMap<FormId, Parsed<RawForm>>,
    pub shared_fields: Vec<Parsed<RawSharedFields>>,
    pub schedules: Option<Parsed<RawSchedules>>,
    pub statistics: Option<Parsed<RawStatistics>>,
    pub clauses: Option<Parsed<RawClauses>>,
    pub scenarios: Vec<Parsed<RawScenarios>>,
    pub findings: Vec<Diagnostic>,
    told: BTreeSet<String>,
}

impl Files {
    pub fn read(organization: &OrganizationId, sources: &Sources) -> Self {
        let mut files = Self::default();
        for (path, bytes) in sources.files() {
            let kind = FileKind::of(path, organization);
            let empty = || {
                Arc::new(SourceFile {
                    path: path.to_owned(),
                    text: String::new(),
                })
            };
            let source = match kind {
                FileKind::Unknown | FileKind::Note => empty(),
                _ => yaml::source(path, bytes).unwrap_or_else(|findings| {
                    files.findings.extend(findings);
                    empty()
                }),
            };
            let is_text = !source.text.is_empty() || bytes.is_empty();
            files.all.push(DraftFile {
                path: path.to_owned(),
                kind,
                source: Arc::clone(&source),
            });
            if is_text {
                files.take(kind, &source, sources);
            }
        }
        // `complaint` is what people mean when they say nothing; otherwise the order is that of the names.
        if let Some(index) = files.case_types.get_index_of("complaint") {
            files.case_types.move_index(index, 0);
        }
        files
    }

    fn take(&mut self, kind: FileKind, source: &Arc<SourceFile>, sources: &Sources) {
        match kind {
            FileKind::Organization => self.about = self.parse_whole(source, sources),
            FileKind::Clauses => self.clauses = self.parse(source),
            FileKind::Statistics => self.statistics = self.parse(source),
            FileKind::Schedules => self.schedules = self.parse(source),
            FileKind::CaseType => {
                if let Some(parsed) = self.parse_whole::<RawCaseType>(source, sources) {
                    // Two files may claim one id; that is a finding about their names, and both must be seen.
                    self.case_types.insert(CaseTypeId::new(stem(&source.path)), parsed);
                }
            }
            FileKind::Form => {
                if let Some(parsed) = self.parse_whole::<RawForm>(source, sources) {
                    self.forms.insert(FormId::new(stem(&source.path)), parsed);
                }
            }
            FileKind::Scenarios => {
                let parsed = self.parse(source);
                self.scenarios.extend(parsed);
            }
            FileKind::SharedFields => {
                let parsed = self.parse(source);
                self.shared_fields.extend(parsed);
            }
            FileKind::Script
            | FileKind::Template
            | FileKind::Calendar
            | FileKind::SharedPart
            | FileKind::Note
            | FileKind::Unknown => {}
        }
    }

    /// A file with everything it starts from.
    fn parse_whole<T: JsonSchema + DeserializeOwned + 'static>(
        &mut self,
        source: &Arc<SourceFile>,
        sources: &Sources,
    ) -> Option<Parsed<T>> {
        let document = yaml::read(source)
            .map_err(|findings| self.findings.extend(findings))
            .ok()?;
        let mut extending = Extending {
            sources,
            findings: &mut self.findings,
            told: &mut self.told,
            parts: BTreeMap::new(),
        };
        let whole = extending.whole(document)?;
        self.typed(whole)
    }

    fn parse<T: JsonSchema + DeserializeOwned + 'static>(&mut self, source: &Arc<SourceFile>) -> Option<Parsed<T>> {
        let document = yaml::read(source)
            .map_err(|findings| self.findings.extend(findings))
            .ok()?;
        self.typed(document)
    }

    fn typed<T: JsonSchema + DeserializeOwned + 'static>(&mut self, document: yaml::Document) -> Option<Parsed<T>> {
        let raw = document
            .typed()
            .map_err(|findings| self.findings.extend(findings))
            .ok()?;
        Some(Parsed {
            raw,
            document: Arc::new(document),
        })
    }
}

/// The name of a file without folder and ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
