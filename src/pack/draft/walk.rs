//! Going through all files once, and writing down everything that has a place.

mod case;
mod organization;
mod scenarios;

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use chrono_tz::Tz;
use indexmap::IndexMap;

use super::files::{FileKind, Files, stem};
use super::kinds::{self, literal};
use super::link::Index;
use super::site::{
    At, Declaration, ExpressionSite, Owner, Part, PeriodSite, Reference, Role, TextSite, ValueSite, Within,
};
use super::vocabulary::{Named, Names, OtherType};
use super::{CaseDraft, Draft, FormDraft, Parsed, TemplateSite, forms, scripts, shape};
use crate::calendar::{Calendar, Period};
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::expression::{self, Almanac, Kind, ScriptFunction, Vocabulary};
use crate::locale::{Language, Phrase, phrase};
use crate::pack::id::{CaseTypeId, FormId, OrganizationId};
use crate::pack::load::Sources;
use crate::pack::raw::*;
use crate::value::Value;

/// What has been written down so far.
#[derive(Default)]
struct Walk {
    declarations: Vec<Declaration>,
    references: Vec<Reference>,
    expressions: Vec<ExpressionSite>,
    periods: Vec<PeriodSite>,
    values: Vec<ValueSite>,
    templates: Vec<TemplateSite>,
    texts: Vec<TextSite>,
    findings: Vec<Diagnostic>,
}

/// With other values for some settings than `organization.yaml` gives them.
pub(super) fn draft(organization: &OrganizationId, sources: &Sources, settings: &Map<RawValue>) -> Draft {
    let mut files = Files::read(organization, sources);
    let mut walk = Walk {
        findings: std::mem::take(&mut files.findings),
        ..Walk::default()
    };
    walk.missing(organization, &files);
    let mut about = files.about.take();
    for (id, value) in settings {
        if let Some(setting) = about.as_mut().and_then(|about| about.raw.settings.get_mut(id)) {
            setting.value = Some(value.clone());
        }
    }
    let languages = about
        .iter()
        .flat_map(|about| &about.raw.languages)
        .map(Language::new)
        .collect();
    let scripts::Compiled { functions, scripts } = scripts::compile(&files.all, &mut walk.findings);
    for (name, file) in scripts::declared(&files.all, &functions) {
        walk.declare_file(Part::Script, &name, &file);
    }
    let (calendar, calendar_file) = walk.calendar(organization, about.as_ref(), &files);
    if let Some(about) = &about {
        walk.organization(about);
        shape::organization(about, &mut walk.findings);
    }
    walk.template_files(organization, &files);

    let shared_fields = forms::shared(&files.shared_fields);
    walk.shared_fields(&files.shared_fields);
    let mut form_drafts = IndexMap::new();
    for (id, parsed) in &files.forms {
        let owner = Owner::new(Part::Form, id.as_str());
        let form = forms::form(id, parsed.clone(), &shared_fields, &mut |part, at, written| {
            walk.refer(part, at.clone(), written, None, &owner);
        });
        walk.form(&form);
        form_drafts.insert(id.clone(), form);
    }

    let mut case_types = IndexMap::new();
    let cases = std::mem::take(&mut files.case_types);
    let zone = about.as_ref().and_then(|about| Tz::from_str(&about.raw.time_zone).ok());
    let almanac = zone.zip(calendar.clone());
    let almanac = almanac.map(|(zone, calendar)| Arc::new(Almanac { zone, calendar }));
    let nothing = BTreeMap::new();
    let types = cases.iter().map(|(id, parsed)| {
        let used = case::used_forms(&parsed.raw, &form_drafts);
        let names = Names {
            about: about.as_ref(),
            case: &parsed.raw,
            forms: used.iter().filter_map(|form| form_drafts.get(form)).collect(),
            functions: &functions,
            almanac: None,
            schedules: None,
            types: &nothing,
        };
        (id.clone(), names.as_other())
    });
    let types = types.collect();
    let surroundings = Surroundings {
        organization,
        about: about.as_ref(),
        forms: &form_drafts,
        functions: &functions,
        almanac: almanac.as_ref(),
        files: &files,
        types: &types,
    };
    for (id, parsed) in cases {
        let case = walk.case_type(id.clone(), parsed, &surroundings);
        shape::case_type(&case, &mut walk.findings);
        case_types.insert(id, case);
    }
    let first = case_types.keys().next().cloned();
    if let Some(schedules) = &files.schedules {
        walk.schedules(schedules, &case_types, &surroundings);
    }
    if let Some(statistics) = &files.statistics {
        walk.statistics(statistics, &case_types, &surroundings);
    }
    if let Some(clauses) = &files.clauses {
        walk.clauses(clauses, first.as_ref());
    }
    for scenarios in &files.scenarios {
        walk.scenarios(scenarios, first.as_ref(), about.as_ref());
    }

    Draft {
        organization: organization.clone(),
        version: sources.version(),
        files: files.all,
        index: Index::new(&walk.declarations, &walk.expressions),
        about,
        languages,
        calendar,
        calendar_file,
        shared_fields,
        forms: form_drafts,
        case_types,
        schedules: files.schedules,
        statistics: files.statistics,
        clauses: files.clauses,
        scenarios: files.scenarios,
        functions,
        scripts,
        declarations: walk.declarations,
        references: walk.references,
        expressions: walk.expressions,
        periods: walk.periods,
        values: walk.values,
        templates: walk.templates,
        texts: walk.texts,
        findings: walk.findings,
    }
}

/// What a case type is seen against.
struct Surroundings<'a> {
    organization: &'a OrganizationId,
    about: Option<&'a Parsed<RawOrganization>>,
    forms: &'a IndexMap<FormId, FormDraft>,
    functions: &'a BTreeMap<Arc<str>, ScriptFunction>,
    almanac: Option<&'a Arc<Almanac>>,
    files: &'a Files,
    types: &'a BTreeMap<CaseTypeId, OtherType>,
}

impl Walk {
    /// The files without which there is no pack.
    fn missing(&mut self, organization: &OrganizationId, files: &Files) {
        let folder = format!("rules/{organization}");
        let mut tell = |path: String, message: Phrase, help: Phrase| {
            let file = Arc::new(SourceFile {
                path,
                text: String::new(),
            });
            let place = Place { file, bytes: 0..0 };
            self.findings
                .push(Diagnostic::error("missing-file", place, message).help(help));
        };
        let has = |kind: FileKind| files.all.iter().any(|file| file.kind == kind);
        if !has(FileKind::Organization) {
            let path = format!("{folder}/organization.yaml");
            let message = phrase!("there is no `{path}`", path);
            tell(
                path,
                message,
                phrase!("write who works there, in which time zone and by which calendar"),
            );
        }
        if !has(FileKind::CaseType) {
            let message = phrase!("`{folder}` has no case type", folder);
            tell(folder, message, phrase!("write one, such as `complaint.yaml`"));
        }
    }

    fn calendar(
        &mut self,
        organization: &OrganizationId,
        about: Option<&Parsed<RawOrganization>>,
        files: &Files,
    ) -> (Option<Arc<Calendar>>, Option<Arc<SourceFile>>) {
        // The pack's own calendars come before the common ones.
        let own = format!("rules/{organization}/");
        let mut calendars: Vec<_> = files
            .all
            .iter()
            .filter(|file| file.kind == FileKind::Calendar)
            .collect();
        calendars.sort_by_key(|file| !file.path.starts_with(&own));
        for file in &calendars {
            self.declare_file(Part::Calendar, stem(&file.path), &file.source);
        }
        let Some(about) = about else { return (None, None) };
        let wanted = &about.raw.calendar;
        self.refer(
            Part::Calendar,
            about.at("/calendar"),
            wanted,
            None,
            &Owner::new(Part::Policy, ""),
        );
        let Some(file) = calendars.into_iter().find(|file| stem(&file.path) == wanted) else {
            return (None, None);
        };
        match Calendar::parse(Arc::clone(&file.source)) {
            Ok(calendar) => (Some(Arc::new(calendar)), Some(Arc::clone(&file.source))),
            Err(findings) => {
                self.findings.extend(findings);
                (None, Some(Arc::clone(&file.source)))
            }
        }
    }

    fn declare(&mut self, part: Part, id: &str, case_type: Option<&CaseTypeId>, at: At, clause: &Clauses) -> Owner {
        let owner = Owner::new(part, id);
        self.cite(clause, &at, case_type, &owner);
        self.declarations.push(Declaration {
            part,
            id: id.to_owned(),
            case_type: case_type.cloned(),
            at,
            by: None,
            clauses: clause.as_slice().to_vec(),
        });
        owner
    }

    fn declare_file(&mut self, part: Part, id: &str, file: &Arc<SourceFile>) {
        self.declare(part, id, None, At::of_file(file), &Clauses::default());
    }

    fn refer(&mut self, part: Part, at: At, written: &str, case_type: Option<&CaseTypeId>, by: &Owner) {
        self.references.push(Reference {
            part,
            written: written.to_owned(),
            at,
            within: None,
            case_type: case_type.cloned(),
            by: by.clone(),
        });
    }

    /// The setting that is written instead of the value itself, `settings.review_at`, which is thereby asked for.
    fn setting_named(&mut self, written: &str, at: &At, by: &Owner) -> Option<String> {
        let id = written.trim().strip_prefix("settings.")?.to_owned();
        let start = written.len() - written.trim_start().len() + "settings.".len();
        self.references.push(Reference {
            part: Part::Setting,
            written: id.clone(),
            at: at.clone(),
            within: Some(start..start + id.len()),
            case_type: None,
            by: by.clone(),
        });
        Some(id)
    }

    /// The clauses under the key `clause` of `at`.
    fn cite(&mut self, clause: &Clauses, at: &At, case_type: Option<&CaseTypeId>, by: &Owner) {
        let at = at.key("clause");
        for (index, id) in clause.as_slice().iter().enumerate() {
            self.refer(Part::Clause, at.one_or_item(index), id, case_type, by);
        }
    }

    fn text(&mut self, text: &RawText, at: At, owner: &Owner) {
        self.texts.push(TextSite {
            at,
            owner: owner.clone(),
            text: text.clone(),
        });
    }

    fn maybe_text(&mut self, text: Option<&RawText>, at: At, owner: &Owner) {
        if let Some(text) = text {
            self.text(text, at, owner);
        }
    }

    fn value(&mut self, raw: &RawValue, kind: &Kind, at: At, case_type: Option<&CaseTypeId>, owner: &Owner) {
        let value = literal(raw, kind).map_err(|bad| Box::new(bad.at(&at)));
        self.values.push(ValueSite {
            case_type: case_type.cloned(),
            owner: owner.clone(),
            at,
            kind: kind.clone(),
            value,
        });
    }

    fn options(&mut self, options: &Map<RawOption>, at: &At, owner: &Owner) {
        for (id, option) in options {
            let at = at.key(id);
            self.text(&option.label, at.key("label"), owner);
            self.maybe_text(option.help.as_ref(), at.key("help"), owner);
            self.cite(&option.clause, &at, None, owner);
        }
    }
}
