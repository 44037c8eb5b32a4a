//! Departments as a tree: who is in charge of what, and who sees what lies below.

use super::{Changed, passes, run};

/// The quality department holds `A1` and has one below it that holds it too; the manager sees what lies below their own.
fn tree() -> Changed {
    Changed::new()
        .put(
            "organization.yaml",
            "  quality: { name: { en: Quality, zh: 质量部 }, clause: S-1 }\n",
            "  quality: { name: { en: Quality, zh: 质量部 }, within: service, areas: [A1, A2], clause: S-1 }\n  \
               laboratory: { name: { en: Laboratory, zh: 检验室 }, within: quality, areas: A1, clause: S-1 }\n",
        )
        .put(
            "organization.yaml",
            "manager: { name: { en: Manager, zh: 主管 }, sees_all: true",
            "manager: { name: { en: Manager, zh: 主管 }, sees_below: true",
        )
        .put(
            "complaint.yaml",
            "    - assign: department\n",
            "    - assign: in_charge_of(order_number)\n",
        )
}

#[test]
fn the_deepest_department_that_holds_an_area_is_in_charge_of_it() {
    let pack = tree().pack();
    passes(&pack, "- { open: {}, by: agent, then: { department: laboratory } }");
    passes(
        &pack,
        "- { open: { order_number: A2 }, by: agent, then: { department: quality } }",
    );
}

#[test]
fn for_an_area_that_nobody_holds_nobody_is_in_charge() {
    passes(
        &tree().pack(),
        "- { open: { order_number: A3 }, by: agent, then: { department: none, stage: received } }",
    );
}

#[test]
fn who_sees_below_sees_the_cases_of_lower_departments_and_of_no_others() {
    let pack = tree().pack();
    passes(
        &pack,
        "\
- { open: { order_number: A2 }, by: agent, then: { seen_by: { manager@service: true, manager@quality: true, manager@laboratory: false } } }",
    );
    let ran = run(
        &pack,
        "- { open: { order_number: A2 }, by: agent, then: { seen_by: { manager@laboratory: true } } }",
    );
    assert_eq!(ran.failures.len(), 1, "{:#?}", ran.failures);
}

#[test]
fn a_case_moves_up_and_down_the_tree_by_its_functions() {
    let pack = tree()
        .put(
            "complaint.yaml",
            "      - open_task: investigate\n",
            "      - assign: parent_of(case.department)\n      \
               - { when: 'is_within(\"laboratory\", case.department) && children_of(case.department).contains(\"laboratory\")', does: [{ open_task: investigate }] }\n",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent, then: { department: laboratory } }
- { act: dispatch, by: agent, then: { department: quality, tasks: { investigate: 1 } } }",
    );
}

#[test]
fn what_is_no_department_lies_within_none() {
    let told = tree()
        .put(
            "complaint.yaml",
            "    - assign: in_charge_of(order_number)\n",
            "    - { when: 'is_within(department, \"servce\")', does: [{ assign: department }] }\n",
        )
        .findings();
    assert!(told.contains("did you mean `service`?"), "{told}");
}
