//! Working for somebody who is away, and doors that are of all organizations at once.

use chrono::Duration;
use redress::access::scope::{Scope, Scopes};
use redress::case::{PersonId, Standing};
use redress::store::sessions::Grant;
use redress::store::standings::Place;
use serde_json::json;

use super::client::{Client, Sending};
use crate::support::app::TestApp;

/// Max, a manager, is away until the end of the month, and Anna stands in.
fn office() -> TestApp {
    let test = TestApp::new();
    for (id, post) in [("anna", "agent"), ("finn", "agent"), ("max", "manager")] {
        test.person(id, &[post]);
    }
    test.away_for_a_week("max", "anna");
    test
}

/// A manager's step, for Max: on this case at this version, under this key.
fn settle<'a>(client: &'a Client, (case, version, key): (&str, &str, &str)) -> Sending<'a> {
    client
        .post(&format!("{case}/actions/close_deemed"), json!({"answers": {}}))
        .header("if-match", version)
        .header("idempotency-key", key)
        .header("stand-in-for", "max")
}

#[actix_web::test]
async fn a_program_works_for_somebody_who_is_away_when_it_says_so_and_history_tells() {
    let test = office();
    let anna = Client::of(&test, "anna");
    let opened = anna
        .post("/harbour/cases", json!({"answers": {"what": "noise"}}))
        .header("idempotency-key", "k1")
        .send()
        .await
        .ok();
    let case = opened.header("location").to_owned();
    anna.change(&case, "actions/send_letter", json!({"answers": {}}))
        .await
        .ok();
    // A manager's step.
    let own = anna.change(&case, "actions/close_deemed", json!({"answers": {}})).await;
    own.problem(403, "forbidden");
    let version = anna.get(&case).await.ok().header("etag").to_owned();
    let for_max = |key: &'static str| (case.as_str(), version.as_str(), key);
    let finn = Client::of(&test, "finn").beside(&anna);
    let stranger = settle(&finn, for_max("k2"));
    stranger.send().await.problem(403, "not-standing-in");
    let done = settle(&anna, for_max("k2")).send().await.ok();
    let again = settle(&anna, for_max("k2")).send().await;
    assert_eq!(done.json()["stage"]["id"], again.ok().json()["stage"]["id"]);
    let key_of_her_own = settle(&anna, for_max("k2")).without("stand-in-for").send().await;
    key_of_her_own.problem(422, "idempotency-key-reused");
    let history = anna.get(&format!("{case}/history")).await.ok().json();
    let events = history["events"].as_array().expect("events");
    let told: Vec<_> = events.iter().map(|event| &event["stands_for"]).collect();
    assert!(told[0].is_null(), "what she did herself, she did herself: {told:?}");
    assert_eq!(*told.last().expect("events"), "Max");
}

#[actix_web::test]
async fn nobody_stands_in_who_does_not_at_the_moment_or_audits() {
    let test = office();
    let anna = Client::of(&test, "anna");
    for (whom, status) in [("max", 200), ("m%61x", 200), ("finn", 403), ("", 403), ("nobody", 403)] {
        let asked = anna
            .request(actix_web::http::Method::GET, "/harbour/cases")
            .header("stand-in-for", whom);
        assert_eq!(asked.send().await.status, status, "{whom}");
    }
    let audits = (
        PersonId("anna".into()),
        Place::Organization(test.organization.clone()),
        Standing::Auditor,
    );
    test.app.give_standing(&audits.0, audits.1, audits.2).expect("given");
    let asked = anna
        .request(actix_web::http::Method::GET, "/harbour/cases")
        .header("stand-in-for", "max");
    asked.send().await.problem(403, "not-standing-in");
    test.app.clock().stand_at(test.app.clock().now() + Duration::days(8));
    let finn = Client::of(&test, "finn").beside(&anna);
    let users = finn.get("/harbour/users").await.ok().json();
    assert!(
        users["users"]
            .as_array()
            .expect("users")
            .iter()
            .all(|user| user["away"].is_null()),
        "{users}"
    );
}

#[actix_web::test]
async fn users_are_told_with_who_stands_in_while_they_are_away() {
    let test = office();
    let users = Client::of(&test, "finn").get("/harbour/users").await.ok().json();
    let away = |id: &str| {
        let mut users = users["users"].as_array().expect("users").iter();
        users.find(|user| user["id"] == id).expect("a user")["away"].clone()
    };
    let told = away("max");
    assert_eq!(
        (&told["deputy"], &told["deputy_name"]),
        (&json!("anna"), &json!("Anna"))
    );
    assert_eq!(told["until"], "2024-09-30");
    assert!(away("anna").is_null());
}

#[actix_web::test]
async fn a_token_for_one_organization_changes_nothing_that_is_of_all() {
    let test = TestApp::new();
    test.administrator("root");
    let token = |organization: Option<&str>| {
        let grant = Grant {
            scopes: Scopes::of(Scope::ALL),
            organization: organization.map(Into::into),
        };
        test.app
            .grant_token(&PersonId("root".into()), "test", None, grant)
            .expect("a token")
    };
    let now = test.app.clock().now();
    let later = json!({"to": (now + Duration::hours(1)).to_rfc3339()});
    let one = Client::with_token(&test, Some(&token(Some("harbour"))));
    one.post("/clock", later.clone()).send().await.problem(403, "forbidden");
    assert_eq!(test.app.clock().now(), now);
    one.get("/clock").await.ok();
    let all = Client::with_token(&test, Some(&token(None))).beside(&one);
    all.post("/clock", later).send().await.ok();
    assert_ne!(test.app.clock().now(), now);
    // Whatever else is of all organizations and changes something has to be asked here as well.
    let routes = include_str!("routes.txt").lines();
    let of_all: Vec<&str> = routes
        .filter(|route| !route.starts_with("GET") && !route.contains("{organization}"))
        .collect();
    assert_eq!(of_all, ["POST /api/v1/clock"]);
}
