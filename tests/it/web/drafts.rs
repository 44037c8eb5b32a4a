//! Forms left half filled in: kept for their author alone until they are submitted.

use serde_json::json;

use super::{Browser, Site};

const NEW: &str = "/harbour/cases/new/complaint";

/// Saves what is typed as the page's script does, and returns the id of the draft.
pub(super) fn save(browser: &mut Browser<'_>, place: &str, typed: &[(&str, &str)]) -> String {
    let page = browser.get(&format!("/harbour{place}"));
    let id = page.field("_draft");
    let mut fields = vec![("_draft", id.as_str()), ("_place", place)];
    fields.extend_from_slice(typed);
    let answer = browser.post_with(
        "/harbour/drafts",
        &fields,
        &[("sec-fetch-site", "same-origin"), ("x-redress-draft", "1")],
    );
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.shows("Draft saved");
    id
}

#[test]
fn an_intake_left_half_filled_in_is_there_after_signing_in_again() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    let id = save(
        &mut anna,
        "/cases/new/complaint",
        &[("what", "a loose plank"), ("phone", "")],
    );
    anna.post("/sign-out", &[]);
    assert_eq!(anna.get(NEW).status, 303);
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases")
        .shows("Drafts <span class=\"count\">1</span>");
    let list = anna.get("/harbour/tasks");
    list.shows("Complaint · a loose plank")
        .shows(&format!("{NEW}?draft={id}"));
    // An empty form stays empty, and leads to it.
    let empty = anna.get(NEW);
    assert_eq!(empty.field("what"), "");
    empty.shows(&format!("{NEW}?draft={id}"));
    let page = anna.get(&format!("{NEW}?draft={id}"));
    page.shows("This is your draft");
    assert_eq!(page.field("what"), "a loose plank");
    assert_eq!(page.field("_draft"), id);
    // Submitted, it is over; what the script still sends comes too late.
    let key = page.field("_key");
    let sent = [
        ("_key", key.as_str()),
        ("_draft", id.as_str()),
        ("what", "a loose plank"),
    ];
    assert_eq!(anna.post(NEW, &sent).status, 303);
    let late = [
        ("_draft", id.as_str()),
        ("_place", "/cases/new/complaint"),
        ("what", "late"),
    ];
    let headers = [("sec-fetch-site", "same-origin"), ("x-redress-draft", "1")];
    assert_eq!(anna.post_with("/harbour/drafts", &late, &headers).status, 200);
    anna.get("/harbour/tasks")
        .hides("Complaint · a loose plank")
        .hides("late</a>");
}

#[test]
fn a_draft_is_its_authors_alone() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    let id = save(&mut anna, "/cases/new/complaint", &[("what", "a loose plank")]);
    for other in ["max", "root"] {
        let mut other = site.signed_in(other);
        other.get("/harbour/tasks").hides("a loose plank");
        other.get(&format!("{NEW}?draft={id}")).hides("a loose plank");
        other.get("/harbour/cases");
        other.post(&format!("/harbour/drafts/{id}/drop"), &[]);
    }
    anna.get("/harbour/tasks").shows("a loose plank");
    assert_eq!(anna.post(&format!("/harbour/drafts/{id}/drop"), &[]).status, 303);
    anna.get("/harbour/tasks").hides("a loose plank");
}

#[test]
fn without_a_script_a_button_saves_and_the_form_of_a_step_comes_back_filled_in() {
    let site = Site::of_harbour();
    let opened = site.test.acting_as("anna").open("complaint", json!({"what": "noise"}));
    let number = opened.unwrap().number;
    let place = format!("/cases/{number}/actions/answer");
    let mut anna = site.signed_in("anna");
    let page = anna.get(&format!("/harbour{place}"));
    page.shows("formaction=\"/harbour/drafts\"");
    let (id, version) = (page.field("_draft"), page.field("_version"));
    let fields = [
        ("_draft", id.as_str()),
        ("_place", place.as_str()),
        ("_version", version.as_str()),
        ("reply", "half a sen"),
    ];
    let saved = anna.post("/harbour/drafts", &fields);
    assert_eq!(saved.status, 303);
    anna.get(saved.header("location")).shows("The draft is saved");
    let again = anna.get(&format!("/harbour{place}"));
    assert_eq!(again.field("reply"), "half a sen");
    // Who may not see the case has no draft of it either.
    let mut wanda = site.signed_in("wanda");
    wanda.get("/harbour/tasks");
    assert_eq!(wanda.post("/harbour/drafts", &fields).status, 404);
}

#[test]
fn nothing_typed_is_no_draft_and_a_place_that_is_none_is_refused() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    let id = anna.get(NEW).field("_draft");
    let empty = [
        ("_draft", id.as_str()),
        ("_place", "/cases/new/complaint"),
        ("what", " "),
    ];
    assert_eq!(anna.post("/harbour/drafts", &empty).status, 303);
    anna.get("/harbour/tasks").hides(&id);
    for place in ["/policy", "/cases/new/unknown", "/cases/1/actions/answer"] {
        let fields = [("_draft", id.as_str()), ("_place", place), ("what", "x")];
        let status = anna.post("/harbour/drafts", &fields).status;
        assert!((400..500).contains(&status), "{place}: {status}");
    }
}

#[test]
fn answers_are_read_once_more_with_what_follows_before_anything_is_opened() {
    let site = Site::of_harbour();
    let mut anna = site.signed_in("anna");
    let form = anna.get(NEW);
    form.shows("name=\"_check\"");
    let key = form.field("_key");
    let wrong = anna.post(NEW, &[("_key", &key), ("_check", "1"), ("what", "")]);
    assert_eq!(wrong.status, 422);
    wrong.shows("href=\"#f-what\"");
    let answers = [
        ("_key", key.as_str()),
        ("what", "a <loose> plank"),
        ("phone", "555 0100"),
    ];
    let mut checked = answers.to_vec();
    checked.push(("_check", "1"));
    let page = anna.post(NEW, &checked);
    page.shows("<dt>What happened</dt><dd>a &#60;loose&#62; plank</dd>")
        .shows("<dt>How often</dt><dd>Seldom")
        .shows("due 2024-09-26");
    anna.get("/harbour/cases").hides("plank");
    // Changed, or sent as it is.
    let changed = anna.post(NEW, &[&answers[..], &[("_refresh", "1")]].concat());
    assert_eq!(changed.field("phone"), "555 0100");
    assert_eq!(anna.post(NEW, &answers).status, 303);
    anna.get("/harbour/cases").shows("plank");
}
