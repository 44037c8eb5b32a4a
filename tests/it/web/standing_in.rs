//! What becomes of forms and browsers when somebody works for a colleague no more.

use chrono::Duration;
use redress::app::Away;
use redress::case::PersonId;
use redress::store::absences::Absence;
use serde_json::json;
use uuid::Uuid;

use super::{Browser, Site};
use crate::support::app::TestApp;

/// The harbour office, where Max is away and Anna works for him.
fn office() -> (Site, Uuid) {
    let site = Site::of_harbour();
    let now = site.test.app.clock().now();
    let absence = Absence {
        id: Uuid::now_v7(),
        organization: site.test.organization.clone(),
        person: PersonId("max".into()),
        deputy: PersonId("anna".into()),
        starts_at: now,
        ends_at: now + Duration::days(7),
    };
    let id = absence.id;
    site.test.app.take_leave(absence).expect("away");
    (site, id)
}

fn at_work_for_max(site: &Site) -> Browser<'_> {
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases");
    assert_eq!(anna.post("/harbour/stand-in", &[("person", "max")]).status, 303);
    anna.get("/harbour/cases").shows("You work for Max");
    anna
}

/// A case, and the address where it is commented.
fn case(site: &Site) -> (String, String) {
    let opened = site.test.acting_as("anna").open("complaint", json!({"what": "noise"}));
    let number = opened.expect("opened").number;
    let comments = format!("/harbour/cases/{number}/comments");
    (number, comments)
}

fn chosen<'a>(browser: &'a Browser<'_>) -> Option<&'a str> {
    let mut cookies = browser.cookies.iter();
    let found = cookies.find(|(name, value)| name == "stand-in" && !value.is_empty());
    found.map(|(_, value)| value.as_str())
}

#[test]
fn what_was_begun_for_somebody_who_is_back_is_not_done_as_ones_own() {
    let (site, absence) = office();
    let (number, comments) = case(&site);
    let mut anna = at_work_for_max(&site);
    let before = site.test.case(&number).version;
    let ended = site
        .test
        .app
        .end_absence(&site.test.organization, &PersonId("max".into()), absence);
    assert!(ended.expect("ended"));
    let refused = anna.post(&comments, &[("text", "for Max")]);
    assert_eq!(refused.status, 403, "{}", refused.body);
    assert_eq!(
        site.test.case(&number).version,
        before,
        "nothing was done in her own name"
    );
    assert_eq!(chosen(&anna), Some("harbour/max"));
    // The next page is her own, and so are its forms.
    anna.get("/harbour/cases").hides("You work for Max");
    assert_eq!(chosen(&anna), None);
    assert_eq!(anna.post(&comments, &[("text", "my own")]).status, 303);
    let last = site.test.history(&number).pop().expect("a comment");
    assert_eq!((&*last.by.0, last.stands_for), ("anna", None));
}

#[test]
fn a_form_is_taken_only_for_the_work_it_was_drawn_in() {
    let (site, _) = office();
    let (number, comments) = case(&site);
    let mut anna = at_work_for_max(&site);
    let for_max = anna.csrf.clone();
    assert_eq!(anna.post("/harbour/stand-in", &[]).status, 303);
    anna.get("/harbour/cases").hides("You work for Max");
    let own = anna.csrf.clone();
    // The other window still shows the form of before.
    let refused = anna.post(&comments, &[("_csrf", for_max.as_str()), ("text", "for Max")]);
    assert_eq!(refused.status, 403);
    anna.post("/harbour/stand-in", &[("person", "max")]);
    let refused = anna.post(&comments, &[("_csrf", own.as_str()), ("text", "my own")]);
    assert_eq!(refused.status, 403);
    let done = anna.post(&comments, &[("_csrf", for_max.as_str()), ("text", "for Max")]);
    assert_eq!(done.status, 303);
    let last = site.test.history(&number).pop().expect("a comment");
    assert_eq!(last.stands_for.expect("for somebody").name, "Max");
    // What is nobody's work but one's own is done from every page.
    let renamed = anna.post("/account/name", &[("_csrf", for_max.as_str()), ("name", "Anna Berg")]);
    assert_eq!(renamed.status, 303);
}

#[test]
fn whoever_signs_in_next_on_a_browser_begins_with_their_own_work() {
    let (site, _) = office();
    let mut anna = at_work_for_max(&site);
    assert_eq!(anna.post("/sign-out", &[]).status, 303);
    assert_eq!(chosen(&anna), None);
    let away: Vec<Away> = site
        .test
        .app
        .stood_for(&site.test.organization, &PersonId("anna".into()))
        .expect("read");
    assert_eq!(away.len(), 1, "she could begin again");
}

#[test]
fn the_log_of_looks_says_for_whom_somebody_looked() {
    let test = TestApp::keeping_beside_harbour();
    test.person("keeper", &["keeper"]);
    test.person("deputy", &["agent"]);
    test.person("audrey", &["auditor"]);
    let now = test.app.clock().now();
    let absence = Absence {
        id: Uuid::now_v7(),
        organization: test.organization.clone(),
        person: PersonId("keeper".into()),
        deputy: PersonId("deputy".into()),
        starts_at: now,
        ends_at: now + Duration::days(7),
    };
    test.app.take_leave(absence).expect("away");
    let opened = test.acting_as("keeper").open("hint", json!({"what": "open door"}));
    let case = format!("/lodge/cases/{}", opened.expect("opened").number);
    let site = Site::new(test);
    let mut deputy = site.signed_in("deputy");
    deputy.get("/lodge/cases");
    deputy.post("/lodge/stand-in", &[("person", "keeper")]);
    assert_eq!(deputy.get(&case).status, 200);
    site.signed_in("audrey").get(&case).shows("Deputy for Keeper");
}
