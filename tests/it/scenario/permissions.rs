//! Who may act because the case says so: whoever owns it, and people it names.

use super::{Changed, passes, run};

fn by(who: &str) -> Changed {
    Changed::new()
        .put(
            "complaint.yaml",
            "    - notify: acknowledgement\n",
            "    - own: actor.id\n",
        )
        .put(
            "complaint.yaml",
            "    by: agent\n    to: handling\n",
            &format!("    by: {who}\n    to: handling\n"),
        )
}

#[test]
fn whoever_owns_the_case_may_and_nobody_else_of_their_role() {
    passes(
        &by("owner").pack(),
        "\
- { open: {}, by: agent as Wu }
- { act: dispatch, by: agent as Sun, refused: the person who owns the case }
- { act: dispatch, by: agent as Wu, then: { stage: handling } }",
    );
}

#[test]
fn people_named_in_the_case_may_and_see_it() {
    let pack = by("{ person: complainant_name }")
        .put(
            "organization.yaml",
            "agent: { name: { en: Agent, zh: 坐席 }, sees_all: true",
            "agent: { name: { en: Agent, zh: 坐席 }",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent as Wu, then: { seen_by: { agent as Li: true, agent as Sun: false } } }
- { act: dispatch, by: agent as Sun, refused: Li }
- { act: dispatch, by: agent as Li, then: { stage: handling } }",
    );
}

#[test]
fn a_task_is_done_by_those_who_are_named() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "    by: agent\n    department: concerned\n",
            "    by: { person: '[complainant_name, matter]' }\n    department: concerned\n",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent }
- { task: investigate, by: agent, answers: { facts: none }, refused: S-4 }
- { task: investigate, by: agent as Li, answers: { facts: none }, then: { tasks: { investigate: 0 } } }",
    );
}

#[test]
fn a_case_is_given_only_to_somebody_who_is_there() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "    - notify: acknowledgement\n",
            "    - own: actor.id\n    - own: complainant_name\n",
        )
        .pack();
    passes(&pack, "- { open: {}, by: agent, then: { owner: agent } }");
    let ran = super::run_with(&pack, "people: [Li]", "- { open: {}, by: agent, then: { owner: Li } }");
    assert!(ran.failures.is_empty(), "{:#?}", ran.failures);
    let ran = run(&pack, "- { open: {}, by: agent, then: { owner: Li } }");
    assert_eq!(ran.failures.len(), 1, "{:#?}", ran.failures);
}

#[test]
fn a_step_says_who_may_and_nobody_else_and_is_wrong_if_somebody_else_may() {
    let pack = Changed::new().pack();
    let steps = "\
- { open: { loss: 30000 }, by: agent, only: agent }
- { decide: { decision: severity, value: ordinary, reason: mistyped }, by: manager, only: [manager] }
- { act: dispatch, by: agent, only: [agent] }
- { task: investigate, by: agent@service, only: [agent@service], answers: { facts: late } }
- { act: close, by: agent, only: [manager], refused: '' }";
    let ran = run(&pack, steps);
    assert!(
        ran.failures
            .iter()
            .all(|failure| !failure.what.english().starts_with("who may")),
        "{:#?}",
        ran.failures
    );
    let wider = Changed::new()
        .put(
            "complaint.yaml",
            "override: { by: manager",
            "override: { by: [manager, agent]",
        )
        .pack();
    let [failure] = &run(&wider, steps).failures[..] else {
        panic!("one is enough")
    };
    assert_eq!(
        (failure.step, failure.what.english().as_str()),
        (2, "who may decide severity")
    );
    assert_eq!(
        (failure.expected.english().as_str(), failure.got.english().as_str()),
        ("manager", "agent, manager")
    );
}

#[test]
fn who_opens_a_case_is_asked_with_its_answers_and_the_departments_they_name() {
    let by = r#"{ role: agent, department: 'if kind == "defect" { "quality" } else { "service" }' }"#;
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "  by: agent\n  marks: { received",
            &format!("  by: {by}\n  marks: {{ received"),
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent@service, only: agent@service }
- { open: { kind: defect }, by: agent@service, only: agent@quality, refused: S-1 }
- { open: { kind: defect }, by: agent@quality, only: agent@quality, then: { cases: 2 } }
- { open: {}, by: agent, refused: S-1 }
- { open: {}, by: manager@service, refused: S-1 }",
    );
    let ran = run(&pack, "- { open: {}, by: agent@service, only: agent }");
    let [failure] = &ran.failures[..] else {
        panic!("{:#?}", ran.failures)
    };
    assert_eq!(failure.got.english(), "agent@service");
}

#[test]
fn a_task_of_another_department_is_refused() {
    let pack = Changed::new().pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { tasks: { investigate: 1, investigate@service: 1, investigate@quality: 0 } } }
- { task: investigate, by: agent@quality, answers: { facts: late }, refused: S-4 }",
    );
}

#[test]
fn only_whom_the_policy_says_takes_a_case_over_and_gives_it_back() {
    let by_manager = Changed::new()
        .put(
            "complaint.yaml",
            "stages:",
            "handling: { by: manager, clause: S-3 }\n\nstages:",
        )
        .pack();
    let steps = "\
- { open: { loss: 30000 }, by: agent }
- { take_over: true, by: agent, refused: S-3 }
- { take_over: true, by: manager as wei, only: [manager], then: { owner: wei } }
- { take_over: false, by: agent, refused: S-3 }
- { take_over: false, by: manager, then: { owner: none } }";
    passes(&by_manager, steps);
    let anybody = "\
- { open: { loss: 30000 }, by: agent }
- { take_over: true, by: agent as lin, then: { owner: lin } }";
    passes(&Changed::new().pack(), anybody);
}
