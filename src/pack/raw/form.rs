//! Forms: what is asked.

use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Clauses, Map, OneOrMany, RawExpression, RawGuard, RawOption, RawText};

/// A form: `forms/<organization>/<form>.yaml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawForm {
    /// Shared parts this file starts from, by path: `forms/common/parts/….yaml`. What is written here counts over them.
    #[serde(default)]
    pub extends: OneOrMany<String>,
    /// The id of the form; the same as its file.
    pub form: String,
    pub name: RawText,
    #[serde(default)]
    pub help: Option<RawText>,
    /// Fields, or sections of fields.
    #[serde(default)]
    pub fields: Vec<RawField>,
    #[serde(default)]
    pub sections: Vec<RawSection>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSection {
    pub title: RawText,
    #[serde(default)]
    pub help: Option<RawText>,
    pub fields: Vec<RawField>,
}

/// A field. With `use` it starts from a shared definition of `forms/common/`, and what is written here counts over it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawField {
    #[serde(default)]
    pub id: Option<String>,
    /// A shared field.
    #[serde(default, rename = "use")]
    pub shared: Option<String>,
    #[serde(default, rename = "type")]
    pub kind: Option<FieldKind>,
    #[serde(default)]
    pub label: Option<RawText>,
    #[serde(default)]
    pub help: Option<RawText>,
    /// `true`, or a condition.
    #[serde(default)]
    pub required: Option<RawExpression>,
    /// Asked only while this holds.
    #[serde(default)]
    pub visible: Option<RawExpression>,
    /// What stands in it at first.
    #[serde(default)]
    pub default: Option<RawExpression>,
    /// Not asked but worked out.
    #[serde(default)]
    pub computed: Option<RawExpression>,
    #[serde(default)]
    pub checks: Vec<RawGuard>,
    /// For choices: the options themselves.
    #[serde(default)]
    pub options: Map<RawOption>,
    /// For choices: where the options come from, `channels`, `departments`, `roles`, a decision's values or one of `lists`.
    #[serde(default)]
    pub of: Option<String>,
    /// For a user: who may be chosen, by a role they hold. Whoever holds a post, if neither this nor `department` is said.
    #[serde(default)]
    pub role: OneOrMany<String>,
    /// For a user: the department, or several, to which the post must belong. While it is not known, any does.
    #[serde(default)]
    pub department: Option<RawExpression>,
    /// For a repeating group: its fields.
    #[serde(default)]
    pub fields: Vec<RawField>,
    /// Smallest number, length of text, count of rows or of choices.
    #[serde(default)]
    pub min: Option<serde_json::Number>,
    #[serde(default)]
    pub max: Option<serde_json::Number>,
    /// For an attachment: what files are taken. What is not said here, `files` of the organization says.
    #[serde(default)]
    pub files: Option<RawFiles>,
    /// What becomes of an answer when its question disappears.
    #[serde(default)]
    pub when_hidden: Option<WhenHidden>,
    /// Personal data: masked in lists, never in logs.
    #[serde(default)]
    pub personal: Option<bool>,
    /// For a user: the case is about whoever is named here, so that they neither see it nor act on it, whatever their roles.
    #[serde(default)]
    pub concerned: Option<bool>,
    #[serde(default)]
    pub clause: Clauses,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    LongText,
    Integer,
    Decimal,
    Money,
    YesNo,
    Choice,
    Choices,
    Date,
    DateTime,
    Duration,
    /// The name of a person, as somebody writes it: a complainant, a witness.
    Person,
    /// Somebody who works with the program in this organization. The answer is the name they sign in with.
    User,
    Department,
    Phone,
    Email,
    Address,
    Attachment,
    Group,
    /// Text shown between the fields; asks nothing.
    Note,
}

/// What files are taken. A file that is something else is refused before anything of it is kept.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFiles {
    /// The largest one, in megabytes (1,048,576 bytes). The program has a limit of its own above it, `REDRESS_FILE_MEGABYTES`.
    #[serde(default)]
    pub megabytes: Option<NonZeroU32>,
    /// The kinds that are taken, told by what is in a file and not by its name; all, if not said.
    #[serde(default)]
    pub kinds: OneOrMany<FileKind>,
}

/// What a file is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Photographs and other pictures made of points; drawings in SVG, which can run scripts, are none.
    Image,
    Pdf,
    /// Word, OpenDocument text, RTF.
    Document,
    /// Excel, OpenDocument spreadsheets.
    Sheet,
    /// PowerPoint, OpenDocument presentations.
    Slides,
    /// Plain text, CSV.
    Text,
    Audio,
    Video,
    /// ZIP, gzip, 7z, RAR, tar.
    Archive,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhenHidden {
    #[default]
    Drop,
    Keep,
}

/// `forms/common/*.yaml`: shared field definitions.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSharedFields {
    pub fields: Map<RawField>,
}
