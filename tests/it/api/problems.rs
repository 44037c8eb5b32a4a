//! What programs are told when something is not done. Nothing has changed then.

use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service};
use chrono::Duration;
use redress::api;
use redress::case::PersonId;
use rstest::rstest;
use serde_json::json;

use super::client::Client;
use crate::support::app::TestApp;

const CASE: &str = "/harbour/cases/24090001";

fn harbour() -> TestApp {
    let test = TestApp::new();
    test.person("chen", &["agent"]);
    test.person("lin", &["manager"]);
    test.person("zhao", &["handler@west"]);
    test
}

async fn opened(test: &TestApp) -> Client {
    let chen = Client::of(test, "chen");
    chen.post("/harbour/cases", json!({"answers": {"what": "x"}}))
        .header("idempotency-key", "first")
        .send()
        .await
        .ok();
    chen
}

#[actix_web::test]
async fn without_a_token_in_force_nothing_is_answered() {
    let test = harbour();
    let nobody = Client::with_token(&test, None).get("/organizations").await;
    nobody.problem(401, "unauthorized");
    assert_eq!(nobody.header("www-authenticate"), r#"Bearer realm="redress""#);
    let wrong = Client::with_token(&test, Some("rd_wrong")).get("/organizations").await;
    wrong.problem(401, "unauthorized");
    assert!(wrong.header("www-authenticate").contains("invalid_token"));

    let chen = PersonId("chen".into());
    let past = test.app.clock().wall() - Duration::seconds(1);
    let expired = test.app.make_token(&chen, "old", Some(past)).expect("a token");
    Client::with_token(&test, Some(&expired))
        .get("/organizations")
        .await
        .problem(401, "unauthorized");
    let client = Client::of(&test, "chen");
    client.get("/organizations").await.ok();
    let prefix: String = client.token().chars().take(12).collect();
    assert!(test.app.revoke_token(&chen, &prefix).expect("revoked"));
    client.get("/organizations").await.problem(401, "unauthorized");
    let lin = Client::of(&test, "lin");
    test.app.set_disabled(&PersonId("lin".into()), true).expect("disabled");
    lin.get("/organizations").await.problem(401, "unauthorized");
}

#[actix_web::test]
async fn a_cookie_opens_nothing() {
    let test = harbour();
    let session = test.signed_in("chen");
    let nobody = Client::with_token(&test, None);
    let cookie = format!("__Host-sid={0}; sid={0}", session.token);
    nobody
        .request(Method::GET, "/organizations")
        .header("cookie", &cookie)
        .send()
        .await
        .problem(401, "unauthorized");
}

#[actix_web::test]
async fn what_is_not_theirs_looks_like_what_is_not_there() {
    let test = harbour();
    let chen = opened(&test).await;
    chen.change(CASE, "actions/hand_over", json!({"answers": {"quay": "east"}}))
        .await
        .ok();
    let zhao = Client::of(&test, "zhao");
    test.person("stranger", &[]);
    let stranger = Client::of(&test, "stranger");
    let mut told = Vec::new();
    for answer in [
        zhao.get(CASE).await,
        zhao.get("/harbour/cases/24099999").await,
        chen.get("/elsewhere/cases/24090001").await,
        stranger.get(CASE).await,
    ] {
        let mut problem = answer.problem(404, "not-found");
        problem["instance"].take();
        told.push(problem);
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:#?}");
    for path in ["history", "why/frequency", "documents/1"] {
        zhao.get(&format!("{CASE}/{path}")).await.problem(404, "not-found");
    }
    for path in [
        "actions/answer",
        "tasks/1",
        "comments",
        "records",
        "owner",
        "decisions/frequency/reinstate",
    ] {
        let body = if path == "comments" {
            json!({"text": "x"})
        } else {
            json!({})
        };
        let written = zhao
            .post(&format!("{CASE}/{path}"), body)
            .header("if-match", "\"v1\"")
            .send()
            .await;
        assert!(
            written.status == 404 || written.status == 422,
            "{path}: {}",
            written.text()
        );
    }
    assert_eq!(
        stranger.get("/organizations").await.ok().json(),
        json!({"organizations": []})
    );
}

#[actix_web::test]
async fn an_address_that_is_none_and_a_method_it_does_not_take_are_told_apart() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    for path in [
        "/api/v1/nothing/here/at/all",
        "/api/v2",
        "/api",
        "/api/v1/harbour/cases/1/2/3/4/5/6",
    ] {
        chen.get(path).await.problem(404, "not-found");
    }
    let answer = chen.request(Method::DELETE, "/harbour/cases").send().await;
    answer.problem(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "GET, POST");
    let answer = chen.request(Method::PUT, "/harbour/cases/24090001").send().await;
    answer.problem(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "GET");
    for path in ["actions/none", "tasks/9", "decisions/none/reinstate"] {
        let chen = opened(&test).await;
        let body = if path.starts_with("decisions") {
            json!({"reason": "x"})
        } else {
            json!({})
        };
        chen.change(CASE, path, body).await.problem(404, "not-found");
    }
}

#[rstest]
#[case::no_json("{\"answers\": ", 400, "malformed")]
#[case::not_utf8("\u{fffd}{", 400, "malformed")]
#[case::not_an_object("[]", 422, "unfit")]
#[case::unknown_field("{\"answers\": {}, \"organization\": \"x\"}", 422, "unfit")]
#[case::twice("{\"answers\": {}, \"answers\": {}}", 422, "unfit")]
#[case::missing_field("{}", 422, "unfit")]
#[case::wrong_type("{\"answers\": 5}", 422, "unfit")]
#[actix_web::test]
async fn a_body_that_cannot_be_meant_is_told_with_its_place(
    #[case] body: &'static str,
    #[case] status: u16,
    #[case] kind: &str,
) {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let answer = chen
        .post("/harbour/cases", json!({}))
        .body(body)
        .header("idempotency-key", "1")
        .send()
        .await;
    let detail = answer.problem(status, kind)["detail"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(detail.contains("(line 1, column"), "{detail}");
    assert!(
        !detail.contains("struct") && !detail.contains("Intake"),
        "no name of ours: {detail}"
    );
}

#[actix_web::test]
async fn only_json_is_taken_and_not_too_much_of_it() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let intake = json!({"answers": {"what": "x"}});
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        let sent = chen
            .post("/harbour/cases", intake.clone())
            .header("content-type", kind)
            .header("idempotency-key", "1");
        sent.send().await.problem(415, "unsupported-media-type");
    }
    let sent = chen
        .post("/harbour/cases", intake.clone())
        .without("content-type")
        .header("idempotency-key", "1");
    sent.send().await.problem(415, "unsupported-media-type");
    let large = json!({"answers": {"what": "x".repeat(256 * 1024)}});
    let sent = chen.post("/harbour/cases", large).header("idempotency-key", "1");
    sent.send().await.problem(413, "too-large");
    let sent = chen
        .post("/harbour/cases", intake)
        .header("content-type", "application/json; charset=utf-8");
    sent.header("idempotency-key", "1").send().await.ok();
}

#[actix_web::test]
async fn every_mistake_in_the_answers_is_told_beside_its_field() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let intake = json!({"answers": {"what": "x".repeat(201), "colour": "red", "photo": ["0".repeat(64)]}});
    let send = |language: &'static str| {
        chen.post("/harbour/cases", intake.clone())
            .header("idempotency-key", "1")
            .header("accept-language", language)
            .send()
    };
    let problem = send("en").await.problem(422, "invalid");
    let fields: Vec<_> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| &error["field"])
        .collect();
    assert_eq!(fields, ["what", "colour"]);
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains("What happened")),
        "{problem}"
    );
    let answer = send("zh-CN").await;
    assert_eq!(answer.header("content-language"), "zh");
    assert_eq!(answer.problem(422, "invalid")["title"], "填写内容需要改正");
    let stolen = json!({"answers": {"what": "x", "photo": ["0".repeat(64)]}});
    let sent = chen
        .post("/harbour/cases", stolen)
        .header("idempotency-key", "2")
        .send()
        .await;
    assert_eq!(sent.problem(422, "invalid")["errors"][0]["field"], "photo");
}

#[actix_web::test]
async fn a_refusal_names_its_ground_and_a_wrong_role_is_forbidden() {
    let test = harbour();
    test.person("wu", &["handler@east"]);
    let chen = opened(&test).await;
    chen.change(CASE, "actions/hand_over", json!({"answers": {"quay": "east"}}))
        .await
        .ok();
    let refused = chen
        .change(CASE, "actions/answer", json!({"answers": {"reply": "sorry"}}))
        .await;
    let problem = refused.problem(409, "refused");
    assert_eq!(problem["detail"], "the quay has not looked into it yet");
    assert_eq!(problem["why"]["seen"], json!({"open_tasks(\"look_into\")": 1}));
    let wu = Client::of(&test, "wu");
    wu.change(CASE, "actions/answer", json!({"answers": {"reply": "x"}}))
        .await
        .problem(403, "forbidden");
    chen.change(CASE, "actions/hear", json!({}))
        .await
        .problem(409, "refused");
    let problem = chen
        .change(
            CASE,
            "deadlines/answer/extend",
            json!({"until": "2024-10-08", "reason": "more to ask"}),
        )
        .await;
    assert!(problem.status == 409 || problem.status == 403, "{}", problem.text());
    let problem = chen
        .change(
            CASE,
            "decisions/frequency/override",
            json!({"value": "never", "reason": "x"}),
        )
        .await;
    assert!(matches!(problem.status.as_u16(), 403 | 409 | 422), "{}", problem.text());
    assert_eq!(test.case("24090001").stage.as_str(), "open");
}

#[actix_web::test]
async fn what_is_missing_or_misspelt_in_a_small_body_is_told_at_its_field() {
    let test = harbour();
    let chen = opened(&test).await;
    let field = |answer: super::client::Answer| answer.problem(422, "invalid")["errors"][0]["field"].clone();
    assert_eq!(
        field(
            chen.post(&format!("{CASE}/comments"), json!({"text": " "}))
                .send()
                .await
        ),
        "text"
    );
    assert_eq!(
        field(
            chen.change(CASE, "records", json!({"text": "x", "at": "yesterday"}))
                .await
        ),
        "at"
    );
    let until = json!({"until": "soon", "reason": "x"});
    assert_eq!(
        field(chen.change(CASE, "deadlines/answer/extend", until).await),
        "until"
    );
    assert_eq!(
        field(chen.change(CASE, "owner", json!({"owner": "nobody-here"})).await),
        "owner"
    );
    assert_eq!(
        field(
            chen.change(CASE, "records", json!({"text": "x", "event": "parade"}))
                .await
        ),
        "event"
    );
    chen.change(CASE, "owner", json!({})).await.problem(422, "unfit");
    chen.change(CASE, "records", json!({"text": "x", "version": 1}))
        .await
        .problem(422, "unfit");
    chen.get("/harbour/cases?colour=red").await.problem(400, "malformed");
    chen.get("/harbour/cases?after=nonsense")
        .await
        .problem(400, "malformed");
    chen.get("/harbour/cases?limit=-1").await.problem(400, "malformed");
    chen.get(&format!("{CASE}/documents/x")).await.problem(404, "not-found");
}

#[actix_web::test]
async fn an_upload_is_one_file_and_not_too_large() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    for surplus in [1, 64 * 1024] {
        let large = vec![b'x'; 10 * 1024 * 1024 + surplus];
        chen.upload("/harbour/files", "a", &large)
            .send()
            .await
            .problem(413, "too-large");
    }
    chen.upload("/harbour/files", "a", b"")
        .send()
        .await
        .problem(422, "invalid");
    let other = "--cut\r\ncontent-disposition: form-data; name=\"other\"\r\n\r\nx\r\n--cut--\r\n";
    let sent = chen.upload("/harbour/files", "a", b"x").body(other).send().await;
    sent.problem(422, "unfit");
    let sent = chen.post("/harbour/files", json!({})).send().await;
    sent.problem(415, "unsupported-media-type");
}

#[actix_web::test]
async fn a_token_that_asks_without_end_is_slowed_down_and_nobody_else() {
    let test = harbour();
    let (busy, calm) = (Client::of(&test, "chen"), Client::of(&test, "lin"));
    let app = actix_web::App::new().configure(|config| api::routes(config, &test.app));
    let service = init_service(app).await;
    let ask = |token: &str| {
        let request = TestRequest::get()
            .uri("/api/v1/clock")
            .insert_header(("authorization", format!("Bearer {token}")));
        call_service(&service, request.to_request())
    };
    let mut slowed = None;
    for asked in 1..=5_000 {
        let answer = ask(busy.token()).await;
        if answer.status() == 429 {
            slowed = Some((asked, answer));
            break;
        }
    }
    let (asked, answer) = slowed.expect("slowed down at some time");
    assert!(asked > 600, "after {asked}");
    let wait = answer
        .headers()
        .get("retry-after")
        .and_then(|wait| wait.to_str().ok()?.parse::<u64>().ok());
    assert!(wait.is_some_and(|wait| (1..=60).contains(&wait)), "{wait:?}");
    assert_eq!(ask(calm.token()).await.status(), 200);
}

#[actix_web::test]
async fn a_file_whose_length_is_not_told_is_not_read() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let upload = |address: &'static str| {
        let sending = chen.upload(address, "letter.txt", b"dear all");
        sending.header("if-match", "\"v1\"").without_length().send()
    };
    opened(&test).await;
    for address in ["/harbour/files", "/harbour/cases/24090001/attachments"] {
        let problem = upload(address).await.problem(411, "length-required");
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|detail| detail.contains("Content-Length")),
            "{problem}"
        );
    }
    let case = chen.get(CASE).await.ok().json();
    assert_eq!(case["attachments"], json!([]));
}

#[actix_web::test]
async fn when_too_much_waits_to_be_written_nothing_is_taken_and_reading_goes_on() {
    let test = harbour();
    let chen = opened(&test).await;
    let comment = || chen.post(&format!("{CASE}/comments"), json!({"text": "still there?"}));
    let crowd = test.overloaded();
    let answer = comment().send().await;
    answer.problem(503, "overloaded");
    assert_eq!(answer.header("retry-after"), "1");
    chen.get(CASE).await.ok();
    drop(crowd);
    comment().send().await.ok();
    test.is_sound();
}

#[actix_web::test]
async fn what_breaks_inside_is_told_by_a_reference_alone() {
    let test = harbour();
    let chen = opened(&test).await;
    test.meddle("alter table events rename to lost");
    let problem = chen.get(&format!("{CASE}/history")).await.problem(500, "unavailable");
    let reference = problem["reference"].as_str().expect("a reference");
    assert!(reference.parse::<uuid::Uuid>().is_ok(), "{reference}");
    assert!(
        problem["detail"]
            .as_str()
            .is_some_and(|detail| detail.contains(reference))
    );
    assert!(
        !problem.to_string().contains("events"),
        "nothing of the inside: {problem}"
    );
}
