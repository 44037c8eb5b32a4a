//! Two complaints about the same, which may be merged.

use serde_json::json;

use super::app::TestApp;

/// The property developer with two complaints about one lift: the first goes on, the second ends.
pub fn two() -> (TestApp, String, String) {
    let test = TestApp::with_pack("property-developer");
    test.person("wang", &["service_officer"]);
    test.person("zhou", &["department_handler@engineering"]);
    test.person("gu", &["deputy_gm"]);
    let (first, second) = opened_in(&test);
    (test, first, second)
}

/// Both of them, taken down by Wang.
pub fn opened_in(test: &TestApp) -> (String, String) {
    let open = |name: &str| {
        let intake = json!({
            "origin": "direct", "channel": "call", "complainant_name": name, "customer_kind": "owner",
            "complainant_address": "3-502", "complainant_phone": "13800000000", "building": "3",
            "reply_time_open": true, "matter": "电梯停了三天。"
        });
        test.acting_as("wang").open("complaint", intake).unwrap().number
    };
    (open("陈伟"), open("何平"))
}
