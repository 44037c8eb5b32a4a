//! A case from intake to archive, over HTTP alone.

use redress::app::App;
use serde_json::{Value as Json, json};

use super::client::Client;
use crate::support::app::TestApp;

fn harbour() -> TestApp {
    let test = TestApp::new();
    test.person("chen", &["agent"]);
    test.person("lin", &["manager"]);
    test.person("wu", &["handler@east"]);
    test.administrator("root");
    test
}

const CASE: &str = "/harbour/cases/24090001";

fn choice<'a>(case: &'a Json, id: &str) -> &'a Json {
    let choices = case["choices"].as_array().expect("choices");
    choices
        .iter()
        .find(|choice| choice["of"]["id"] == id)
        .unwrap_or_else(|| panic!("no `{id}` in {case:#}"))
}

fn deadline<'a>(case: &'a Json, id: &str) -> &'a Json {
    let runs = case["deadlines"].as_array().expect("deadlines");
    runs.iter()
        .find(|run| run["deadline"]["id"] == id)
        .unwrap_or_else(|| panic!("no `{id}` in {case:#}"))
}

#[actix_web::test]
async fn a_case_goes_from_intake_to_its_end() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let photo = chen
        .upload("/harbour/files", "crane.png", b"\x89PNG\r\n\x1a\n0000")
        .send()
        .await
        .ok()
        .json();
    let intake = json!({"answers": {"what": "crane too loud", "phone": "555-0100", "photo": [photo["hash"]]}});
    let opened = chen
        .post("/harbour/cases", intake)
        .header("idempotency-key", "call-1")
        .send()
        .await;
    assert_eq!(opened.status, 201, "{}", opened.text());
    assert_eq!(opened.header("location"), format!("/api/v1{CASE}"));
    let case = opened.json();
    assert_eq!(opened.header("etag"), format!("\"v{}\"", case["version"]));
    assert_eq!(case["number"], "24090001");
    assert_eq!(case["subject"], "crane too loud");
    assert_eq!(case["stage"], json!({"id": "open", "name": "Open"}));
    assert_eq!(case["decisions"]["frequency"]["value"], "seldom");
    assert_eq!(case["decisions"]["frequency"]["why"]["seen"]["counters.same_phone"], 0);
    let answer = deadline(&case, "answer");
    assert_eq!(
        (&answer["state"], &answer["missed"]),
        (&json!("running"), &json!(false))
    );
    assert_eq!(answer["ledger"]["lines"][0]["step"], "started");
    assert!(
        answer["reckoning"].as_array().is_some_and(|lines| lines.len() > 3),
        "{answer}"
    );

    let handed = chen
        .change(CASE, "actions/hand_over", json!({"answers": {"quay": "east"}}))
        .await
        .ok()
        .json();
    assert_eq!(handed["department"], json!({"id": "east", "name": "East quay"}));
    let refused = choice(&handed, "answer");
    assert_eq!(refused["allowed"], false);
    assert_eq!(refused["refusal"]["text"], "the quay has not looked into it yet");
    assert_eq!(refused["form"], "/api/v1/harbour/forms/complaint/answer");

    let wu = Client::of(&test, "wu");
    let looked = wu
        .change(CASE, "tasks/1", json!({"answers": {"finding": "it is"}}))
        .await
        .ok()
        .json();
    assert_eq!(looked["tasks"][0]["state"], "done");
    let lin = Client::of(&test, "lin");
    lin.post(&format!("{CASE}/comments"), json!({"text": "well done"}))
        .send()
        .await
        .ok();
    let held = lin.change(CASE, "owner", json!({"owner": "wu"})).await.ok().json();
    assert_eq!(held["owner"], "wu");

    let closed = chen
        .change(CASE, "actions/answer", json!({"answers": {"reply": "sorry"}}))
        .await
        .ok()
        .json();
    assert_eq!(closed["stage"]["id"], "closed");
    assert_eq!(deadline(&closed, "answer")["state"], "met");
    assert_eq!(closed["notices"][0]["text"], "24090001: sorry");
    let history = chen.get(&format!("{CASE}/history")).await.ok().json();
    let events = history["events"].as_array().expect("events");
    assert_eq!(events.len() as u64, closed["version"].as_u64().expect("a version"));
    assert_eq!(events[0]["what"]["answers"]["what"], "crane too loud");

    let list = |query: &'static str| {
        let chen = &chen;
        async move {
            chen.get(&format!("/harbour/cases{query}")).await.ok().json()["cases"]
                .as_array()
                .map(Vec::len)
        }
    };
    test.app.index_pending().expect("indexed");
    assert_eq!(list("").await, Some(0));
    assert_eq!(list("?which=closed&text=crane").await, Some(1));
    test.is_sound();
}

#[actix_web::test]
async fn time_moved_over_the_api_lets_deadlines_pass() {
    let test = harbour();
    let (chen, root) = (Client::of(&test, "chen"), Client::of(&test, "root"));
    chen.post("/harbour/cases", json!({"answers": {"what": "x"}}))
        .header("idempotency-key", "1")
        .send()
        .await
        .ok();
    let clock = chen.get("/clock").await.ok().json();
    assert_eq!(clock, json!({"now": "2024-09-23T01:00:00Z", "test": true}));
    let moved = root
        .post("/clock", json!({"to": "2024-09-30T09:00:00+08:00"}))
        .send()
        .await
        .ok()
        .json();
    assert_eq!(moved["now"], "2024-09-30T01:00:00Z");
    assert!(moved["fell_due"].as_u64().is_some_and(|cases| cases > 0), "{moved}");
    let case = chen.get(CASE).await.ok().json();
    assert_eq!(deadline(&case, "answer")["missed"], true);
    assert_eq!(case["tasks"][0]["task"]["id"], "chase");
    let recorded = chen
        .change(
            CASE,
            "records",
            json!({"text": "answered by telephone", "event": "answered", "at": "2024-09-30T08:00:00+08:00"}),
        )
        .await
        .ok()
        .json();
    assert_eq!(deadline(&recorded, "answer")["state"], "met");
}

#[actix_web::test]
async fn only_an_operator_moves_the_clock_and_only_a_test_clock() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let to = json!({"to": "2024-09-30T09:00:00+08:00"});
    chen.post("/clock", to.clone()).send().await.problem(403, "forbidden");
    let root = Client::of(&test, "root");
    let problem = root
        .post("/clock", json!({"to": "2024-09-30T09:00"}))
        .send()
        .await
        .problem(422, "invalid");
    assert_eq!(problem["errors"][0]["field"], "to");

    let folder = tempfile::tempdir().expect("a folder");
    let mut config = redress::config::Config::read(|_| None).expect("the defaults");
    config.database = redress::store::Database::Sqlite(folder.path().join("real.sqlite3"));
    config.data = folder.path().to_owned();
    let app = App::open(&config).expect("it opens");
    let (admin, _) = app.first_administrator().expect("made").expect("the first");
    let token = app.make_token(&admin, "test", None).expect("a token");
    let real = Client::at(app, &token);
    real.post("/clock", to).send().await.problem(409, "no-test-clock");
    assert_eq!(real.get("/clock").await.ok().json()["test"], false);
}

#[actix_web::test]
async fn a_file_is_found_with_its_case_and_nowhere_else() {
    let test = harbour();
    test.person("zhao", &["handler@west"]);
    let chen = Client::of(&test, "chen");
    chen.post("/harbour/cases", json!({"answers": {"what": "x"}}))
        .header("idempotency-key", "1")
        .send()
        .await
        .ok();
    let version = chen.get(CASE).await.header("etag").to_owned();
    let case = chen
        .upload(
            &format!("{CASE}/attachments"),
            "../信.html",
            b"<script>alert(1)</script>",
        )
        .header("if-match", &version)
        .send()
        .await
        .ok()
        .json();
    let file = &case["attachments"][0];
    assert_eq!(file["name"], "信.html");
    let href = file["href"].as_str().expect("an address");
    let got = chen.get(href).await.ok();
    assert_eq!(got.bytes(), b"<script>alert(1)</script>");
    assert!(
        got.header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''")
    );
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    assert!(got.header("content-security-policy").contains("sandbox"));

    let elsewhere = chen
        .upload("/harbour/files", "b", b"not of this case")
        .send()
        .await
        .ok()
        .json();
    let hash = elsewhere["hash"].as_str().expect("a hash");
    chen.get(&format!("{CASE}/attachments/{hash}"))
        .await
        .problem(404, "not-found");
    Client::of(&test, "zhao").get(href).await.problem(404, "not-found");
}

#[actix_web::test]
async fn a_page_of_cases_leads_to_the_next() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    for number in 1..=5 {
        let key = format!("call-{number}");
        let intake = json!({"answers": {"what": format!("crane {number}")}});
        chen.post("/harbour/cases", intake)
            .header("idempotency-key", &key)
            .send()
            .await
            .ok();
    }
    test.app.index_pending().expect("indexed");
    let (mut path, mut seen) = ("/harbour/cases?limit=2&text=crane".to_owned(), Vec::new());
    loop {
        let answer = chen.get(&path).await.ok();
        let page = answer.json();
        let cases = page["cases"].as_array().expect("cases");
        assert!(cases.len() <= 2);
        seen.extend(
            cases
                .iter()
                .map(|case| case["number"].as_str().expect("a number").to_owned()),
        );
        let Some(next) = page["next_href"].as_str() else { break };
        assert_eq!(answer.header("link"), format!("<{next}>; rel=\"next\""));
        path = next.to_owned();
    }
    assert_eq!(
        seen,
        ["24090005", "24090004", "24090003", "24090002", "24090001"],
        "the newest first"
    );
}
