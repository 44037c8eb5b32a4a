//! An action whose form is filled in once for several cases, each of which judges it by its own rules.

use serde_json::json;

use super::bulk::confirm;
use super::{Answer, Browser, Site};
use crate::support::app::TestApp;

const FORM: &str = "forms/harbour/hand_over.yaml";
const QUAY: &str = "  - { id: quay, type: department, label: Quay, required: true }\n";

/// The harbour, where handing over asks for more than a quay.
fn harbour(more: &str) -> Site {
    let test = TestApp::harbour_with(&[(FORM, QUAY, &format!("{QUAY}{more}"))]);
    test.person("anna", &["agent"]);
    Site::new(test)
}

fn open(site: &Site, what: &str) -> String {
    let opened = site
        .test
        .acting_as("anna")
        .open("complaint", json!({"what": what, "phone": "555 0100"}));
    opened.expect("opened").number
}

/// Chooses the cases and the action, and comes to its form.
fn form(browser: &mut Browser, cases: &[&str]) -> Answer {
    browser.get("/harbour/cases");
    let cases: Vec<(&str, &str)> = cases.iter().map(|number| ("case", *number)).collect();
    let asked = [&[("step", "foresee"), ("what", "fill.complaint/hand_over")][..], &cases].concat();
    browser.post("/harbour/bulk", &asked)
}

fn fill(browser: &mut Browser, cases: &[&str], answers: &[(&str, &str)]) -> Answer {
    let cases: Vec<(&str, &str)> = cases.iter().map(|number| ("_case", *number)).collect();
    let words = [("_step", "fill"), ("_what", "fill.complaint/hand_over")];
    browser.post("/harbour/bulk", &[&words[..], &cases, answers].concat())
}

#[test]
fn a_form_is_filled_in_once_and_judged_case_by_case() {
    let site = harbour("  - { id: why, type: long_text, label: Why there }\n");
    let (first, second, third) = (open(&site, "noise"), open(&site, "smell"), open(&site, "dust"));
    site.test
        .acting_as("anna")
        .act(&second, "send_letter", json!({}))
        .expect("sent");
    let cases = [&*first, &*second, &*third];
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases");
    let chosen: Vec<(&str, &str)> = cases.iter().map(|number| ("case", *number)).collect();
    anna.post("/harbour/bulk", &chosen)
        .shows("value=\"fill.complaint/hand_over\"")
        .shows("asks for more on the next page");

    let page = form(&mut anna, &cases);
    assert_eq!(page.status, 200, "{}", page.body);
    page.shows("Hand over")
        .shows("Quay")
        .shows("Why there")
        .shows("each of the 3 chosen cases");
    let incomplete = fill(&mut anna, &cases, &[("why", "it is theirs")]);
    assert_eq!(incomplete.status, 422, "{}", incomplete.body);
    incomplete.shows("<a href=\"#f-quay\">").shows("it is theirs");

    let foreseen = fill(&mut anna, &cases, &[("quay", "east"), ("why", "it is theirs")]);
    assert_eq!(foreseen.status, 200, "{}", foreseen.body);
    foreseen.shows("“Hand over” can be done for 2 of 3 cases");
    assert_eq!(site.test.case(&first).department, None, "only shown");
    confirm(&mut anna, &foreseen).shows("“Hand over” was done for 2 of 2 cases.");
    for number in [&first, &third] {
        let case = site.test.case(number);
        assert_eq!(case.department.as_ref().map(|id| id.as_str()), Some("east"));
        assert_eq!(case.answers["why"].as_text(), Some("it is theirs"));
    }
    assert_eq!(site.test.case(&second).department, None);
}

#[test]
fn the_answers_can_be_changed_before_anything_is_done() {
    let site = harbour("  - { id: why, type: text, label: Why there }\n");
    let number = open(&site, "noise");
    let mut anna = site.signed_in("anna");
    form(&mut anna, &[&number]);
    let foreseen = fill(&mut anna, &[&number], &[("quay", "east"), ("why", "it is theirs")]);
    let answers = foreseen.field("_answers").replace("&#34;", "\"");
    let again = [
        ("step", "again"),
        ("what", "fill.complaint/hand_over"),
        ("_answers", &answers),
        ("case", &number),
    ];
    anna.post("/harbour/bulk", &again).shows("value=\"it is theirs\"");
}

#[test]
fn a_case_that_is_asked_more_is_told_of_and_the_others_go_on() {
    let site = harbour("  - { id: hoses, type: integer, label: How many hoses, visible: what == \"fire\" }\n");
    let (noise, fire) = (open(&site, "noise"), open(&site, "fire"));
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases");
    let alone = anna.post("/harbour/bulk", &[("case", &*fire)]);
    alone
        .hides("value=\"fill.complaint/hand_over\"")
        .shows("Only case by case:")
        .shows("it asks what depends on the case: How many hoses");
    let foreseen = fill(&mut anna, &[&noise, &fire], &[("quay", "east")]);
    foreseen
        .shows("can be done for 1 of 2 cases")
        .shows("it asks what depends on the case: How many hoses");
    confirm(&mut anna, &foreseen).shows("was done for 1 of 1 cases");
    assert_eq!(site.test.case(&fire).department, None);
}

#[test]
fn files_are_sent_case_by_case() {
    let site = harbour("  - { id: plan, type: attachment, label: Plan of the quay, required: true }\n");
    let number = open(&site, "noise");
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases");
    anna.post("/harbour/bulk", &[("case", &*number)])
        .hides("value=\"fill.complaint/hand_over\"")
        .shows("it needs files (Plan of the quay)");

    let site = harbour("  - { id: plan, type: attachment, label: Plan of the quay }\n");
    let number = open(&site, "noise");
    let mut anna = site.signed_in("anna");
    let page = form(&mut anna, &[&number]);
    page.shows("Files cannot be added for several cases at once: Plan of the quay")
        .hides("type=\"file\"");
    let foreseen = fill(&mut anna, &[&number], &[("quay", "east")]);
    confirm(&mut anna, &foreseen).shows("was done for 1 of 1 cases");
}

#[test]
fn what_a_case_has_said_already_stays_where_nothing_is_said() {
    let site = harbour("  - { id: phone, type: text, label: Telephone, personal: true }\n");
    let (first, second) = (open(&site, "noise"), open(&site, "smell"));
    let mut anna = site.signed_in("anna");
    form(&mut anna, &[&first, &second]).shows("stays as it is where you leave these empty: Telephone");
    let foreseen = fill(&mut anna, &[&first, &second], &[("quay", "east"), ("phone", "")]);
    confirm(&mut anna, &foreseen).shows("was done for 2 of 2 cases");
    assert_eq!(site.test.case(&first).answers["phone"].as_text(), Some("555 0100"));
}

#[test]
fn whoever_may_not_take_the_action_learns_it_case_by_case() {
    let site = harbour("  - { id: why, type: text, label: Why there }\n");
    site.test.person("wanda", &["handler@west"]);
    let number = open(&site, "noise");
    let mut wanda = site.signed_in("wanda");
    wanda.get("/harbour/cases");
    let foreseen = fill(&mut wanda, &[&number], &[("quay", "west")]);
    foreseen
        .shows("There is no such case, or it is not yours to see.")
        .hides("noise");
    assert_eq!(site.test.case(&number).department, None);
}
