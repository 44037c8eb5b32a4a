//! What registers and reports hold after a step, and which checks of fields have objected.

use redress::scenario::coverage::could_fire;

use super::{Changed, passes, run};

#[test]
fn a_register_holds_the_cases_it_is_about_and_a_report_counts_those_of_the_month() {
    let pack = Changed::new().pack();
    passes(
        &pack,
        r#"- { open: { loss: 30000 }, by: agent, then: { registers: { complaints: ["SW24090001"] }, reports: { monthly: { severity: { major: 1 } } } } }
- { open: {}, by: agent, then: { reports: { monthly: { severity: { major: 1, ordinary: 1 }, case.stage: { received: 2 } } } } }
- { at: 2024-10-01 09:00, then: { reports: { monthly: { severity: {} } } } }"#,
    );
    let ran = run(
        &pack,
        "- { open: {}, by: agent, then: { registers: { complaints: [] }, reports: { monthly: { severity: { major: 1 } }, yearly: {} } } }",
    );
    let told: Vec<String> = ran.failures.iter().map(|failure| failure.what.english()).collect();
    assert_eq!(
        told,
        ["register complaints", "report monthly by severity", "report yearly"]
    );
}

#[test]
fn a_row_of_a_register_is_read_as_people_read_it_with_names_masked() {
    let pack = Changed::new().pack();
    let open = |cells: &str| {
        format!(
            "- {{ open: {{ loss: 30000 }}, by: agent, then: {{ rows: {{ complaints: {{ SW24090001: {cells} }} }} }} }}"
        )
    };
    let ran = run(&pack, &open("[]"));
    let [failure] = &ran.failures[..] else {
        panic!("{:#?}", ran.failures)
    };
    assert_eq!(failure.what.english(), "register complaints, case SW24090001");
    let got = failure.got.english();
    let cells: Vec<&str> = got.split(" | ").collect();
    assert!(!cells.contains(&"SW24090001"), "the number is what the row is found by");
    passes(&pack, &open(&serde_json::to_string(&cells).unwrap()));
    let ran = run(
        &pack,
        "- { open: {}, by: agent, then: { rows: { others: {} }, reports: { monthly: { kind: {} } } } }",
    );
    let told: Vec<String> = ran.failures.iter().map(|failure| failure.got.english()).collect();
    assert_eq!(told, ["there is none", "it does not count by this"]);
}

#[test]
fn coverage_counts_the_checks_of_fields_and_those_in_rows() {
    let pack = Changed::new().pack();
    let could = could_fire(&pack);
    let checks =
        ["promised_at", "items.broken", "received_at"].map(|field| format!("complaint/field intake.{field} check 1"));
    assert!(checks.iter().all(|check| could.contains(check)), "{could:#?}");
    let ran = passes(
        &pack,
        r#"- { open: { kind: defect, order_number: ~, items: [{ article: lamp, pieces: 1, broken: 2 }] }, by: agent, invalid: [items.0.broken] }"#,
    );
    assert!(ran.fired.0.contains(&checks[1]), "{:?}", ran.fired);
    assert!(!ran.fired.0.contains(&checks[0]));
}
