//! Languages, the policy, and the test clock.

use super::Site;

#[test]
fn the_language_is_the_persons_choice_and_they_stay_where_they_are() {
    let site = Site::of_harbour();
    let mut browser = site.signed_in("anna");
    browser
        .get("/harbour/cases?q=x")
        .shows("lang=\"en\"")
        .shows("Queue")
        .shows("/language/zh?back=/harbour/cases%3Fq%3Dx");
    let answer = browser.get("/language/zh?back=/harbour/cases%3Fq%3Dx");
    assert_eq!((answer.status, answer.header("location")), (303, "/harbour/cases?q=x"));
    browser
        .get("/harbour/cases?q=x")
        .shows("lang=\"zh\"")
        .shows("待办")
        .shows(">English<");
    assert_eq!(browser.get("/language/fr").status, 404);
    assert_eq!(browser.get("/language/en?back=//example.org").header("location"), "/");
}

#[test]
fn the_policy_page_says_what_it_says_and_how_it_is_met() {
    let site = Site::of_harbour();
    site.signed_in("anna")
        .get("/harbour/policy")
        .shows("How complaints are handled at the harbour")
        .shows("Clauses");
}

#[test]
fn the_clock_is_on_every_page_and_moved_by_administrators_alone() {
    let site = Site::of_harbour();
    let number = site
        .test
        .acting_as("anna")
        .open("complaint", serde_json::json!({"what": "noise"}))
        .unwrap()
        .number;
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases")
        .shows("Test clock, standing still at")
        .shows("2024-09-23 09:00")
        .hides("href=\"/clock\"");
    assert_eq!(anna.get("/clock").status, 403);
    assert_eq!(anna.post("/clock", &[("by", "day")]).status, 403);
    let mut root = site.signed_in("root");
    root.get("/clock").shows("2024-09-23 09:00");
    assert_eq!(root.post("/clock", &[("moment", "2024-09-20T09:00")]).status, 422);
    assert_eq!(root.post("/clock", &[("by", "working-day")]).status, 303);
    root.get("/clock").shows("2024-09-24 09:00");
    assert_eq!(root.post("/clock", &[("moment", "2024-09-27T09:00")]).status, 303);
    anna.get(&format!("/harbour/cases/{number}"))
        .shows("was missed")
        .shows("Chase the answer");
}
