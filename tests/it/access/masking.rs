//! Personal data is masked for those whose role sees it so, on both doors, until they say why they need it.

use std::path::Path;

use redress::case::{PersonId, Standing};
use redress::store::standings::Place;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::api::client::Client;
use crate::support::app::{TestApp, copy};
use crate::support::database::On;
use crate::web::Site;

const CASE: &str = "/lodge/cases/24090001";

/// The lodge, where agents see personal data masked and can correct who told a hint; and the folder it is in.
pub(super) fn lodge() -> (TestApp, TempDir) {
    lodge_where(&[
        (
            "rules/lodge/organization.yaml",
            "agent: { name: Agent, sees_all: true }",
            "agent: { name: Agent, sees_all: true, sees_personal: masked }",
        ),
        ("rules/lodge/hint.yaml", "view_log: true\n", ""),
    ])
}

/// The lodge, where those who work with a hint can correct who told it, with texts of its files replaced: file, before, after.
pub(super) fn lodge_where(changes: &[(&str, &str, &str)]) -> (TestApp, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/app/kept"),
        folder.path(),
    );
    let correct = (
        "rules/lodge/hint.yaml",
        "  look_into:\n",
        "  correct: { name: Correct, at: open, by: [agent, keeper], form: correction }\n  look_into:\n",
    );
    for (file, before, after) in changes.iter().copied().chain([correct]) {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).expect("a file of the pack");
        assert!(text.contains(before), "{file} has no `{before}`");
        std::fs::write(&path, text.replacen(before, after, 1)).expect("written");
    }
    std::fs::write(
        folder.path().join("forms/lodge/correction.yaml"),
        "form: correction\nname: Correction\nfields:\n  - { id: what, type: text, label: What happened, required: true }\n  - { id: teller, type: text, label: Who tells it, personal: true }\n  - { id: how, type: text, label: How Berta tells it, visible: 'teller == \"Berta Vogel\"' }\n  - { id: witnesses, type: group, label: Who saw it, personal: true, fields: [{ id: witness, type: text, label: Name }, { id: seat, type: text, label: Seat }] }\n",
    )
    .expect("written");
    let test = TestApp::of(On::Sqlite, folder.path(), "lodge").expect("SQLite is always there");
    test.person("chen", &["agent"]);
    test.person("lin", &["keeper"]);
    test.person("aude", &[]);
    let here = Place::Organization(test.organization.clone());
    test.app
        .give_standing(&PersonId("aude".into()), here, Standing::Auditor)
        .expect("given");
    (test, folder)
}

pub(super) fn hint(test: &TestApp) {
    let answers = json!({"what": "Berta Vogel saw an open door", "teller": "Berta Vogel"});
    test.acting_as("lin").open("hint", answers).expect("opened");
}

#[actix_web::test]
async fn a_program_gets_names_masked_until_it_says_why_and_that_is_written_down() {
    let (test, _folder) = lodge();
    hint(&test);
    let (chen, lin, aude) = (
        Client::of(&test, "chen"),
        Client::of(&test, "lin"),
        Client::of(&test, "aude"),
    );
    for client in [&chen, &aude] {
        let seen = client.get(CASE).await.ok();
        assert!(!seen.text().contains("Vogel"), "{}", seen.text());
        let seen = seen.json();
        assert_eq!(
            (&seen["masked"], &seen["answers"]["teller"], &seen["answers"]["what"]),
            (&json!(true), &json!("B***"), &json!("B*** saw an open door"))
        );
        let history = client.get(&format!("{CASE}/history")).await.ok().text();
        assert!(!history.contains("Vogel") && history.contains("B***"), "{history}");
    }
    let clear = lin.get(CASE).await.ok().json();
    assert_eq!(
        (&clear["masked"], &clear["answers"]["teller"]),
        (&json!(false), &json!("Berta Vogel"))
    );

    let reveal = |body: Json| chen.post(&format!("{CASE}/reveal"), body).send();
    reveal(json!({"reason": "  "})).await.problem(422, "invalid");
    reveal(json!({"reason": "to call back", "fields": ["what"]}))
        .await
        .problem(422, "invalid");
    let shown = reveal(json!({"reason": "to call back", "fields": ["teller"]}))
        .await
        .ok()
        .json();
    assert_eq!(shown["answers"]["teller"], "Berta Vogel");
    let shown = aude
        .post(&format!("{CASE}/reveal"), json!({"reason": "the yearly audit"}))
        .send()
        .await
        .ok()
        .json();
    assert_eq!(shown["answers"]["teller"], "Berta Vogel");
    assert!(!chen.get(CASE).await.ok().text().contains("Vogel"), "shown once");

    let looks = aude.get(&format!("{CASE}/looks")).await.ok().json();
    let written: Vec<(&str, &str, &str)> = looks["looks"]
        .as_array()
        .expect("looks")
        .iter()
        .map(|look| {
            let text = |key: &str| look[key].as_str().unwrap_or_default();
            (text("by"), text("what"), text("why"))
        })
        .collect();
    assert_eq!(
        written,
        [
            ("aude", "uncovered", "the yearly audit"),
            ("chen", "uncovered teller", "to call back")
        ],
        "whatever the type says of looks"
    );
    test.is_sound();
}

#[actix_web::test]
async fn whoever_sends_a_masked_answer_back_untouched_changes_nothing_and_what_they_write_counts() {
    let (test, _folder) = lodge();
    hint(&test);
    let chen = Client::of(&test, "chen");
    let sent = json!({"answers": {"what": "a window", "teller": "B***"}});
    chen.change(CASE, "actions/correct", sent).await.ok();
    let teller = || test.case("24090001").answers["teller"].clone();
    assert_eq!(teller().as_text(), Some("Berta Vogel"));
    let sent = json!({"answers": {"what": "a window", "teller": "Bert Vogel"}});
    chen.change(CASE, "actions/correct", sent).await.ok();
    assert_eq!(teller().as_text(), Some("Bert Vogel"));
    test.is_sound();
}

fn witnesses(test: &TestApp) -> Vec<(String, String)> {
    let answers = &test.case("24090001").answers;
    let Some(redress::value::Value::List(rows)) = answers.get("witnesses") else {
        return Vec::new();
    };
    let text = |row: &redress::value::Value, key: &str| match row {
        redress::value::Value::Record(row) => row.get(key).and_then(|it| it.as_text()).unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    rows.iter()
        .map(|row| (text(row, "witness"), text(row, "seat")))
        .collect()
}

async fn three_witnesses(test: &TestApp) -> Client {
    hint(test);
    let all = json!([
        {"witness": "Anna Li", "seat": "1"}, {"witness": "Bela Wu", "seat": "2"}, {"witness": "Bert Xu", "seat": "3"}
    ]);
    let lin = Client::of(test, "lin");
    let sent = json!({"answers": {"what": "a window", "teller": "Berta Vogel", "witnesses": all}});
    lin.change(CASE, "actions/correct", sent).await.ok();
    assert_eq!(witnesses(test).len(), 3);
    Client::of(test, "chen")
}

#[actix_web::test]
async fn a_row_that_somebody_takes_out_who_sees_it_masked_is_the_only_one_that_goes() {
    let (test, _folder) = lodge();
    let chen = three_witnesses(&test).await;
    // The first of three is gone, so that the others moved up; one more comes in clear.
    let rows = json!([{"witness": "B***", "seat": "***"}, {"witness": "B***", "seat": "***"}, {"witness": "Carl Yi", "seat": "9"}]);
    let sent = json!({"answers": {"what": "a window", "teller": "B***", "witnesses": rows}});
    chen.change(CASE, "actions/correct", sent).await.ok();
    let names: Vec<String> = witnesses(&test).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Bela Wu", "Bert Xu", "Carl Yi"]);
}

#[actix_web::test]
async fn nobody_takes_out_one_of_two_rows_that_look_the_same_to_them() {
    let (test, _folder) = lodge();
    let chen = three_witnesses(&test).await;
    let rows = json!([{"witness": "A***", "seat": "***"}, {"witness": "B***", "seat": "***"}]);
    let sent = json!({"answers": {"what": "a window", "teller": "B***", "witnesses": rows}});
    chen.change(CASE, "actions/correct", sent).await.problem(422, "invalid");
    assert_eq!(witnesses(&test).len(), 3, "nothing is lost");
}

#[test]
fn a_question_that_depends_on_a_masked_answer_is_put_to_whoever_sees_it_masked() {
    let (test, _folder) = lodge();
    hint(&test);
    let site = Site::new(test);
    site.signed_in("chen")
        .get(&format!("{CASE}/actions/correct"))
        .shows("How Berta tells it")
        .hides("Berta Vogel");
}

#[test]
fn what_others_did_meanwhile_is_told_without_names_to_whoever_comes_too_late() {
    let (test, _folder) = lodge();
    hint(&test);
    let site = Site::new(test);
    let mut chen = site.signed_in("chen");
    let form = chen.get(&format!("{CASE}/actions/correct"));
    let version = form.field("_version");
    let comment = site.test.acting_as("lin").comment("24090001", "Berta Vogel rang again");
    comment.expect("said");
    let late = chen.post(
        &format!("{CASE}/actions/correct"),
        &[("what", "a window"), ("_version", &version)],
    );
    assert_eq!(late.status, 409, "{}", late.body);
    late.shows("B*** rang again").hides("Vogel");
}

#[test]
fn pages_show_names_masked_and_once_in_clear_for_a_reason() {
    let (test, _folder) = lodge();
    hint(&test);
    let site = Site::new(test);
    let mut chen = site.signed_in("chen");
    chen.get("/lodge/cases").hides("Vogel").shows("B*** saw an open door");
    let page = chen.get(CASE);
    page.hides("Vogel").shows("Personal data is masked");
    chen.get(&format!("{CASE}/actions/correct"))
        .hides("Vogel")
        .shows("B***");
    chen.get("/lodge/cases?q=Vogel").hides("Vogel saw");
    let unsaid = chen.post(&format!("{CASE}/reveal"), &[("reason", "")]);
    assert_eq!(unsaid.status, 422);
    unsaid.hides("Vogel").shows("Say why you need to see it");
    let shown = chen.post(
        &format!("{CASE}/reveal"),
        &[("reason", "to call back"), ("field", "teller")],
    );
    assert_eq!(shown.status, 200, "{}", shown.body);
    shown.shows("Berta Vogel").shows("Shown once");
    chen.get(CASE).hides("Vogel");

    let mut aude = site.signed_in("aude");
    aude.get(CASE)
        .hides("Vogel")
        .shows("Chen: masked personal data (Who tells it), because: to call back");
    let mut lin = site.signed_in("lin");
    lin.get(CASE).shows("Berta Vogel").hides("Personal data is masked");
}

#[test]
fn the_front_desk_of_the_hospital_sees_patients_masked_once_it_has_recorded_them() {
    let test = TestApp::with_pack("hospital");
    test.person("chen", &["front_desk"]);
    test.person("lin", &["communication_officer"]);
    let answers = json!({
        "channel": "visit", "identity": "named", "complainant_name": "王芳", "complainant_phone": "13812341234", "relation": "patient",
        "staff_group": "logistics", "occurred_at": "2024-09-22T18:00", "place": "食堂", "complained_of": "食堂", "matter": "王芳的饭菜里有头发。",
        "process_explained": true
    });
    let number = test
        .acting_as("chen")
        .open("complaint", answers)
        .expect("opened")
        .number;
    let site = Site::new(test);
    let page = format!("/hospital/cases/{number}");
    let seen = site.signed_in("chen").get(&page);
    seen.hides("王芳")
        .hides("13812341234")
        .shows("王*")
        .shows("138****1234");
    site.signed_in("lin").get(&page).shows("王芳").shows("13812341234");
}

#[test]
fn a_leader_of_the_complaint_office_approves_what_they_see_without_names() {
    let test = TestApp::with_pack("complaint-office");
    let pack = test.app.packs().active(&test.organization).expect("a pack");
    for (role, is_masked) in [
        ("leader", true),
        ("legal_officer", true),
        ("office", false),
        ("investigator", false),
    ] {
        let id = format!("one-{role}");
        test.person(&id, &[role]);
        let actor = test.acting_as(&id).actor;
        assert_eq!(redress::access::is_masked_for(&pack, &actor), is_masked, "{role}");
    }
}

/// Guards and texts speak to complainants of what they have said themselves.
#[test]
fn complainants_are_not_masked_from_their_own_case() {
    let test = TestApp::with_pack("hospital");
    let pack = test.app.packs().active(&test.organization).expect("a pack");
    assert!(
        pack.roles.values().any(|role| role.sees_masked),
        "some role of the hospital is"
    );
    let complainant = redress::app::App::complainant(&pack, None);
    assert!(!redress::access::is_masked_for(&pack, &complainant));
}
