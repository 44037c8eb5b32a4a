//! Tasks whose departments stand in rows of a table.

use super::{Changed, passes};

#[test]
fn a_task_whose_rows_do_not_say_their_department_waits_for_whoever_has_the_role() {
    let pack = Changed::new()
        .put(
            "intake.yaml",
            "          - { id: article, type: text, label: { en: Article, zh: 品名 }, required: true }\n",
            "          - { id: article, type: text, label: { en: Article, zh: 品名 } }\n          - { id: place, type: choice, of: departments, label: { en: Place, zh: 部门 } }\n",
        )
        .put("complaint.yaml", "    department: concerned\n", "    department: 'items.each(\"place\")'\n")
        .pack();
    let dispatched = |items: &str, tasks: u32| {
        format!(
            "\
- {{ open: {{ items: {items} }}, by: agent }}
- {{ act: dispatch, by: agent, then: {{ tasks: {{ investigate: {tasks} }} }} }}"
        )
    };
    passes(&pack, &dispatched("~", 1));
    passes(&pack, &dispatched("[{ article: lamp }]", 1));
    passes(
        &pack,
        &dispatched("[{ place: quality }, { place: service }, { place: quality }]", 2),
    );
    passes(&pack, &dispatched("[{ article: lamp }, { place: service }]", 1));
}

#[test]
fn a_decision_that_collects_no_department_opens_no_task() {
    let none = Changed::new()
        .put(
            "complaint.yaml",
            "      - { gives: department }\n",
            "      - { when: loss > 1000, gives: department }\n",
        )
        .pack();
    passes(
        &none,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { tasks: { investigate: 0 } } }",
    );
}
