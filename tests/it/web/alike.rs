//! Other cases of the same complainant, beside a case and while one is taken in.

use serde_json::json;

use super::Site;
use crate::support::app::TestApp;

fn asked(phone: &str, name: &str) -> serde_json::Value {
    json!({"what": name, "phone": phone})
}

#[test]
fn a_case_shows_the_complainants_other_cases_and_what_speaks_for_them() {
    let site = Site::of_harbour();
    let anna = site.test.acting_as("anna");
    let open = |phone, what| anna.open("complaint", asked(phone, what)).unwrap().number;
    let first = open("555 0100", "noise");
    let other = open("555 0199", "smell");
    let second = open("555 0100", "noise again");
    site.test.app.index_pending().unwrap();
    let page = site.signed_in("anna").get(&format!("/harbour/cases/{second}"));
    page.shows("The same complainant")
        .shows(&format!("href=\"/harbour/cases/{first}\""))
        .shows("same name, opened today")
        .hides(&format!("href=\"/harbour/cases/{other}\""));
}

#[test]
fn an_intake_finds_the_caller_with_and_without_a_script() {
    let site = Site::of_harbour();
    let anna = site.test.acting_as("anna");
    let first = anna.open("complaint", asked("555 0100", "noise")).unwrap().number;
    site.test.app.index_pending().unwrap();
    let mut browser = site.signed_in("anna");
    let new = "/harbour/cases/new/complaint";
    browser
        .get(new)
        .hides("The same complainant")
        .shows("Look up the caller");
    let page = browser.post(new, &[("phone", "555 0100"), ("_refresh", "caller")]);
    page.shows("The same complainant").shows(&first);
    assert_eq!(page.field("phone"), "555 0100");
    let headers = [("sec-fetch-site", "same-origin"), ("x-redress-fields", "1")];
    let part = browser.post_with(new, &[("phone", "555 0100")], &headers);
    part.shows("<template id=\"alike-now\">").shows(&first);
    let nobody = browser.post_with(new, &[("phone", "555 7777")], &headers);
    nobody.shows("No other case found").hides(&first);
}

#[test]
fn nobody_learns_here_of_cases_they_may_not_see() {
    let site = Site::of_harbour();
    let anna = site.test.acting_as("anna");
    let mine = anna.open("complaint", asked("555 0100", "noise")).unwrap().number;
    let theirs = anna.open("complaint", asked("555 0100", "smell")).unwrap().number;
    anna.act(&mine, "hand_over", json!({"quay": "east"})).unwrap();
    anna.act(&theirs, "hand_over", json!({"quay": "west"})).unwrap();
    site.test.app.index_pending().unwrap();
    let page = site.signed_in("finn").get(&format!("/harbour/cases/{mine}"));
    assert_eq!(page.status, 200);
    page.hides(&theirs);
    site.signed_in("anna")
        .get(&format!("/harbour/cases/{mine}"))
        .shows(&theirs);
}

#[test]
fn a_likely_repeat_can_be_merged_from_beside_the_case() {
    let test = TestApp::with_pack("property-developer");
    test.person("wang", &["service_officer"]);
    let open = |name: &str, phone: &str| {
        let intake = json!({
            "origin": "direct", "channel": "call", "complainant_name": name, "customer_kind": "owner",
            "complainant_address": "3-502", "complainant_phone": phone, "building": "3",
            "reply_time_open": true, "matter": "电梯停了三天。"
        });
        test.acting_as("wang").open("complaint", intake).unwrap().number
    };
    let (first, second) = (open("陈伟", "13800000000"), open("陈伟", "13800000000"));
    let neighbour = open("何平", "13911112222");
    test.app.index_pending().unwrap();
    let site = Site::new(test);
    let mut wang = site.signed_in("wang");
    let merge = format!("/property-developer/cases/{first}/merge?other={second}");
    wang.get(&format!("/property-developer/cases/{first}"))
        .shows("很可能是同一件事")
        .shows("电话相同、地址相同、姓名相同")
        .shows(&format!("href=\"{merge}\""))
        .shows(&neighbour);
    assert_eq!(wang.get(&merge).field("other"), second);
}
