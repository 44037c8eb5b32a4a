//! The structure of a submission as JSON Schema (draft 2020-12), and what it finds.
//!
//! The schema says what any reader of it can check: names, types, lengths, options, counts. What depends on other answers
//! is told beside it (`x-visible`, `x-required`, `x-default`, `x-computed`, in the pack's own words), what an answer means as `x-kind`, and judged by
//! `draft`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::{Location, LocationSegment};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value as Json, json};

use super::mistake::Mistake;
use super::{ChoiceOption, Condition, Field, Form};
use crate::locale::Language;
use crate::pack::raw::FieldKind;

/// The form's schema, compiled when it is first needed. Clones share it.
#[derive(Clone, Default)]
pub struct CompiledSchema(Arc<OnceLock<Result<Validator, String>>>);

impl fmt::Debug for CompiledSchema {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.0.get().is_some() {
            "compiled"
        } else {
            "not compiled yet"
        })
    }
}

/// What `form` accepts, with titles and descriptions in `language`.
///
/// `required` lists what is always asked and always needed; a field with a default may be left out. An amount is a number or,
/// to keep it exact, a text with its digits; a time is local to the organization unless it carries an offset.
pub fn json_schema(form: &Form, language: &Language) -> Json {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.name.in_language(language),
    });
    describe(&mut schema, form.help.as_ref().map(|help| help.in_language(language)));
    record(&mut schema, &form.fields().collect::<Vec<_>>(), language);
    schema
}

fn describe(schema: &mut Json, text: Option<&str>) {
    if let Some(text) = text {
        schema["description"] = text.into();
    }
}

fn record(schema: &mut Json, fields: &[&Field], language: &Language) {
    let asked = || fields.iter().filter(|field| field.kind != FieldKind::Note);
    let properties: Map<String, Json> = asked()
        .map(|field| (field.id.to_string(), property(field, language)))
        .collect();
    let required: Vec<&str> = asked()
        .filter(|field| field.is_asked() && field.default.is_none())
        .filter(|field| {
            matches!(
                (&field.required, &field.visible),
                (Condition::Always, Condition::Always)
            )
        })
        .map(|field| field.id.as_str())
        .collect();
    schema["type"] = "object".into();
    schema["properties"] = properties.into();
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema["additionalProperties"] = false.into();
}

fn property(field: &Field, language: &Language) -> Json {
    let mut schema = shape(field, language);
    if let Some(kind) = told_kind(field.kind) {
        schema["x-kind"] = kind.into();
    }
    schema["title"] = field.label.in_language(language).into();
    describe(&mut schema, field.help.as_ref().map(|help| help.in_language(language)));
    match &field.visible {
        Condition::Always => {}
        Condition::Never => schema["x-visible"] = "false".into(),
        Condition::When(condition) => schema["x-visible"] = condition.source().into(),
    }
    match &field.required {
        Condition::Never => {}
        Condition::Always => schema["x-required"] = "true".into(),
        Condition::When(condition) => schema["x-required"] = condition.source().into(),
    }
    if let Some(default) = &field.default {
        schema["x-default"] = default.source().into();
    }
    if let Some(computed) = &field.computed {
        schema["readOnly"] = true.into();
        schema["x-computed"] = computed.source().into();
    }
    schema
}

fn shape(field: &Field, language: &Language) -> Json {
    let mut schema = match field.kind {
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Address
        | FieldKind::Person
        | FieldKind::Phone
        | FieldKind::Note => json!({ "type": "string" }),
        FieldKind::Choice | FieldKind::Department => option(&field.options, language),
        FieldKind::User => user(field),
        FieldKind::Email => json!({ "type": "string", "format": "email" }),
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::DateTime => json!({
            "type": "string",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?$",
            "examples": ["2024-09-27T16:00", "2024-09-27T16:00:00+08:00"],
        }),
        FieldKind::Duration => json!({ "type": "string", "examples": ["3 working days"] }),
        FieldKind::Integer => json!({ "type": "integer" }),
        FieldKind::Decimal | FieldKind::Money => json!({
            "type": ["number", "string"],
            "pattern": r"^-?[0-9]{1,29}(\.[0-9]{1,28})?$",
            "examples": ["1200.50"],
        }),
        FieldKind::YesNo => json!({ "type": "boolean" }),
        FieldKind::Choices => {
            json!({ "type": "array", "items": option(&field.options, language), "uniqueItems": true })
        }
        FieldKind::Attachment => json!({
            "type": "array",
            "items": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            "uniqueItems": true,
        }),
        FieldKind::Group => {
            let mut row = json!({});
            record(&mut row, &field.fields.iter().collect::<Vec<_>>(), language);
            json!({ "type": "array", "items": row })
        }
    };
    let (fewest, most) = match field.kind {
        FieldKind::Choices | FieldKind::Attachment | FieldKind::Group => ("minItems", "maxItems"),
        _ => ("minLength", "maxLength"),
    };
    if let Some(limit) = field.most() {
        schema[most] = limit.into();
    }
    if field.fewest() > 0 {
        schema[fewest] = field.fewest().into();
    }
    for (keyword, bound) in [("minimum", field.bounds().0), ("maximum", field.bounds().1)] {
        let number = bound.and_then(|bound| match bound.to_i64() {
            Some(whole) if bound.is_integer() => Some(Json::from(whole)),
            _ => bound.to_f64().map(Json::from),
        });
        if let Some(number) = number {
            schema[keyword] = number;
        }
    }
    schema
}

/// What the answer means, where its type and format do not say it.
fn told_kind(kind: FieldKind) -> Option<&'static str> {
    Some(match kind {
        FieldKind::Person => "person",
        FieldKind::User => "user",
        FieldKind::Department => "department",
        FieldKind::Phone => "phone",
        FieldKind::Address => "address",
        FieldKind::Money => "money",
        FieldKind::DateTime => "date_time",
        FieldKind::Duration => "duration",
        FieldKind::Attachment => "attachment",
        _ => return None,
    })
}

/// Who may be chosen, a schema does not list: people come and go.
fn user(field: &Field) -> Json {
    let mut schema = json!({ "type": "string" });
    if !field.eligible.roles.is_empty() {
        schema["x-role"] = field
            .eligible
            .roles
            .iter()
            .map(|role| Json::from(role.as_str()))
            .collect();
    }
    if let Some(department) = &field.eligible.department {
        schema["x-department"] = department.source().into();
    }
    schema
}

/// A text among `options`; any, if there are none to choose from.
fn option(options: &indexmap::IndexMap<Arc<str>, ChoiceOption>, language: &Language) -> Json {
    if options.is_empty() {
        return json!({ "type": "string" });
    }
    let described: Vec<Json> = options
        .iter()
        .map(|(id, option)| {
            let mut schema = json!({ "const": id, "title": option.label.in_language(language) });
            describe(&mut schema, option.help.as_ref().map(|help| help.in_language(language)));
            schema
        })
        .collect();
    json!({ "type": "string", "enum": options.keys().collect::<Vec<_>>(), "oneOf": described })
}

/// What the schema has against a submission.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The first mistake of each field, by its path (`group.2.field`).
    pub mistakes: BTreeMap<String, Mistake>,
    /// Paths of names the form does not know.
    pub unknown: Vec<String>,
}

/// Validates what `natural` has made regular. What is missing is not reported: `draft` knows what is asked.
///
/// # Errors
/// When the form's schema cannot be compiled, which a checked pack rules out.
pub(super) fn validate(form: &Form, submission: &Map<String, Json>) -> Result<Findings, String> {
    let compiled = form.schema.0.get_or_init(|| {
        // Titles play no part in validating, so any language will do.
        jsonschema::draft202012::new(&json_schema(form, &Language::new("en"))).map_err(|error| error.to_string())
    });
    let validator = compiled.as_ref().map_err(Clone::clone)?;
    let submission = Json::Object(submission.clone());
    let mut findings = Findings::default();
    for error in validator.iter_errors(&submission) {
        let (path, field, is_item) = locate(form, error.instance_path());
        if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
            let prefix = if path.is_empty() { path } else { format!("{path}.") };
            findings
                .unknown
                .extend(unexpected.iter().map(|name| format!("{prefix}{name}")));
        } else if let Some(field) = field
            && let Some(mistake) = mistake(field, is_item, error.kind(), error.instance())
        {
            findings.mistakes.entry(path).or_insert(mistake);
        }
    }
    Ok(findings)
}

/// The field a JSON pointer leads to, with its path, and whether it leads on to one item of a list. Of a row as a whole it is
/// the path of the row.
fn locate<'f>(form: &'f Form, place: &Location) -> (String, Option<&'f Field>, bool) {
    let mut path = String::new();
    let mut here: Option<&Field> = None;
    for segment in place.iter() {
        match segment {
            LocationSegment::Property(name) => {
                let found = match here {
                    None => form.field(&name),
                    Some(group) => group.fields.iter().find(|field| *field.id == *name),
                };
                let Some(field) = found else { break };
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&field.id);
                here = Some(field);
            }
            LocationSegment::Index(row) if here.is_some_and(|field| field.kind == FieldKind::Group) => {
                path.push_str(&format!(".{row}"));
            }
            LocationSegment::Index(_) => return (path, here, true),
        }
    }
    (path, here, false)
}

fn mistake(field: &Field, is_item: bool, found: &ValidationErrorKind, instance: &Json) -> Option<Mistake> {
    let kind = field.kind;
    Some(match found {
        ValidationErrorKind::Required { .. } => return None,
        ValidationErrorKind::Type { .. } if is_item => Mistake::Not(kind),
        ValidationErrorKind::Type { .. } if matches!(kind, FieldKind::Choices | FieldKind::Attachment) => {
            Mistake::NotAList
        }
        ValidationErrorKind::Enum { .. } | ValidationErrorKind::OneOfNotValid { .. } => match instance.as_str() {
            Some(text) => Mistake::NotAnOption(text.to_owned()),
            None => Mistake::Not(kind),
        },
        ValidationErrorKind::MaxLength { limit } | ValidationErrorKind::MaxItems { limit } => {
            // A phone number has a length of its own, which its message names.
            if kind == FieldKind::Phone {
                Mistake::Not(kind)
            } else {
                Mistake::TooMany(kind, *limit)
            }
        }
        ValidationErrorKind::MinLength { limit } | ValidationErrorKind::MinItems { limit } => {
            if kind == FieldKind::Phone {
                Mistake::Not(kind)
            } else {
                Mistake::TooFew(kind, *limit)
            }
        }
        ValidationErrorKind::Maximum { .. } => Mistake::TooLarge(field.bounds().1?),
        ValidationErrorKind::Minimum { .. } => Mistake::TooSmall(field.bounds().0?),
        ValidationErrorKind::UniqueItems => Mistake::Twice,
        _ => Mistake::Not(kind),
    })
}
