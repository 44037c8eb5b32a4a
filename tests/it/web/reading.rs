//! Languages, the policy, and the test clock.

use super::Site;
use crate::support::app::TestApp;
use crate::support::database::On;

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
fn the_policy_page_says_what_holds_for_every_case_in_the_readers_language() {
    let test = TestApp::keeping(On::Sqlite).expect("SQLite is always there");
    test.person("anna", &["agent"]);
    let site = Site::new(test);
    let mut anna = site.signed_in("anna");
    anna.get("/lodge/policy")
        .shows("Whom it is about: neither sees nor acts on the case")
        .shows("Seen only by: Keeper, Auditor; besides by whoever owns the case")
        .shows("While: For few only")
        .shows("Who has looked is read by: Auditor")
        .shows("Kept for 1 month")
        .shows("At the end these are asked: Keeper")
        .shows("“Destroy” destroys what the case held; it is taken by: Keeper")
        .shows("“Take in another” is taken by: Agent, Keeper; at: Open. The case that ends goes to “Closed”")
        .hides("handling-");
    anna.get("/language/zh?back=/lodge/policy");
    anna.get("/lodge/policy")
        .shows("保存 1 个月")
        .shows("期满时询问")
        .hides("handling-");

    let site = Site::new(TestApp::with_pack("property-developer"));
    site.test.person("wang", &["service_officer"]);
    site.signed_in("wang")
        .get("/property-developer/policy")
        .shows("并入同一投诉的另一案")
        .shows("项目客户服务专员")
        .hides("handling-");
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

#[test]
fn what_meets_a_clause_is_told_in_the_readers_language_whatever_its_kind() {
    let site = Site::new(TestApp::with_pack("property-developer"));
    site.test.person("anna", &["service_officer"]);
    let mut anna = site.signed_in("anna");
    anna.get("/language/zh?back=/property-developer/policy");
    let policy = anna.get("/property-developer/policy");
    for kind in ["merging", "opening", "number", "extension ", "event ", "script "] {
        for before in [">", "；"] {
            policy.hides(&format!("{before}{kind}"));
        }
    }
    policy.shows("合并案件");
}
