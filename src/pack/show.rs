//! The pack as it counts, value by value, each with the file and line it comes from.
//!
//! Files that start from shared parts, and fields that start from a shared one, are shown as they are after taking them in, so that nobody
//! has to open two files to know what counts. What the pack leaves to the engine is shown as well.

mod defaults;

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Serialize;
use serde_json::Value;

use super::draft::{At, Draft, FieldDraft, FormDraft};

/// One value of a pack.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// `complaint.deadlines.answer.within`.
    pub name: String,
    pub value: Value,
    pub origin: Origin,
    /// Of a setting's value: who chose it, as the setting says (`policy`, `organization`, `default`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen_by: Option<String>,
}

/// Where a value is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    pub from: Source,
    /// Empty for what the engine chooses.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// From 1; 0 for what the engine chooses.
    #[serde(skip_serializing_if = "is_zero")]
    pub line: usize,
}

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A file of the organization.
    Pack,
    /// A file that several organizations share.
    Shared,
    /// Nobody: the engine's choice where a pack is silent.
    Engine,
}

fn is_zero(line: &usize) -> bool {
    *line == 0
}

impl Origin {
    fn of(at: &At) -> Self {
        let place = at.place();
        let file = place.file.path.clone();
        let is_shared = ["rules/common/", "forms/common/"]
            .iter()
            .any(|folder| file.starts_with(folder));
        Self {
            from: if is_shared { Source::Shared } else { Source::Pack },
            line: place.start().line,
            file,
        }
    }

    const ENGINE: Self = Self {
        from: Source::Engine,
        file: String::new(),
        line: 0,
    };
}

/// Every value of the pack, file by file in reading order; scenarios and scripts are left out.
pub fn show(draft: &Draft) -> Vec<Shown> {
    let mut shown = Vec::new();
    if let Some(about) = &draft.about {
        walk("organization", &about.at(""), &mut shown);
    }
    for case in draft.case_types.values() {
        walk(&case.id, &case.parsed.at(""), &mut shown);
    }
    for form in draft.forms.values() {
        self::form(form, &mut shown);
    }
    if let Some(schedules) = &draft.schedules {
        walk("schedules", &schedules.at("/schedules"), &mut shown);
    }
    if let Some(statistics) = &draft.statistics {
        walk("statistics", &statistics.at(""), &mut shown);
    }
    if let Some(clauses) = &draft.clauses {
        walk("clauses", &clauses.at("/clauses"), &mut shown);
        walk("unspecified", &clauses.at("/unspecified"), &mut shown);
    }
    shown
}

/// As lines for people: name, value, origin.
pub fn text(shown: &[Shown]) -> String {
    shown.iter().fold(String::new(), |mut out, shown| {
        let value = match &shown.value {
            Value::String(text) => text.trim_end().replace('\n', "\n    "),
            value => value.to_string(),
        };
        let Origin { from, file, line } = &shown.origin;
        let origin = match from {
            Source::Pack => format!("{file}:{line}"),
            Source::Shared => format!("{file}:{line}, shared"),
            Source::Engine => "the engine, where the pack says nothing".to_owned(),
        };
        let chosen_by = shown
            .chosen_by
            .as_deref()
            .map(|by| format!(", origin {by}"))
            .unwrap_or_default();
        // Writing into a text cannot fail.
        let _ = writeln!(out, "{}: {value}    # {origin}{chosen_by}", shown.name);
        out
    })
}

/// Lists of plain values stay together; everything else is taken apart.
fn walk(name: &str, at: &At, shown: &mut Vec<Shown>) {
    match at.value() {
        Some(Value::Object(entries)) if !entries.is_empty() => {
            // What a file starts from has been taken in.
            for key in entries.keys().filter(|key| *key != "extends") {
                walk(&format!("{name}.{key}"), &at.key(key), shown);
            }
            for (key, value) in defaults::of(name, |key| entries.contains_key(key)) {
                shown.push(Shown {
                    name: format!("{name}.{key}"),
                    value,
                    origin: Origin::ENGINE,
                    chosen_by: None,
                });
            }
        }
        Some(Value::Array(items)) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            for index in 0..items.len() {
                walk(&format!("{name}.{}", index + 1), &at.key(index), shown);
            }
        }
        Some(value) => {
            shown.push(Shown {
                name: name.to_owned(),
                value: value.clone(),
                origin: Origin::of(at),
                chosen_by: chosen_by(name, at),
            });
        }
        None => {}
    }
}

/// What the setting says of its value; what fills a silence of the policy in words is always our own choice.
fn chosen_by(name: &str, at: &At) -> Option<String> {
    if let Some(gap) = name.strip_prefix("unspecified.") {
        let is_default = gap.split('.').nth(1) == Some("default");
        return is_default.then(|| "default".to_owned());
    }
    let setting = name.strip_prefix("organization.settings.")?.strip_suffix(".value")?;
    let origin = at.document.get(&format!("/settings/{setting}/origin"))?;
    origin.as_str().map(str::to_owned)
}

fn form(form: &FormDraft, shown: &mut Vec<Shown>) {
    let name = format!("forms.{}", form.id);
    let whole = form.parsed.at("");
    for key in ["name", "help", "clause"] {
        walk(&format!("{name}.{key}"), &whole.key(key), shown);
    }
    for section in &form.sections {
        if let Some(at) = &section.at {
            walk(&format!("{name}.section"), &at.key("title"), shown);
            walk(&format!("{name}.section.help"), &at.key("help"), shown);
        }
        for field in &section.fields {
            self::field(&name, field, shown);
        }
    }
}

fn field(form: &str, field: &FieldDraft, shown: &mut Vec<Shown>) {
    let name = format!("{form}.{}", field.id);
    let keys = |at: &At| match at.value() {
        Some(Value::Object(entries)) => entries.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let mut told = BTreeSet::from(["id".to_owned(), "use".to_owned(), "fields".to_owned()]);
    let shared = field.shared.as_ref().map(keys).unwrap_or_default();
    for key in keys(&field.at).into_iter().chain(shared) {
        if told.insert(key.clone()) {
            walk(&format!("{name}.{key}"), &field.part(&key), shown);
        }
    }
    for inner in &field.fields {
        self::field(&name, inner, shown);
    }
}
