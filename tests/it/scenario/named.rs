//! Whoever is named to do something in a case has a part in it, and so sees it.

use super::{Changed, passes};

/// The sample, in which agents see only what they have a part in.
fn narrow() -> Changed {
    Changed::new().put("organization.yaml", "zh: 坐席 }, sees_all: true,", "zh: 坐席 },")
}

#[test]
fn whoever_is_named_by_the_row_their_task_was_opened_for_sees_the_case() {
    let pack = narrow()
        .put(
            "complaint.yaml",
            "      - open_task: investigate\n",
            "      - { open_task: { task: investigate, each: items } }\n",
        )
        .put(
            "complaint.yaml",
            "    by: agent\n    department: concerned\n",
            "    by: { person: each.article }\n",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: { items: [{ article: mo }, { article: wu }] }, by: agent as li, then: { seen_by: { agent as mo: false, agent as wu: false } } }
- { act: dispatch, by: agent as li, then: { seen_by: { agent as mo: true, agent as wu: true, agent as he: false } } }
- { task: investigate, by: agent as mo, answers: { facts: seen } }",
    );
}

#[test]
fn whoever_may_merge_by_name_sees_the_case() {
    let pack = narrow()
        .put(
            "complaint.yaml",
            "guidance:\n",
            "merging: { name: { en: Take in, zh: 并入 }, at: received, by: { person: order_number }, to: closed, clause: S-3 }\nguidance:\n",
        )
        .pack();
    passes(
        &pack,
        "- { open: { order_number: mo }, by: agent as li, then: { seen_by: { agent as mo: true, agent as wu: false } } }",
    );
}
