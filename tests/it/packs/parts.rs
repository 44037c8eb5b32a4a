//! Packs that start from shared parts: they run as if everything were written in one file, and every value keeps its place.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::command::{pack, redress, text};
use super::{files, findings, folder, shown};

fn parts() -> Vec<(String, Vec<u8>)> {
    let mut all = files(&folder("ok/minimal"));
    all.extend(files(&folder("ok/parts")));
    all
}

/// The good pack with parts in a folder of its own.
fn on_disk() -> TempDir {
    let root = pack(None);
    for (path, bytes) in files(&folder("ok/parts")) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

fn told(root: &Path, arguments: &[&str]) -> String {
    let output = redress(arguments, root);
    text(&output.stdout) + text(&output.stderr).as_str()
}

#[test]
fn a_pack_that_starts_from_parts_has_no_findings_and_its_scenarios_pass() {
    assert_eq!(shown(&findings(parts())), "");
    let root = on_disk();
    let tested = told(root.path(), &["test", "acme"]);
    assert!(tested.ends_with("1 passed, 0 failed\n"), "{tested}");
}

#[test]
fn each_value_says_whether_it_is_the_packs_a_parts_or_the_engines() {
    let root = on_disk();
    let deadline = told(root.path(), &["show", "acme", "complaint.deadlines.answer"]);
    for line in [
        "complaint.deadlines.answer.until: answered    # rules/common/parts/answered.yaml:8, shared",
        "complaint.deadlines.answer.within: settings.answer_within    # rules/acme/complaint.yaml:22",
        "complaint.deadlines.answer.extend.times: 1    # the engine, where the pack says nothing",
    ] {
        assert!(
            deadline.lines().any(|told| told == line),
            "{line}\nis not in\n{deadline}"
        );
    }
    let stages = told(root.path(), &["show", "acme", "complaint.stages"]);
    assert!(!stages.contains("parked"), "{stages}");
    let reply = told(root.path(), &["show", "acme", "complaint.notices.reply.to"]);
    assert_eq!(
        reply,
        "complaint.notices.reply.to: complainant    # rules/common/parts/told.yaml:2, shared\n"
    );
    let setting = told(root.path(), &["show", "acme", "organization.settings.major_loss.value"]);
    assert!(setting.ends_with("organization.yaml:22, origin default\n"), "{setting}");
    let json = told(
        root.path(),
        &["show", "acme", "complaint.stages.open.name.en", "--format", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json[0]["origin"],
        serde_json::json!({ "from": "shared", "file": "rules/common/parts/answered.yaml", "line": 13 })
    );
    let whole = told(root.path(), &["show", "acme", "organization.currency"]);
    assert_eq!(
        whole,
        "organization.currency: CNY    # the engine, where the pack says nothing\n"
    );
}

#[test]
fn a_mistake_in_a_part_is_shown_where_it_is_written() {
    let mut all = parts();
    for (path, bytes) in &mut all {
        if path == "rules/common/parts/answered.yaml" {
            *bytes = String::from_utf8(bytes.clone())
                .unwrap()
                .replace("30 days", "30 dayz")
                .replace("tells: manager", "tells: manger")
                .into_bytes();
        }
        if path == "rules/acme/complaint.yaml" {
            *bytes = String::from_utf8(bytes.clone())
                .unwrap()
                .replace("    within: settings.answer_within\n", "")
                .into_bytes();
        }
    }
    let found = findings(all);
    let places: Vec<String> = found
        .iter()
        .filter_map(|finding| {
            let place = finding.place.as_ref()?;
            Some(format!("{} {}:{}", finding.code, place.file.path, place.start().line))
        })
        .collect();
    for expected in [
        "bad-duration rules/common/parts/answered.yaml:9",
        "unknown-role rules/common/parts/answered.yaml:10",
    ] {
        assert!(
            places.iter().any(|place| place == expected),
            "{expected} is not in {places:#?}"
        );
    }
}

#[test]
fn what_a_part_says_is_proved_by_the_pack_that_starts_from_it() {
    let root = on_disk();
    let mutated = told(root.path(), &["test", "acme", "--mutate"]);
    assert!(
        mutated.contains("rules/common/parts/answered.yaml:11 deadlines answer extend: removed"),
        "{mutated}"
    );
    // What the pack says itself counts over the part, so changing the part there would prove nothing.
    assert!(!mutated.contains("answered.yaml:9 "), "{mutated}");
}

#[test]
fn a_pack_begun_like_one_with_parts_checks_clean_and_runs() {
    let root = on_disk();
    let begun = told(
        root.path(),
        &["new", "library", "--like", "acme", "--name", "Town library"],
    );
    assert!(begun.contains("the pack checks clean"), "{begun}");
    let tested = told(root.path(), &["test", "library"]);
    assert!(tested.ends_with("1 passed, 0 failed\n"), "{tested}");
}

/// The good pack with a case type that starts from the first of these parts.
fn starting_from(parts: impl Iterator<Item = (String, String)>) -> Vec<(String, Vec<u8>)> {
    let mut all = files(&folder("ok/minimal"));
    let duty = "extends: rules/common/parts/a0.yaml\ncase: duty\nname: Duty\n";
    all.push(("rules/acme/duty.yaml".to_owned(), duty.into()));
    all.extend(parts.map(|(name, text)| (format!("rules/common/parts/{name}.yaml"), text.into_bytes())));
    all
}

#[test]
fn parts_that_start_one_from_the_other_without_an_end_are_told() {
    let parts = (0..5_000).map(|part| {
        let next = part + 1;
        (
            format!("a{part}"),
            format!("extends: rules/common/parts/a{next}.yaml\n"),
        )
    });
    let told = shown(&findings(starting_from(parts)));
    assert!(told.contains("more than 16 parts start one from the other"), "{told}");
}

#[test]
fn parts_that_double_at_every_step_are_read_once_each() {
    let both = |next: u32| format!("extends: [rules/common/parts/a{next}.yaml, rules/common/parts/b{next}.yaml]\n");
    let parts = (0..40).flat_map(|part| ["a", "b"].map(|side| (format!("{side}{part}"), both(part + 1))));
    let told = shown(&findings(starting_from(parts)));
    assert_eq!(told.matches("more than 16 parts").count(), 4, "{told}");
}
