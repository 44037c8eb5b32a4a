//! Two people on one case: they see each other, and the slower one is told what the faster one did.

use serde_json::json;

use super::{Answer, Browser, Site};

fn opened(site: &Site) -> String {
    let opened = site.test.acting_as("anna").open("complaint", json!({"what": "noise"}));
    opened.unwrap().number
}

/// A sign of life, as the page's script sends it.
fn at(browser: &mut Browser<'_>, number: &str, more: &[(&str, &str)]) -> Answer {
    browser.post(&format!("/harbour/cases/{number}/presence"), more)
}

#[test]
fn whoever_has_the_case_open_sees_who_else_has() {
    let site = Site::of_harbour();
    let number = opened(&site);
    let case = format!("/harbour/cases/{number}");
    let (mut anna, mut max) = (site.signed_in("anna"), site.signed_in("max"));
    anna.get(&case).hides("looking at this case too");
    assert_eq!(at(&mut anna, &number, &[]).body.trim(), "");
    max.get(&case).shows("Anna is looking at this case too");
    max.get(&format!("{case}/actions/hand_over"));
    at(&mut max, &number, &[("place", "/actions/hand_over")]).shows("Anna is looking");
    at(&mut anna, &number, &[])
        .shows("Max has the form “Hand over” open")
        .hides("Anna");
    at(&mut max, &number, &[("place", "/actions/hand_over"), ("writing", "1")]);
    at(&mut anna, &number, &[]).shows("Max is filling in the form “Hand over”");
    at(&mut max, &number, &[("leave", "1")]);
    assert_eq!(at(&mut anna, &number, &[]).body.trim(), "");
}

#[test]
fn a_sign_of_life_tells_that_the_case_has_moved_on() {
    let site = Site::of_harbour();
    let number = opened(&site);
    let mut anna = site.signed_in("anna");
    anna.get(&format!("/harbour/cases/{number}"));
    let version = site.test.case(&number).version.to_string();
    at(&mut anna, &number, &[("_version", &version)]).hides("has changed");
    site.test.acting_as("max").comment(&number, "seen").unwrap();
    at(&mut anna, &number, &[("_version", &version)]).shows("The case has changed since you opened this page");
}

#[test]
fn whoever_may_not_see_the_case_sees_nobody_there_and_is_not_seen() {
    let site = Site::of_harbour();
    let number = opened(&site);
    let mut wanda = site.signed_in("wanda");
    wanda.get("/harbour/cases");
    assert_eq!(at(&mut wanda, &number, &[]).status, 404);
    let mut anna = site.signed_in("anna");
    anna.get(&format!("/harbour/cases/{number}")).hides("Wanda");
}

#[test]
fn the_slower_one_keeps_what_they_typed_and_reads_where_the_answers_differ() {
    let site = Site::of_harbour();
    let number = opened(&site);
    let case = format!("/harbour/cases/{number}");
    let mut anna = site.signed_in("anna");
    let seen = anna.get(&format!("{case}/actions/hand_over")).field("_version");
    let max = site.test.acting_as("max");
    max.act(&number, "hand_over", json!({"quay": "west"})).unwrap();
    max.comment(&number, "they wait at the gate").unwrap();
    let late = anna.post(
        &format!("{case}/actions/hand_over"),
        &[("_version", &seen), ("quay", "east")],
    );
    assert_eq!(late.status, 409);
    late.shows("The case has changed while you were writing")
        .shows("Max: Hand over")
        .shows("they wait at the gate")
        .shows("now with West quay")
        .shows("<th scope=\"row\">Quay</th><td>West quay</td><td>East quay</td>");
    assert_eq!(late.field("_version"), site.test.case(&number).version.to_string());
    assert_ne!(late.field("_draft"), "");
    let gone = anna.get(&format!("{case}/actions/answer")).field("_version");
    max.ask(&number, redress::app::Asked::TakeOver { owner: None }).ok();
    site.test
        .acting_as("max")
        .act(&number, "hand_over", json!({"quay": "east"}))
        .ok();
    let refused = anna.post(
        &format!("{case}/actions/answer"),
        &[("_version", &gone), ("reply", "sorry")],
    );
    assert_eq!(refused.status, 409);
    refused
        .shows("value=\"sorry\"")
        .shows("the quay has not looked into it yet");
}
