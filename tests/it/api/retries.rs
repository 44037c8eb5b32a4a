//! Sending the same again, and two at once.

use serde_json::json;

use super::client::Client;
use crate::support::app::TestApp;

const CASE: &str = "/harbour/cases/24090001";

fn harbour() -> TestApp {
    let test = TestApp::new();
    test.person("chen", &["agent"]);
    test.person("lin", &["manager"]);
    test
}

#[actix_web::test]
async fn a_complaint_sent_again_is_one_case_and_the_same_answer() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let send = |what: &str| {
        chen.post("/harbour/cases", json!({"answers": {"what": what}}))
            .header("idempotency-key", "call-1")
            .send()
    };
    let first = send("x").await.ok();
    assert_eq!(first.header("idempotent-replayed"), "");
    let lin = Client::of(&test, "lin");
    lin.change(CASE, "actions/hand_over", json!({"answers": {"quay": "east"}}))
        .await
        .ok();
    let again = send("x").await.ok();
    assert_eq!(again.status, 201);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(
        again.json(),
        first.json(),
        "as it was answered then, though the case has moved on"
    );
    send("y").await.problem(422, "idempotency-key-reused");
    let of_lin = lin
        .post("/harbour/cases", json!({"answers": {"what": "x"}}))
        .header("idempotency-key", "call-1");
    of_lin.send().await.problem(403, "forbidden");
    assert_eq!(
        chen.get("/harbour/cases").await.ok().json()["cases"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}

#[actix_web::test]
async fn a_key_is_needed_to_open_a_case_and_must_be_one() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let intake = json!({"answers": {"what": "x"}});
    chen.post("/harbour/cases", intake.clone())
        .send()
        .await
        .problem(400, "idempotency-key-required");
    for key in ["", "two words", &"k".repeat(201)] {
        let sent = chen
            .post("/harbour/cases", intake.clone())
            .header("idempotency-key", key);
        sent.send().await.problem(400, "malformed");
    }
    let invalid = chen
        .post("/harbour/cases", json!({"answers": {}}))
        .header("idempotency-key", "k")
        .send()
        .await;
    invalid.problem(422, "invalid");
    let corrected = chen
        .post("/harbour/cases", intake)
        .header("idempotency-key", "k")
        .send()
        .await;
    assert_eq!(corrected.status, 201, "a key that led to nothing is free again");
}

#[actix_web::test]
async fn an_action_sent_again_is_taken_once() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    chen.post("/harbour/cases", json!({"answers": {"what": "x"}}))
        .header("idempotency-key", "1")
        .send()
        .await
        .ok();
    let version = chen.get(CASE).await.header("etag").to_owned();
    let send = || {
        chen.post(&format!("{CASE}/comments"), json!({"text": "called back"}))
            .header("if-match", &version)
            .header("idempotency-key", "remark-1")
    };
    let first = send().send().await.ok();
    let again = send().send().await.ok();
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.json(), first.json());
    let letter = || {
        chen.post(&format!("{CASE}/actions/send_letter"), json!({}))
            .header("if-match", first.header("etag"))
            .header("idempotency-key", "letter-1")
            .send()
    };
    let sent = letter().await.ok();
    assert_eq!(sent.json()["stage"]["id"], "waiting");
    let again = letter().await.ok();
    assert_eq!(
        again.header("idempotent-replayed"),
        "true",
        "though the version it names is long past"
    );
    assert_eq!(again.json(), sent.json());
}

#[actix_web::test]
async fn the_second_of_two_is_told_what_changed_and_overwrites_nothing() {
    let test = harbour();
    let (chen, lin) = (Client::of(&test, "chen"), Client::of(&test, "lin"));
    chen.post("/harbour/cases", json!({"answers": {"what": "x"}}))
        .header("idempotency-key", "1")
        .send()
        .await
        .ok();
    let seen = chen.get(CASE).await.header("etag").to_owned();
    let path = format!("{CASE}/actions/hand_over");
    let to = |quay: &str| json!({"answers": {"quay": quay}});
    let west = lin.post(&path, to("west")).header("if-match", &seen).send().await.ok();
    let late = chen.post(&path, to("east")).header("if-match", &seen).send().await;
    let problem = late.problem(412, "version-conflict");
    assert_eq!(problem["current_version"], west.json()["version"]);
    assert_eq!(late.header("etag"), west.header("etag"));
    assert_eq!(problem["changed"][0]["by"], "Lin");
    assert_eq!(problem["changed"][0]["what"], "Hand over");
    assert_eq!(chen.get(CASE).await.ok().json()["department"]["id"], "west");

    chen.post(&path, to("east"))
        .send()
        .await
        .problem(428, "version-required");
    for wrong in ["*", "v3", "W/\"v3\""] {
        let sent = chen.post(&path, to("east")).header("if-match", wrong);
        sent.send().await.problem(400, "malformed");
    }
    chen.post(&format!("{CASE}/comments"), json!({"text": "needs no version"}))
        .send()
        .await
        .ok();
}
