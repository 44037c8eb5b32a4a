//! The pack as it counts, value by value, each with the file and line it comes from.
//!
//! Fields that start from a shared one are shown as they are after taking it in, so that nobody has to open two files to know
//! what a form asks.

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
}

/// Where a value is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    pub file: String,
    /// From 1.
    pub line: usize,
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
        let _ = writeln!(
            out,
            "{}: {value}    # {}:{}",
            shown.name, shown.origin.file, shown.origin.line
        );
        out
    })
}

/// Lists of plain values stay together; everything else is taken apart.
fn walk(name: &str, at: &At, shown: &mut Vec<Shown>) {
    match at.value() {
        Some(Value::Object(entries)) if !entries.is_empty() => {
            for key in entries.keys() {
                walk(&format!("{name}.{key}"), &at.key(key), shown);
            }
        }
        Some(Value::Array(items)) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            for index in 0..items.len() {
                walk(&format!("{name}.{}", index + 1), &at.key(index), shown);
            }
        }
        Some(value) => {
            let place = at.place();
            let origin = Origin {
                file: place.file.path.clone(),
                line: place.start().line,
            };
            shown.push(Shown {
                name: name.to_owned(),
                value: value.clone(),
                origin,
            });
        }
        None => {}
    }
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
