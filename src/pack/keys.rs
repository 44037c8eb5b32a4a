//! Every key of every file as Markdown, made from the published schemas: the reference part of `docs/packs.md`.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Map, Value};

use super::schema::schemas;

/// A section per kind of file, with a table per shape that has keys. A shape that several files share stands once.
pub fn reference() -> String {
    let mut page = String::new();
    let mut told = BTreeSet::new();
    for file in schemas() {
        // Writing into a text cannot fail.
        let _ = writeln!(page, "### `{}`\n", file.files);
        shape(&mut page, &file.schema);
        let Some(shapes) = file.schema.get("$defs").and_then(Value::as_object) else {
            continue;
        };
        for (name, schema) in shapes {
            if !is_said_in_place(name) && told.insert(name.clone()) {
                let _ = writeln!(page, "#### {name}\n");
                shape(&mut page, schema);
            }
        }
    }
    page
}

fn shape(page: &mut String, schema: &Value) {
    if let Some(text) = description(schema) {
        let _ = writeln!(page, "{text}\n");
    }
    if let Some(keys) = schema.get("properties").and_then(Value::as_object) {
        table(page, keys, &required(schema));
    } else if let Some(variants) = schema.get("oneOf").and_then(Value::as_array) {
        one_of(page, variants);
    } else if schema.get("enum").is_some() {
        one_of(page, std::slice::from_ref(schema));
    } else if let Some(variants) = of_several_keys(schema) {
        one_of(page, variants);
        for other in variants.iter().filter(|variant| variant.get("$ref").is_some()) {
            let _ = writeln!(page, "Or {}.\n", takes(other));
        }
    } else {
        let _ = writeln!(page, "Takes {}.\n", takes(schema));
    }
}

/// The shapes of something told apart by its key, with others of several keys among them.
fn of_several_keys(schema: &Value) -> Option<&Vec<Value>> {
    let variants = schema.get("anyOf")?.as_array()?;
    variants
        .iter()
        .any(|one| one.get("properties").is_some())
        .then_some(variants)
}

/// One of several keys, or one of several words.
fn one_of(page: &mut String, variants: &[Value]) {
    let keys: Map<String, Value> = variants
        .iter()
        .filter_map(|variant| {
            let (key, value) = variant.get("properties")?.as_object()?.iter().next()?;
            let mut value = value.clone();
            if let (Some(object), Some(text)) = (value.as_object_mut(), variant.get("description")) {
                object.insert("description".to_owned(), text.clone());
            }
            Some((key.clone(), value))
        })
        .collect();
    if !keys.is_empty() {
        page.push_str("One of these keys:\n\n");
        table(page, &keys, &BTreeSet::new());
    }
    let words: Vec<String> = variants.iter().flat_map(words).collect();
    if !words.is_empty() {
        let _ = writeln!(page, "One of these words: {}.\n", words.join(", "));
    }
}

fn words(variant: &Value) -> Vec<String> {
    let said = description(variant)
        .map(|text| format!(" ({})", text.trim_end_matches('.')))
        .unwrap_or_default();
    let one = variant.get("const").into_iter();
    let several = variant.get("enum").and_then(Value::as_array).into_iter().flatten();
    one.chain(several)
        .filter_map(Value::as_str)
        .map(|word| format!("`{word}`{said}"))
        .collect()
}

fn table(page: &mut String, keys: &Map<String, Value>, required: &BTreeSet<&str>) {
    page.push_str("| key | takes | |\n| --- | --- | --- |\n");
    for (key, schema) in keys {
        let must = if required.contains(key.as_str()) {
            "**required.** "
        } else {
            ""
        };
        let text = description(schema).unwrap_or_default();
        let _ = writeln!(
            page,
            "| `{key}` | {} | {must}{text} |",
            takes(schema).replace('|', "\\|")
        );
    }
    page.push('\n');
}

/// What a key takes, in a few words.
fn takes(schema: &Value) -> String {
    if let Some(name) = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|path| path.rsplit('/').next())
    {
        return named(name);
    }
    if let Some(variants) = schema.get("anyOf").and_then(Value::as_array) {
        let mut kinds: Vec<String> = variants.iter().filter(|one| one["type"] != "null").map(takes).collect();
        kinds.dedup();
        return kinds.join(" or ");
    }
    match kind(schema) {
        "array" => format!(
            "a list of {}",
            schema.get("items").map_or_else(|| "anything".to_owned(), takes)
        ),
        "object" => match schema.get("additionalProperties").filter(|value| value.is_object()) {
            Some(values) => format!("id: {}", takes(values)),
            None => "keys".to_owned(),
        },
        "string" => "text".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        "integer" => "a whole number".to_owned(),
        "number" => "a number".to_owned(),
        _ => "any value".to_owned(),
    }
}

/// Shapes that everybody knows from the pages before: they need no section of their own.
fn is_said_in_place(name: &str) -> bool {
    !named(name).starts_with('[')
}

fn named(name: &str) -> String {
    match name {
        "Text" | "Name" => "a text".to_owned(),
        "Expression" => "an expression".to_owned(),
        "Value" => "a value".to_owned(),
        name if name.starts_with("OneOrMany") => "one or a list".to_owned(),
        name => format!("[{name}](#{})", name.to_lowercase()),
    }
}

fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .find(|kind| *kind != "null")
            .unwrap_or_default(),
        _ => "",
    }
}

fn required(schema: &Value) -> BTreeSet<&str> {
    schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// The comment of the type or key, on one line.
fn description(schema: &Value) -> Option<String> {
    let text = schema.get("description").and_then(Value::as_str)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_leads_to_a_section() {
        let page = reference();
        let sections: BTreeSet<String> = page
            .lines()
            .filter_map(|line| line.strip_prefix("#### "))
            .map(str::to_lowercase)
            .collect();
        let links = page.split("](#").skip(1).filter_map(|rest| rest.split(')').next());
        let lost: BTreeSet<&str> = links.filter(|link| !sections.contains(*link)).collect();
        assert!(lost.is_empty(), "no section for {lost:?}");
    }
}
