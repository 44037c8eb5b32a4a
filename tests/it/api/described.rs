//! The OpenAPI description: of every route, and whole.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Value as Json, json};

use super::client::Client;
use crate::support::app::TestApp;

async fn description() -> Json {
    let test = TestApp::new();
    let answer = Client::with_token(&test, None).get("/openapi.json").await.ok();
    assert_eq!(answer.header("content-type"), "application/json");
    answer.json()
}

fn operations(description: &Json) -> impl Iterator<Item = (String, &Json)> {
    description["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, item)| {
            let operations = item.as_object().expect("operations").iter();
            operations.map(move |(method, operation)| (format!("{} {path}", method.to_uppercase()), operation))
        })
}

#[actix_web::test]
async fn every_route_is_described() {
    let description = description().await;
    let described: BTreeSet<String> = operations(&description).map(|(route, _)| route).collect();
    let routes = include_str!("routes.txt");
    let expected: BTreeSet<String> = routes.lines().map(str::to_owned).collect();
    assert_eq!(described, expected);
}

/// The handlers that carry a route, counted in the sources: one that is registered past the description, or not at all, is
/// found here.
#[actix_web::test]
async fn every_handler_of_the_sources_is_a_described_route() {
    fn handlers(folder: &std::path::Path) -> usize {
        std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    return handlers(&path);
                }
                let source = std::fs::read_to_string(&path).expect("a source");
                source
                    .lines()
                    .filter(|line| line.starts_with("#[get(") || line.starts_with("#[post("))
                    .count()
            })
            .sum()
    }
    let description = description().await;
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
    assert_eq!(operations(&description).count(), handlers(&sources));
}

#[actix_web::test]
async fn every_operation_says_what_it_does_and_how_it_may_be_answered() {
    let description = description().await;
    assert!(
        description["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1")),
        "{}",
        description["openapi"]
    );
    let mut ids = HashSet::new();
    for (route, operation) in operations(&description) {
        let text = |name: &str| operation[name].as_str().is_some_and(|text| !text.is_empty());
        assert!(text("summary"), "{route} has no summary");
        assert!(
            ids.insert(operation["operationId"].to_string()),
            "{route} has the id of another"
        );
        let responses = operation["responses"].as_object().expect("responses");
        assert!(responses.keys().any(|status| status.starts_with('2')), "{route}");
        for (status, response) in responses {
            assert!(response["description"].is_string(), "{route} {status}");
        }
        if route == "GET /api/v1/openapi.json" {
            continue;
        }
        for status in ["401", "404", "429", "500"] {
            let content = &responses[status]["content"]["application/problem+json"];
            assert!(
                content["schema"]["$ref"]
                    .as_str()
                    .is_some_and(|name| name.ends_with("/Problem")),
                "{route} {status}"
            );
        }
        let mut wanted: Vec<&str> = route.split(['{', '}']).skip(1).step_by(2).collect();
        wanted.sort_unstable();
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let mut named: Vec<&str> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        named.sort_unstable();
        assert_eq!(named, wanted, "{route}");
    }
}

#[actix_web::test]
async fn every_schema_that_is_spoken_of_is_there_and_described() {
    let description = description().await;
    let schemas = description["components"]["schemas"].as_object().expect("schemas");
    let text = description.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap_or_default();
        assert!(schemas.contains_key(name), "`{name}` is spoken of and not there");
    }
    let undescribed: Vec<&String> = schemas
        .iter()
        .filter(|(_, schema)| {
            schema["type"] == "object" && schema["description"].as_str().unwrap_or_default().is_empty()
        })
        .map(|(name, _)| name)
        .collect();
    assert!(undescribed.is_empty(), "without a description: {undescribed:?}");
    for name in schemas.keys() {
        let whole = json!({"$ref": format!("#/components/schemas/{name}"), "components": description["components"]});
        let compiled = jsonschema::draft202012::new(&whole);
        assert!(compiled.is_ok(), "{name}: {:?}", compiled.err());
    }
}
