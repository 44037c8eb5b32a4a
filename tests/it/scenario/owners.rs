//! Rules that give a case to a person.

use super::{Changed, passes, run_with};

#[test]
fn a_rule_gives_the_case_to_a_person() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "    - notify: acknowledgement\n",
            "    - notify: acknowledgement\n    - own: complainant_name\n",
        )
        .put(
            "complaint.yaml",
            "      - open_task: investigate\n",
            "      - own: actor.id\n      - open_task: investigate\n",
        )
        .pack();
    let ran = run_with(
        &pack,
        "people: [Li]",
        "\
- { open: {}, by: agent, then: { owner: Li } }
- { act: dispatch, by: agent, then: { owner: agent } }",
    );
    assert!(ran.failures.is_empty(), "{:#?}", ran.failures);
}

#[test]
fn the_owner_stays_while_it_is_not_known_who_it_will_be() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "    - notify: acknowledgement\n",
            "    - own: actor.id\n    - own: order_number\n",
        )
        .pack();
    passes(
        &pack,
        "- { open: { kind: defect, order_number: ~ }, by: agent, then: { owner: agent, stage: received } }",
    );
}

#[test]
fn what_holds_no_user_owns_nothing() {
    let told = Changed::new()
        .put("complaint.yaml", "    - notify: acknowledgement\n", "    - own: loss\n")
        .findings();
    assert!(told.contains("error[not-a-user]: this is an amount of money"), "{told}");
}
