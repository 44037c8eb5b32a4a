//! Events are called after what marks them, wherever people read of them.

use serde_json::json;

use super::Site;
use crate::support::app::TestApp;

#[test]
fn what_opening_a_case_marks_is_chosen_and_told_in_words() {
    let test = TestApp::harbour_with(&[(
        "rules/harbour/complaint.yaml",
        "opens: { form: intake, at: open, by: agent }",
        "opens: { form: intake, at: open, by: agent, marks: received }",
    )]);
    test.person("anna", &["agent"]);
    let opened = test.acting_as("anna").open("complaint", json!({"what": "noise"}));
    let case = format!("/harbour/cases/{}", opened.expect("opened").number);
    let site = Site::new(test);
    let mut anna = site.signed_in("anna");
    let form = anna.get(&format!("{case}/record"));
    form.shows("value=\"received\">Opening of the case<")
        .hides(">received<");
    let (version, key) = (form.field("_version"), form.field("_key"));
    let record = [
        ("event", "received"),
        ("at", "2024-09-23T08:30"),
        ("text", "it lay on the wrong desk"),
        ("_version", &version),
        ("_key", &key),
    ];
    let recorded = anna.post(&format!("{case}/record"), &record);
    assert_eq!(recorded.status, 303, "{}", recorded.body);
    anna.get(&case).shows("Opening of the case").hides(">received<");
}
