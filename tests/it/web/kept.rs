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
