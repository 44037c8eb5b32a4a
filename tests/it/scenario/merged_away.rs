//! What is left of a case that was merged into another one.

use super::{Changed, passes};

/// Complaints that may be merged while they are received; `keys` of the case type besides, and these actions.
fn merging(keys: &str, actions: &str) -> Changed {
    Changed::new()
        .put(
            "complaint.yaml",
            "guidance:\n",
            "merging: { name: { en: Take in, zh: 并入 }, at: received, by: agent, to: closed, clause: S-3 }\nguidance:\n",
        )
        .put(
            "complaint.yaml",
            "complainant: complainant_name\n",
            &format!("complainant: complainant_name\n{keys}"),
        )
        .put("complaint.yaml", "actions:\n", &format!("actions:\n{actions}"))
}

const REVIVE: &str = "  revive: { name: { en: Revive, zh: 重开 }, at: closed, by: agent, to: received, clause: S-5 }\n";

#[test]
fn it_is_not_taken_up_again() {
    let pack = merging("", REVIVE).pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: {}, by: agent, as: second }
- { on: 1, merge: second, by: agent }
- { on: second, act: revive, by: agent, refused: goes on in SW24090001, then: { stage: closed, merged_into: SW24090001, not_offered: [revive] } }
- { on: 1, act: dispatch, by: agent }",
    );
}

#[test]
fn its_time_limits_end_with_it_even_where_its_last_stage_could_meet_them() {
    let meets = "  confirm: { name: { en: Confirm, zh: 确认 }, at: [received, closed], by: agent, marks: answered, clause: S-2 }\n";
    let pack = merging("", meets).pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: {}, by: agent, as: second, then: { deadlines: { answer: running } } }
- { on: 1, merge: second, by: agent, then: { deadlines: { answer: running } } }
- { on: second, then: { deadlines: { answer: cancelled } } }
- { on: second, at: 2024-12-01 09:00, then: { deadlines: { answer: cancelled } } }",
    );
}

#[test]
fn it_takes_no_other_case_in() {
    let pack = merging("", REVIVE)
        .put("complaint.yaml", "at: received, by: agent, to: closed, clause: S-3 }", "at: [received, closed], by: agent, to: closed, clause: S-3 }")
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: {}, by: agent, as: second }
- { open: {}, by: agent, as: third }
- { on: 1, merge: second, by: agent }
- { on: second, merge: third, by: agent, refused: goes on in SW24090001 }",
    );
}
