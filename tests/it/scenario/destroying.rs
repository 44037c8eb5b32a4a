//! Steps that destroy: only under a condition, by a task, beside other effects.

use super::{Changed, passes};

const RETENTION: &str =
    "retention: { name: { en: Retention, zh: 保存期 }, from: shut_now, keep: 1 month, asks: manager, clause: S-3 }\n";

/// Complaints are shut where they are received, with these effects, and kept a month from then.
fn shutting(does: &str) -> Changed {
    Changed::new()
        .put(
            "complaint.yaml",
            "complainant: complainant_name\n",
            &format!("complainant: complainant_name\n{RETENTION}"),
        )
        .put(
            "complaint.yaml",
            "actions:\n",
            &format!("actions:\n  shut:\n    name: {{ en: Shut, zh: 了结 }}\n    at: received\n    by: agent\n    to: closed\n    marks: shut_now\n    does: {does}\n    clause: S-2\n"),
        )
}

#[test]
fn a_step_that_destroys_only_sometimes_is_taken_where_it_does_not() {
    let pack = shutting("[{ when: loss > 100, does: [{ destroy: true }] }]").pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent, then: { offered: [shut] } }
- { act: shut, by: agent, then: { stage: closed, destroyed: false, deadlines: { retention: running } } }",
    );
    passes(
        &pack,
        "\
- { open: { loss: 200 }, by: agent }
- { act: shut, by: agent, then: { stage: closed, destroyed: false, deadlines: { retention: running } } }",
    );
}

#[test]
fn a_step_that_always_destroys_waits_for_the_retention() {
    let pack = shutting("[{ destroy: true }]").pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent, then: { not_offered: { shut: S-3 } } }
- { act: shut, by: agent, refused: S-3 }",
    );
}
