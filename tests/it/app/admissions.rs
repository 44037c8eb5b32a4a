//! Cases of an older program: whoever has a task in a confidential one sees it after the upgrade too.

use redress::app::ExecuteError;
use rstest::rstest;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::database::On;

#[rstest]
fn whoever_has_a_task_in_a_confidential_case_sees_it_after_an_upgrade(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::keeping(on) else { return };
    app.person("lin", &["keeper"]);
    app.person("wang", &["handler@east"]);
    let lin = app.acting_as("lin");
    let number = lin
        .open("hint", json!({"what": "open door", "secret": true}))
        .unwrap()
        .number;
    lin.act(&number, "look_into", json!({})).unwrap();
    let wang = app.acting_as("wang");
    wang.comment(&number, "on my way").unwrap();
    // As it was stored before histories told it.
    app.meddle("update cases set document = replace(document, '\"admitted\":[{', '\"admitted_once\":[{')");
    app.meddle("delete from confinements where role like '%@%'");
    assert!(matches!(wang.comment(&number, "here"), Err(ExecuteError::NotFound)));
    app.app.tell_admissions().unwrap();
    wang.comment(&number, "here").unwrap();
    app.is_sound();
    let told = app.kinds(&number);
    app.app.tell_admissions().unwrap();
    assert_eq!(app.kinds(&number), told, "once is enough");
}
