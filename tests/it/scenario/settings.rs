//! What would happen if the organization had decided otherwise.

use redress::scenario::{self, Ran};

use super::{Changed, told};

const ANSWER_IN_FIVE_DAYS: &str = "- { open: {}, by: agent, then: { deadlines: { answer: 2024-10-04 18:00 } } }";

fn run(pack: &Changed, settings: &str, steps: &str) -> Ran {
    scenario::run(&pack.pack(), &pack.sources(), &told(settings, steps))
}

/// What `check` says of the sample with this scenario in it.
fn findings(settings: &str) -> String {
    let file = told(settings, ANSWER_IN_FIVE_DAYS).file;
    let mut sample = Changed::new();
    sample.0.push(("rules/sample/scenarios/here.yaml", file.text.clone()));
    sample.findings()
}

#[test]
fn a_scenario_tells_what_happens_under_another_setting() {
    let sample = Changed::new();
    let ran = run(
        &sample,
        "settings: { answer_within: 5 working days }",
        ANSWER_IN_FIVE_DAYS,
    );
    assert!(ran.failures.is_empty(), "{:#?}", ran.failures);
    // The same under the pack as it stands, where three working days are set.
    let ran = run(
        &sample,
        "settings: { answer_within: 3 working days }",
        ANSWER_IN_FIVE_DAYS,
    );
    assert_eq!(ran.failures.len(), 1, "{:#?}", ran.failures);
}

#[test]
fn rules_ask_for_the_setting_as_the_scenario_tells() {
    let sample = Changed::new();
    let severity =
        |is: &str| format!("- {{ open: {{ loss: 500 }}, by: agent, then: {{ decisions: {{ severity: {is} }} }} }}");
    assert_eq!(
        run(&sample, "settings: { major_loss: 400 }", &severity("major")).failures,
        []
    );
    assert_eq!(run(&sample, "people: []", &severity("ordinary")).failures, []);
}

#[test]
fn the_other_scenarios_know_nothing_of_it() {
    let sample = Changed::new();
    assert_eq!(
        run(
            &sample,
            "settings: { code: XX }",
            "- { open: {}, by: agent, then: { number: XX24090001 } }"
        )
        .failures,
        []
    );
    assert_eq!(
        run(
            &sample,
            "people: []",
            "- { open: {}, by: agent, then: { number: SW24090001 } }"
        )
        .failures,
        []
    );
}

#[test]
fn a_setting_that_is_not_there_is_found_by_the_checks() {
    let found = findings("settings: { answer_withn: 5 working days }");
    assert!(
        found.contains("unknown-setting") && found.contains("answer_within"),
        "{found}"
    );
}

#[test]
fn a_value_of_the_wrong_type_is_found_by_the_checks() {
    let found = findings("settings: { major_loss: soon }");
    assert!(found.contains("bad-value") && found.contains("here.yaml"), "{found}");
}

#[test]
fn a_scenario_that_only_names_a_setting_does_not_use_it() {
    let mut sample = Changed::new().put(
        "organization.yaml",
        "  code: { type: text, value: SW, origin: organization, clause: S-1 }",
        "  code: { type: text, value: SW, origin: organization, clause: S-1 }\n  spare: { type: integer, value: 1, origin: organization, clause: S-1 }",
    );
    let file = told("settings: { spare: 2 }", "- { open: {}, by: agent }").file;
    sample.0.push(("rules/sample/scenarios/here.yaml", file.text.clone()));
    let found = sample.findings();
    assert!(found.contains("unused-setting") && found.contains("spare"), "{found}");
}
