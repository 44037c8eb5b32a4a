//! A case is kept from whomever a field says it is about.

use super::{Changed, passes, run_with};

fn about_somebody() -> Changed {
    Changed::new().put(
        "intake.yaml",
        "      - id: order_number\n",
        "      - { id: complained_of, type: user, label: { en: Whom it is about, zh: 被投诉的人 }, concerned: true, clause: S-3 }\n      - id: order_number\n",
    )
}

#[test]
fn whomever_a_case_is_about_neither_sees_nor_acts_on_it_whatever_their_roles() {
    let pack = about_somebody().pack();
    let ran = run_with(
        &pack,
        "people: [manager as Mo]",
        "\
- { open: { complained_of: Mo }, by: agent, then: { seen_by: { agent: true, manager: true, manager as Mo: false } } }
- { act: dispatch, by: agent as Mo, refused: S-3 }
- { act: dispatch, by: agent }",
    );
    assert!(ran.failures.is_empty(), "{:#?}", ran.failures);
}

#[test]
fn a_case_that_is_about_nobody_of_the_house_is_kept_from_nobody() {
    let pack = about_somebody().pack();
    passes(
        &pack,
        "- { open: {}, by: agent, then: { seen_by: { agent: true, manager: true } } }",
    );
}

#[test]
fn only_a_user_can_be_concerned() {
    let changed = Changed::new().put(
        "intake.yaml",
        "      - id: order_number\n",
        "      - id: order_number\n        concerned: true\n",
    );
    let told = changed.findings();
    assert!(
        told.contains("`order_number` has a `concerned`, but holds no user"),
        "{told}"
    );
}
