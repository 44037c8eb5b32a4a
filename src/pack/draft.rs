//! A pack read and linked, not yet judged: what the checks walk and what `compile` starts from.
//!
//! Every file is a [`Parsed`] raw struct beside its [`Document`], so that everything has a place. On top of the files lie flat
//! lists: [`Declaration`]s (what exists), [`Reference`]s (what is asked for), [`ExpressionSite`]s (every expression, compiled or
//! with its mistakes), [`PeriodSite`]s, [`ValueSite`]s, [`TemplateSite`]s and [`TextSite`]s. A check is usually one loop over one of
//! them:
//!
//! ```ignore
//! pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
//!     for reference in draft.references.iter().filter(|reference| reference.part == Part::Role) {
//!         if !draft.is_declared(reference) {
//!             let message = format!("no role `{}`", reference.written);
//!             findings.push(reference.did_you_mean(draft, Diagnostic::error("unknown-role", reference.at.place(), message)));
//!         }
//!     }
//! }
//! ```
//!
//! A draft can always be made, from any bytes; what could not be read is in [`Draft::findings`] and missing from the rest.

mod decisions;
mod extends;
mod files;
mod forms;
mod happenings;
mod kinds;
mod link;
mod said;
mod scripts;
mod shape;
mod site;
mod slots;
mod vocabulary;
mod walk;

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::id::{CaseTypeId, FormId, OrganizationId, PackVersion};
use super::load::Sources;
use super::raw::*;
use super::scenario::RawScenarios;
use crate::calendar::Calendar;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::expression::{Kind, ScriptFunction, Scripts, Vocabulary};
use crate::locale::Language;
use crate::pack::Layout;
use crate::yaml::Document;

pub use extends::whole;
pub use files::{DraftFile, FileKind};
pub use forms::{FieldDraft, FormDraft, SectionDraft, SharedField};
pub use kinds::Choices;
pub(in crate::pack) use kinds::{BadLiteral, literal, of_key as literal_of_key, of_setting as setting_kind, units};
pub use site::{
    At, Declaration, ExpressionSite, Owner, Part, PeriodSite, Reference, Role, TemplateSite, TextSite, ValueSite,
    Within,
};
pub(in crate::pack) use vocabulary::EACH;

/// One YAML file as a typed struct, beside the document it came from.
#[derive(Clone, Debug)]
pub struct Parsed<T> {
    pub raw: T,
    pub document: Arc<Document>,
}

impl<T> Parsed<T> {
    /// The part at `pointer` (`""` is the whole file).
    pub fn at(&self, pointer: impl Into<String>) -> At {
        At {
            document: Arc::clone(&self.document),
            pointer: pointer.into(),
            is_key: false,
        }
    }
}

/// See the module.
pub struct Draft {
    /// The name of the folder.
    pub organization: OrganizationId,
    pub version: PackVersion,
    /// Every file of the pack and what it was taken for, sorted by path.
    pub files: Vec<DraftFile>,
    /// `organization.yaml`. `None` if it is not there or cannot be read.
    pub about: Option<Parsed<RawOrganization>>,
    /// The pack's languages; the first is its own.
    pub languages: Vec<Language>,
    /// The calendar that `organization.yaml` names, if it can be read.
    pub calendar: Option<Arc<Calendar>>,
    pub calendar_file: Option<Arc<SourceFile>>,
    pub shared_fields: IndexMap<String, SharedField>,
    /// Every form of the organization, also those that no case type uses.
    pub forms: IndexMap<FormId, FormDraft>,
    /// `complaint` first, if there is one; the rest by name.
    pub case_types: IndexMap<CaseTypeId, CaseDraft>,
    pub schedules: Option<Parsed<RawSchedules>>,
    pub statistics: Option<Parsed<RawStatistics>>,
    pub clauses: Option<Parsed<RawClauses>>,
    pub scenarios: Vec<Parsed<RawScenarios>>,
    /// What the scripts of the pack and the common ones can do.
    pub functions: BTreeMap<Arc<str>, ScriptFunction>,
    pub scripts: Arc<dyn Scripts>,

    pub declarations: Vec<Declaration>,
    pub references: Vec<Reference>,
    pub expressions: Vec<ExpressionSite>,
    pub periods: Vec<PeriodSite>,
    pub values: Vec<ValueSite>,
    pub templates: Vec<TemplateSite>,
    pub texts: Vec<TextSite>,

    /// What reading the files found: syntax, structure, files that are missing, scripts that do not compile.
    pub findings: Vec<Diagnostic>,
    index: link::Index,
}

/// A case type with everything its expressions may see.
pub struct CaseDraft {
    pub id: CaseTypeId,
    pub parsed: Parsed<RawCaseType>,
    /// The forms it uses and that exist: the opening form first, then in order of first use.
    pub forms: Vec<FormId>,
    /// Every field of those forms, by id. Fields of groups are not among them.
    pub fields: IndexMap<String, KnownField>,
    /// What kind of outcome each decision has.
    pub decisions: IndexMap<String, Kind>,
    pub vocabulary: Vocabulary,
    pub layout: Layout,
    /// The decisions in the order in which they can be decided; those of a cycle come last.
    pub decision_order: Vec<String>,
    /// Decisions that wait for each other, each cycle once, in reading order.
    pub decision_cycles: Vec<Vec<String>>,
    /// The deadlines in the order in which they can be reckoned; those of a cycle come last.
    pub deadline_order: Vec<String>,
    /// Deadlines whose ends wait for each other, also by way of decisions, each cycle once.
    pub deadline_cycles: Vec<Vec<String>>,
}

/// What a field id means in a case type.
#[derive(Clone, Debug)]
pub struct KnownField {
    pub kind: Kind,
    pub field_kind: FieldKind,
    /// The forms that ask it, in the case type's order.
    pub forms: Vec<FormId>,
    /// Where it is declared first.
    pub at: At,
}

impl Draft {
    /// Reads and links everything in `sources`. Never fails: see [`Draft::findings`].
    pub fn new(organization: &OrganizationId, sources: &Sources) -> Self {
        Self::under(organization, sources, &Map::default())
    }

    /// [`Draft::new`] with other values for some settings, as if they stood in `organization.yaml`. A setting that it does not have changes
    /// nothing.
    pub fn under(organization: &OrganizationId, sources: &Sources, settings: &Map<RawValue>) -> Self {
        walk::draft(organization, sources, settings)
    }

    /// Whether what the reference asks for exists.
    pub fn is_declared(&self, reference: &Reference) -> bool {
        self.index
            .has(reference.part, reference.case_type.as_ref(), &reference.written)
    }

    /// Every id of a kind, in the order of the files: those of `case_type` and those of the whole pack.
    pub fn known<'a>(&'a self, part: Part, case_type: Option<&'a CaseTypeId>) -> impl Iterator<Item = &'a str> {
        self.declarations
            .iter()
            .filter(move |declaration| declaration.is(part, case_type))
            .map(|declaration| declaration.id.as_str())
    }

    /// The declarations of an id: one, if the pack is right.
    pub fn declared<'a>(
        &'a self,
        part: Part,
        case_type: Option<&'a CaseTypeId>,
        id: &'a str,
    ) -> impl Iterator<Item = &'a Declaration> {
        self.declarations
            .iter()
            .filter(move |declaration| declaration.is(part, case_type) && declaration.id == id)
    }

    /// The expression written at this place, as the case type sees it.
    pub fn expression(&self, case_type: &CaseTypeId, at: &At) -> Option<&ExpressionSite> {
        self.index
            .expression(case_type, at)
            .map(|index| &self.expressions[index])
    }

    /// What `of` offers in a case type: `departments`, `roles`, `channels`, one of `lists`, or the outcomes of a decision.
    pub fn choices(&self, case: &CaseDraft, of: &str) -> Option<Choices> {
        kinds::choices_in(self.about.as_ref(), &case.parsed.raw, of)
    }

    /// The fields of the forms of a case type with their forms; those of groups follow their group.
    pub fn fields_of<'a>(&'a self, case: &'a CaseDraft) -> impl Iterator<Item = (&'a FormDraft, &'a FieldDraft)> {
        case.forms
            .iter()
            .filter_map(|form| self.forms.get(form))
            .flat_map(|form| form.all_fields().into_iter().map(move |field| (form, field)))
    }
}
