//! What time brings about may bring about more, and comes to rest all the same.

use super::{Changed, passes};

#[test]
fn a_task_that_opens_itself_again_when_it_is_missed_comes_to_rest_and_the_history_says_so() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "    department: concerned\n    form: investigation\n",
            "    at: promised_at\n    missed: [{ open_task: investigate }]\n    form: investigation\n",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: { promised_at: 2024-09-28T09:00 }, by: agent }
- { act: dispatch, by: agent, then: { tasks: { investigate: 1 } } }
- { at: 2024-09-28 09:30, then: { stage: handling, tasks: { investigate: 22 } } }
- { at: 2024-12-01 09:00, then: { stage: handling, tasks: { investigate: 22 } } }
- { task: investigate, by: agent, answers: { facts: seen } }",
    );
}

#[test]
fn two_deadlines_that_start_each_other_when_they_are_missed_come_to_rest() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "  silence:\n",
            "  \
  first:
    name: { en: First, zh: 一 }
    when: order_number != \"B\"
    from: received
    until: answered
    at: promised_at
    missed: [{ set: { order_number: '\"B\"' } }]
    clause: S-5
  second:
    name: { en: Second, zh: 二 }
    when: order_number == \"B\"
    from: received
    until: answered
    at: promised_at
    missed: [{ set: { order_number: '\"A\"' } }]
    clause: S-5
  silence:
",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: { promised_at: 2024-09-28T09:00 }, by: agent, then: { deadlines: { first: running, second: none } } }
- { at: 2024-09-28 09:30, then: { stage: received } }
- { at: 2024-12-01 09:00, act: dispatch, by: agent, then: { stage: handling } }",
    );
}

#[test]
fn what_falls_due_at_the_same_moment_is_all_done() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "      - open_task: investigate\n",
            "      - { open_task: { task: investigate, each: items } }\n",
        )
        .put(
            "complaint.yaml",
            "    department: concerned\n    form: investigation\n",
            "    within: 1 working day\n    missed: [{ remind: manager }]\n    form: investigation\n",
        )
        .pack();
    let items = vec!["{ article: lamp }"; 20].join(", ");
    passes(
        &pack,
        &format!(
            "\
- {{ open: {{ items: [{items}] }}, by: agent }}
- {{ act: dispatch, by: agent, then: {{ tasks: {{ investigate: 20 }} }} }}
- {{ at: 2024-09-30 18:01, then: {{ reminded: {{ manager: 20 }} }} }}"
        ),
    );
}
