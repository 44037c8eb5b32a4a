//! Lists as files: the same cases as on the page, for the same eyes.

use super::{Browser, Site};
use crate::support::app::TestApp;

fn open(site: &Site, what: &str, phone: &str) -> String {
    let answers = serde_json::json!({"what": what, "phone": phone});
    let opened = site.test.acting_as("anna").open("complaint", answers);
    opened.expect("opened").number
}

/// The lines of a CSV, without the mark in front.
fn lines(browser: &mut Browser<'_>, address: &str) -> Vec<String> {
    let answer = browser.get(address);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    let body = answer.body.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    body.split_terminator("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_list_is_exported_as_it_is_narrowed_and_masked_on_its_page() {
    let site = Site::of_harbour();
    let noise = open(&site, "noise, loud", "13800001234");
    open(&site, "smell", "13800005678");
    site.test.app.index_pending().expect("indexed");
    let mut anna = site.signed_in("anna");
    anna.get("/harbour/cases?q=noise").shows("/harbour/cases.csv?q=noise");
    let all = lines(&mut anna, "/harbour/cases.csv");
    assert_eq!(all.len(), 3, "{all:?}");
    let found = lines(&mut anna, "/harbour/cases.csv?q=noise");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("Number,"), "{}", found[0]);
    assert!(
        found[1].starts_with(&format!("{noise},,\"noise, loud\",")),
        "{}",
        found[1]
    );
    assert!(!found[1].contains("13800001234"), "{}", found[1]);
    let disposition = anna.get("/harbour/cases.csv").header("content-disposition").to_owned();
    assert_eq!(disposition, "attachment; filename=\"harbour-cases-2024-09-23.csv\"");
}

#[test]
fn what_is_not_somebodys_to_see_is_in_none_of_their_exports() {
    let site = Site::of_harbour();
    open(&site, "noise", "13800001234");
    let all = lines(&mut site.signed_in("wanda"), "/harbour/cases.csv");
    assert_eq!(all.len(), 1, "only the head: {all:?}");
    assert_eq!(site.signed_in("nobody").get("/harbour/cases.csv").status, 404);
    assert_eq!(site.visitor().get("/harbour/cases.csv").status, 303);
}

#[test]
fn a_complaint_that_is_written_like_a_formula_is_text() {
    let site = Site::of_harbour();
    open(&site, "=HYPERLINK(\"http://elsewhere\")", "13800001234");
    let all = lines(&mut site.signed_in("anna"), "/harbour/cases.csv");
    assert!(all[1].contains(",\"'=HYPERLINK("), "{}", all[1]);
}

#[test]
fn a_spreadsheet_is_a_spreadsheet() {
    let site = Site::of_harbour();
    open(&site, "noise", "13800001234");
    let answer = site.signed_in("anna").get("/harbour/cases.xlsx");
    assert_eq!(answer.status, 200);
    assert!(answer.body.starts_with("PK"), "it is a ZIP");
    assert!(answer.header("content-type").contains("spreadsheetml"));
    assert_eq!(site.signed_in("anna").get("/harbour/cases.ods").status, 404);
}

#[test]
fn registers_and_reports_are_exported_and_that_is_a_look() {
    let test = TestApp::keeping(crate::support::database::On::Sqlite).expect("SQLite is always there");
    test.person("anna", &["agent"]);
    test.person("max", &["auditor"]);
    let site = Site::new(test);
    let hint = serde_json::json!({"what": "open door", "teller": "Berta Vogel"});
    let number = site.test.acting_as("anna").open("hint", hint).expect("opened").number;
    let mut anna = site.signed_in("anna");
    let register = lines(&mut anna, "/lodge/registers/hints.csv");
    assert!(register[1].starts_with(&number), "{register:?}");
    assert!(!register.join("\n").contains("Vogel"), "{register:?}");
    let report = lines(&mut anna, "/lodge/reports/tellers.csv?month=2024-09");
    assert!(report[1].ends_with(",1"), "{report:?}");
    assert!(!report.join("\n").contains("Vogel"), "{report:?}");
    assert_eq!(anna.get("/lodge/registers/unknown.csv").status, 404);
}
