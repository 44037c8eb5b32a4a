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
- { on: second, act: revive, by: agent, refused: goes on in SW24090001, then: { stage: closed, merged_into: SW24090001, not_offered: { revive: \"\" } } }
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

const RETENTION: &str =
    "retention: { name: { en: Retention, zh: 保存期 }, from: shut_now, keep: 1 month, asks: manager, clause: S-3 }\n";
const SHUT_AND_DESTROY: &str = "  shut: { name: { en: Shut, zh: 了结 }, at: [received, closed], by: agent, to: closed, marks: shut_now, clause: S-2 }
  wipe: { name: { en: Destroy, zh: 销毁 }, at: closed, by: manager, does: [{ destroy: true }], clause: S-2 }
";

#[test]
fn it_is_kept_from_the_merging_on_and_can_be_destroyed_in_the_end() {
    let pack = merging(RETENTION, SHUT_AND_DESTROY).pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: {}, by: agent, as: second }
- { on: 1, merge: second, by: agent, then: { deadlines: { retention: none } } }
- { on: second, then: { stage: closed, deadlines: { retention: running } } }
- { on: second, act: wipe, by: manager, refused: S-3 }
- { on: second, at: 2024-10-29 09:00, act: wipe, by: manager, then: { destroyed: true } }",
    );
}

#[test]
fn a_retention_that_has_begun_goes_on() {
    let pack = merging(&RETENTION.replace("from: shut_now", "from: received"), SHUT_AND_DESTROY).pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: {}, by: agent, as: second, then: { deadlines: { retention: 2024-10-28 23:59 } } }
- { at: 2024-10-08 09:00, on: 1, merge: second, by: agent }
- { on: second, then: { deadlines: { retention: 2024-10-28 23:59 } } }
- { on: second, at: 2024-10-29 09:00, act: wipe, by: manager, then: { destroyed: true } }",
    );
}

#[test]
fn it_takes_no_other_case_in() {
    let pack = merging("", REVIVE)
        .put(
            "complaint.yaml",
            "at: received, by: agent, to: closed, clause: S-3 }",
            "at: [received, closed], by: agent, to: closed, clause: S-3 }",
        )
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
