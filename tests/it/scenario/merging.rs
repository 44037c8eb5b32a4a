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
