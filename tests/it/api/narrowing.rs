//! What a program asks a list for.

use serde_json::Value as Json;

use super::client::Client;
use crate::web::queue::{sorted, two};

#[actix_web::test]
async fn a_list_is_narrowed_by_what_is_due_and_by_labels_as_the_pages_narrow_theirs() {
    let test = sorted();
    let (crane, water) = two(&test);
    let max = Client::of(&test, "max");
    let both = vec![crane.clone(), water.clone()];
    let (first, second) = (vec![crane], vec![water]);
    for (query, expected) in [
        ("labels=category:crane", &first),
        ("labels=way:letter", &second),
        ("labels=severity:grave", &first),
        ("labels=category:crane,%20way:phone", &first),
        ("labels=category:crane,way:letter", &Vec::new()),
        ("labels=illness:gout", &Vec::new()),
        ("labels=frequency:seldom", &both),
        ("due=week", &both),
        ("due=late", &Vec::new()),
        ("due=never", &Vec::new()),
        (
            "labels=category:crane,severity:grave&due=week&department=east&owner=max&stage=open&case_type=complaint&text=night",
            &first,
        ),
    ] {
        let page = max.get(&format!("/harbour/cases?{query}")).await.ok().json();
        let cases = page["cases"].as_array().expect("cases");
        let mut numbers: Vec<&str> = cases.iter().filter_map(|case| case["number"].as_str()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, *expected, "{query}");
    }
    for wrong in [
        "labels=category",
        "labels=:crane",
        "labels=,",
        "labels=a:%00",
        "due=soon",
    ] {
        let problem: Json = max
            .get(&format!("/harbour/cases?{wrong}"))
            .await
            .problem(400, "malformed");
        assert!(problem["detail"].is_string(), "{wrong}: {problem}");
    }
}

#[actix_web::test]
async fn the_next_page_is_narrowed_alike() {
    let test = sorted();
    two(&test);
    let max = Client::of(&test, "max");
    let page = max
        .get("/harbour/cases?labels=frequency:seldom&due=week&limit=1")
        .await
        .ok()
        .json();
    let next = page["next_href"].as_str().expect("a next page");
    assert!(
        next.contains("labels=frequency%3Aseldom") && next.contains("due=week"),
        "{next}"
    );
    let page = max.get(next).await.ok().json();
    assert_eq!(page["cases"].as_array().map(Vec::len), Some(1));
    assert_eq!(page["next_href"], Json::Null);
}
