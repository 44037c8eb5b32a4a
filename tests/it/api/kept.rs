//! What is kept from somebody is not found by them, and looks are written down.

use serde_json::json;

use super::client::Client;
use crate::support::app::TestApp;
use crate::support::database::On;

const CASE: &str = "/lodge/cases/24090001";

/// An agent, somebody the hint may be about, a keeper, a handler and an auditor.
fn lodge() -> TestApp {
    let test = TestApp::keeping(On::Sqlite).expect("SQLite is always there");
    test.person("chen", &["agent"]);
    test.person("wu", &["agent"]);
    test.person("lin", &["keeper"]);
    test.person("zhao", &["handler@east"]);
    test.person("bai", &["auditor"]);
    test.administrator("root");
    test
}

async fn opened(test: &TestApp, answers: serde_json::Value) -> Client {
    let lin = Client::of(test, "lin");
    let photo = lin
        .upload("/lodge/files", "door.png", b"\x89PNG\r\n\x1a\n0000")
        .send()
        .await
        .ok()
        .json();
    let mut answers = answers;
    answers["photo"] = json!([photo["hash"]]);
    lin.post("/lodge/cases", json!({"answers": answers}))
        .header("idempotency-key", "first")
        .send()
        .await
        .ok();
    lin
}

#[actix_web::test]
async fn what_is_about_somebody_does_not_exist_for_them() {
    let test = lodge();
    opened(&test, json!({"what": "open door", "about": "wu"})).await;
    let (wu, chen) = (Client::of(&test, "wu"), Client::of(&test, "chen"));
    let seen = chen.get(CASE).await.ok().json();
    let photo = format!(
        "{CASE}/attachments/{}",
        seen["answers"]["photo"][0].as_str().expect("a hash")
    );
    for path in [
        CASE,
        &format!("{CASE}/history"),
        &photo,
        &format!("{CASE}/documents/1"),
        &format!("{CASE}/looks"),
    ] {
        wu.get(path).await.problem(404, "not-found");
    }
    let acted = wu
        .post(&format!("{CASE}/actions/close"), json!({}))
        .header("idempotency-key", "k")
        .header("if-match", "\"v1\"")
        .send()
        .await;
    acted.problem(404, "not-found");
    assert_eq!(wu.get("/lodge/cases").await.ok().json()["cases"], json!([]));
    assert_eq!(wu.get("/lodge/cases?text=door").await.ok().json()["cases"], json!([]));
    let listed = chen.get("/lodge/cases").await.ok().json();
    assert_eq!(listed["cases"][0]["number"], "24090001");
    chen.get(&photo).await.ok();
}

#[actix_web::test]
async fn nobody_is_above_a_case_about_themselves_and_somebody_else_who_runs_the_organization_is() {
    let test = lodge();
    test.administrator("other");
    opened(&test, json!({"what": "open door", "about": "root", "secret": true})).await;
    let root = Client::of(&test, "root");
    root.get(CASE).await.problem(404, "not-found");
    let acted = root
        .post(&format!("{CASE}/comments"), json!({"text": "not so"}))
        .header("idempotency-key", "k")
        .header("if-match", "\"v1\"")
        .send()
        .await;
    acted.problem(404, "not-found");
    assert_eq!(root.get("/lodge/cases").await.ok().json()["cases"], json!([]));
    let other = Client::of(&test, "other");
    other.get(CASE).await.ok();
    other.change(CASE, "comments", json!({"text": "seen"})).await.ok();
    assert_eq!(test.app.verify(&test.organization).expect("verify").faults, []);
}

#[actix_web::test]
async fn a_confidential_case_is_seen_by_the_few_and_by_whoever_has_a_task_in_it() {
    let test = lodge();
    let lin = opened(&test, json!({"what": "open door", "secret": true})).await;
    let (chen, zhao) = (Client::of(&test, "chen"), Client::of(&test, "zhao"));
    chen.get(CASE).await.problem(404, "not-found");
    zhao.get(CASE).await.problem(404, "not-found");
    assert_eq!(chen.get("/lodge/cases").await.ok().json()["cases"], json!([]));
    lin.change(CASE, "actions/look_into", json!({})).await.ok();
    let case = zhao.get(CASE).await.ok().json();
    assert_eq!(case["number"], "24090001");
    assert_eq!(
        zhao.get("/lodge/cases").await.ok().json()["cases"][0]["number"],
        "24090001"
    );
    let task = case["tasks"][0]["number"].to_string();
    let done = zhao.change(CASE, &format!("tasks/{task}"), json!({})).await;
    assert_eq!(done.status, 202, "what they did was the last they saw: {}", done.text());
    assert_eq!(done.json()["number"], "24090001");
    zhao.get(CASE).await.problem(404, "not-found");
    assert_eq!(
        test.case("24090001").tasks[0]
            .done
            .as_ref()
            .map(|done| done.by.0.to_string()),
        Some("zhao".to_owned())
    );
    assert_eq!(zhao.get("/lodge/cases").await.ok().json()["cases"], json!([]));
}

#[actix_web::test]
async fn whoever_opens_what_they_may_not_see_gets_its_number_and_nothing_of_it() {
    let test = lodge();
    let chen = Client::of(&test, "chen");
    let send = |what: &str, secret: bool, about: &str| {
        chen.post(
            "/lodge/cases",
            json!({"answers": {"what": what, "secret": secret, "about": about}}),
        )
        .header("idempotency-key", what)
        .send()
    };
    for (what, secret, about, number) in [("door", true, "wu", "24090001"), ("window", false, "chen", "24090002")] {
        let done = send(what, secret, about).await;
        assert_eq!(
            (done.status.as_u16(), done.header("etag")),
            (202, ""),
            "{}",
            done.text()
        );
        assert_eq!(done.header("location"), "", "no address of it is theirs");
        let receipt = done.json();
        assert_eq!(receipt["number"], number);
        assert_eq!(receipt["case_type"], json!({"id": "hint", "name": "Hint"}));
        assert_eq!(
            receipt["handled_by"],
            json!([{"id": "keeper", "name": "Keeper"}, {"id": "auditor", "name": "Auditor"}]),
            "the same whyever it is kept from them"
        );
        assert!(
            receipt["message"]
                .as_str()
                .is_some_and(|message| !message.starts_with("api-"))
        );
        assert!(
            !done.text().contains(what) && !done.text().contains("wu"),
            "{}",
            done.text()
        );
        let again = send(what, secret, about).await;
        assert_eq!(again.header("idempotent-replayed"), "true");
        assert_eq!(
            (again.status.as_u16(), again.json()),
            (202, receipt),
            "one case, the same answer"
        );
        chen.get(&format!("/lodge/cases/{number}"))
            .await
            .problem(404, "not-found");
    }
    let looks = Client::of(&test, "bai").get(&format!("{CASE}/looks")).await.ok().json();
    assert!(
        !looks.to_string().contains("chen"),
        "they have not looked at it: {looks}"
    );
}

#[actix_web::test]
async fn every_look_is_written_down_and_read_by_those_who_audit() {
    let test = lodge();
    let lin = opened(&test, json!({"what": "open door"})).await;
    let chen = Client::of(&test, "chen");
    let seen = chen.get(CASE).await.ok().json();
    let hash = seen["answers"]["photo"][0].as_str().expect("a hash").to_owned();
    chen.get(&format!("{CASE}/attachments/{hash}")).await.ok();
    chen.get(&format!("{CASE}/history")).await.ok();
    lin.change(CASE, "actions/close", json!({})).await.ok();
    chen.get(&format!("{CASE}/documents/1")).await.ok();
    chen.get(&format!("{CASE}/looks")).await.problem(403, "forbidden");

    let bai = Client::of(&test, "bai");
    let page = bai.get(&format!("{CASE}/looks")).await.ok().json();
    let looks: Vec<String> = page["looks"]
        .as_array()
        .expect("looks")
        .iter()
        .map(|look| {
            format!(
                "{} {}",
                look["by"].as_str().expect("who"),
                look["what"].as_str().expect("what")
            )
        })
        .collect();
    let of_chen: Vec<&str> = looks
        .iter()
        .rev()
        .filter_map(|look| look.strip_prefix("chen "))
        .collect();
    assert_eq!(
        of_chen,
        ["case", &format!("file {hash}"), "history", "document 1", "log"]
    );
    assert_eq!(looks[0], "bai log", "reading the log is a look");
    assert_eq!(page["next"], json!(null));
    assert!(page["looks"][0]["at"].is_string());
    Client::of(&test, "root").get(&format!("{CASE}/looks")).await.ok();
    assert_eq!(test.app.verify(&test.organization).expect("verify").faults, []);
}

#[actix_web::test]
async fn what_a_destroyed_case_held_is_nowhere_any_more_and_its_history_still_holds() {
    let test = lodge();
    let lin = opened(
        &test,
        json!({"what": "open door", "teller": "Mrs Marker", "about": "wu"}),
    )
    .await;
    let photo = lin.get(CASE).await.ok().json()["answers"]["photo"][0]
        .as_str()
        .expect("a hash")
        .to_owned();
    let shared = lin
        .upload("/lodge/files", "other.png", b"\x89PNG\r\n\x1a\n1111")
        .send()
        .await
        .ok()
        .json();
    let shared = shared["hash"].as_str().expect("a hash").to_owned();
    let second = json!({"answers": {"what": "another", "photo": [shared]}});
    lin.post("/lodge/cases", second)
        .header("idempotency-key", "second")
        .send()
        .await
        .ok();
    let version = lin.get(CASE).await.ok().header("etag").to_owned();
    lin.upload(&format!("{CASE}/attachments"), "Marker.png", b"\x89PNG\r\n\x1a\n1111")
        .header("if-match", &version)
        .send()
        .await
        .ok();
    lin.change(CASE, "comments", json!({"text": "Marker said so"}))
        .await
        .ok();
    lin.change(CASE, "actions/close", json!({})).await.ok();
    lin.change(CASE, "actions/destroy", json!({"answers": {"reason": "Marker again"}}))
        .await
        .problem(409, "refused");
    test.advance_to("2024-10-24 09:00");
    lin.change(CASE, "actions/destroy", json!({"answers": {"reason": "Marker again"}}))
        .await
        .ok();

    let case = lin.get(CASE).await.ok().json();
    assert_eq!(case["destroyed"]["by"], "lin");
    assert_eq!(
        (&case["number"], &case["stage"]["id"]),
        (&json!("24090001"), &json!("closed"))
    );
    assert_eq!(
        (&case["answers"], &case["subject"], &case["choices"]),
        (&json!({}), &json!(""), &json!([]))
    );
    let history = lin.get(&format!("{CASE}/history")).await.ok().text();
    assert!(
        !history.contains("Marker") && history.contains("destroyed"),
        "{history}"
    );
    lin.get(&format!("{CASE}/documents/1")).await.problem(404, "not-found");
    lin.get(&format!("{CASE}/attachments/{photo}"))
        .await
        .problem(404, "not-found");
    lin.change(CASE, "comments", json!({"text": "more"}))
        .await
        .problem(409, "refused");

    assert!(!test.file(&photo).exists(), "its bytes are gone");
    assert!(test.file(&shared).exists(), "what another case uses stays");
    assert_eq!(test.app.verify(&test.organization).expect("verify").faults, []);
    test.holds_nowhere("Marker");
    assert_eq!(
        lin.get("/lodge/cases?which=all").await.ok().json()["cases"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

#[actix_web::test]
async fn a_destroyed_case_stays_kept_from_those_it_was_kept_from() {
    let test = lodge();
    let lin = opened(&test, json!({"what": "open door", "about": "wu"})).await;
    lin.change(CASE, "actions/close", json!({})).await.ok();
    test.advance_to("2024-10-24 09:00");
    lin.change(CASE, "actions/destroy", json!({})).await.ok();
    assert!(lin.get(CASE).await.ok().json()["destroyed"].is_object());

    let wu = Client::of(&test, "wu");
    for path in [CASE, &format!("{CASE}/history"), &format!("{CASE}/looks")] {
        wu.get(path).await.problem(404, "not-found");
    }
    let all = wu.get("/lodge/cases?which=all").await.ok().json();
    assert_eq!(all["cases"], json!([]));
    assert_eq!(test.app.verify(&test.organization).expect("verify").faults, []);
}

#[actix_web::test]
async fn another_case_that_is_kept_from_somebody_is_not_named_by_the_one_they_see() {
    let test = lodge();
    let lin = opened(&test, json!({"what": "open door"})).await;
    let chen = Client::of(&test, "chen");
    let before = chen.get(CASE).await.ok().header("etag").to_owned();
    chen.change(CASE, "actions/pass_on", json!({})).await.ok();
    let child = "24090002";
    chen.get(&format!("/lodge/cases/{child}"))
        .await
        .problem(404, "not-found");
    let seen = chen.get(CASE).await.ok().json();
    assert_eq!(seen["others"], json!([]));
    let history = chen.get(&format!("{CASE}/history")).await.ok().text();
    assert!(
        !history.contains("case_opened") && !history.contains(child),
        "{history}"
    );
    let late = chen
        .post(&format!("{CASE}/comments"), json!({"text": "late"}))
        .header("if-match", &before)
        .header("idempotency-key", "late")
        .send()
        .await
        .text();
    assert!(late.contains("Pass on") && !late.contains(child), "{late}");

    let seen = lin.get(CASE).await.ok().json();
    assert_eq!(
        (&seen["others"][0]["relation"], &seen["others"][0]["number"]),
        (&json!("linked"), &json!(child))
    );
    let history = lin.get(&format!("{CASE}/history")).await.ok().text();
    assert!(history.contains(child), "{history}");
}

#[actix_web::test]
async fn the_case_that_opened_one_is_not_named_to_those_it_is_kept_from() {
    let test = lodge();
    let lin = opened(&test, json!({"what": "open door", "about": "wu"})).await;
    lin.change(CASE, "actions/pass_on", json!({})).await.ok();
    let child = "/lodge/cases/24090002";
    let wu = Client::of(&test, "wu");
    assert_eq!(wu.get(child).await.ok().json()["others"], json!([]));
    let history = wu.get(&format!("{child}/history")).await.ok().text();
    assert!(!history.contains("24090001"), "{history}");
    assert_eq!(
        lin.get(child).await.ok().json()["others"][0]["number"],
        json!("24090001")
    );
}

#[actix_web::test]
async fn whoever_is_kept_away_may_be_written_as_they_are_called() {
    let test = lodge();
    opened(&test, json!({"what": "open door", "about": "Wu"})).await;
    Client::of(&test, "wu").get(CASE).await.problem(404, "not-found");
    Client::of(&test, "chen").get(CASE).await.ok();
    let kinds = test.kinds("24090001");
    assert!(!kinds.contains(&"reaction_failed".to_owned()), "{kinds:?}");
}

#[actix_web::test]
async fn an_exclusion_that_names_nobody_is_told_once() {
    let test = lodge();
    let lin = opened(&test, json!({"what": "open door", "about": "Nobody"})).await;
    lin.change(CASE, "comments", json!({"text": "who?"})).await.ok();
    lin.change(CASE, "actions/look_into", json!({})).await.ok();
    let kinds = test.kinds("24090001");
    let told = kinds.iter().filter(|kind| *kind == "reaction_failed").count();
    assert_eq!(told, 1, "{kinds:?}");
    let history = lin.get(&format!("{CASE}/history")).await.ok().text();
    assert!(history.contains("`Nobody` is nobody here"), "{history}");
    assert_eq!(test.app.verify(&test.organization).expect("verify").faults, []);
}

#[actix_web::test]
async fn a_task_for_one_person_is_theirs_by_either_name_and_nobody_elses() {
    let test = lodge();
    test.person("Sun", &["handler"]);
    test.person("sun", &["handler"]);
    test.person("zhou", &["handler"]);
    let lin = opened(&test, json!({"what": "open door", "secret": true, "witness": "Zhou"})).await;
    lin.change(CASE, "actions/call", json!({})).await.ok();
    let tasks = test.case("24090001").tasks;
    assert_eq!(tasks[0].person.as_ref().map(|person| &*person.0), Some("zhou"));
    Client::of(&test, "zhou").get(CASE).await.ok();
    Client::of(&test, "sun").get(CASE).await.problem(404, "not-found");

    // Both are called Sun; one of them signs in so.
    let named = test
        .acting_as("lin")
        .open("hint", json!({"what": "a window", "witness": "Sun"}))
        .expect("opened")
        .number;
    test.acting_as("lin").act(&named, "ask", json!({})).expect("asked");
    let refused = test.acting_as("sun").complete(&named, "answer", json!({}));
    assert!(refused.is_err(), "{refused:?}");
    test.acting_as("Sun")
        .complete(&named, "answer", json!({}))
        .expect("it is theirs");
}
