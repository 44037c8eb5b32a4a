//! Whatever the bytes are: findings, never a panic, and never a pack.

use proptest::prelude::*;
use redress::diagnostic::Severity;
use redress::pack::id::OrganizationId;
use redress::pack::load::Sources;
use redress::pack::{self, Checked};

use crate::support::pack::{sample_files, sample_sources};

fn with(path: &str, bytes: impl Into<Vec<u8>>) -> Checked {
    let mut sources = sample_sources();
    sources.insert(path, bytes);
    pack::check(&sources)
}

fn codes(checked: &Checked) -> Vec<&'static str> {
    let errors = checked
        .diagnostics
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| finding.code).collect()
}

#[test]
fn nothing_at_all_is_a_finding() {
    let checked = pack::check(&Sources::default());
    assert!(checked.pack.is_none());
    assert_eq!(codes(&checked), ["missing-file", "missing-file"]);
    let (pack, findings) = pack::build(&OrganizationId::new("x"), &Sources::default());
    assert!(pack.is_none());
    assert!(
        findings
            .iter()
            .any(|finding| finding.message.english().contains("rules/x/organization.yaml"))
    );
}

#[test]
fn without_any_one_of_its_files_the_pack_says_what_is_missing() {
    for (path, _) in sample_files() {
        let mut sources = sample_sources();
        sources.remove(path);
        let checked = pack::check(&sources);
        // Scenarios prove a pack, they do not make it.
        if path.contains("/scenarios/") {
            assert!(checked.pack.is_some(), "{path}");
        } else {
            assert!(checked.pack.is_none(), "{path}");
            assert!(!codes(&checked).is_empty(), "{path}");
        }
    }
}

#[test]
fn every_file_may_be_truncated_anywhere() {
    for (path, text) in sample_files() {
        for end in (0..text.len()).step_by(997).filter(|end| text.is_char_boundary(*end)) {
            let checked = with(path, &text.as_bytes()[..end]);
            assert_eq!(checked.pack.is_none(), !codes(&checked).is_empty(), "{path} {end}");
        }
    }
}

#[test]
fn no_file_need_be_text() {
    for (path, text) in sample_files() {
        let mut bytes = text.as_bytes().to_vec();
        bytes.insert(bytes.len() / 2, 0xff);
        let checked = with(path, bytes);
        assert!(checked.pack.is_none(), "{path}");
        assert!(codes(&checked).contains(&"not-utf8"), "{path}: {:?}", codes(&checked));
    }
}

#[test]
fn a_bomb_in_any_yaml_file_is_a_finding() {
    let bomb = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(20_000));
    for (path, _) in sample_files().into_iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let checked = with(path, bomb.as_str());
        assert!(checked.pack.is_none(), "{path}");
        assert!(!codes(&checked).is_empty(), "{path}");
    }
}

#[test]
fn a_mistake_in_a_script_is_told_at_its_line() {
    let checked = with(
        "rules/sample/scripts/words.rhai",
        "fn is_grave(matter) {\n  matter.contains(\n}\n",
    );
    let finding = checked
        .diagnostics
        .iter()
        .find(|finding| finding.code == "script-syntax")
        .expect("told");
    let place = finding.place.as_ref().expect("a place");
    assert_eq!(place.file.path, "rules/sample/scripts/words.rhai");
    assert!(place.bytes.start > 21, "{:?}", place.bytes);
    assert!(checked.pack.is_none());
}

#[test]
fn a_mistake_in_an_expression_is_told_at_its_column() {
    let (path, text) = sample_files()
        .into_iter()
        .find(|(path, _)| path.ends_with("complaint.yaml"))
        .expect("the file");
    let checked = with(
        path,
        text.replace("loss >= settings.major_loss", "loss >= settings.major_los"),
    );
    let finding = checked
        .diagnostics
        .iter()
        .find(|finding| finding.code == "unknown-name")
        .expect("told");
    let place = finding.place.as_ref().expect("a place");
    assert_eq!(&place.file.text[place.bytes.clone()], "settings.major_los");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Any one line dropped, doubled, shifted or emptied: the pack is refused with a finding, or it runs.
    #[test]
    fn a_mutated_pack_is_refused_or_runs(file in 0usize..14, line in 0usize..200, way in 0u8..5) {
        let (path, text) = sample_files()[file];
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = line % lines.len();
        match way {
            0 => { lines.remove(at); }
            1 => { let copy = lines[at].clone(); lines.insert(at, copy); }
            2 => lines[at].insert_str(0, "  "),
            3 => lines[at] = lines[at].replace(": ", ":"),
            _ => lines[at] = lines[at].chars().rev().collect(),
        }
        let checked = with(path, lines.join("\n"));
        prop_assert_eq!(checked.pack.is_none(), !codes(&checked).is_empty());
    }
}
