//! The published schemas and the bundled packs agree, so that no editor complains about a file that runs.

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use redress::pack::schema::schemas;
use redress::yaml;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "yaml") {
            found.push(path);
        }
    }
}

/// Which schema a file is for; shared parts have none, because a part of a file is no file.
fn kind(path: &[&str]) -> Option<&'static str> {
    Some(match path {
        [_, "common", "parts", ..] => return None,
        ["forms", "common", _] => "shared-fields",
        ["forms", _, _] => "form",
        ["rules", _, "calendars", _] => "calendar",
        ["rules", _, "scenarios", _] => "scenarios",
        ["rules", _, "organization.yaml"] => "organization",
        ["rules", _, "schedules.yaml"] => "schedules",
        ["rules", _, "statistics.yaml"] => "statistics",
        ["rules", _, "clauses.yaml"] => "clauses",
        ["rules", _, _] => "case-type",
        _ => return None,
    })
}

#[test]
fn every_file_of_a_bundled_pack_is_what_its_published_schema_says() {
    let published: Vec<(&str, Validator)> = schemas()
        .iter()
        .map(|schema| {
            let text = std::fs::read_to_string(root().join("schemas").join(schema.file_name())).expect("published");
            let schema_read = serde_json::from_str(&text).expect("JSON");
            (
                schema.name,
                jsonschema::draft202012::new(&schema_read).expect("a schema"),
            )
        })
        .collect();
    let mut found = Vec::new();
    files(&root().join("rules"), &mut found);
    files(&root().join("forms"), &mut found);
    let (mut faults, mut seen, mut started) = (Vec::new(), 0, 0);
    for path in found {
        let inside = path
            .strip_prefix(root())
            .expect("inside")
            .to_string_lossy()
            .into_owned();
        let Some(kind) = kind(&inside.split('/').collect::<Vec<_>>()) else {
            continue;
        };
        let (_, schema) = published.iter().find(|(name, _)| *name == kind).expect("a schema");
        let source = yaml::source(&inside, &std::fs::read(&path).expect("a file")).expect("text");
        let document = yaml::read(&source).expect("YAML");
        seen += 1;
        started += usize::from(document.value.get("extends").is_some());
        faults.extend(
            schema
                .iter_errors(&document.value)
                .map(|error| format!("{inside} {}: {error}", error.instance_path())),
        );
    }
    assert!(
        seen > 100 && started > 10,
        "{seen} files, of which {started} start from others"
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
