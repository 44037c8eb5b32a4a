//! The places of a pack where something is declared, asked for, computed or told.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value as Json;

use super::Draft;
use crate::calendar::{Period, PeriodError};
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::expression::{Expression, Kind, Problem};
use crate::locale::phrase;
use crate::pack::id::{CaseTypeId, FormId};
use crate::pack::raw::RawText;
use crate::value::Value;
use crate::yaml::{self, Document};

/// A part of a file: what stands at a JSON pointer, or the key it stands under.
#[derive(Clone)]
pub struct At {
    pub document: Arc<Document>,
    pub pointer: String,
    /// The key is meant, not what stands under it: `set: { <here>: … }`.
    pub is_key: bool,
}

impl At {
    /// A file that is no YAML, as a whole.
    pub fn of_file(file: &Arc<SourceFile>) -> Self {
        At {
            document: Arc::new(Document::opaque(file)),
            pointer: String::new(),
            is_key: false,
        }
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        if self.is_key {
            self.key_place()
        } else {
            self.document.place(&self.pointer)
        }
    }

    /// Where the key stands under which it is written.
    pub fn key_place(&self) -> Place {
        self.document.key_place(&self.pointer)
    }

    /// Where some bytes of the text here stand.
    pub fn place_within(&self, range: Range<usize>) -> Place {
        self.document.place_within(&self.pointer, range)
    }

    /// The part under a key, or the item of a list, whether it is written or not.
    pub fn key(&self, key: impl fmt::Display) -> At {
        At {
            document: Arc::clone(&self.document),
            pointer: yaml::pointer(&self.pointer, key),
            is_key: false,
        }
    }

    /// The key itself, where a key is what is written: in maps of values, columns, events.
    pub fn name_of(&self, key: impl fmt::Display) -> At {
        At {
            is_key: true,
            ..self.key(key)
        }
    }

    /// What stands here; nothing if the key is not written.
    pub fn value(&self) -> Option<&Json> {
        self.document.get(&self.pointer)
    }

    pub fn exists(&self) -> bool {
        self.value().is_some()
    }

    /// The item of something that may be written as one or as a list of several.
    pub fn one_or_item(&self, index: usize) -> At {
        if self.value().is_some_and(Json::is_array) {
            self.key(index)
        } else {
            self.clone()
        }
    }

    pub fn path(&self) -> &str {
        &self.document.file.path
    }
}

impl fmt::Debug for At {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}#{}", self.path(), self.pointer)
    }
}

/// The kinds of parts a pack has. Ids are unique per kind; those marked *of a case type* only within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Policy,
    Calendar,
    Department,
    Role,
    Channel,
    /// A shared list of options.
    List,
    Setting,
    Language,
    CaseType,
    Schedule,
    Register,
    Report,
    Clause,
    /// Numbered gaps of the policy.
    Unspecified,
    Form,
    /// A field of a form, as `form.field` (`intake.occurred_at`), also inside groups (`intake.persons.name`).
    Field,
    SharedField,
    /// A file of `documents/`.
    Template,
    /// A function of `scripts/`.
    Script,
    Scenario,
    /// Of a case type, as all below: how it begins.
    Opening,
    /// The template of its case numbers.
    Number,
    Stage,
    Action,
    Task,
    Decision,
    Deadline,
    /// The extension of a deadline, by the deadline's id.
    Extension,
    Event,
    Notice,
    Document,
    Counter,
    Guidance,
    /// A level of urgency.
    Priority,
    /// How it takes in another case of its type.
    Merging,
    /// What the public may see and do.
    Public,
    /// A field id as expressions see it, without its form.
    Answer,
    /// A name as tables and counters read it: an answer, a decision, `settings.…`, `counters.…`, `case.…`.
    Name,
}

impl Part {
    /// Every kind a clause can be met by, with the word `clauses.yaml` uses for it.
    pub const WORDS: &'static [(&'static str, Part)] = &[
        ("policy", Part::Policy),
        ("calendar", Part::Calendar),
        ("department", Part::Department),
        ("role", Part::Role),
        ("channel", Part::Channel),
        ("list", Part::List),
        ("setting", Part::Setting),
        ("case", Part::CaseType),
        ("schedule", Part::Schedule),
        ("register", Part::Register),
        ("report", Part::Report),
        ("form", Part::Form),
        ("field", Part::Field),
        ("script", Part::Script),
        ("scenario", Part::Scenario),
        ("opening", Part::Opening),
        ("number", Part::Number),
        ("stage", Part::Stage),
        ("action", Part::Action),
        ("task", Part::Task),
        ("decision", Part::Decision),
        ("deadline", Part::Deadline),
        ("extension", Part::Extension),
        ("event", Part::Event),
        ("notice", Part::Notice),
        ("document", Part::Document),
        ("counter", Part::Counter),
        ("guidance", Part::Guidance),
        ("priority", Part::Priority),
        ("merging", Part::Merging),
        ("public", Part::Public),
    ];

    /// Whether its ids belong to one case type.
    pub fn is_of_case_type(self) -> bool {
        self >= Part::Opening
    }
}

/// What a site belongs to: `action close`, `field intake.phone`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Owner {
    pub part: Part,
    pub id: String,
}

impl Owner {
    pub fn new(part: Part, id: impl Into<String>) -> Self {
        Self { part, id: id.into() }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.id.is_empty() {
            out.write_str(&self.part.word().english())
        } else {
            write!(out, "{} {}", self.part.word().english(), self.id)
        }
    }
}

/// Something that exists.
#[derive(Clone, Debug)]
pub struct Declaration {
    pub part: Part,
    pub id: String,
    /// For parts of a case type.
    pub case_type: Option<CaseTypeId>,
    /// `at.key_place()` is its name. For an event: where it is marked.
    pub at: At,
    /// For an event: what marks it; nothing for `opened`, which always happens.
    pub by: Option<Owner>,
    /// What is said about it is in these clauses.
    pub clauses: Vec<String>,
}

impl Declaration {
    /// Whether it is of this kind and can be meant from within `case_type`.
    pub fn is(&self, part: Part, case_type: Option<&CaseTypeId>) -> bool {
        self.part == part && (self.case_type.is_none() || case_type.is_none() || self.case_type.as_ref() == case_type)
    }
}

/// Something that is asked for by its id, outside expressions.
#[derive(Clone, Debug)]
pub struct Reference {
    pub part: Part,
    /// As written; for fields of forms as `form.field`.
    pub written: String,
    pub at: At,
    /// Where it stands in the text at `at`, if it is not all of it.
    pub within: Option<Range<usize>>,
    /// The case type it is asked for in.
    pub case_type: Option<CaseTypeId>,
    pub by: Owner,
}

impl Reference {
    pub fn place(&self) -> Place {
        match &self.within {
            Some(range) => self.at.place_within(range.clone()),
            None => self.at.place(),
        }
    }

    /// Adds the nearest id that does exist to a finding about this reference.
    pub fn did_you_mean(&self, draft: &Draft, finding: Diagnostic) -> Diagnostic {
        finding.did_you_mean(&self.written, draft.known(self.part, self.case_type.as_ref()))
    }
}

/// What an expression is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The `when` of a rule, branch or deadline, the `where` of a schedule, register or report.
    When,
    /// The `that` of a guard or of a field's check.
    Guard,
    Visible,
    Required,
    Default,
    Computed,
    /// A value: an outcome, an assignment, a subject, a column.
    Value,
    /// The moment of an event or the end of a deadline.
    Moment,
    /// The department of a task, an actor or a recipient.
    Department,
    /// Somebody who works with the program, or several: who owns a case, may act in it, is told or kept out.
    User,
}

/// Where an expression runs, and so what has been asked by then.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Within {
    /// While the case is looked at by itself: decisions, deadlines, stages, registers, counts.
    Case,
    /// While this form is filled in or its answers have just come.
    Form(FormId),
    /// In a row of a group of this form.
    Row { form: FormId, group: String },
}

/// One expression of a pack. An expression of a form stands here once per case type that uses the form.
#[derive(Clone, Debug)]
pub struct ExpressionSite {
    pub case_type: CaseTypeId,
    pub owner: Owner,
    pub role: Role,
    pub within: Within,
    pub at: At,
    pub source: String,
    /// What the place wants; `None` takes any kind.
    pub expected: Option<Kind>,
    pub compiled: Result<Expression, Vec<Problem>>,
}

impl ExpressionSite {
    /// The mistakes, each at its column inside the YAML.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let problems = self.compiled.as_ref().err().map_or(&[][..], Vec::as_slice);
        problems
            .iter()
            .map(|problem| {
                let place = self.at.place_within(problem.range.clone());
                let mut finding = Diagnostic::error(problem.code, place, problem.message.clone());
                finding.help.clone_from(&problem.help);
                finding.replacement.clone_from(&problem.replacement);
                self.within_quotes(finding, problem)
            })
            .collect()
    }
}

impl ExpressionSite {
    /// A text in double quotes cannot stand in a YAML text in double quotes: then the outer ones change as well.
    fn within_quotes(&self, mut finding: Diagnostic, problem: &Problem) -> Diagnostic {
        let whole = self.at.place();
        let is_quoted = whole.file.text[whole.bytes.clone()].starts_with('"');
        let Some(replacement) = problem
            .replacement
            .as_ref()
            .filter(|text| is_quoted && text.contains('"'))
        else {
            return finding;
        };
        let (Some(before), Some(after)) = (
            self.source.get(..problem.range.start),
            self.source.get(problem.range.end..),
        ) else {
            return finding;
        };
        let mended = format!("'{}'", format!("{before}{replacement}{after}").replace('\'', "\""));
        finding.help = Some(phrase!("and the whole in single quotes: `{mended}`", mended));
        finding.replacement = Some(mended);
        finding.place = Some(whole);
        finding
    }
}

/// One length of time: a period, or `settings.<id>`.
#[derive(Clone, Debug)]
pub struct PeriodSite {
    pub case_type: CaseTypeId,
    pub owner: Owner,
    pub at: At,
    pub written: String,
    /// The setting, if it is one; it is among the references too.
    pub setting: Option<String>,
    /// What it comes to. `None` where the setting is missing, unset or of another kind.
    pub period: Result<Option<Period>, PeriodError>,
}

/// A literal value, and the kind it should have.
#[derive(Clone, Debug)]
pub struct ValueSite {
    /// Empty for settings.
    pub case_type: Option<CaseTypeId>,
    pub owner: Owner,
    pub at: At,
    pub kind: Kind,
    /// The value, or what is wrong: `unknown-option` or `bad-value`, with the help if there is any.
    pub value: Result<Value, Box<Diagnostic>>,
}

/// A minijinja template: the text of a notice or of guidance in one language, or a document.
#[derive(Clone, Debug)]
pub struct TemplateSite {
    pub case_type: CaseTypeId,
    pub owner: Owner,
    /// Where it is named in YAML.
    pub at: At,
    /// Where it stands: in the YAML itself, or in a file of `documents/`.
    pub place: Place,
    pub source: Arc<str>,
    /// The names it may show. What stands under them, after a dot, is theirs too.
    pub known: Arc<[String]>,
    /// The names it shows (`case.number`), each once; or why it cannot be read and at which bytes.
    pub names: Result<Vec<String>, (String, Place)>,
}

/// A text for people.
#[derive(Clone, Debug)]
pub struct TextSite {
    pub at: At,
    pub owner: Owner,
    pub text: RawText,
}

/// The names a template shows; or why it cannot be read, and where.
pub(super) fn template_names(source: &str) -> Result<Vec<String>, (String, Range<usize>)> {
    let environment = minijinja::Environment::new();
    match environment.template_from_str(source) {
        Ok(template) => {
            let mut names: Vec<String> = template.undeclared_variables(true).into_iter().collect();
            names.sort();
            Ok(names)
        }
        Err(error) => {
            let line = error.line().unwrap_or(1).max(1) - 1;
            let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
            let length = source[start..].lines().next().map_or(0, str::len);
            let message = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
            Err((message, start..start + length))
        }
    }
}
