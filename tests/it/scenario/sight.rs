//! Rules that keep a case from people.

use super::{Changed, passes, run};

fn with(keys: &str) -> Changed {
    Changed::new().put(
        "complaint.yaml",
        "complainant: complainant_name\n",
        &format!("complainant: complainant_name\n{keys}"),
    )
}

#[test]
fn somebody_with_a_conflict_of_interest_neither_sees_nor_acts() {
    let pack = with("excluded: [{ who: order_number, clause: S-3 }]\n").pack();
    passes(
        &pack,
        "\
- { open: { order_number: agent@service }, by: agent, then: { seen_by: { agent: true, manager: true, agent@service: false } } }
- { act: dispatch, by: agent@service, refused: S-3 }
- { act: dispatch, by: agent }",
    );
}

#[test]
fn several_people_may_be_kept_away_and_whoever_is_not_known_is_not() {
    let pack = with("excluded:\n  - '[order_number, complainant_name]'\n").pack();
    passes(
        &pack,
        "\
- { open: { order_number: agent, complainant_name: manager }, then: { seen_by: { agent: false, manager: false, agent@service: true } } }",
    );
    let pack = with("excluded: [case.owner]\n").pack();
    passes(
        &pack,
        "- { open: {}, by: agent, then: { seen_by: { agent: true, manager: true } } }",
    );
}

#[test]
fn a_confidential_case_is_for_the_few_its_owner_and_whoever_has_a_task_in_it() {
    let pack = with("confidential: { when: loss >= 100, only: manager, clause: S-3 }\n").pack();
    passes(
        &pack,
        "\
- { open: { loss: 100 }, by: agent, then: { seen_by: { manager: true, agent: false, agent@service: false } } }
- { act: dispatch, by: agent, refused: S-3 }",
    );
    passes(
        &pack,
        "- { open: { loss: 99 }, by: agent, then: { seen_by: { manager: true, agent: true } } }",
    );
    passes(&pack, "- { open: {}, by: agent, then: { seen_by: { agent: true } } }");
}

#[test]
fn a_scenario_says_that_looks_are_written_down() {
    let pack = with("view_log: { clause: S-1 }\n").pack();
    passes(&pack, "- { open: {}, by: agent, then: { view_log: true } }");
    let without = Changed::new().pack();
    let ran = run(&without, "- { open: {}, by: agent, then: { view_log: true } }");
    assert_eq!(ran.failures.len(), 1, "{:#?}", ran.failures);
}

#[test]
fn only_people_can_be_kept_away_and_somebody_must_be_left() {
    let told = with("excluded: [loss]\nconfidential: { when: loss > 1, only: [] }\n").findings();
    assert!(told.contains("error[not-a-user]: this is an amount of money"), "{told}");
    assert!(told.contains("nobody would see a confidential case"), "{told}");
}

#[test]
fn a_rule_that_was_never_known_holds_nobody_whom_another_one_lets_go() {
    let corrects = with("excluded: [{ who: order_number, clause: S-3 }, { who: remark, clause: S-3 }]\n").put(
        "complaint.yaml",
        "      - open_task: investigate\n",
        "      - set: { order_number: '\"mo\"' }\n",
    );
    passes(
        &corrects.pack(),
        "\
- { open: { order_number: li }, by: agent, then: { seen_by: { agent as li: false, agent as mo: true } } }
- { act: dispatch, by: agent, then: { seen_by: { agent as li: true, agent as mo: false } } }",
    );
    // The second one holds whom it kept away itself, and not whom the first let go.
    passes(
        &corrects
            .put("complaint.yaml", "'\"mo\"' }", "'\"mo\"', remark: facts }")
            .pack(),
        "\
- { open: { order_number: li }, by: agent }
- { act: remark, by: agent, answers: { remark: wu } }
- { act: dispatch, by: agent, then: { seen_by: { agent as li: true, agent as mo: false, agent as wu: false } } }",
    );
}

#[test]
fn nothing_is_given_to_somebody_from_whom_the_case_is_kept() {
    let pack = with("excluded: [{ who: order_number, clause: S-3 }]\n")
        .put(
            "complaint.yaml",
            "      - open_task: investigate\n",
            "      - own: order_number\n      - open_task: investigate\n",
        )
        .put(
            "complaint.yaml",
            "    by: agent\n    department: concerned\n",
            "    by: agent\n    person: order_number\n",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: { order_number: li }, by: agent as mo, then: { seen_by: { agent as li: false } } }
- { act: dispatch, by: agent as mo, then: { owner: none, tasks: { investigate: 1 } } }
- { task: investigate, by: agent as li, answers: { facts: seen }, refused: S-3 }
- { task: investigate, by: agent as mo, answers: { facts: seen } }",
    );
}

/// A confidential case for managers, with the one task of the sample for whoever `task` says.
fn confidential_with(task: &str) -> Changed {
    with("confidential: { when: loss >= 100, only: manager, clause: S-3 }\n")
        .put(
            "complaint.yaml",
            "    at: received\n    by: agent\n    to: handling\n",
            "    at: received\n    by: [agent, manager]\n    to: handling\n",
        )
        .put("complaint.yaml", "    by: agent\n    department: concerned\n", task)
}

#[test]
fn a_task_within_a_department_shows_a_confidential_case_to_nobody_of_another() {
    passes(
        &confidential_with("    by: { role: agent, department: '\"quality\"' }\n").pack(),
        "\
- { open: { loss: 100 }, by: agent, then: { seen_by: { agent@quality: false } } }
- { act: dispatch, by: manager, then: { tasks: { investigate: 1 }, seen_by: { agent@quality: true, agent@service: false, agent: false, manager: true } } }
- { task: investigate, by: agent@service, answers: { facts: seen }, refused: S-3 }
- { task: investigate, by: agent@quality, answers: { facts: seen }, then: { seen_by: { agent@quality: false } } }",
    );
}

#[test]
fn whoever_is_named_by_a_task_sees_the_confidential_case_it_is_in() {
    passes(
        &confidential_with("    by: { person: order_number }\n").pack(),
        "\
- { open: { loss: 100, order_number: Wang }, by: agent, then: { seen_by: { agent as Wang: false } } }
- { act: dispatch, by: manager, then: { seen_by: { agent as Wang: true, agent: false } } }",
    );
}

#[test]
fn what_can_no_longer_be_worked_out_keeps_away_whoever_was_kept_away() {
    let forgets = |pack: Changed| {
        pack.put(
            "complaint.yaml",
            "      - open_task: investigate\n",
            "      - set: { order_number: remark }\n      - open_task: investigate\n",
        )
        .pack()
    };
    passes(
        &forgets(with("excluded: [order_number]\n")),
        "\
- { open: { order_number: agent@service }, by: agent, then: { seen_by: { agent@service: false } } }
- { act: dispatch, by: agent, then: { answers: { order_number: unanswered }, seen_by: { agent: true, agent@service: false } } }",
    );
    let few = with("confidential: { when: 'order_number == \"A1\"', only: manager }\n").put(
        "complaint.yaml",
        "    at: received\n    by: agent\n    to: handling\n",
        "    at: received\n    by: manager\n    to: handling\n",
    );
    let few = few.put(
        "complaint.yaml",
        "    by: agent\n    department: concerned\n",
        "    by: manager\n",
    );
    passes(
        &forgets(few),
        "\
- { open: {}, by: agent, then: { seen_by: { agent: false } } }
- { act: dispatch, by: manager, then: { answers: { order_number: unanswered }, seen_by: { agent: false, manager: true } } }",
    );
}
