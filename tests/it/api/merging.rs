//! Merging two complaints about the same, by programs.

use serde_json::json;

use super::client::{Answer, Client};
use crate::support::app::TestApp;
use crate::support::joint::two;

const CASES: &str = "/property-developer/cases";

async fn merge(client: &Client, at: &str, other: &str) -> Answer {
    client
        .change(&format!("{CASES}/{at}"), "merge", json!({"other": other}))
        .await
}

#[actix_web::test]
async fn two_cases_become_one_once_however_often_it_is_sent() {
    let (test, first, second) = two();
    let wang = Client::of(&test, "wang");
    let seen = wang.get(&format!("{CASES}/{first}")).await.ok();
    let choice = &seen.json()["choices"];
    let merging = choice
        .as_array()
        .and_then(|all| all.iter().find(|one| one["what"] == "merging"));
    assert_eq!(
        merging.map(|merging| merging["href"].clone()),
        Some(json!(format!("/api/v1{CASES}/{first}/merge"))),
        "{choice}"
    );
    let send = |other: &str| {
        wang.post(&format!("{CASES}/{first}/merge"), json!({"other": other}))
            .header("if-match", seen.header("etag"))
            .header("idempotency-key", "joint-1")
            .send()
    };
    let done = send(&second).await.ok();
    let others = &done.json()["others"];
    assert_eq!(
        (&others[0]["relation"], &others[0]["number"]),
        (&json!("merged"), &json!(second)),
        "{others}"
    );
    let again = send(&second).await.ok();
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.json(), done.json());
    send("P01-99").await.problem(422, "idempotency-key-reused");

    let left = wang.get(&format!("{CASES}/{second}")).await.ok().json();
    assert_eq!(
        (&left["others"][0]["relation"], &left["others"][0]["number"]),
        (&json!("merged_into"), &json!(first))
    );
    assert_eq!(
        left["others"][0]["href"],
        json!(format!("/api/v1{CASES}/{first}")),
        "it leads to where it goes on"
    );
    assert_eq!((&left["stage"]["id"], &left["choices"]), (&json!("merged"), &json!([])));
    for (what, body) in [
        ("comments", json!({"text": "家属又来电。"})),
        ("records", json!({"text": "家属又来电。", "at": "2024-09-23T01:00:00Z"})),
        ("owner", json!({"owner": "wang"})),
    ] {
        let after = wang.change(&format!("{CASES}/{second}"), what, body).await;
        let problem = after.problem(409, "refused");
        assert!(
            what == "owner" || problem["detail"].to_string().contains(&first),
            "{problem}"
        );
    }
    let version = test.case(&second).version;
    merge(&wang, &first, &second).await.problem(409, "refused");
    assert_eq!(test.case(&second).version, version, "it is as it was left");
    test.is_sound();
}

#[actix_web::test]
async fn who_may_not_merge_is_refused_and_who_does_not_see_the_case_finds_none() {
    let (test, first, second) = two();
    let (wang, zhou, gu) = (
        Client::of(&test, "wang"),
        Client::of(&test, "zhou"),
        Client::of(&test, "gu"),
    );
    let body = || json!({"other": second});
    let path = format!("{CASES}/{first}/merge");
    let unseen = zhou.post(&path, body()).header("if-match", "\"v1\"").send().await;
    unseen.problem(404, "not-found");
    merge(&gu, &first, &second).await.problem(403, "forbidden");
    Client::with_token(&test, None)
        .post(&path, body())
        .header("if-match", "\"v1\"")
        .send()
        .await
        .problem(401, "unauthorized");
    wang.post(&path, body()).send().await.problem(428, "version-required");
    let stale = wang.post(&path, body()).header("if-match", "\"v1\"").send().await;
    stale.problem(412, "version-conflict");
    wang.post(&path, json!({}))
        .header("if-match", "\"v1\"")
        .send()
        .await
        .problem(422, "unfit");
    assert!(test.case(&first).merged.is_empty() && test.case(&second).closed_at.is_none());
}

#[actix_web::test]
async fn a_case_that_is_kept_or_of_another_house_looks_like_one_that_is_not_there() {
    let test = TestApp::keeping_beside_harbour();
    test.person("chen", &["agent"]);
    test.person("wu", &["agent"]);
    test.administrator("root");
    let root = Client::of(&test, "root");
    for what in ["noise", "smell", "dust"] {
        let there = root.post("/harbour/cases", json!({"answers": {"what": what}}));
        there
            .header("idempotency-key", &what.replace(' ', "-"))
            .send()
            .await
            .ok();
    }
    let chen = Client::of(&test, "chen");
    for (what, about) in [("open door", ""), ("open window", "wu")] {
        let here = chen.post("/lodge/cases", json!({"answers": {"what": what, "about": about}}));
        here.header("idempotency-key", &what.replace(' ', "-"))
            .send()
            .await
            .ok();
    }
    let wu = Client::of(&test, "wu");
    let merge = async |at: &str, other: &str| {
        wu.change(&format!("/lodge/cases/{at}"), "merge", json!({"other": other}))
            .await
    };
    let mut told = Vec::new();
    // Kept from them, of the harbour, nowhere.
    for other in ["24090002", "24090003", "24090099"] {
        let mut problem = merge("24090001", other).await.problem(409, "refused");
        let detail = problem["detail"].as_str().unwrap_or_default().to_owned();
        assert!(detail.contains(other), "{problem}");
        problem["detail"] = json!(detail.replace(other, "…"));
        told.push(problem.to_string().replace(other, "…"));
    }
    assert!(told.iter().all(|one| *one == told[0]), "{told:#?}");
    for at in ["24090002", "24090003"] {
        let path = format!("/lodge/cases/{at}/merge");
        let sent = wu
            .post(&path, json!({"other": "24090001"}))
            .header("if-match", "\"v1\"");
        sent.send().await.problem(404, "not-found");
    }
    assert!(test.case("24090001").merged.is_empty());
    // What is said of them in a case they may not see does not become part of one they see.
    let refused = chen
        .change("/lodge/cases/24090001", "merge", json!({"other": "24090002"}))
        .await
        .problem(409, "refused");
    assert!(
        refused["detail"]
            .as_str()
            .is_some_and(|why| why.contains("kept from people")),
        "{refused}"
    );
    assert!(test.case("24090001").merged.is_empty());
    wu.get("/lodge/cases/24090001").await.ok();
    wu.get("/lodge/cases/24090002").await.problem(404, "not-found");
    test.is_sound();
}
