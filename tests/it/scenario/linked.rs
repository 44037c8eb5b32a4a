//! Cases that a case opens by its rules.

use super::{Changed, passes};

const REVIEW: &str = r#"
case: review
name: { en: Review, zh: 复查 }
number: "R{serial:4}"
subject: topic
opens:
  form: review
  at: open
  does: [{ set: { asked_by: parent.number } }]
  clause: S-5
stages:
  open: { name: { en: Open, zh: 进行中 } }
  done: { name: { en: Done, zh: 完成 }, final: true }
actions:
  finish:
    name: { en: Finish, zh: 完成 }
    at: open
    by: agent
    form: result
    to: done
    clause: S-5
  again:
    name: { en: Again, zh: 重新复查 }
    at: done
    by: agent
    to: open
    clause: S-5
"#;

const REVIEW_FORM: &str = r#"
form: review
name: { en: Review, zh: 复查 }
fields:
  - { id: topic, type: text, label: { en: Topic, zh: 题目 }, required: true, clause: S-5 }
  - { id: asked_by, type: text, label: { en: Asked by, zh: 来自 }, clause: S-5 }
"#;

const RESULT_FORM: &str = r#"
form: result
name: { en: Result, zh: 结果 }
fields:
  - { id: result, type: text, label: { en: Result, zh: 结果 }, required: true, clause: S-5 }
"#;

fn opening(effect: &str) -> Changed {
    let mut changed = Changed::new()
        .put(
            "complaint.yaml",
            "      - open_task: investigate\n      - print: slip\n",
            &format!("      - open_task: investigate\n      - open_case: {effect}\n      - print: slip\n"),
        )
        .put(
            "complaint.yaml",
            "      - that: open_tasks(\"investigate\") == 0\n",
            "      - { that: open_cases(\"review\") == 0, else: { en: the review is open, zh: 复查尚未完成 } }\n      - that: open_tasks(\"investigate\") == 0\n",
        )
        .put(
            "complaint.yaml",
            "      - set: { closed_on: now }\n",
            "      - set: { closed_on: now, remark: 'last(\"reviewed\").result' }\n",
        );
    changed.0.push(("rules/sample/review.yaml", REVIEW.to_owned()));
    changed.0.push(("forms/sample/review.yaml", REVIEW_FORM.to_owned()));
    changed.0.push(("forms/sample/result.yaml", RESULT_FORM.to_owned()));
    changed
}

#[test]
fn a_case_opened_by_a_rule_knows_its_parent_and_tells_it_when_it_is_done() {
    let pack = opening("{ case: review, answers: { topic: matter }, marks: reviewed }").pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { linked: { review: 1 }, linked_open: { review: 1 }, parent: none } }
- { on: 2, then: { number: R0001, stage: open, parent: SW24090001, answers: { topic: late, asked_by: SW24090001 } } }
- { task: investigate, answers: { facts: all of it } }
- { act: answer, by: agent, answers: { finding: founded }, refused: the review is open }
- { on: 2, act: finish, by: agent, answers: { result: bad } }
- { then: { linked: { review: 1 }, linked_open: { review: 0 } } }
- { on: 2, act: again, by: agent }
- { act: answer, by: agent, answers: { finding: founded }, refused: the review is open }
- { on: 2, act: finish, by: agent, answers: { result: good } }
- { act: answer, by: agent, answers: { finding: founded }, then: { stage: answered } }
- { act: close, by: manager, then: { stage: closed, answers: { remark: good } } }",
    );
}

#[test]
fn one_is_opened_for_each_member_of_a_list() {
    let pack = opening("{ case: review, each: items, answers: { topic: each.article }, marks: reviewed }").pack();
    passes(
        &pack,
        "\
- { open: { items: [{ article: lamp }, { article: chair }] }, by: agent }
- { act: dispatch, by: agent, then: { linked_open: { review: 2 } } }
- { on: 2, then: { answers: { topic: lamp } } }
- { on: 3, then: { number: R0002, answers: { topic: chair } } }
- { open: {}, by: agent, as: without }
- { on: without, act: dispatch, by: agent, then: { linked: { review: 0 } } }",
    );
}

#[test]
fn what_its_own_form_refuses_is_not_opened_and_the_case_goes_on() {
    let pack = opening("{ case: review, answers: { topic: remark }, marks: reviewed }").pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { stage: handling, linked: { review: 0 }, tasks: { investigate: 1 } } }",
    );
}

#[test]
fn an_effect_that_opens_a_case_is_checked_against_the_other_type() {
    let told = opening("{ case: reviw, answers: { topic: matter }, marks: reviewed }").findings();
    assert!(
        told.contains("unknown-case-type") && told.contains("did you mean `review`"),
        "{told}"
    );
    let told = opening("{ case: review, answers: { topc: matter }, marks: reviewed }").findings();
    assert!(told.contains("unknown-field"), "{told}");
    let told = opening("{ case: review, answers: { topic: loss }, marks: reviewed }").findings();
    assert!(told.contains("type-mismatch"), "{told}");
    let told = opening("{ case: review, answers: { topic: matter }, marks: reviewd }").findings();
    assert!(told.contains("unknown-event"), "{told}");
}
