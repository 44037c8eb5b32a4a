//! My work: the open tasks of a person and their departments, a page at a time.

use serde_json::json;

use super::Site;
use crate::support::app::TestApp;

fn handed_over(site: &Site, quay: &str) -> String {
    let anna = site.test.acting_as("anna");
    let number = anna.open("complaint", json!({"what": "noise"})).unwrap().number;
    anna.act(&number, "hand_over", json!({"quay": quay})).unwrap();
    number
}

#[test]
fn people_find_the_tasks_they_may_do_and_nobody_elses() {
    let site = Site::of_harbour();
    let (east, west) = (handed_over(&site, "east"), handed_over(&site, "west"));
    let page = site.signed_in("finn").get("/harbour/tasks");
    page.shows(&format!("href=\"/harbour/cases/{east}/tasks/1\""))
        .shows("Look into it")
        .shows("East quay")
        .hides(&west);
    let page = site.signed_in("anna").get("/harbour/tasks");
    page.shows("No task waits for you here").hides(&east);
    let all = site.signed_in("root").get("/harbour/tasks");
    all.shows(&east).shows(&west);
}

#[test]
fn the_navigation_says_how_much_waits() {
    let site = Site::of_harbour();
    handed_over(&site, "east");
    handed_over(&site, "east");
    let shown = "My work <span class=\"count\">2</span>";
    site.signed_in("finn").get("/harbour/cases").shows(shown);
    site.signed_in("wanda")
        .get("/harbour/cases")
        .shows("My work</a>")
        .hides("My work <span");
}

#[test]
fn what_is_late_and_what_is_mine_can_be_asked_for() {
    let site = Site::of_harbour();
    let number = handed_over(&site, "east");
    let mut finn = site.signed_in("finn");
    finn.get("/harbour/tasks?show=late").hides(&number);
    finn.get("/harbour/tasks?show=department").shows(&number);
    finn.get("/harbour/tasks?show=mine").hides(&number);
    finn.get(&format!("/harbour/cases/{number}"));
    finn.post(&format!("/harbour/cases/{number}/owner"), &[("take", "1")]);
    let is_mine = site.test.case(&number).owner.is_some();
    let mine = finn.get("/harbour/tasks?show=mine");
    assert_eq!(mine.body.contains(&number), is_mine);
    // The day after the answer was due.
    site.test.advance_to("2024-09-27 10:00");
    finn.get("/harbour/tasks?show=late")
        .shows(&number)
        .shows("class=\"late\"");
}

#[test]
fn many_tasks_are_listed_page_by_page_each_once() {
    let site = Site::of_harbour();
    let numbers: Vec<String> = (0..57).map(|_| handed_over(&site, "east")).collect();
    let mut finn = site.signed_in("finn");
    let first = finn.get("/harbour/tasks");
    let (_, rest) = first.body.split_once("rel=\"next\" href=\"").expect("there are more");
    let next = rest.split_once('"').expect("an end").0.replace("&#38;", "&");
    let second = finn.get(&next);
    let on = |page: &str, number: &String| page.contains(&format!("/cases/{number}/tasks/1\""));
    for number in &numbers {
        let both = (on(&first.body, number), on(&second.body, number));
        assert!(both == (true, false) || both == (false, true), "{number}: {both:?}");
    }
    assert!(!second.body.contains("rel=\"next\""));
}

#[test]
fn cases_are_told_whose_next_step_is_theirs_and_of_the_others_whose_turn_it_is() {
    let site = Site::of_harbour();
    let opened = site.test.acting_as("anna").open("complaint", json!({"what": "noise"}));
    let number = opened.unwrap().number;
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/tasks")
        .shows("Cases of which the next step is yours")
        .shows(&format!("href=\"/harbour/cases/{number}\">Answer</a>"));
    anna.get(&format!("/harbour/cases/{number}"))
        .hides("somebody else’s turn")
        .shows("class=\"button\"");
    let acting = site.test.acting_as("anna");
    acting.act(&number, "hand_over", json!({"quay": "east"})).unwrap();
    anna.get("/harbour/tasks").hides(&number);
    anna.get(&format!("/harbour/cases/{number}"))
        .shows("It is somebody else’s turn: <strong>Look into it");
}

#[test]
fn what_is_not_the_usual_way_is_never_put_first() {
    let test = TestApp::harbour_with(&[(
        "rules/harbour/complaint.yaml",
        "  answer:\n    name: Answer\n    at: open\n",
        "  answer:\n    name: Answer\n    exceptional: true\n    at: open\n",
    )]);
    test.person("anna", &["agent"]);
    let number = test
        .acting_as("anna")
        .open("complaint", json!({"what": "noise"}))
        .unwrap()
        .number;
    let site = Site::new(test);
    let mut anna = site.signed_in("anna");
    // Although a running deadline waits for the answer.
    anna.get("/harbour/tasks")
        .shows(&format!("href=\"/harbour/cases/{number}\">Send a letter</a>"))
        .hides(">Answer</a>");
    let page = anna.get(&format!("/harbour/cases/{number}"));
    let next = &page.body[page.body.find("id=\"next\"").expect("what is next")..];
    let place = |step: &str| next.find(step).expect("it can be done all the same");
    assert!(place("Send a letter") < place("Hand over") && place("Hand over") < place("Answer"));
}
