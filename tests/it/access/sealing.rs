//! Who complains is sealed for those whose role is not to know it: on no door, in no form, for no reason.

use redress::access::Cover;
use serde_json::json;
use tempfile::TempDir;

use super::masking::lodge_where;
use crate::api::client::Client;
use crate::support::app::TestApp;
use crate::web::Site;

const CASE: &str = "/lodge/cases/24090001";

/// The lodge, where agents work on hints without knowing who told them, clerks see names masked, and keepers see everything.
fn lodge() -> (TestApp, TempDir) {
    let (test, folder) = lodge_where(&[(
        "rules/lodge/organization.yaml",
        "agent: { name: Agent, sees_all: true }",
        "agent: { name: Agent, sees_all: true, sees_personal: sealed }\n  clerk: { name: Clerk, sees_all: true, sees_personal: masked }",
    )]);
    test.person("cleo", &["clerk"]);
    test.person("duo", &["agent", "clerk"]);
    (test, folder)
}

/// A hint that repeats who told it wherever that can be: in another answer, a remark, a notice, a register, a print.
fn hint(test: &TestApp) {
    let answers = json!({"what": "Berta Vogel saw an open door", "teller": "Berta Vogel"});
    let lin = test.acting_as("lin");
    lin.open("hint", answers).expect("opened");
    lin.comment("24090001", "Berta Vogel called again").expect("said");
    lin.act("24090001", "close", json!({})).expect("closed");
}

#[test]
fn no_page_list_print_or_export_tells_who_complains() {
    let (test, _folder) = lodge();
    hint(&test);
    let site = Site::new(test);
    let (mut chen, mut lin) = (site.signed_in("chen"), site.signed_in("lin"));
    for page in [
        "/lodge/cases?which=all",
        "/lodge/cases.csv?which=all",
        CASE,
        &format!("{CASE}/print"),
        &format!("{CASE}/documents/1"),
        "/lodge/registers/hints?month=2024-09",
        "/lodge/registers/hints.csv?month=2024-09",
        "/lodge/reports/tellers?month=2024-09",
        "/lodge/reports/tellers.csv?month=2024-09",
    ] {
        let seen = chen.get(page);
        assert_eq!(seen.status, 200, "{page}: {}", seen.body);
        // Neither the name, nor what stands for it where it is only masked.
        seen.hides("Vogel").hides("Berta").hides("B***").shows("sealed");
        assert_eq!(lin.get(page).status, 200, "{page}");
    }
    chen.get(CASE)
        .shows("sealed saw an open door")
        .shows("sealed called again")
        .shows("Personal data is sealed for your role")
        .hides("Show once");
    lin.get(CASE)
        .shows("Berta Vogel called again")
        .hides("Personal data is sealed");
    lin.get(&format!("{CASE}/documents/1")).shows("told by Berta Vogel");
    let mut cleo = site.signed_in("cleo");
    cleo.get(CASE)
        .shows("B*** called again")
        .shows("Show once")
        .hides("sealed");
}

#[test]
fn no_reason_uncovers_what_is_sealed_and_nothing_is_written_down_as_shown() {
    let (test, _folder) = lodge();
    hint(&test);
    let site = Site::new(test);
    let mut chen = site.signed_in("chen");
    chen.get(CASE);
    for fields in [
        &[("reason", "to call back")][..],
        &[("reason", "to call back"), ("field", "teller")],
    ] {
        let refused = chen.post(&format!("{CASE}/reveal"), fields);
        assert_eq!(refused.status, 403);
        refused.hides("Vogel").hides("Berta");
    }
    site.signed_in("aude").get(CASE).hides("to call back");
}

#[actix_web::test]
async fn a_program_gets_nothing_of_it_and_is_told_that_it_is_sealed() {
    let (test, _folder) = lodge();
    hint(&test);
    let (chen, lin, duo) = (
        Client::of(&test, "chen"),
        Client::of(&test, "lin"),
        Client::of(&test, "duo"),
    );
    for path in [
        CASE.to_owned(),
        format!("{CASE}/history"),
        "/lodge/cases?which=all".to_owned(),
    ] {
        let seen = chen.get(&path).await.ok().text();
        assert!(
            !seen.contains("Vogel") && !seen.contains("B***") && seen.contains("sealed"),
            "{seen}"
        );
        assert!(lin.get(&path).await.ok().text().contains("Vogel"), "{path}");
    }
    let seen = chen.get(CASE).await.ok().json();
    assert_eq!(
        (
            &seen["masked"],
            &seen["sealed"],
            &seen["answers"]["teller"],
            &seen["complainant"]
        ),
        (&json!(true), &json!(true), &json!("sealed"), &json!("sealed"))
    );
    let reveal = format!("{CASE}/reveal");
    let why = json!({"reason": "to call back", "fields": ["teller"]});
    chen.post(&reveal, why.clone()).send().await.problem(403, "forbidden");
    // Of several roles the one that sees more counts.
    let seen = duo.get(CASE).await.ok().json();
    assert_eq!(
        (&seen["sealed"], &seen["answers"]["teller"]),
        (&json!(false), &json!("B***"))
    );
    let shown = duo.post(&reveal, why).send().await.ok().json();
    assert_eq!(shown["answers"]["teller"], "Berta Vogel");
}

#[actix_web::test]
async fn nobody_finds_a_case_by_what_is_sealed_for_them_or_by_a_part_of_it() {
    let (test, _folder) = lodge();
    let answers = json!({"what": "an open door", "teller": "13812345678"});
    let lin = test.acting_as("lin");
    lin.open("hint", answers).expect("opened");
    lin.comment("24090001", "13812345678 called").expect("said");
    test.app.index_pending().expect("indexed");
    let (chen, lin) = (Client::of(&test, "chen"), Client::of(&test, "lin"));
    let found = async |client: &Client, text: &str| {
        let page = client.get(&format!("/lodge/cases?text={text}")).await.ok().json();
        page["cases"].as_array().map(Vec::len)
    };
    for secret in ["13812345678", "5678"] {
        assert_eq!(found(&lin, secret).await, Some(1), "{secret}");
        assert_eq!(found(&chen, secret).await, Some(0), "{secret}");
    }
    assert_eq!(found(&chen, "door").await, Some(1));
    assert_eq!(found(&chen, "called").await, Some(1));
}

#[actix_web::test]
async fn whoever_sends_a_sealed_answer_back_changes_nothing() {
    let (test, _folder) = lodge();
    let answers = json!({"what": "an open door", "teller": "Berta Vogel"});
    test.acting_as("lin").open("hint", answers).expect("opened");
    let chen = Client::of(&test, "chen");
    let sent = json!({"answers": {"what": "a window", "teller": "sealed"}});
    chen.change(CASE, "actions/correct", sent).await.ok();
    let case = test.case("24090001");
    assert_eq!(case.answers["teller"].as_text(), Some("Berta Vogel"));
    assert_eq!(case.answers["what"].as_text(), Some("a window"));
    test.is_sound();
}

#[test]
fn whoever_has_no_role_sees_no_more_than_the_role_that_sees_least() {
    let (test, _folder) = lodge();
    test.person("nobody", &[]);
    test.administrator("root");
    let pack = test.app.packs().active(&test.organization).expect("a pack");
    let cover = |id: &str| Cover::for_actor(&pack, &test.acting_as(id).actor);
    let seal = Some(Cover::Seal("sealed".to_owned()));
    assert_eq!((cover("chen"), cover("nobody")), (seal.clone(), seal));
    assert_eq!((cover("cleo"), cover("duo")), (Some(Cover::Mask), Some(Cover::Mask)));
    assert_eq!((cover("aude"), cover("root")), (Some(Cover::Mask), Some(Cover::Mask)));
    assert_eq!(cover("lin"), None);
}
