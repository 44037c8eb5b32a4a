//! In which language the complainant reads, said with the opening.

use serde_json::{Value as Json, json};

use super::client::{Answer, Client};
use crate::support::app::TestApp;

async fn opened(language: Json, key: &str) -> (TestApp, Answer) {
    let test = TestApp::with_pack("hospital");
    test.person("olga", &["communication_officer"]);
    let olga = Client::of(&test, "olga");
    let intake = json!({
        "answers": {
            "channel": "visit", "identity": "named", "complainant_name": "Wang Fang", "relation": "patient",
            "staff_group": "logistics", "occurred_at": "2024-09-22T18:00", "place": "Canteen", "complained_of": "Kitchen",
            "matter": "There was a hair in the soup.", "process_explained": true, "complainant_phone": "13800000000"
        },
        "language": language,
    });
    let sending = olga.post("/hospital/cases", intake).header("idempotency-key", key);
    let answer = sending.send().await;
    (test, answer)
}

#[actix_web::test]
async fn notices_to_the_complainant_are_written_in_the_language_that_came_with_the_opening() {
    for (language, kept, begins) in [
        (json!("en"), json!("en"), "Your complaint is registered"),
        (json!("zh-CN"), json!("zh"), "您好"),
        (json!(null), json!(null), "您好"),
    ] {
        let (_test, answer) = opened(language, "call-1").await;
        let case = answer.ok().json();
        assert_eq!(case["language"], kept);
        let text = case["notices"][0]["text"].as_str().expect("a notice");
        assert!(text.starts_with(begins), "{text}");
    }
}

#[actix_web::test]
async fn a_language_the_policy_does_not_speak_is_a_mistake_of_that_field() {
    let (_test, answer) = opened(json!("fr"), "call-1").await;
    let problem = answer.problem(422, "invalid");
    assert_eq!(problem["errors"][0]["field"], "language", "{problem}");
}
