//! What is kept from somebody has no page for them, and those who audit see who has looked.

use super::Site;
use crate::support::app::TestApp;
use crate::support::database::On;

fn lodge() -> Site {
    let test = TestApp::keeping(On::Sqlite).expect("SQLite is always there");
    test.person("anna", &["agent"]);
    test.person("wanda", &["agent"]);
    test.person("max", &["auditor"]);
    Site::new(test)
}

#[test]
fn who_is_concerned_finds_no_page_and_the_log_is_for_those_who_audit() {
    let site = lodge();
    let opened = site
        .test
        .acting_as("anna")
        .open("hint", serde_json::json!({"what": "open door", "about": "wanda"}))
        .expect("opened");
    let page = format!("/lodge/cases/{}", opened.number);
    let mut wanda = site.signed_in("wanda");
    for path in [page.clone(), format!("{page}/actions/close"), format!("{page}/record")] {
        assert_eq!(wanda.get(&path).status, 404, "{path}");
    }
    let queue = wanda.get("/lodge/cases");
    assert!(!queue.body.contains("open door"), "{}", queue.body);

    let mut anna = site.signed_in("anna");
    let seen = anna.get(&page);
    assert_eq!(seen.status, 200);
    assert!(seen.body.contains("kept from wanda"), "{}", seen.body);
    assert!(!seen.body.contains("Who has looked"), "{}", seen.body);
    anna.get(&format!("{page}/actions/close"));

    let log = site.signed_in("max").get(&page);
    assert!(log.body.contains("Who has looked"), "{}", log.body);
    assert!(log.body.contains("Anna: the case"), "{}", log.body);
    assert!(log.body.contains("Anna: a form"), "{}", log.body);
    assert!(!log.body.contains("Wanda: "), "{}", log.body);
}

#[test]
fn whoever_opens_what_they_may_not_see_is_told_its_number_and_who_takes_it_from_here() {
    let site = lodge();
    site.test.person("lin", &["keeper"]);
    let mut anna = site.signed_in("anna");
    let form = anna.get("/lodge/cases/new/hint");
    let key = form.field("_key");
    let fields = [("_key", key.as_str()), ("what", "open door"), ("secret", "yes")];
    let told = anna.post("/lodge/cases/new/hint", &fields);
    assert_eq!(told.status, 200, "{}", told.body);
    told.shows("Registered")
        .shows("24090001")
        .shows("handled by: Keeper, Auditor.")
        .hides("open door");
    let again = anna.post("/lodge/cases/new/hint", &fields);
    again.shows("24090001");
    assert_eq!(anna.get("/lodge/cases/24090001").status, 404);
    anna.get("/lodge/cases").hides("24090001");
    let mut lin = site.signed_in("lin");
    lin.get("/lodge/cases/24090001").shows("open door");
    lin.get("/lodge/cases").shows("24090001").hides("24090002");
}

#[test]
fn the_last_step_somebody_takes_in_a_confidential_case_is_confirmed() {
    let site = lodge();
    site.test.person("lin", &["keeper"]);
    site.test.person("zhao", &["handler@east"]);
    let lin = site.test.acting_as("lin");
    let number = lin
        .open("hint", serde_json::json!({"what": "open door", "secret": true}))
        .expect("opened")
        .number;
    lin.act(&number, "look_into", serde_json::json!({})).expect("asked for");
    let mut zhao = site.signed_in("zhao");
    zhao.get(&format!("/lodge/cases/{number}/tasks/1"));
    let done = zhao.post(&format!("/lodge/cases/{number}/tasks/1"), &[]);
    assert_eq!(done.status, 200, "{}", done.body);
    done.shows("Done").shows(&number).hides("open door");
    assert_eq!(zhao.get(&format!("/lodge/cases/{number}")).status, 404);
}

#[test]
fn another_case_that_is_kept_from_somebody_is_not_on_the_page_of_the_one_they_see() {
    let site = lodge();
    site.test.person("karl", &["keeper"]);
    let anna = site.test.acting_as("anna");
    let number = anna
        .open("hint", serde_json::json!({"what": "open door"}))
        .expect("opened")
        .number;
    anna.act(&number, "pass_on", serde_json::json!({})).expect("passed on");
    let child = &site.test.case(&number).linked[0].other.number;
    let page = format!("/lodge/cases/{number}");
    let seen = site.signed_in("anna").get(&page);
    assert_eq!(seen.status, 200);
    assert!(!seen.body.contains(child), "{}", seen.body);
    let seen = site.signed_in("karl").get(&page);
    assert!(seen.body.contains(child), "{}", seen.body);
}

#[test]
fn a_text_that_looks_like_a_file_hands_out_no_file() {
    let site = lodge();
    let stored = site.test.sends("anna", "door.png", b"\x89PNG\r\n\x1a\n0000");
    let anna = site.test.acting_as("anna");
    let open = |answers| anna.open("hint", answers).expect("opened").number;
    let with_photo = open(serde_json::json!({"what": "open door", "photo": [stored.hash]}));
    let with_text = open(serde_json::json!({"what": stored.hash}));
    let mut anna = site.signed_in("anna");
    let file = |number: &str| format!("/lodge/cases/{number}/files/{}", stored.hash);
    assert_eq!(anna.get(&file(&with_photo)).status, 200);
    assert_eq!(anna.get(&file(&with_text)).status, 404);
}

#[test]
fn a_register_begins_with_the_number_masks_whatever_tells_a_name_and_is_itself_a_look() {
    let site = lodge();
    let hint = serde_json::json!({"what": "open door", "teller": "Berta Vogel"});
    let number = site.test.acting_as("anna").open("hint", hint).expect("opened").number;
    let mut anna = site.signed_in("anna");
    let register = anna.get("/lodge/registers/hints");
    register.shows(&number).hides("Vogel").shows(">11<");
    let (no, told) = (register.body.find("No."), register.body.find("What was told"));
    assert!(no.is_some() && no < told, "{}", register.body);
    anna.get("/lodge/reports/tellers").shows("B***").hides("Vogel");

    let log = site.signed_in("max").get(&format!("/lodge/cases/{number}"));
    log.shows("Anna: register “Hints told”");
}
