//! How long cases are kept, and what is left of them afterwards.

use super::{Changed, passes};

const RETENTION: &str = "\
retention: { name: { en: Retention, zh: 保存期 }, from: received, keep: 1 month, asks: manager, clause: S-3 }
";

fn kept(destroy: &str) -> Changed {
    Changed::new()
        .put("complaint.yaml", "complainant: complainant_name\n", &format!("complainant: complainant_name\n{RETENTION}"))
        .put("complaint.yaml", "actions:\n", &format!("actions:\n  shut:\n    name: {{ en: Shut, zh: 了结 }}\n    at: received\n    by: agent\n    to: {CLOSED}\n    clause: S-2\n  destroy:\n    name: {{ en: Destroy, zh: 销毁 }}\n    at: {CLOSED}\n    by: manager\n    does: [{destroy}]\n    clause: S-2\n"))
}

const CLOSED: &str = "closed";

#[test]
fn a_case_is_kept_also_when_it_is_closed_and_whoever_is_asked_is_reminded_once() {
    let pack = kept("destroy: true").pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent, then: { deadlines: { retention: 2024-10-28 23:59 } } }
- { act: shut, by: agent, then: { not_offered: { destroy: S-3 } } }
- { act: destroy, by: manager, refused: S-3 }
- { at: 2024-10-28 23:58, then: { deadlines: { retention: running }, reminded: { manager: 0 } } }
- { at: 2024-10-29 09:00, then: { deadlines: { retention: ended }, reminded: { manager: 1 }, offered: [destroy], destroyed: false } }
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

/// Two complaints may be merged as long as they are open; a quiet month after the dispatch destroys.
const MERGING: &str = "\
merging: { name: { en: Take in, zh: 并入 }, at: [received, handling, closed], by: agent, to: closed, does: DOES, clause: S-3 }
guidance:
";

fn destroying_after(effects: &str, merging: &str) -> redress::pack::Pack {
    let quiet = format!(
        "deadlines:\n  quiet:\n    name: {{ en: Quiet month, zh: 静默期 }}\n    from: dispatched\n    cancelled_by: answered\n    within: 1 month\n    due: {effects}\n    clause: S-5\n"
    );
    Changed::new()
        .put("complaint.yaml", "deadlines:\n", &quiet)
        .put("complaint.yaml", "guidance:\n", &MERGING.replace("DOES", merging))
        .put(
            "complaint.yaml",
            "    at: answered\n    by: manager\n    to: closed\n",
            "    at: [answered, handling]\n    by: manager\n    to: closed\n",
        )
        .pack()
}

#[test]
fn an_open_case_is_not_destroyed_by_a_time_limit_and_its_history_says_so() {
    passes(
        &destroying_after("[{ destroy: true }]", "[]"),
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent }
- { at: 2024-10-29 09:00, then: { deadlines: { quiet: ended }, stage: handling, destroyed: false, answers: { matter: late } } }",
    );
}

#[test]
fn what_falls_due_to_be_destroyed_is_destroyed_and_not_merged() {
    let pack = destroying_after("[{ act: close }, { destroy: true }]", "[]");
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent }
- { open: {}, by: agent, as: second }
- { at: 2024-10-29 09:00, on: 1, then: { stage: closed, destroyed: true } }
- { on: second, merge: 1, by: agent, refused: held is destroyed }
- { on: 1, merge: second, by: agent, refused: has been destroyed }",
    );
}

#[test]
fn what_merging_destroys_is_destroyed() {
    let pack = destroying_after("[{ remind: manager }]", "[{ act: close }, { destroy: true }]");
    passes(
        &pack,
        "\
- { open: {}, by: agent, as: second }
- { open: {}, by: agent, as: third }
- { on: third, act: dispatch, by: agent }
- { on: third, merge: second, by: agent, then: { stage: closed, destroyed: true, answers: { matter: unanswered } } }
- { on: second, then: { merged_into: SW24090002, destroyed: false } }",
    );
}

#[test]
fn what_is_destroyed_opens_no_other_case() {
    let answers = [
        "received_at",
        "complainant_name",
        "channel",
        "matter",
        "kind",
        "order_number",
    ];
    let answers = answers.map(|field| format!("{field}: {field}")).join(", ");
    let pack = kept(&format!(
        "{{ when: answered(matter), does: [{{ open_case: {{ case: complaint, answers: {{ {answers} }} }} }}] }}, {{ when: answered(kind), does: [{{ destroy: true }}] }}"
    ))
    .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: shut, by: agent }
- { at: 2024-10-29 09:00, act: destroy, by: manager, then: { destroyed: true, cases: 0 } }",
    );
}
