//! Holding a document against the schema of a type: every mistake of structure, at its place, in words.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError, Validator};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Document, pointer, trap};
use crate::diagnostic::Diagnostic;
use crate::locale::{Phrase, phrase};

/// A type's schema, ready to validate.
struct Contract {
    schema: Value,
    validator: Validator,
}

pub(super) fn typed<T: JsonSchema + DeserializeOwned + 'static>(document: &Document) -> Result<T, Vec<Diagnostic>> {
    let whole = |message: Phrase| vec![Diagnostic::error("wrong-type", document.place(""), message)];
    let contract = contract::<T>().map_err(|error| whole(Phrase::text(error)))?;
    let mut findings = Vec::new();
    for error in contract.validator.iter_errors(&document.value) {
        Reader {
            document,
            schema: &contract.schema,
        }
        .explain(&error, &mut findings);
    }
    if !findings.is_empty() {
        drop_consequences(&mut findings);
        findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.bytes.start));
        return Err(findings);
    }
    serde_json::from_value(document.value.clone()).map_err(|error| whole(Phrase::text(error.to_string())))
}

/// A key that is missing because it is there under a misspelt name is not told twice.
fn drop_consequences(findings: &mut Vec<Diagnostic>) {
    let meant: Vec<Phrase> = findings
        .iter()
        .filter(|finding| finding.code == "unknown-key")
        .filter_map(|finding| {
            let key = finding.replacement.as_ref()?.split(':').next()?;
            Some(phrase!("`{key}` is missing", key))
        })
        .collect();
    findings.retain(|finding| finding.code != "missing-key" || !meant.contains(&finding.message));
}

/// The contract of `T`; made once per type, because a schema takes longer to prepare than a file to check.
fn contract<T: JsonSchema + 'static>() -> Result<Arc<Contract>, String> {
    static CONTRACTS: LazyLock<Mutex<HashMap<TypeId, Arc<Contract>>>> = LazyLock::new(Mutex::default);
    let mut contracts = CONTRACTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(contract) = contracts.get(&TypeId::of::<T>()) {
        return Ok(Arc::clone(contract));
    }
    let schema = schemars::schema_for!(T).to_value();
    let validator = jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())?;
    let contract = Arc::new(Contract { schema, validator });
    contracts.insert(TypeId::of::<T>(), Arc::clone(&contract));
    Ok(contract)
}

struct Reader<'a> {
    document: &'a Document,
    schema: &'a Value,
}

impl Reader<'_> {
    fn explain(&self, error: &ValidationError<'_>, findings: &mut Vec<Diagnostic>) {
        let at = error.instance_path().as_str();
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let allowed = self.allowed_keys(error);
                findings.extend(unexpected.iter().map(|key| self.unknown_key(at, key, &allowed)));
            }
            ValidationErrorKind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                let place = self.document.key_place(at);
                findings.push(
                    Diagnostic::error("missing-key", place, phrase!("`{key}` is missing", key))
                        .label(phrase!("this needs a `{key}`", key)),
                );
            }
            ValidationErrorKind::Type { kind } => findings.push(self.wrong_type(at, &types(kind))),
            ValidationErrorKind::Enum { options } => findings.push(self.unknown_value(at, &texts(options))),
            ValidationErrorKind::Constant { expected_value } => {
                findings.push(self.unknown_value(at, &texts(expected_value)));
            }
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                let mut branches = Vec::new();
                flatten(context, at, &mut branches);
                self.closest(at, &branches, findings);
            }
            ValidationErrorKind::OneOfMultipleValid { .. } => findings.push(self.at_odds(at)),
            ValidationErrorKind::MinLength { .. } => {
                let message = phrase!("expected a text, found an empty one");
                findings.push(Diagnostic::error("wrong-type", self.document.place(at), message));
            }
            _ => {
                let message = phrase!("{written} is out of range", written = self.written(at));
                findings.push(Diagnostic::error("wrong-type", self.document.place(at), message));
            }
        }
    }

    /// Of several shapes none fits: tells the mistake in the one that was most probably meant.
    fn closest(&self, at: &str, branches: &[Branch<'_>], findings: &mut Vec<Diagnostic>) {
        let fitting: Vec<&Branch<'_>> = branches.iter().filter(|branch| !branch.is_other_shape(at)).collect();
        if fitting.is_empty() {
            let options: BTreeSet<String> = branches.iter().flat_map(|branch| branch.options(at)).collect();
            let is_text = self.document.get(at).is_some_and(Value::is_string);
            if is_text && !options.is_empty() {
                findings.push(self.unknown_value(at, &options.into_iter().collect::<Vec<_>>()));
            } else {
                let mut types: Vec<JsonType> = Vec::new();
                for expected in branches.iter().flat_map(|branch| branch.types(at)) {
                    if !types.contains(&expected) {
                        types.push(expected);
                    }
                }
                findings.push(self.wrong_type(at, &types));
            }
            return;
        }
        if fitting.len() > 1
            && self
                .document
                .get(at)
                .and_then(Value::as_object)
                .is_some_and(Map::is_empty)
        {
            let keys: Vec<String> = fitting.iter().flat_map(|branch| branch.required(at)).collect();
            let message = phrase!("one of {list} is missing", list = Phrase::names(&keys));
            findings.push(Diagnostic::error("missing-key", self.document.key_place(at), message));
            return;
        }
        if fitting.len() > 1
            && let Some(begun) = fitting.iter().find(|branch| self.is_begun(branch, at))
        {
            let written = self.document.get(at).and_then(Value::as_object);
            let surplus = begun.surplus(at);
            let kept = written.and_then(|entries| entries.keys().find(|key| !surplus.contains(key)));
            for key in begun.required(at) {
                let message = phrase!(
                    "`{kept}` needs a `{key}` beside it",
                    kept = kept.map_or("", String::as_str),
                    key
                );
                findings.push(
                    Diagnostic::error("missing-key", self.document.place(at), message).help(phrase!(
                        "write {list} under `{key}`",
                        list = Phrase::names(&surplus),
                        key
                    )),
                );
            }
            return;
        }
        // Shapes told apart by their one key.
        let keys: Vec<String> = fitting.iter().filter_map(|branch| branch.lacks(at)).collect();
        if fitting.len() > 1 && keys.len() == fitting.len() {
            let written = self.document.get(at).and_then(Value::as_object);
            match written.and_then(|entries| entries.keys().next()) {
                Some(key) => findings.push(self.unknown_key(at, key, &keys)),
                None => findings.push(self.wrong_type(at, &[JsonType::Object])),
            }
            return;
        }
        let named: Vec<&&Branch<'_>> = fitting.iter().filter(|branch| branch.lacks(at).is_none()).collect();
        if named.len() > 1 && named.iter().all(|branch| branch.has_surplus(at)) && !keys.is_empty() {
            findings.push(self.at_odds(at));
            return;
        }
        let nearest = named
            .into_iter()
            .min_by_key(|branch| branch.errors.len())
            .or(fitting.first());
        for error in nearest.iter().flat_map(|branch| &branch.errors) {
            self.explain(error, findings);
        }
    }

    /// Some of the keys of a shape with several are there, others missing.
    fn is_begun(&self, branch: &Branch<'_>, at: &str) -> bool {
        let written = self.document.get(at).and_then(Value::as_object).map_or(0, Map::len);
        branch.lacks(at).is_some() && branch.surplus(at).len() < written
    }

    fn at_odds(&self, at: &str) -> Diagnostic {
        let entries = self.document.get(at).and_then(Value::as_object);
        let keys = entries.into_iter().flat_map(Map::keys);
        let keys = Phrase::joined(keys.map(|key| Phrase::text(format!("`{key}`"))), phrase!(" and "));
        Diagnostic::error(
            "wrong-type",
            self.document.place(at),
            phrase!("{keys} cannot stand together", keys),
        )
        .help(phrase!("write each as an item of its own"))
    }

    fn unknown_key(&self, at: &str, key: &str, allowed: &[String]) -> Diagnostic {
        let place = self.document.key_place(&pointer(at, key));
        if let Some(mended) = trap::mended(key) {
            let message = phrase!("`{key}` has no colon that YAML reads", key);
            let mut finding = Diagnostic::error("unknown-key", place, message)
                .help(phrase!("write a half-width colon and a space: `{mended}`", mended));
            finding.replacement = Some(mended);
            return finding;
        }
        let finding = Diagnostic::error("unknown-key", place, phrase!("no key `{key}` is known here", key))
            .did_you_mean(key, allowed.iter().map(String::as_str));
        match &finding.help {
            None if !allowed.is_empty() => finding.help(phrase!("known here: {list}", list = Phrase::names(allowed))),
            _ => finding,
        }
    }

    fn unknown_value(&self, at: &str, options: &[String]) -> Diagnostic {
        let written = self.document.get(at).and_then(Value::as_str).unwrap_or_default();
        let message = phrase!(
            "{written} is not among the values this can have",
            written = self.written(at)
        );
        let finding = Diagnostic::error("unknown-value", self.document.place(at), message)
            .did_you_mean(written, options.iter().map(String::as_str));
        match finding.help {
            Some(_) => finding,
            None => finding.help(phrase!("it can be {list}", list = Phrase::names(options))),
        }
    }

    fn wrong_type(&self, at: &str, expected: &[JsonType]) -> Diagnostic {
        let value = self.document.get(at).unwrap_or(&Value::Null);
        let place = self.document.place(at);
        let wants = expected
            .iter()
            .filter(|kind| **kind != JsonType::Null)
            .map(|kind| kind_name(*kind))
            .map(|name| (name.english(), name));
        let wants: BTreeMap<String, Phrase> = wants.collect();
        let wants = Phrase::joined(wants.into_values(), phrase!(" or "));
        let finding = Diagnostic::error(
            "wrong-type",
            place,
            phrase!("expected {wants}, found {found}", wants, found = self.found(value)),
        )
        .label(phrase!("this should be {wants}", wants));
        let accepts = |kind: JsonType| expected.contains(&kind);
        match value {
            Value::Null => Diagnostic {
                place: Some(self.document.key_place(at)),
                ..finding.help(phrase!("write a value, or leave the key out"))
            },
            Value::Bool(_) | Value::Number(_) if accepts(JsonType::String) => {
                let written = self.written(at);
                finding.help(phrase!(
                    "put it in quotes: `\"{written}\"`",
                    written = written.english().trim_matches('`')
                ))
            }
            Value::String(text) if accepts(JsonType::Boolean) => match text.to_lowercase().as_str() {
                "yes" | "on" | "y" => finding.help(phrase!("write `true`")),
                "no" | "off" | "n" => finding.help(phrase!("write `false`")),
                _ => finding,
            },
            Value::Object(_) if accepts(JsonType::String) => match self.braced(at) {
                Some(bytes) => trap::finding(&self.document.place(at).file, bytes),
                None => finding,
            },
            _ => finding,
        }
    }

    /// The bytes of a mapping that was written with braces on one line.
    fn braced(&self, at: &str) -> Option<Range<usize>> {
        let place = self.document.place(at);
        let start = place.bytes.start;
        let line = place.file.text.get(start..)?.lines().next()?;
        let end = line.starts_with('{').then(|| trap::closing(line, '{'))??;
        Some(start..start + end)
    }

    /// What the author wrote, in backticks.
    fn written(&self, at: &str) -> Phrase {
        let place = self.document.place(at);
        let text = place.file.text.get(place.bytes).unwrap_or_default();
        let text = text.lines().next().unwrap_or_default();
        if text.is_empty() {
            phrase!("this")
        } else {
            Phrase::text(format!("`{text}`"))
        }
    }

    fn found(&self, value: &Value) -> Phrase {
        match value {
            Value::Null => phrase!("nothing"),
            Value::Bool(_) => phrase!("`true` or `false`"),
            Value::Number(_) => phrase!("a number"),
            Value::String(_) => phrase!("a text"),
            Value::Array(_) => phrase!("a list"),
            Value::Object(_) => phrase!("a mapping"),
        }
    }

    fn allowed_keys(&self, error: &ValidationError<'_>) -> Vec<String> {
        let path = error.schema_path().as_str();
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let properties = self.schema.pointer(parent).and_then(|schema| schema.get("properties"));
        properties
            .and_then(Value::as_object)
            .map_or_else(Vec::new, |keys| keys.keys().cloned().collect())
    }
}

/// One of several possible shapes, and why it does not fit.
struct Branch<'a> {
    errors: Vec<&'a ValidationError<'static>>,
}

impl Branch<'_> {
    fn at<'s>(&'s self, at: &'s str) -> impl Iterator<Item = &'s ValidationErrorKind> {
        self.errors
            .iter()
            .filter(move |error| error.instance_path().as_str() == at)
            .map(|error| error.kind())
    }

    /// The value is of another type, or another of the fixed texts.
    fn is_other_shape(&self, at: &str) -> bool {
        self.at(at).any(|kind| {
            matches!(
                kind,
                ValidationErrorKind::Type { .. }
                    | ValidationErrorKind::Constant { .. }
                    | ValidationErrorKind::Enum { .. }
            )
        })
    }

    fn options(&self, at: &str) -> Vec<String> {
        self.at(at)
            .flat_map(|kind| match kind {
                ValidationErrorKind::Constant { expected_value } => texts(expected_value),
                ValidationErrorKind::Enum { options } => texts(options),
                _ => Vec::new(),
            })
            .collect()
    }

    fn types(&self, at: &str) -> Vec<JsonType> {
        self.at(at)
            .flat_map(|kind| match kind {
                ValidationErrorKind::Type { kind } => types(kind),
                ValidationErrorKind::Constant { .. } | ValidationErrorKind::Enum { .. } => vec![JsonType::String],
                _ => Vec::new(),
            })
            .collect()
    }

    /// The key without which it is another shape.
    fn lacks(&self, at: &str) -> Option<String> {
        self.required(at).into_iter().next().filter(|_| self.has_surplus(at))
    }

    fn required(&self, at: &str) -> Vec<String> {
        self.at(at)
            .filter_map(|kind| match kind {
                ValidationErrorKind::Required { property } => property.as_str().map(str::to_owned),
                _ => None,
            })
            .collect()
    }

    fn has_surplus(&self, at: &str) -> bool {
        !self.surplus(at).is_empty()
    }

    /// The keys it does not know.
    fn surplus(&self, at: &str) -> Vec<String> {
        self.at(at)
            .flat_map(|kind| match kind {
                ValidationErrorKind::AdditionalProperties { unexpected } => unexpected.clone(),
                _ => Vec::new(),
            })
            .collect()
    }
}

/// The branches of `context`, those of nested choices at the same place among them.
fn flatten<'a>(context: &'a [Vec<ValidationError<'static>>], at: &str, branches: &mut Vec<Branch<'a>>) {
    for errors in context {
        match errors.as_slice() {
            [only] if only.instance_path().as_str() == at => match only.kind() {
                ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                    flatten(context, at, branches);
                }
                _ => branches.push(Branch { errors: vec![only] }),
            },
            errors => branches.push(Branch {
                errors: errors.iter().collect(),
            }),
        }
    }
}

fn types(kind: &TypeKind) -> Vec<JsonType> {
    match kind {
        TypeKind::Single(kind) => vec![*kind],
        TypeKind::Multiple(kinds) => kinds.iter().collect(),
    }
}

fn texts(options: &Value) -> Vec<String> {
    match options {
        Value::Array(options) => options.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::String(option) => vec![option.clone()],
        _ => Vec::new(),
    }
}

fn kind_name(kind: JsonType) -> Phrase {
    match kind {
        JsonType::Array => phrase!("a list"),
        JsonType::Boolean => phrase!("`true` or `false`"),
        JsonType::Integer => phrase!("a whole number"),
        JsonType::Null => phrase!("nothing"),
        JsonType::Number => phrase!("a number"),
        JsonType::Object => phrase!("a mapping"),
        JsonType::String => phrase!("a text"),
    }
}
