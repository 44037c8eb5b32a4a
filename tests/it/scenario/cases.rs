//! Scenarios with several cases: each step says which of them it speaks of.

use super::{Changed, passes, run};

fn counting() -> redress::pack::Pack {
    let guard = "    needs:\n      - { that: counters.same_name == 1, else: { en: not the second, zh: 不是第二件 } }\n";
    Changed::new()
        .put(
            "complaint.yaml",
            "    same: complainant_name\n    within: 1 month\n",
            "    same: [complainant_name, kind]\n    before: true\n",
        )
        .put(
            "complaint.yaml",
            "    does:\n      - open_task: investigate\n",
            &format!("{guard}    does:\n      - open_task: investigate\n"),
        )
        .pack()
}

#[test]
fn a_step_and_what_is_expected_then_speak_of_the_case_that_was_given_a_name() {
    passes(
        &counting(),
        "\
- { open: {}, by: agent }
- { open: {}, by: agent, as: second, then: { number: SW24090002 } }
- { act: dispatch, by: agent, refused: not the second, then: { number: SW24090001, stage: received } }
- { on: second, act: dispatch, by: agent, then: { stage: handling, tasks: { investigate: 1 } } }
- { on: 2, then: { number: SW24090002, stage: handling } }
- { then: { stage: received, tasks: { investigate: 0 } } }
- { on: 1, then: { number: SW24090001 } }",
    );
}

#[test]
fn what_is_counted_sees_the_answers_that_are_being_given() {
    let guard = "    needs:\n      - { that: counters.same_name == 1, else: { en: nothing alike, zh: 没有相同的 } }\n";
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "    same: complainant_name\n    within: 1 month\n",
            "    same: remark\n",
        )
        .put(
            "complaint.yaml",
            "    does:\n      - open_task: investigate\n",
            &format!("    form: remark\n{guard}    does:\n      - open_task: investigate\n"),
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { open: {}, by: agent, as: second }
- { act: remark, by: agent, answers: { remark: blue } }
- { on: second, act: dispatch, by: agent, answers: { remark: red }, refused: nothing alike }
- { on: second, act: dispatch, by: agent, answers: { remark: blue }, then: { stage: handling } }",
    );
}

#[test]
fn a_case_that_is_not_there_cannot_be_spoken_of() {
    let ran = run(
        &counting(),
        "- { open: {}, by: agent }\n- { on: 2, act: dispatch, by: agent }",
    );
    assert_eq!(ran.failures[0].got.english(), "1 have been opened");
    let ran = run(&counting(), "- { on: second, act: dispatch, by: agent }");
    assert_eq!(ran.failures[0].expected.english(), "a case called `second`");
}
