//! Packs: a broken one never runs, and a case keeps the one it was opened under.

use std::path::Path;

use redress::app::ActivationError;
use redress::pack::id::OrganizationId;
use redress::pack::load::Sources;
use serde_json::json;

use crate::support::app::TestApp;

const RULES: &str = "rules/harbour/complaint.yaml";

fn harbour() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/app/pack");
    Sources::read(&root, &OrganizationId::new("harbour")).unwrap()
}

/// The sample pack with something else in its rules.
fn with(from: &str, to: &str) -> Sources {
    let mut sources = harbour();
    let text = String::from_utf8(sources.get(RULES).unwrap().to_vec()).unwrap();
    assert!(text.contains(from));
    sources.insert(RULES, text.replace(from, to));
    sources
}

#[test]
fn a_broken_pack_is_not_activated_and_the_good_one_goes_on() {
    let app = TestApp::new();
    app.person("chen", &["agent"]);
    let version = app.app.packs().active(&app.organization).unwrap().version.clone();
    let refused = app.app.activate(&app.organization, &with("by: agent", "by: captain"));
    let Err(ActivationError::Findings(findings)) = refused else {
        panic!("it was activated")
    };
    assert!(
        findings.iter().any(|finding| finding.code == "unknown-role"),
        "{findings:?}"
    );
    assert_eq!(app.app.packs().active(&app.organization).unwrap().version, version);
    app.acting_as("chen").open("complaint", json!({"what": "x"})).unwrap();
}

#[test]
fn a_case_is_judged_by_the_version_it_was_opened_under() {
    let app = TestApp::new();
    app.person("chen", &["agent"]);
    app.acting_as("chen").open("complaint", json!({"what": "old"})).unwrap();
    let (new, _) = app
        .app
        .activate(&app.organization, &with("name: Closed, final", "name: Done, final"))
        .unwrap();
    app.app
        .activate(
            &app.organization,
            &with("within: 3 working days", "within: 5 working days"),
        )
        .unwrap();
    app.acting_as("chen").open("complaint", json!({"what": "new"})).unwrap();
    let due = |number: &str| app.case(number).deadlines[0].due.due_at;
    assert_eq!(due("24090001"), app.local("2024-09-26 18:00"));
    assert_eq!(due("24090002"), app.local("2024-09-30 18:00"));
    assert_ne!(app.case("24090001").pack, new.version);
    // After a restart the folder's version runs, and both cases still find their own in the database.
    let app = app.restarted();
    app.acting_as("chen")
        .act("24090001", "answer", json!({"reply": "sorry"}))
        .unwrap();
    app.acting_as("chen")
        .act("24090002", "answer", json!({"reply": "sorry"}))
        .unwrap();
    app.is_sound();
}

#[test]
fn a_folder_that_is_broken_at_start_leaves_the_last_good_version_running() {
    let app = TestApp::new();
    let good = app.app.packs().active(&app.organization).unwrap().version.clone();
    let root = tempfile::tempdir().unwrap();
    for (path, bytes) in with("by: agent", "by: captain").files() {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    std::fs::create_dir_all(root.path().join("rules/newcomer")).unwrap();
    std::fs::write(
        root.path().join("rules/newcomer/organization.yaml"),
        b"\xff\xfe not a pack",
    )
    .unwrap();
    let node = app.another_node();
    let loaded = node.load_packs(root.path()).unwrap();
    let told: Vec<_> = loaded
        .iter()
        .map(|one| (one.organization.as_str(), one.running.is_some(), one.refused))
        .collect();
    assert_eq!(told, [("harbour", true, true), ("newcomer", false, true)]);
    assert!(loaded.iter().all(|one| !one.findings.is_empty()));
    assert_eq!(node.packs().active(&app.organization).unwrap().version, good);
    assert!(node.packs().active(&"newcomer".into()).is_none());
}

#[test]
fn another_node_adopts_what_was_activated() {
    let app = TestApp::new();
    let node = app.another_node();
    let (new, _) = app
        .app
        .activate(&app.organization, &with("name: Closed, final", "name: Done, final"))
        .unwrap();
    assert_ne!(node.packs().active(&app.organization).unwrap().version, new.version);
    node.adopt_activations().unwrap();
    assert_eq!(node.packs().active(&app.organization).unwrap().version, new.version);
}

#[test]
fn the_bundled_packs_run() {
    let app = TestApp::with_every_pack("hospital");
    let running: Vec<_> = app
        .app
        .packs()
        .all()
        .iter()
        .map(|pack| pack.organization.to_string())
        .collect();
    let bundled = redress::pack::load::organizations(std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
    assert_eq!(bundled.len(), 15);
    assert_eq!(running, bundled.iter().map(ToString::to_string).collect::<Vec<_>>());
}
