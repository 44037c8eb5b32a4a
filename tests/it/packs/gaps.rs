//! What policies leave open: every pack says what it does instead, and why.

use redress::pack::{Said, bundled, check};
use serde_json::{Value, json};

use super::command::{pack, redress, text};

/// As many as the fifteen policies leave open together; none is lost on the way.
const LEFT_OPEN: usize = 180;

#[test]
fn everything_the_bundled_policies_leave_open_is_filled_with_a_reason_given() {
    let (mut gaps, mut silent) = (0, Vec::new());
    for organization in bundled::organizations() {
        let pack = check(&bundled::sources(&organization)).pack.expect("a pack that runs");
        gaps += pack.unspecified.len();
        for (id, gap) in &pack.unspecified {
            let settings = gap.settings(&pack.settings);
            let unreasoned = settings.filter(|(_, setting)| setting.why.is_none()).count();
            if gap.said(&pack.settings) == Said::Nowhere || unreasoned > 0 {
                silent.push(id.to_string());
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
    assert_eq!(gaps, LEFT_OPEN);
}

#[test]
fn no_bundled_pack_has_a_finding() {
    for organization in bundled::organizations() {
        let checked = check(&bundled::sources(&organization));
        let findings: Vec<_> = checked
            .diagnostics
            .iter()
            .map(|finding| format!("{}: {}", finding.code, finding.message.english()))
            .collect();
        assert_eq!(findings, Vec::<String>::new(), "{organization}");
    }
}

#[test]
fn coverage_lists_every_gap_with_what_fills_it() {
    let root = pack(Some("unexplained-gap"));
    let report = redress(&["test", "--coverage", "--format", "json"], root.path());
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    let gaps = report[0]["gaps"].as_array().unwrap();
    let states: Vec<_> = gaps.iter().map(|gap| (&gap["gap"], &gap["state"])).collect();
    assert_eq!(
        json!(states),
        json!([
            ["ACM-U1", "settings"],
            ["ACM-U2", "unexplained"],
            ["ACM-U3", "unexplained"],
            ["ACM-U4", "unexplained"],
            ["ACM-U5", "unexplained"],
            ["ACM-U6", "in words"],
        ])
    );
    assert_eq!(
        (&gaps[5]["default"], &gaps[5]["why"]),
        (&json!("once"), &json!("nobody asked for more"))
    );
    assert_eq!(report[0]["coverage"]["gaps"], 6);
    assert_eq!(
        report[0]["coverage"]["unexplained"],
        json!(["ACM-U2", "ACM-U3", "ACM-U4", "ACM-U5"])
    );
    let said = text(&redress(&["test", "--coverage"], root.path()).stdout);
    for line in [
        "6 left open by the policy: 2 filled with a reason given, 4 without",
        "ACM-U2, ACM-U3, ACM-U4, ACM-U5",
        "nobody asked for more",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn what_fills_a_gap_in_words_is_shown_as_our_own_choice() {
    let root = pack(Some("unexplained-gap"));
    let said = text(&redress(&["show", "acme", "unspecified.ACM-U6"], root.path()).stdout);
    let of = |key: &str| {
        let start = format!("unspecified.ACM-U6.{key}: ");
        let line = said.lines().find(|line| line.starts_with(&start));
        line.unwrap_or_else(|| panic!("{key} is not among {said}")).to_owned()
    };
    assert!(
        of("default").ends_with("rules/acme/clauses.yaml:11, origin default"),
        "{said}"
    );
    assert!(of("says").ends_with("rules/acme/clauses.yaml:11"), "{said}");
}
