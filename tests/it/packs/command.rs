//! `redress check` and `redress explain` as a shell or a tool sees them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use redress::pack::bundled;
use serde_json::Value;
use tempfile::TempDir;

use super::{files, folder};

/// The good pack in a folder of its own, with more files over it.
pub(super) fn pack(fixture: Option<&str>) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let over = fixture.map(|code| files(&folder("err").join(code))).unwrap_or_default();
    for (path, bytes) in files(&folder("ok/minimal")).into_iter().chain(over) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

pub fn redress(arguments: &[&str], at: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_redress"))
        .args(arguments)
        .env("REDRESS_LANGUAGE", "en")
        .current_dir(at)
        .output()
        .unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_clean_pack_is_told_in_one_line() {
    let root = pack(None);
    let output = redress(&["check"], root.path());
    assert_eq!(text(&output.stdout), "acme  clean\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn errors_are_shown_and_counted() {
    let root = pack(Some("unknown-role"));
    let output = redress(&["check", "."], root.path());
    let expected = fs::read_to_string(folder("err/unknown-role/expected.txt")).unwrap();
    assert_eq!(text(&output.stdout), format!("{expected}\nacme  1 error\n"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn warnings_alone_are_findings_only_if_denied() {
    let root = pack(Some("unused-task"));
    let output = redress(&["check"], root.path());
    assert!(text(&output.stdout).ends_with("\nacme  1 warning\n"));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        redress(&["check", "--deny", "warnings"], root.path()).status.code(),
        Some(1)
    );
}

#[test]
fn an_organization_is_checked_by_its_folder_with_the_same_paths() {
    let root = pack(Some("unknown-role"));
    let whole = redress(&["check"], root.path());
    for (path, at) in [("rules/acme", ""), ("rules/acme/", ""), (".", "rules/acme")] {
        let output = redress(&["check", path], &root.path().join(at));
        assert_eq!(text(&output.stdout), text(&whole.stdout), "{path} in {at}");
    }
}

#[test]
fn tools_get_one_object() {
    let root = pack(Some("unknown-role"));
    let output = redress(&["check", "--format", "json"], root.path());
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let pack = &report["packs"][0];
    assert_eq!(
        (&pack["organization"], &pack["errors"], &pack["warnings"]),
        (&"acme".into(), &1.into(), &0.into())
    );
    assert_eq!(pack["version"].as_str().unwrap().len(), 64);
    let finding = &report["findings"][0];
    assert_eq!(
        [
            &finding["file"],
            &finding["code"],
            &finding["severity"],
            &finding["replacement"]
        ],
        ["rules/acme/duty.yaml", "unknown-role", "error", "manager"]
    );
    assert_eq!(
        ["line", "column", "end_line", "end_column"].map(|key| finding[key].as_u64().unwrap()),
        [10, 47, 10, 53]
    );
}

#[test]
fn what_cannot_be_looked_at_is_said_on_the_other_channel() {
    let root = pack(None);
    for (arguments, said) in [
        (&["check", "nowhere"][..], "cannot read nowhere"),
        (&["check", "forms"][..], "forms holds no packs"),
        (&["explain", "unknown-rol"][..], "did you mean `unknown-role`?"),
    ] {
        let output = redress(arguments, root.path());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(text(&output.stdout), "");
        let error = text(&output.stderr);
        assert!(error.starts_with("redress: ") && error.contains(said), "{error}");
    }
}

#[test]
fn a_code_is_explained_by_the_text_of_its_check() {
    let root = pack(None);
    let output = redress(&["explain", "table-gap"], root.path());
    assert!(
        text(&output.stdout).starts_with("table-gap\n\nA decision table has no row for some combination of answers.\n")
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_new_pack_begins_small_in_an_empty_folder_and_checks_clean() {
    let root = tempfile::tempdir().unwrap();
    let output = redress(&["new", "bank", "--name", "甲银行"], root.path());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("the pack checks clean"),
        "{}",
        text(&output.stdout)
    );
    let about = fs::read_to_string(root.path().join("rules/bank/organization.yaml")).unwrap();
    assert!(
        about.contains("organization: bank\n") && about.contains("甲银行") && about.contains("BANK-1"),
        "{about}"
    );
    let tested = redress(&["test"], root.path());
    assert!(
        text(&tested.stdout).ends_with("1 passed, 0 failed\n"),
        "{}",
        text(&tested.stdout)
    );
}

#[test]
fn a_new_pack_begins_as_a_copy_of_one_that_comes_with_the_program() {
    let root = tempfile::tempdir().unwrap();
    for model in bundled::organizations() {
        let id = format!("own-{model}");
        let output = redress(&["new", &id, "--like", &model], root.path());
        assert_eq!(output.status.code(), Some(0), "{model}: {}", text(&output.stdout));
    }
    let output = redress(&["new", "bank", "--like", "no-such-organization-at-all"], root.path());
    let said = text(&output.stderr);
    assert!(
        said.contains("there are: ") && !said.trim_end().ends_with(':'),
        "{said}"
    );
}

#[test]
fn a_bundled_calendar_answers_without_a_file() {
    let root = tempfile::tempdir().unwrap();
    let output = redress(
        &["calendar", "china", "3个工作日", "--from", "2024-09-27T16:00"],
        root.path(),
    );
    assert!(
        text(&output.stdout).contains("due 2024-10-08"),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
}

#[test]
fn a_new_pack_begins_as_a_copy_that_runs_and_once_touched_says_what_is_still_the_models() {
    let root = pack(None);
    let output = redress(
        &["new", "city-library", "--like", "acme", "--name", "City: \"Library\""],
        root.path(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("the pack checks clean"));
    let about = fs::read_to_string(root.path().join("rules/city-library/organization.yaml")).unwrap();
    let model = fs::read_to_string(root.path().join("rules/acme/organization.yaml")).unwrap();
    assert!(
        about.starts_with("organization: city-library\nname: \"City: \\\"Library\\\"\"\n"),
        "{about}"
    );
    assert_eq!(
        about.lines().take(model.lines().count()).skip(2).collect::<Vec<_>>(),
        model.lines().skip(2).collect::<Vec<_>>()
    );
    assert!(
        about.ends_with("model: { \"title\": \"Complaints\", \"clauses\": \"ACM-\" }\n"),
        "{about}"
    );
    let tested = redress(&["test", "city-library"], root.path());
    assert!(text(&tested.stdout).ends_with("1 passed, 0 failed\n"));
    let touched = about.replace("title: Complaints,", "title: Complaints of readers,");
    assert_ne!(touched, about);
    fs::write(root.path().join("rules/city-library/organization.yaml"), touched).unwrap();
    let checked = text(&redress(&["check", "rules/city-library"], root.path()).stdout);
    assert_eq!(checked.matches("still-the-models").count(), 1, "{checked}");
}

#[test]
fn a_copy_of_a_copy_runs_and_says_once_what_is_still_the_models() {
    let root = pack(None);
    for (id, like) in [("city-library", "acme"), ("town-library", "city-library")] {
        let output = redress(&["new", id, "--like", like], root.path());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
        assert!(
            text(&output.stdout).contains("the pack checks clean"),
            "{}",
            text(&output.stdout)
        );
    }
    let about = fs::read_to_string(root.path().join("rules/town-library/organization.yaml")).unwrap();
    assert_eq!(about.matches("\nmodel: ").count(), 1, "{about}");
}

#[test]
fn a_new_pack_never_writes_over_anything() {
    let root = pack(None);
    fs::create_dir_all(root.path().join("forms/school")).unwrap();
    for (id, like, said) in [
        ("acme", "acme", "there is already something called `acme`"),
        ("common", "acme", "there is already something called `common`"),
        ("school", "acme", "there is already something called `school`"),
        ("../school", "acme", "cannot be an id"),
        ("bank", "acne", "did you mean `acme`?"),
    ] {
        let output = redress(&["new", id, "--like", like], root.path());
        assert_eq!(output.status.code(), Some(2), "{id}");
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
    assert!(!root.path().join("rules/bank").exists() && !root.path().join("rules/school").exists());
}
