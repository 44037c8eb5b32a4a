//! What rules may ask about deadlines, and what reacts to the end of one.

use super::{Changed, passes, run};

/// A deadline that ends with another, written before it, and a decision that tells what has become of that one.
fn asking() -> Changed {
    Changed::new()
        .put(
            "complaint.yaml",
            "deadlines:\n",
            r#"  pace:
    name: { en: Pace, zh: 快慢 }
    values: { fine: { label: { en: Fine, zh: 正常 } }, over: { label: { en: Over, zh: 超时 } }, slow: { label: { en: Slow, zh: 曾超时 } } }
    rules:
      - { when: 'late("answer")', is: over, clause: S-2 }
      - { when: 'missed("answer") > 0', is: slow, clause: S-2 }
      - { is: fine, clause: S-2 }
deadlines:
  result:
    name: { en: Result, zh: 结果 }
    from: received
    until: answered
    at: due_of("answer")
    clause: S-2
"#,
        )
}

#[test]
fn the_end_of_one_deadline_bounds_another_and_moves_with_it() {
    passes(
        &asking().pack(),
        r#"- { open: {}, by: agent, then: { deadlines: { answer: 2024-10-02 18:00, result: 2024-10-02 18:00 } } }
- { extend: { deadline: answer, until: "2024-10-07", reason: parts are late, told_at: "2024-09-27 10:00" }, by: manager, then: { deadlines: { answer: 2024-10-07 18:00, result: 2024-10-07 18:00 } } }
- { at: 2024-10-07 17:59, then: { deadlines: { result: running } } }
- { at: 2024-10-07 18:01, then: { deadlines: { answer: late, result: late } } }"#,
    );
}

#[test]
fn decisions_are_made_anew_when_a_deadline_is_missed() {
    passes(
        &asking().pack(),
        r#"- { open: {}, by: agent, then: { decisions: { pace: fine } } }
- { at: 2024-10-02 17:59, then: { decisions: { pace: fine } } }
- { at: 2024-10-02 18:01, then: { decisions: { pace: over } } }
- { act: answer, by: agent, answers: { finding: founded }, then: { decisions: { pace: slow }, deadlines: { answer: met late } } }
- { act: reopen, by: agent, then: { round: 2, decisions: { pace: slow } } }"#,
    );
}

#[test]
fn what_reacts_to_a_missed_deadline_knows_which_it_was_and_when_it_was_due() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "    missed:\n      - remind: manager\n",
            "    missed:\n      - set: { closed_on: deadline.due_at, remark: deadline.name }\n      - when: deadline.id == \"answer\"\n        does: [{ notify: acknowledgement }]\n",
        )
        .put("complaint.yaml", "was received.\"", "is late: {{ deadline.name }}, {{ deadline.due_at }}.\"")
        .pack();
    passes(
        &pack,
        r#"- { open: {}, by: agent }
- { at: 2024-10-05 10:00, then: { answers: { closed_on: 2024-10-02 18:00, remark: Answer }, notices: [acknowledgement] } }"#,
    );
}

#[test]
fn which_deadline_ended_is_known_only_to_what_reacts_to_it() {
    let told = Changed::new()
        .put(
            "complaint.yaml",
            "set: { closed_on: now }",
            "set: { closed_on: deadline.due_at }",
        )
        .findings();
    assert!(told.contains("unknown-name"), "{told}");
}

#[test]
fn local_days_hours_and_working_time_are_those_of_the_organization() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "set: { closed_on: now }",
            r#"set: { closed_on: 'at_time(add_days(day_of(add_working_days(received_at, 2)), hour_of(received_at) - 10), "09:15")' }"#,
        )
        .pack();
    // Friday 10:00; the second working day after it is Tuesday.
    passes(
        &pack,
        r#"- { open: {}, by: agent }
- { act: answer, by: agent, answers: { finding: founded } }
- { act: close, by: manager, then: { answers: { closed_on: 2024-10-01 09:15 } } }"#,
    );
}

#[test]
fn a_time_of_day_that_is_none_is_found() {
    let told = Changed::new()
        .put(
            "complaint.yaml",
            "set: { closed_on: now }",
            "set: { closed_on: 'at_time(day_of(now), \"25:00\")' }",
        )
        .findings();
    assert!(told.contains("`25:00` is not a time of day"), "{told}");
}

#[test]
fn deadlines_that_wait_for_each_other_are_found_even_through_a_decision() {
    let told = asking()
        .put(
            "complaint.yaml",
            "    until: answered\n    within:\n",
            "    when: pace != \"over\"\n    until: answered\n    within:\n",
        )
        .findings();
    assert!(told.contains("deadline-cycle"), "{told}");
    assert!(told.contains("the end of `answer` waits for itself"), "{told}");
}

#[test]
fn the_same_working_day_ends_when_it_closes() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "    at: promised_at\n",
            "    within: same working day\n",
        )
        .pack();
    let ran = run(
        &pack,
        r#"- { open: { promised_at: "2024-09-27 12:00" }, by: agent, then: { deadlines: { promise: 2024-09-27 18:00 } } }"#,
    );
    assert!(ran.failures.is_empty(), "{:#?}", ran.failures);
}

/// Extended only for major complaints, also to an earlier end, and somebody is told.
fn extendable() -> Changed {
    Changed::new().put(
        "complaint.yaml",
        "extend: { by: manager, up_to: 10 working days, notice: true, clause: S-2 }",
        r#"extend:
      by: manager
      when: severity == "major"
      up_to: 10 working days
      times: 3
      earlier: true
      does:
        - set: { closed_on: deadline.due_at }
        - notify: acknowledgement
      clause: S-2"#,
    )
}

#[test]
fn an_extension_is_refused_while_its_condition_does_not_hold() {
    passes(
        &extendable().pack(),
        r#"- { open: { loss: 100 }, by: agent }
- { extend: { deadline: answer, until: "2024-10-07", reason: parts are late }, by: manager, refused: S-2 }"#,
    );
}

#[test]
fn an_extension_does_what_it_says_with_the_new_end() {
    let ran = passes(
        &extendable().pack(),
        r#"- { open: { loss: 30000 }, by: agent, then: { notices: [], deadlines: { answer: 2024-10-04 18:00 } } }
- { extend: { deadline: answer, until: "2024-10-07", reason: parts are late }, by: manager, then: { answers: { closed_on: 2024-10-07 18:00 }, notices: [acknowledgement] } }"#,
    );
    assert!(ran.fired.0.contains("complaint/extension answer"));
}

#[test]
fn a_promise_can_be_moved_to_an_earlier_moment_that_lies_ahead() {
    passes(
        &extendable().pack(),
        r#"- { open: { loss: 30000 }, by: agent }
- { extend: { deadline: answer, until: "2024-09-27 10:00", reason: sooner }, by: manager, refused: S-2 }
- { extend: { deadline: answer, until: "2024-10-01", reason: sooner }, by: manager, then: { deadlines: { answer: 2024-10-01 18:00 } } }
- { act: remark, by: agent, answers: { remark: seen }, then: { deadlines: { answer: 2024-10-01 18:00 } } }
- { extend: { deadline: answer, until: "2024-10-03", reason: later after all }, by: manager, then: { deadlines: { answer: 2024-10-03 18:00 } } }"#,
    );
    passes(
        &Changed::new().pack(),
        r#"- { open: {}, by: agent }
- { extend: { deadline: answer, until: "2024-10-01", reason: sooner, told_at: "2024-09-27 10:00" }, by: manager, refused: S-2 }"#,
    );
}

/// In two steps: the agent's own, and what only the manager adds to it.
fn in_steps() -> Changed {
    Changed::new().put(
        "complaint.yaml",
        "extend: { by: manager, up_to: 10 working days, notice: true, clause: S-2 }",
        r#"extend:
      - { name: { en: First extension, zh: 首次延期 }, by: agent, up_to: 6 working days, clause: S-1 }
      - name: { en: Second extension, zh: 再次延期 }
        by: manager
        further: true
        up_to: 10 working days
        notice: true
        does: [{ when: 'deadline.id == "answer"', does: [{ notify: acknowledgement }] }]
        clause: S-2"#,
    )
}

#[test]
fn each_step_of_an_extension_is_granted_by_its_own_post_up_to_its_own_length() {
    let ran = passes(
        &in_steps().pack(),
        r#"- { open: {}, by: agent, then: { deadlines: { answer: 2024-10-02 18:00 } } }
- { extend: { deadline: answer, until: "2024-10-09", reason: parts are late, told_at: "2024-09-27 10:00" }, by: manager, refused: S-1 }
- { extend: { deadline: answer, until: "2024-10-09", reason: parts are late }, by: agent, refused: S-2 }
- { extend: { deadline: answer, until: "2024-10-07", reason: parts are late }, by: agent, then: { deadlines: { answer: 2024-10-07 18:00 }, notices: [] } }
- { extend: { deadline: answer, until: "2024-10-09", reason: parts are later }, by: agent, refused: S-2 }
- { extend: { deadline: answer, until: "2024-10-09", reason: parts are later }, by: manager, refused: S-2 }
- { extend: { deadline: answer, until: "2024-10-09", reason: parts are later, told_at: "2024-09-27 10:00" }, by: manager, then: { deadlines: { answer: 2024-10-09 18:00 }, notices: [acknowledgement] } }"#,
    );
    for name in [
        "extension answer",
        "extension answer step 2",
        "deadline answer extended 2 1",
    ] {
        assert!(ran.fired.0.contains(&format!("complaint/{name}")), "{:?}", ran.fired);
    }
}
