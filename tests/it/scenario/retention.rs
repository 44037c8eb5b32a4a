//! How long cases are kept, and what is left of them afterwards.

use super::{Changed, passes};

const RETENTION: &str = "\
retention: { name: { en: Retention, zh: 保存期 }, from: received, keep: 1 month, asks: manager, clause: S-3 }
";

fn kept(destroy: &str) -> Changed {
    Changed::new()
        .put("complaint.yaml", "complainant: complainant_name\n", &format!("complainant: complainant_name\n{RETENTION}"))
        .put("complaint.yaml", "actions:\n", &format!("actions:\n  destroy:\n    name: {{ en: Destroy, zh: 销毁 }}\n    at: [received, {CLOSED}]\n    by: manager\n    does: [{destroy}]\n    clause: S-2\n"))
}

const CLOSED: &str = "closed";

#[test]
fn a_case_is_kept_also_when_it_is_closed_and_whoever_is_asked_is_reminded_once() {
    let pack = kept("destroy: true").pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent, then: { deadlines: { retention: 2024-10-28 23:59 }, not_offered: { destroy: S-3 } } }
- { act: destroy, by: manager, refused: S-3 }
- { at: 2024-10-28 23:58, then: { deadlines: { retention: running }, reminded: { manager: 3 } } }
- { at: 2024-10-29 09:00, then: { deadlines: { retention: ended }, reminded: { manager: 4 }, offered: [destroy], destroyed: false } }
- { act: destroy, by: agent, refused: S-2 }
- { act: destroy, by: manager, then: { destroyed: true, answers: { matter: unanswered } } }
- { act: destroy, by: manager, refused: destroyed }",
    );
}

#[test]
fn a_reminder_is_given_at_the_end_and_rules_see_that_it_is_over() {
    let pack = Changed::new()
        .put("complaint.yaml", "complainant: complainant_name\n", &format!("complainant: complainant_name\n{RETENTION}"))
        .put("complaint.yaml", "actions:\n", "actions:\n  look_back:\n    name: { en: Look back, zh: 回顾 }\n    at: received\n    by: manager\n    needs: [{ that: happened(\"retention_over\"), else: { en: too early, zh: 太早 } }]\n    clause: S-2\n")
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent, then: { not_offered: { look_back: too early } } }
- { at: 2024-10-29 09:00, then: { offered: [look_back] } }",
    );
}

#[test]
fn nobody_asked_and_two_retentions_are_mistakes() {
    let told = Changed::new()
        .put("complaint.yaml", "complainant: complainant_name\n", "complainant: complainant_name\nretention: { name: { en: Retention, zh: 保存期 }, from: never_marked, keep: soon, asks: [], clause: S-3 }\n")
        .findings();
    assert!(told.contains("nobody would be asked"), "{told}");
    assert!(told.contains("unknown-event"), "{told}");
    assert!(told.contains("bad-duration"), "{told}");
}
