//! Who is told: people by name, roles within departments, roles that are worked out, each department of a list.

use super::{Changed, passes, run};

const TOLD: &str = "    text: { en: \"Your complaint {{ case.number }} was received.\", zh: \"您的投诉 {{ case.number }} 已受理。\" }\n";

/// The sample pack with its notice sent to somebody else, when the case is dispatched.
fn told(to: &str) -> Changed {
    Changed::new()
        .put(
            "complaint.yaml",
            "    - notify: acknowledgement\n",
            "    - own: actor.id\n",
        )
        .put(
            "complaint.yaml",
            "      - open_task: investigate\n",
            "      - notify: acknowledgement\n",
        )
        .put("complaint.yaml", "    to: complainant\n", &format!("    to: {to}\n"))
        .put(
            "complaint.yaml",
            TOLD,
            "    text: { en: \"For {{ each }}\", zh: \"给 {{ each }}\" }\n",
        )
}

fn sent(to: &str, wanted: &str) {
    passes(
        &told(to).pack(),
        &format!(
            "\
- {{ open: {{ loss: 30000 }}, by: agent }}
- {{ act: dispatch, by: agent as Wu, then: {{ sent: {{ acknowledgement: {wanted} }} }} }}"
        ),
    );
}

#[test]
fn a_notice_finds_people_by_what_the_case_says() {
    sent("owner", "{ person agent: 1, complainant: 0 }");
    sent("{ person: actor.id }", "{ person Wu: 1 }");
    sent(
        "{ role: manager, department: department }",
        "{ manager@service: 1, manager: 0 }",
    );
    sent("{ role_given_by: channel_owner(channel) }", "{ agent: 1 }");
    sent(
        "{ role_given_by: 'if loss > 5 { \"manager\" } else { \"agent\" }' }",
        "{ manager: 1 }",
    );
}

#[test]
fn a_notice_to_several_departments_is_one_for_each() {
    sent(
        "{ department: concerned }",
        "{ department service: 1, department quality: 1 }",
    );
    sent("{ department: concerned }", "2");
    sent(
        "{ role: manager, department: concerned }",
        "{ manager@service: 1, manager@quality: 1 }",
    );
}

#[test]
fn each_is_told_with_their_own_name_in_the_text() {
    let pack = told("{ department: concerned }").pack();
    let ran = run(
        &pack,
        "\
- { open: { loss: 30000 }, by: agent }
- { act: dispatch, by: agent, then: { sent: { acknowledgement: { department service: 2 } } } }",
    );
    assert_eq!(
        ran.failures.len(),
        1,
        "a notice to somebody else does not count: {:#?}",
        ran.failures
    );
}

#[test]
fn a_reminder_finds_the_owner_and_people_and_roles_in_departments() {
    for (to, wanted) in [
        ("owner", "{ person agent: 1 }"),
        ("{ person: complainant_name }", "{ person Li: 1 }"),
        (
            "{ role: agent, department: department }",
            "{ agent@service: 1, agent: 0 }",
        ),
        ("manager", "{ manager: 1 }"),
    ] {
        let pack = Changed::new()
            .put(
                "complaint.yaml",
                "    - notify: acknowledgement\n",
                "    - own: actor.id\n",
            )
            .put(
                "complaint.yaml",
                "      - open_task: investigate\n",
                &format!("      - remind: {to}\n"),
            )
            .pack();
        let scenario = format!(
            "\
- {{ open: {{}}, by: agent }}
- {{ act: dispatch, by: agent, then: {{ reminded: {wanted} }} }}"
        );
        let people = if to.contains("complainant") { "Li" } else { "nobody" };
        let ran = super::run_with(&pack, &format!("people: [{people}]"), &scenario);
        assert!(ran.failures.is_empty(), "{:#?}", ran.failures);
    }
}

#[test]
fn who_is_not_there_is_not_told_and_the_case_goes_on() {
    passes(
        &told("{ person: complainant_name }").pack(),
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { stage: handling, sent: { acknowledgement: 0 } } }",
    );
}

#[test]
fn a_role_is_worked_out_by_what_gives_a_role() {
    let told = told("{ role_given_by: loss }").findings();
    assert!(told.contains("one of the roles, or several"), "{told}");
}
