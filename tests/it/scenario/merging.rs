//! Merging: two cases of one type become one, and whoever merges gives nobody more time.

use redress::scenario::coverage::could_fire;

use super::{Changed, passes};

fn merging() -> Changed {
    Changed::new().put(
        "complaint.yaml",
        "guidance:\n",
        r#"merging:
  name: { en: Take in, zh: 并入 }
  at: any
  by: agent
  to: closed
  needs:
    - { that: kind == other.kind, else: { en: they are not about the same, zh: 不是同一件事 }, clause: S-4 }
  sets:
    loss: loss + other.loss
    remark: other.remark
  marks: joined
  clause: S-3
guidance:
"#,
    )
}

#[test]
fn the_case_that_goes_on_is_decided_anew_and_keeps_the_earlier_clock_and_the_other_one_ends() {
    let ran = passes(
        &merging().pack(),
        "\
- { open: { loss: 15000 }, by: agent, then: { deadlines: { answer: 2024-10-02 18:00 } } }
- { act: dispatch, by: agent, then: { tasks: { investigate: 1 } } }
- { at: 2024-09-30 10:00, open: { loss: 6000 }, by: agent, as: second, then: { decisions: { severity: ordinary }, deadlines: { answer: 2024-10-03 18:00 } } }
- { on: second, act: remark, by: agent, answers: { remark: of its own } }
- { on: second, merge: 1, by: agent, then: { stage: received, answers: { loss: 21000, remark: of its own }, decisions: { severity: major }, deadlines: { answer: 2024-10-04 18:00 } } }
- { then: { stage: closed, merged_into: SW24090002, tasks: { investigate: 0 }, deadlines: { answer: cancelled } } }",
    );
    assert!(ran.fired.0.contains("complaint/merging"), "{:?}", ran.fired);
}

#[test]
fn merging_is_refused_with_its_reason() {
    let pack = merging().pack();
    let ran = passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: { kind: defect }, by: agent, as: second }
- { merge: second, by: manager, refused: S-3 }
- { merge: 1, by: agent, refused: into itself }
- { merge: second, by: agent, refused: not about the same }
- { open: {}, by: agent, as: third }
- { merge: third, by: agent }
- { merge: third, by: agent, refused: closed and cannot be merged }
- { on: third, merge: 1, by: agent, refused: S-3 }",
    );
    for name in ["complaint/merging", "complaint/merging guard 1"] {
        assert!(ran.fired.0.contains(name) && could_fire(&pack).contains(name), "{name}");
    }
}

#[test]
fn each_of_the_two_is_counted_for_itself() {
    let pack = merging()
        .put(
            "complaint.yaml",
            "      - { when: is_grave(matter), is: major, clause: S-3 }\n",
            "      - { when: is_grave(matter) || counters.same_name >= 2, is: major, clause: S-3 }\n",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: { complainant_name: Wang }, by: agent, as: neighbour, then: { decisions: { severity: ordinary } } }
- { open: {}, by: agent }
- { open: {}, by: agent, as: third, then: { decisions: { severity: major } } }
- { on: third, merge: neighbour, by: agent, then: { decisions: { severity: major } } }
- { on: neighbour, then: { stage: closed, decisions: { severity: ordinary } } }",
    );
}

/// Where the time to answer stands still while the case is handled, and a case can be given back.
fn pausing() -> Changed {
    let back = "actions:\n  give_back:\n    name: { en: Give back, zh: 退回 }\n    at: handling\n    by: agent\n    to: received\n    clause: S-4\n";
    merging()
        .put(
            "complaint.yaml",
            "    warn: 1 working day\n",
            "    paused_in: handling\n    warn: 1 working day\n",
        )
        .put("complaint.yaml", "actions:\n", back)
}

#[test]
fn a_clock_that_stood_still_is_taken_over_with_its_pause_and_makes_nobody_late() {
    passes(
        &pausing().pack(),
        "\
- { open: {}, by: agent, then: { deadlines: { answer: 2024-10-02 18:00 } } }
- { at: 2024-10-01 14:00, act: dispatch, by: agent, then: { deadlines: { answer: paused } } }
- { at: 2024-10-28 14:00, act: give_back, by: agent, then: { deadlines: { answer: 2024-10-30 18:00 } } }
- { open: {}, by: agent, as: second, then: { deadlines: { answer: 2024-10-31 18:00 } } }
- { on: second, merge: 1, by: agent, then: { deadlines: { answer: 2024-10-30 18:00 } } }
- { at: 2024-10-28 18:00, on: second, then: { deadlines: { answer: running } } }",
    );
}

#[test]
fn the_clock_that_is_due_first_goes_on_whichever_began_first() {
    passes(
        &pausing().pack(),
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent }
- { at: 2024-10-28 10:00, open: {}, by: agent, as: second, then: { deadlines: { answer: 2024-10-31 18:00 } } }
- { at: 2024-10-30 14:00, on: 1, act: give_back, by: agent }
- { on: 1, merge: second, by: agent, then: { deadlines: { answer: 2024-10-31 18:00 } } }",
    );
}

#[test]
fn merging_shows_nobody_what_was_kept_from_them() {
    let kept = || {
        merging().put(
            "complaint.yaml",
            "complainant: complainant_name\n",
            "complainant: complainant_name\nexcluded: [{ who: order_number, clause: S-2 }]\nconfidential: { when: loss >= 100, only: [agent], clause: S-4 }\n",
        )
    };
    passes(
        &kept().pack(),
        "\
- { open: { order_number: manager }, by: agent }
- { open: { loss: 1, order_number: agent@service }, by: agent, as: second }
- { on: second, merge: 1, by: agent, refused: kept from people }
- { on: second, merge: 1, by: agent, refused: S-2 }
- { open: { loss: 100, order_number: agent@service }, by: agent, as: third }
- { on: second, merge: third, by: agent, then: { answers: { loss: 101 }, seen_by: { manager: false, agent@service: false } } }",
    );
    let takes_over = kept().put(
        "complaint.yaml",
        "    remark: other.remark\n",
        "    order_number: other.order_number\n",
    );
    passes(
        &takes_over.pack(),
        "\
- { open: { order_number: manager }, by: agent }
- { open: { order_number: agent@service }, by: agent, as: second }
- { on: second, merge: 1, by: agent, then: { seen_by: { manager: false } } }",
    );
}

#[test]
fn merging_shows_a_confidential_case_to_nobody_who_owns_or_works_on_the_other_one() {
    let pack = merging()
        .put(
            "complaint.yaml",
            "complainant: complainant_name\n",
            "complainant: complainant_name\nconfidential: { when: loss >= 100, only: manager, clause: S-4 }\n",
        )
        .put(
            "complaint.yaml",
            "  at: any\n  by: agent\n  to: closed\n",
            "  at: any\n  by: manager\n  to: closed\n",
        )
        .put(
            "complaint.yaml",
            "    - assign: department\n",
            "    - assign: department\n    - when: answered(order_number)\n      does: [{ own: order_number }]\n",
        )
        .put(
            "complaint.yaml",
            "    at: received\n    by: agent\n    to: handling\n",
            "    at: received\n    by: manager\n    to: handling\n",
        )
        .pack();
    let two = "- { open: { loss: 100, order_number: OWNER }, then: { seen_by: { agent as li: SEES } } }
- { open: { loss: 200, order_number: manager, matter: secret }, as: second, then: { seen_by: { agent as li: false } } }";
    let two = |owner: &str, sees: &str| two.replace("OWNER", owner).replace("SEES", sees);
    passes(
        &pack,
        &format!(
            "{}\n- {{ on: 1, merge: second, by: manager, refused: kept from people }}",
            two("li", "true")
        ),
    );
    passes(
        &pack,
        &format!(
            "{}\n- {{ on: 1, merge: second, by: manager, then: {{ seen_by: {{ agent as li: false }} }} }}",
            two("manager", "false")
        ),
    );
    // Whoever has a task in it sees it too.
    let with_a_task = format!(
        "{}\n- {{ on: 1, act: dispatch, by: manager, then: {{ seen_by: {{ agent@service: true }} }} }}\n- {{ on: 1, merge: second, by: manager, refused: S-4 }}",
        two("manager", "false")
    );
    passes(&pack, &with_a_task);
}

#[test]
fn a_case_that_is_merged_into_the_one_that_opened_it_ends_there_once_and_its_time_limit_is_met() {
    let pack = merging()
        .put(
            "complaint.yaml",
            "    from: received\n    until: answered\n    within:\n",
            "    from: joined\n    until: answered\n    within:\n",
        )
        .put(
            "complaint.yaml",
            "    loss: loss + other.loss\n    remark: other.remark\n",
            "    loss: loss\n",
        )
        .put("complaint.yaml", "actions:\n", SPLIT)
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: split, by: agent, then: { linked_open: { complaint: 1 } } }
- { on: 1, merge: 2, by: agent, then: { linked_open: { complaint: 0 }, deadlines: { answer: running } } }
- { on: 1, act: answer, by: agent, answers: { finding: founded }, then: { deadlines: { answer: met } } }
- { on: 1, at: 2024-12-01 09:00, then: { deadlines: { answer: met } } }",
    );
}

#[test]
fn a_time_limit_whose_condition_ends_with_the_merging_is_never_started() {
    let pack = merging()
        .put("complaint.yaml", "  marks: joined\n", "  marks: joined\n  does: [{ set: { loss: settings.major_loss } }]\n")
        .put(
            "complaint.yaml",
            "  silence:\n",
            "  together: { name: { en: Together, zh: 合并处理 }, from: joined, until: answered, when: loss < 20000, within: 1 month, clause: S-5 }\n  silence:\n",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: {}, by: agent, as: second }
- { on: 1, merge: second, by: agent, then: { answers: { loss: 20000 }, deadlines: { together: none } } }",
    );
}

const SPLIT: &str = "\
actions:
  split:
    name: { en: Split, zh: 分出 }
    at: received
    by: agent
    does: [{ open_case: { case: complaint, answers: { received_at: received_at, complainant_name: complainant_name, channel: channel, matter: matter, kind: kind, order_number: order_number }, marks: joined } }]
    clause: S-4
";

#[test]
fn a_case_that_others_belong_to_or_wait_for_is_not_merged_away() {
    let pack = merging().put("complaint.yaml", "actions:\n", SPLIT).pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: {}, by: agent, as: second }
- { on: second, act: split, by: agent, then: { linked_open: { complaint: 1 } } }
- { on: 1, merge: second, by: agent, refused: still open }
- { on: 1, merge: 3, by: agent, refused: was opened by another case }
- { on: 3, merge: 1, by: agent, then: { stage: received } }
- { on: second, then: { linked_open: { complaint: 1 } } }
- { on: second, merge: 3, by: agent, then: { linked_open: { complaint: 0 } } }",
    );
}

#[test]
fn what_merging_speaks_of_must_be_there() {
    let told = merging().put("complaint.yaml", "other.loss", "other.los").findings();
    assert!(
        told.contains("unknown-name") && told.contains("did you mean `other.loss`"),
        "{told}"
    );
    let told = merging()
        .put("complaint.yaml", "  to: closed\n  needs", "  to: close\n  needs")
        .findings();
    assert!(told.contains("unknown-stage"), "{told}");
    let told = merging()
        .put("complaint.yaml", "subject: matter", "subject: other.matter")
        .findings();
    assert!(told.contains("unknown-name"), "only while two cases are merged: {told}");
}
