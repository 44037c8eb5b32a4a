//! What must be true of a case at its end, as a program reads it: at a final stage, with everything it shows readable.

use serde_json::Value as Json;

use crate::api::client::Client;

/// The case is closed, nothing that should have followed failed, and every deadline says how it stands.
pub async fn is_archived(reader: &Client, base: &str, address: &str) {
    let case = reader.get(address).await.ok().json();
    let number = case["number"].as_str().expect("a number");
    let case_types = reader.get(&format!("{base}/case-types")).await.ok().json();
    let stages = of(&case_types["case_types"], |kind| kind["id"] == case["case_type"]["id"]);
    let stage = of(&stages["stages"], |stage| stage["id"] == case["stage"]["id"]);
    assert_eq!(stage["final"], true, "{number} is at {}", case["stage"]);
    assert!(case["closed_at"].is_string(), "{number} has no end");

    let history = reader.get(&format!("{address}/history")).await.ok().json();
    let events = history["events"].as_array().expect("events");
    for (index, event) in events.iter().enumerate() {
        assert_eq!(event["seq"], index as u64 + 1, "{event}");
        assert_ne!(event["what"]["event"], "reaction_failed", "{event}");
    }
    assert_eq!(case["version"], events.len() as u64);

    for run in case["deadlines"].as_array().expect("deadlines") {
        assert!(run["due_at"].is_string(), "{run}");
        assert!(
            run["reckoning"].as_array().is_some_and(|lines| !lines.is_empty()),
            "{run}"
        );
    }
    for task in case["tasks"].as_array().expect("tasks") {
        assert_ne!(task["state"], "open", "{task}");
    }
    for document in case["documents"].as_array().expect("documents") {
        for copy in 1..=document["copies"].as_u64().expect("a number") {
            let href = format!("{}?copy={copy}", document["href"].as_str().expect("an address"));
            assert!(!reader.get(&href).await.ok().text().is_empty());
        }
    }
    for decision in case["decisions"].as_object().expect("decisions").keys() {
        reader.get(&format!("{address}/why/{decision}")).await.ok();
    }
    let closed = format!("{base}/cases?which=closed&limit=200");
    let closed = reader.get(&closed).await.ok().json();
    of(&closed["cases"], |listed| listed["number"] == case["number"]);
}

fn of(list: &Json, is_it: impl Fn(&Json) -> bool) -> &Json {
    let mut items = list.as_array().expect("a list").iter();
    items
        .find(|item| is_it(item))
        .unwrap_or_else(|| panic!("none of {list:#}"))
}
