//! `redress test --coverage` and `--mutate`: what the scenarios of a pack prove, and what they would not notice.

use std::fs;

use serde_json::Value;

use super::command::{pack, redress, text};

#[test]
fn every_clause_is_listed_with_what_meets_and_proves_it() {
    let root = pack(None);
    let output = redress(&["test", "--coverage", "--format", "json"], root.path());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let clauses = report[0]["clauses"].as_array().unwrap();
    let said: Vec<_> = clauses
        .iter()
        .map(|clause| (clause["clause"].as_str().unwrap(), clause["state"].as_str().unwrap()))
        .collect();
    assert_eq!(
        said,
        [("ACM-1", "guidance"), ("ACM-2", "proved"), ("ACM-3", "not proved")]
    );
    assert_eq!(
        clauses[1]["met_by"],
        serde_json::json!(["deadline answer", "action answer"])
    );
    assert_eq!(
        clauses[1]["proved_by"],
        serde_json::json!(["an answer closes the case"])
    );
    assert!(
        text(&redress(&["test"], root.path()).stdout).lines().count() < 10,
        "not listed unless asked for"
    );
}

#[test]
fn a_change_survives_until_a_scenario_notices_it() {
    let root = pack(None);
    let survey = |root: &tempfile::TempDir| -> Value {
        let output = redress(&["test", "acme", "--mutate", "--format", "json"], root.path());
        assert_eq!(output.status.code(), Some(0));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        report[0]["mutation"].clone()
    };
    let survived = |survey: &Value| {
        let survivors = survey["survivors"].as_array().unwrap().iter();
        survivors
            .map(|survivor| format!("{}:{} {}", survivor["file"], survivor["line"], survivor["what"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    let guard = "rules/acme/complaint.yaml:40 actions answer needs 1: removed".to_owned();
    let before = survey(&root);
    assert!(survived(&before).contains(&guard), "{before}");
    assert_eq!(before["unnoticed"], serde_json::json!(["ACM-3"]));

    fs::write(
        root.path().join("rules/acme/scenarios/guard.yaml"),
        "scenarios:\n  - scenario: a major loss is not answered without approval\n    proves: ACM-3\n    at: 2024-09-27 16:00\n    \
         given: { what: late, about: staff, loss: 20000, injured: false }\n    steps:\n      - { open: {}, by: agent }\n      \
         - { act: answer, by: agent, answers: { answer: sorry, approved: false }, refused: approved first }\n",
    )
    .unwrap();
    let after = survey(&root);
    assert!(!survived(&after).contains(&guard), "{after}");
    assert!(after["score"].as_u64() > before["score"].as_u64());
    assert_eq!(after["unnoticed"], serde_json::json!([]));
    let ran = |survey: &Value| survey["killed"].as_u64().unwrap() + survived(survey).len() as u64;
    assert_eq!(
        ran(&after),
        ran(&before),
        "the changes are those of the pack, not of its scenarios"
    );

    let shown = text(&redress(&["test", "--mutate"], root.path()).stdout);
    assert!(
        shown.contains(&format!("  mutation   {} %: ", after["score"])),
        "{shown}"
    );
}
