//! What the staff's pages say to whoever works in them all day: what is due, what was done, whose turn it is, and why not.

use serde_json::json;

use super::Site;
use crate::support::app::TestApp;

fn opened(site: &Site) -> String {
    let opened = site.test.acting_as("anna").open("complaint", json!({"what": "noise"}));
    opened.unwrap().number
}

#[test]
fn what_is_late_is_not_due_today() {
    let site = Site::of_harbour();
    let number = opened(&site);
    let link = format!("/harbour/cases/{number}\"");
    let mut max = site.signed_in("max");
    // The day of its due time, before it.
    site.test.advance_to("2024-09-26 09:00");
    max.get("/harbour/cases?due=today")
        .shows(&link)
        .shows("Due today <span class=\"count\">1</span>")
        .shows("Past due <span class=\"count\">0</span>");
    max.get("/harbour/cases?due=late").hides(&link);
    // The same day, after it.
    site.test.advance_to("2024-09-26 20:00");
    max.get("/harbour/cases?due=today")
        .hides(&link)
        .shows("Due today <span class=\"count\">0</span>")
        .shows("Past due <span class=\"count\">1</span>");
    max.get("/harbour/cases?due=late").shows(&link);
}

#[test]
fn after_a_step_it_is_said_what_was_done_and_who_does_what_next() {
    let site = Site::of_harbour();
    let number = opened(&site);
    let mut anna = site.signed_in("anna");
    let step = format!("/harbour/cases/{number}/actions/hand_over");
    anna.get(&step);
    let done = anna.post(&step, &[("quay", "east")]);
    assert_eq!(done.status, 303, "{}", done.body);
    anna.get(done.header("location"))
        .shows("Done: Hand over. Next: Look into it (East quay) · Handler of East quay");
    let mut finn = site.signed_in("finn");
    let task = format!("/harbour/cases/{number}/tasks/1");
    finn.get(&task);
    let done = finn.post(&task, &[("finding", "a crane")]);
    assert_eq!(done.status, 303, "{}", done.body);
    finn.get(done.header("location"))
        .shows("Done: Look into it (East quay). Next: Answer · Agent");
}

#[test]
fn a_task_on_which_nothing_waits_keeps_nobody_from_their_step() {
    let site = Site::of_harbour();
    let number = opened(&site);
    // It is late, and the managers have the task to chase it.
    site.test.advance_to("2024-09-27 10:00");
    let mut anna = site.signed_in("anna");
    anna.get(&format!("/harbour/cases/{number}"))
        .hides("somebody else’s turn")
        .hides("meanwhile: <strong>Chase the answer")
        .shows("Chase the answer");
    anna.get("/harbour/tasks")
        .shows(&format!("href=\"/harbour/cases/{number}\">Answer</a>"));
}

#[test]
fn whoever_signs_out_has_left_the_cases_they_had_before_them() {
    let site = Site::of_harbour();
    let number = opened(&site);
    let case = format!("/harbour/cases/{number}");
    let (mut anna, mut max) = (site.signed_in("anna"), site.signed_in("max"));
    anna.get(&case);
    anna.post(&format!("{case}/presence"), &[]);
    max.get(&case).shows("Anna is looking at this case too");
    anna.post("/sign-out", &[]);
    max.get(&case).hides("Anna is looking");
}

#[test]
fn the_question_because_of_which_a_step_is_refused_is_marked() {
    let test = TestApp::harbour_with(&[(
        "rules/harbour/complaint.yaml",
        "      - { that: open_tasks(\"look_into\") == 0,",
        "      - { that: 'reply != \"no\"', else: a bare no is no answer }\n      - { that: open_tasks(\"look_into\") == 0,",
    )]);
    test.person("anna", &["agent"]);
    let site = Site::new(test);
    let number = opened(&site);
    let mut anna = site.signed_in("anna");
    let step = format!("/harbour/cases/{number}/actions/answer");
    anna.get(&step)
        .shows("<details class=\"note conditions\"><summary>What is checked when you submit (1)</summary>")
        .hides("class=\"field wrong\"");
    let refused = anna.post(&step, &[("reply", "no")]);
    assert_eq!(refused.status, 409);
    refused
        .shows("a bare no is no answer")
        .shows("class=\"field wrong\"")
        .shows("It is refused because of this answer");
}

#[test]
fn the_skip_link_of_a_form_leads_into_it_and_the_posts_of_many_are_counted() {
    let test = TestApp::new();
    test.person("anna", &["agent", "manager", "handler@east", "handler@west"]);
    let site = Site::new(test);
    let number = opened(&site);
    let mut anna = site.signed_in("anna");
    anna.get(&format!("/harbour/cases/{number}/actions/hand_over"))
        .shows("class=\"skip\" href=\"#fill\"")
        .shows("id=\"fill\"");
    anna.get("/harbour/cases")
        .shows("class=\"skip\" href=\"#main\"")
        .shows("<span class=\"posts\">Agent, Handler +3</span>")
        .shows("title=\"Agent, Handler, Manager, East quay, West quay\"");
}
