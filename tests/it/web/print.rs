//! The case file to be printed.

use super::Site;
use crate::support::app::TestApp;

#[test]
fn a_case_file_holds_everything_its_reader_sees_in_the_order_in_which_it_is_read() {
    let site = Site::of_harbour();
    let anna = site.test.acting_as("anna");
    let answers = serde_json::json!({"what": "noise at night", "phone": "13800001234"});
    let number = anna.open("complaint", answers).expect("opened").number;
    anna.comment(&number, "they called twice").expect("commented");
    let mut browser = site.signed_in("anna");
    browser
        .get(&format!("/harbour/cases/{number}"))
        .shows(&format!("/harbour/cases/{number}/print"));
    let file = browser.get(&format!("/harbour/cases/{number}/print"));
    assert_eq!(file.status, 200);
    let places: Vec<usize> = [
        "noise at night",
        "How often",
        ">Answer<",
        "reckoned",
        "they called twice",
    ]
    .iter()
    .filter_map(|text| file.body.find(text))
    .collect();
    assert!(places.len() >= 4 && places.is_sorted(), "{places:?}\n{}", file.body);
    file.shows(&format!("<td class=\"sheet-head\">{number} · Harbour Office</td>"))
        .shows("printed by Anna on");
}

#[test]
fn a_case_file_is_only_for_who_may_see_the_case() {
    let site = Site::of_harbour();
    let opened = site
        .test
        .acting_as("anna")
        .open("complaint", serde_json::json!({"what": "noise"}));
    let page = format!("/harbour/cases/{}/print", opened.expect("opened").number);
    assert_eq!(site.signed_in("wanda").get(&page).status, 404);
    assert_eq!(site.visitor().get(&page).status, 303);
}

#[test]
fn to_print_a_case_file_is_to_look_at_the_case() {
    let test = TestApp::keeping(crate::support::database::On::Sqlite).expect("SQLite is always there");
    test.person("anna", &["agent"]);
    test.person("max", &["auditor"]);
    let site = Site::new(test);
    let hint = site
        .test
        .acting_as("anna")
        .open("hint", serde_json::json!({"what": "open door"}));
    let page = format!("/lodge/cases/{}", hint.expect("opened").number);
    assert_eq!(site.signed_in("anna").get(&format!("{page}/print")).status, 200);
    site.signed_in("max").get(&page).shows("Anna: the case");
}
