//! The published shape of every file of a pack, as JSON Schema (draft 2020-12), made from the types that read it.
//!
//! An editor that is told about them completes keys and shows what each means:
//! `# yaml-language-server: $schema=../../schemas/case-type.schema.json` on the first line of a file.

mod laid;

use std::io;
use std::path::Path;

use schemars::JsonSchema;
use serde_json::{Map, Value, json};

use super::raw::{RawCaseType, RawClauses, RawForm, RawOrganization, RawSchedules, RawSharedFields, RawStatistics};
use super::scenario::RawScenarios;
use crate::calendar::RawCalendar;

/// The schema of one kind of file.
#[derive(Clone, Debug)]
pub struct FileSchema {
    /// `case-type`.
    pub name: &'static str,
    /// The files it is for, as a pattern.
    pub files: &'static str,
    /// Of a file that starts from nothing.
    pub schema: Value,
}

impl FileSchema {
    pub fn file_name(&self) -> String {
        format!("{}.schema.json", self.name)
    }

    /// What is published: a file that starts from shared parts may leave out what they say.
    pub fn published(&self) -> Value {
        laid::published(&self.schema)
    }

    /// The file's content, with a final newline.
    pub fn text(&self) -> String {
        format!("{:#}\n", self.published())
    }
}

/// The schemas of all kinds of files, in the order in which a pack is written.
pub fn schemas() -> Vec<FileSchema> {
    vec![
        schema::<RawOrganization>("organization", "rules/*/organization.yaml"),
        schema::<RawCaseType>("case-type", "rules/*/*.yaml"),
        schema::<RawForm>("form", "forms/*/*.yaml"),
        schema::<RawSharedFields>("shared-fields", "forms/common/*.yaml"),
        schema::<RawSchedules>("schedules", "rules/*/schedules.yaml"),
        schema::<RawStatistics>("statistics", "rules/*/statistics.yaml"),
        schema::<RawClauses>("clauses", "rules/*/clauses.yaml"),
        schema::<RawScenarios>("scenarios", "rules/*/scenarios/*.yaml"),
        schema::<RawCalendar>("calendar", "rules/*/calendars/*.yaml"),
    ]
}

/// Writes all schemas into a folder.
///
/// # Errors
/// What the file system says.
pub fn write(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for schema in schemas() {
        std::fs::write(folder.join(schema.file_name()), schema.text())?;
    }
    Ok(())
}

fn schema<T: JsonSchema>(name: &'static str, files: &'static str) -> FileSchema {
    // What it is and whom it is for comes first.
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), json!(files));
    if let Value::Object(made) = published(schemars::schema_for!(T).to_value()) {
        schema.extend(made.into_iter().filter(|(key, _)| key != "$schema" && key != "title"));
    }
    let schema = Value::Object(schema);
    FileSchema { name, files, schema }
}

/// The names of our types are nobody else's business: `RawStage` is a `Stage` to a reader.
fn published(value: Value) -> Value {
    match value {
        Value::Object(keys) => {
            let renamed = keys.into_iter().map(|(key, value)| match (key.as_str(), value) {
                ("$ref", Value::String(target)) => (key, Value::String(target.replace("Raw", ""))),
                ("$defs", Value::Object(types)) => {
                    let types: Map<_, _> = types
                        .into_iter()
                        .map(|(name, schema)| (name.replace("Raw", ""), published(schema)))
                        .collect();
                    (key, Value::Object(types))
                }
                (_, value) => (key, published(value)),
            });
            Value::Object(renamed.collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(published).collect()),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_one_and_resolves() {
        for schema in schemas() {
            jsonschema::draft202012::new(&schema.published()).expect(schema.name);
            assert!(!schema.text().contains("Raw"), "{} names a type", schema.name);
        }
    }

    #[test]
    fn what_a_file_starts_from_may_say_what_it_leaves_out_and_nothing_else_may() {
        let all = schemas();
        let organization = all
            .iter()
            .find(|schema| schema.name == "organization")
            .expect("it is one");
        let schema = jsonschema::draft202012::new(&organization.published()).expect("a schema");
        let role = |role: Value| json!({"organization": "x", "extends": "rules/common/parts/x.yaml", "roles": {"agent": role}});
        assert!(
            schema.is_valid(&role(json!({"sees_all": true}))),
            "its name is in the part"
        );
        assert!(schema.is_valid(&role(Value::Null)), "it is taken out");
        assert!(!schema.is_valid(&role(json!({"sees_al": true}))), "no such key");
        assert!(
            !schema.is_valid(&role(json!({"sees_all": "yes"}))),
            "not what the key takes"
        );
        assert!(!schema.is_valid(&json!({"organization": "x", "roles": {"agent": {"name": "Agent"}}})));
        let form = all.iter().find(|schema| schema.name == "form").expect("it is one");
        let form = jsonschema::draft202012::new(&form.published()).expect("a schema");
        let section = |section: Value| json!({"extends": "forms/common/parts/x.yaml", "sections": [section]});
        assert!(form.is_valid(&section(json!({"title": "A", "fields": []}))));
        assert!(!form.is_valid(&section(json!({"title": "A"}))), "a list counts whole");
    }

    #[test]
    fn the_files_in_the_repository_are_current() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        for schema in schemas() {
            let path = folder.join(schema.file_name());
            let written = std::fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(
                written,
                schema.text(),
                "{}: run `redress schema --write schemas`",
                path.display()
            );
        }
    }
}
