//! Reminders: told where people look for their work, until the case moves on or they tick them off.

use serde_json::json;

use super::Site;
use crate::support::app::TestApp;

const TITLE: &str = "id=\"reminded\"";

/// A complaint of which the managers were warned, and reminded again when its answer was late.
fn late(site: &Site) -> String {
    let opened = site.test.acting_as("anna").open("complaint", json!({"what": "noise"}));
    let number = opened.unwrap().number;
    site.test.advance_to("2024-09-27 10:00");
    number
}

#[test]
fn whoever_is_reminded_finds_it_among_their_work_and_nobody_else_does() {
    let site = Site::of_harbour();
    let mut max = site.signed_in("max");
    max.get("/harbour/cases").hides("count reminded");
    let number = late(&site);
    let page = max.get("/harbour/tasks");
    page.shows(TITLE)
        .shows(&format!("<a href=\"/harbour/cases/{number}\">Answer</a>"))
        .shows("class=\"count reminded\"");
    let line = format!("/harbour/cases/{number}/reminders/done");
    assert_eq!(page.body.matches(&line).count(), 1, "the same is told once");
    max.get("/harbour/policy").shows("class=\"count reminded\"");
    for other in ["anna", "finn", "root"] {
        let mut other = site.signed_in(other);
        other.get("/harbour/tasks").hides(TITLE).hides("count reminded");
    }
}

#[test]
fn what_is_ticked_off_is_gone_from_ones_own_list_until_one_is_reminded_anew() {
    let site = Site::of_harbour();
    site.test.person("mona", &["manager"]);
    let number = late(&site);
    let (mut max, mut mona) = (site.signed_in("max"), site.signed_in("mona"));
    let tick = format!("/harbour/cases/{number}/reminders/done");
    // What came after the list was shown is not ticked off with it.
    max.get("/harbour/tasks");
    max.post(&tick, &[("_version", "1")]);
    max.get("/harbour/tasks").shows(TITLE);
    max.get("/harbour/tasks");
    let ticked = max.post(&tick, &[]);
    assert_eq!(ticked.header("location"), "/harbour/tasks?done=reminded");
    max.get("/harbour/tasks?done=reminded").shows("Ticked off").hides(TITLE);
    mona.get("/harbour/tasks").shows(TITLE);
    // On the case itself as well.
    let case = format!("/harbour/cases/{number}");
    max.get(&case).hides("You were reminded of");
    mona.get(&case).shows("You were reminded of: <strong>Answer</strong>");
    let ticked = mona.post(&tick, &[("here", "1")]);
    assert_eq!(ticked.header("location"), format!("{case}?done=reminded"));
    mona.get(&case).hides("You were reminded of");
}

#[test]
fn a_reminder_goes_when_the_case_moves_on_from_what_it_was_about() {
    let site = Site::of_harbour();
    let number = late(&site);
    let mut max = site.signed_in("max");
    max.get("/harbour/tasks").shows(TITLE);
    let acting = site.test.acting_as("anna");
    acting
        .act(&number, "answer", json!({"reply": "It is quiet now."}))
        .unwrap();
    max.get("/harbour/tasks").hides(TITLE).hides("count reminded");
    assert!(site.test.case(&number).reminders.is_empty());
}

#[test]
fn a_reminder_of_a_case_that_is_kept_from_somebody_is_not_shown_to_them() {
    let test = TestApp::harbour_with(&[(
        "rules/harbour/complaint.yaml",
        "    tells: manager\n",
        "    tells: handler\n",
    )]);
    test.person("anna", &["agent"]);
    test.person("finn", &["handler@east"]);
    let site = Site::new(test);
    let number = late(&site);
    let mut finn = site.signed_in("finn");
    // Nothing of it is given to his quay.
    finn.get("/harbour/tasks").hides(TITLE).hides(&number);
    finn.get("/harbour/cases").hides("count reminded");
    let tick = finn.post(&format!("/harbour/cases/{number}/reminders/done"), &[]);
    assert_eq!(tick.status, 404);
    let anna = site.test.acting_as("anna");
    anna.act(&number, "hand_over", json!({"quay": "east"})).unwrap();
    finn.get("/harbour/tasks").shows(TITLE).shows(&number);
}
