//! What lists say of cases and are narrowed by, as the packs have it.

use std::path::Path;

use redress::pack::bundled::organizations;
use redress::pack::load::Sources;
use redress::pack::{CaseType, Label, Pack, check, common_labels};
use rstest::rstest;

use crate::support::app::copy;

fn pack_below(root: &Path, organization: &str) -> Pack {
    let sources = Sources::read(root, &organization.into()).expect("the files of a pack");
    check(&sources).pack.expect("a pack without errors")
}

fn bundled(organization: &str) -> Pack {
    pack_below(Path::new(env!("CARGO_MANIFEST_DIR")), organization)
}

fn offered<'a>(pack: &'a Pack, types: &[&'a CaseType]) -> Vec<&'a str> {
    common_labels(pack, types).into_iter().map(|label| label.id).collect()
}

#[rstest]
#[case("complaint-office", &["channel", "nature", "severity"])]
#[case("renewable-resources", &["channel", "category", "severity"])]
fn channel_category_and_severity_are_labels_where_a_pack_asks_them(
    #[case] organization: &str,
    #[case] expected: &[&str],
) {
    let pack = bundled(organization);
    let complaint = pack.case_type("complaint").expect("complaints");
    let own = offered(&pack, &[complaint]);
    let all: Vec<&CaseType> = pack.case_types.values().collect();
    let of_all = offered(&pack, &all);
    for label in expected {
        assert!(own.contains(label), "{label} is not among {own:?}");
        assert!(
            of_all.contains(label),
            "{label} is not among those of all types, {of_all:?}"
        );
    }
}

#[test]
fn what_two_types_call_differently_is_offered_of_neither_until_one_is_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/app/pack"),
        folder.path(),
    );
    let ask = |form: &str, label: &str| {
        let path = folder.path().join(format!("forms/harbour/{form}.yaml"));
        let mut text = std::fs::read_to_string(&path).expect("a form");
        text.push_str(&format!(
            "  - {{ id: kind, type: choice, label: {label}, options: {{ a: {{ label: A }}, b: {{ label: B }} }} }}\n"
        ));
        std::fs::write(&path, text).expect("written");
        let path = folder.path().join(format!(
            "rules/harbour/{}.yaml",
            if form == "intake" { "complaint" } else { form }
        ));
        let text = std::fs::read_to_string(&path).expect("a case type");
        let text = format!("{text}\npriority:\n  urgent: {{ name: Urgent, when: kind == \"a\" }}\n");
        std::fs::write(&path, text).expect("written");
    };
    ask("intake", "Kind of complaint");
    ask("duty", "Kind of duty");
    let pack = pack_below(folder.path(), "harbour");
    let types: Vec<&CaseType> = pack.case_types.values().collect();
    assert!(!offered(&pack, &types).contains(&"kind"));
    for one in &types {
        assert!(offered(&pack, &[one]).contains(&"kind"), "{}", one.id);
    }
}

#[test]
fn every_bundled_type_has_few_labels_and_no_personal_ones() {
    for organization in organizations() {
        let pack = bundled(organization.as_str());
        for case_type in pack.case_types.values() {
            let labels = case_type.labels(&pack);
            let name = format!("{organization} {}", case_type.id);
            assert!(labels.iter().filter(|label| label.is_shown).count() <= 4, "{name}");
            let personal = |label: &&Label| case_type.field(label.id).is_some_and(|field| field.personal);
            assert_eq!(labels.iter().find(personal).map(|label| label.id), None, "{name}");
            let mut ids: Vec<&str> = labels.iter().map(|label| label.id).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "{name}: each once");
        }
    }
}
