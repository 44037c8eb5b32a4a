//! What the policy offers, and what it would decide.

use serde_json::json;

use super::client::Client;
use crate::support::app::TestApp;
use crate::support::database::On;

fn harbour() -> TestApp {
    let test = TestApp::new();
    test.person("chen", &["agent"]);
    test
}

#[actix_web::test]
async fn an_organization_tells_its_case_types_and_their_forms() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let organizations = chen.get("/organizations").await.ok().json();
    assert_eq!(organizations["organizations"][0]["id"], "harbour");
    assert_eq!(organizations["organizations"][0]["time_zone"], "Asia/Shanghai");
    let offered = chen.get("/harbour/case-types").await.ok().json();
    let complaint = &offered["case_types"][0];
    assert_eq!(complaint["opening"]["id"], "intake");
    assert_eq!(
        complaint["stages"][2],
        json!({"id": "closed", "name": "Closed", "final": true})
    );
    let answer = chen
        .get(complaint["opening"]["href"].as_str().expect("an address"))
        .await
        .ok();
    assert_eq!(answer.header("content-type"), "application/schema+json");
    let schema = answer.json();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    assert!(validator.is_valid(&json!({"what": "crane too loud"})));
    assert!(!validator.is_valid(&json!({"colour": "red"})));
    chen.get("/harbour/forms/complaint/none")
        .await
        .problem(404, "not-found");
    chen.get("/harbour/forms/none/intake").await.problem(404, "not-found");
    let agents = chen.get("/harbour/users?role=agent").await.ok().json();
    assert_eq!(agents["users"][0]["id"], "chen");
    assert_eq!(agents["users"][0]["posts"][0]["role"], "agent");
    let nobody = chen.get("/harbour/users?role=nobody").await.ok().json();
    assert_eq!(nobody["users"], json!([]));
    assert_eq!(complaint["actions"][0]["by"][0]["role"], "agent");
    assert!(chen.get("/harbour/clauses").await.ok().json()["clauses"].is_array());
}

#[actix_web::test]
async fn a_dry_run_decides_and_writes_nothing() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let decided = chen
        .post("/harbour/decide", json!({"answers": {"what": "x", "phone": "1"}}))
        .send()
        .await
        .ok()
        .json();
    let frequency = &decided["decisions"]["frequency"];
    assert_eq!((&frequency["value"], &frequency["rule"]), (&json!("seldom"), &json!(2)));
    assert_eq!(frequency["why"]["seen"], json!({"counters.same_phone": 0}));
    let answer = &decided["deadlines"]["answer"];
    assert!(
        answer["due_at"].is_string() && answer["ledger"]["lines"].is_array(),
        "{decided}"
    );
    chen.post("/harbour/decide", json!({"answers": {}}))
        .send()
        .await
        .problem(422, "invalid");
    let unknown = chen
        .post("/harbour/decide", json!({"case_type": "parade", "answers": {}}))
        .send()
        .await;
    assert_eq!(unknown.problem(422, "invalid")["errors"][0]["field"], "case_type");
    assert_eq!(
        chen.get("/harbour/cases?which=all").await.ok().json()["cases"],
        json!([])
    );
}

#[actix_web::test]
async fn why_and_why_not_are_told_rule_by_rule() {
    let test = harbour();
    let chen = Client::of(&test, "chen");
    let intake = json!({"answers": {"what": "x", "phone": "1"}});
    chen.post("/harbour/cases", intake)
        .header("idempotency-key", "1")
        .send()
        .await
        .ok();
    let why = chen.get("/harbour/cases/24090001/why/frequency").await.ok().json();
    assert_eq!(why["outcome"]["value"], "seldom");
    let (first, second) = (&why["rules"][0], &why["rules"][1]);
    assert_eq!((&first["holds"], &second["fired"]), (&json!(false), &json!(true)));
    assert_eq!(first["condition"]["text"], "counters.same_phone >= 2");
    assert_eq!(first["condition"]["parts"][0]["value"], 0);
    assert_eq!(
        first["because"],
        "counters.same_phone >= 2 is false (counters.same_phone = 0)"
    );
    chen.get("/harbour/cases/24090001/why/none")
        .await
        .problem(404, "not-found");
}

#[actix_web::test]
async fn what_holds_for_every_case_is_told_with_its_type() {
    let test = TestApp::keeping(On::Sqlite).expect("SQLite is always there");
    test.person("chen", &["agent"]);
    let types = Client::of(&test, "chen").get("/lodge/case-types").await.ok().json();
    let types = types["case_types"].as_array().expect("types");
    let hint = types.iter().find(|one| one["id"] == "hint").expect("a hint");
    let handling = &hint["handling"];
    let keeper = json!({"id": "keeper", "name": "Keeper"});
    assert_eq!(handling["excluded"], json!([{"who": "about", "clauses": []}]));
    assert_eq!(
        handling["confidential"],
        json!({"when": "secret", "only": [keeper, {"id": "auditor", "name": "Auditor"}], "clauses": []})
    );
    assert_eq!(handling["view_log"]["read_by"][0]["id"], "auditor");
    assert_eq!(handling["retention"]["asks"], json!([keeper]));
    assert_eq!(handling["retention"]["destroyed_by"][0]["id"], "destroy");
    assert_eq!(
        (&handling["merging"]["to"], &handling["priorities"]),
        (&json!("closed"), &json!([]))
    );
    let visit = types.iter().find(|one| one["id"] == "visit").expect("a visit");
    assert_eq!(visit["handling"]["merging"], json!(null));
}
