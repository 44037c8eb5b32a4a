//! Whoever sees personal data masked does not find it out by searching, and whoever finds cases by it is written down.

use std::path::Path;

use serde_json::Value as Json;

use super::masking::{hint, lodge};
use crate::api::client::Client;
use crate::support::app::TestApp;
use crate::support::database::On;
use crate::web::Site;

const LIST: &str = "/lodge/cases";
const NUMBER: &str = "24090001";

async fn numbers(client: &Client, text: &str) -> Vec<String> {
    let page = client.get(&format!("{LIST}?text={text}")).await.ok().json();
    let cases = page["cases"].as_array().expect("cases");
    cases
        .iter()
        .map(|case| case["number"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[actix_web::test]
async fn a_program_finds_cases_by_what_it_gets_of_them_and_by_nothing_else() {
    let (test, _folder) = lodge();
    hint(&test);
    test.acting_as("lin")
        .comment(NUMBER, "Berta Vogel rang again")
        .expect("noted");
    test.app.index_pending().expect("indexed");
    let (chen, lin, aude) = (
        Client::of(&test, "chen"),
        Client::of(&test, "lin"),
        Client::of(&test, "aude"),
    );
    for client in [&chen, &aude] {
        for guessed in ["Vogel", "Vo", "Berta%20Vogel", "Berta", "door%20Vogel"] {
            assert_eq!(numbers(client, guessed).await, [] as [&str; 0], "{guessed}");
        }
        for read in ["door", "rang", NUMBER, "0001"] {
            assert_eq!(numbers(client, read).await, [NUMBER], "{read}");
        }
        let page = client.get(LIST).await.ok().json();
        assert_eq!(page["cases"][0]["subject"], "B*** saw an open door");
    }
    for typed in ["Vogel", "Berta%20Vogel", "door%20Vogel", "rang", NUMBER] {
        assert_eq!(numbers(&lin, typed).await, [NUMBER], "{typed}");
    }
}

#[test]
fn pages_and_exports_find_no_more_than_they_show() {
    let (test, _folder) = lodge();
    hint(&test);
    test.app.index_pending().expect("indexed");
    let site = Site::new(test);
    let mut chen = site.signed_in("chen");
    for list in [LIST, "/lodge/cases.csv"] {
        chen.get(&format!("{list}?q=Vogel")).hides(NUMBER);
        chen.get(&format!("{list}?q=open+door")).shows(NUMBER).hides("Vogel");
    }
    let mut lin = site.signed_in("lin");
    lin.get(&format!("{LIST}?q=Vogel")).shows(NUMBER);
}

/// What has been written down of one case, the latest first.
async fn written(client: &Client) -> Vec<(String, String)> {
    let looks = client.get(&format!("{LIST}/{NUMBER}/looks")).await.ok().json();
    let looks = looks["looks"].as_array().expect("looks");
    let text = |look: &Json, key: &str| look[key].as_str().unwrap_or_default().to_owned();
    let looks = looks.iter().map(|look| (text(look, "by"), text(look, "what")));
    looks.filter(|(_, what)| what != "log").collect()
}

#[test]
fn a_case_found_by_a_name_has_been_looked_at_where_looks_are_kept() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/app/kept");
    let test = TestApp::of(On::Sqlite, &kept, "lodge").expect("SQLite is always there");
    test.person("lin", &["keeper"]);
    test.person("aude", &["auditor"]);
    hint(&test);
    test.app.index_pending().expect("indexed");
    let (lin_api, aude) = (Client::of(&test, "lin"), Client::of(&test, "aude"));
    let site = Site::new(test);
    let mut lin = site.signed_in("lin");
    lin.get(&format!("{LIST}?q=open+door")).shows(NUMBER);
    lin.get(&format!("{LIST}?q={NUMBER}")).shows(NUMBER);
    lin.get(&format!("{LIST}?q=Nobody")).hides(NUMBER);
    let system = actix_web::rt::System::new();
    let nothing = system.block_on(written(&aude));
    assert!(
        nothing.is_empty(),
        "what the list shows anyway tells nothing new: {nothing:?}"
    );

    lin.get(&format!("{LIST}?q=Berta+V")).shows(NUMBER);
    let found = |by: &str| (by.to_owned(), "found".to_owned());
    assert_eq!(system.block_on(written(&aude)), [found("lin")]);
    lin.get("/lodge/cases.csv?q=Vogel").shows(NUMBER);
    assert_eq!(system.block_on(numbers(&lin_api, "Vogel")), [NUMBER]);
    assert_eq!(
        system.block_on(written(&aude)),
        [found("lin"), found("lin"), found("lin")]
    );

    // A view under a name is counted on every page of the queue, and tells nothing by it.
    lin.post("/lodge/views", &[("query", "q=Vogel"), ("name", "hers")]);
    lin.get(LIST).shows("hers").shows("–");
    assert_eq!(system.block_on(written(&aude)).len(), 3);
    let mut aude = site.signed_in("aude");
    aude.get(&format!("{LIST}/{NUMBER}"))
        .shows("Lin: its line in a list, found by searching for personal data");
}
