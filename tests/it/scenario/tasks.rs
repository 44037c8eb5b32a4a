//! Tasks that have a time of their own.

use redress::pack::Pack;

use super::{Changed, passes, run};

/// The sample pack with more said of its task, and with what `more` adds to the case type.
fn timed(says: &str, notices: &str) -> Changed {
    let said: String = says.lines().map(|line| format!("    {line}\n")).collect();
    Changed::new()
        .put(
            "complaint.yaml",
            "    form: investigation\n",
            &format!("    form: investigation\n{said}"),
        )
        .put("complaint.yaml", "notices:\n", &format!("notices:\n{notices}"))
}

fn reminding() -> Pack {
    timed(
        "within:\n  - { when: 'severity == \"major\"', is: 1 working day }\n  - { is: 2 working days }\nwarn: 1 working day\ntells: manager\nmissed:\n  - notify: reminder\n  - { when: late_tasks(\"investigate\") > 1, does: [{ remind: agent }] }",
        "  reminder: { name: { en: Reminder, zh: 催办 }, to: { department: task.department }, text: { en: \"{{ task.department }}: {{ task.name }} was due {{ task.due_at }}\", zh: 催办 } }\n",
    )
    .pack()
}

const BOTH: &str = "{ kind: delivery, matter: they hurt me, loss: 20000 }";

#[test]
fn every_opened_task_has_its_own_end_and_is_warned_of_and_missed_once() {
    let steps = format!(
        "\
- {{ open: {BOTH}, by: agent }}
- act: dispatch
  by: agent
  then: {{ task_times: {{ investigate@service: 2024-09-30 18:00, investigate#2: 2024-09-30 18:00 }}, task_warnings: {{ investigate: 0 }} }}
- task: investigate@quality
  answers: {{ facts: seen }}
  then: {{ task_times: {{ investigate@quality: done, investigate@service: running }} }}
- at: 2024-10-09 09:00
  then:
    task_times: {{ investigate@quality: done, investigate@service: late }}
    tasks_missed: {{ investigate: 1, investigate@quality: 0 }}
    sent: {{ reminder: 1 }}
    reminded: {{ agent: 0 }}
- task: investigate
  answers: {{ facts: seen }}
  then: {{ task_times: {{ investigate@service: done late }}, tasks: {{ investigate: 0 }} }}"
    );
    passes(&reminding(), &steps);
}

#[test]
fn a_reminder_goes_to_each_department_that_has_not_answered() {
    let steps = format!(
        "\
- {{ open: {BOTH}, by: agent }}
- {{ act: dispatch, by: agent }}
- {{ at: 2024-10-09 09:00, then: {{ tasks_missed: {{ investigate: 2 }}, sent: {{ reminder: 2 }}, reminded: {{ agent: 2 }} }} }}"
    );
    passes(&reminding(), &steps);
}

#[test]
fn the_end_of_an_open_task_is_not_moved_by_what_is_decided_later() {
    passes(
        &reminding(),
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { task_times: { investigate: 2024-10-01 18:00 } } }
- decide: { decision: severity, value: major, reason: hurt }
  by: manager
  then: { task_times: { investigate: 2024-10-01 18:00 } }",
    );
}

#[test]
fn a_task_whose_end_is_not_known_yet_has_one_as_soon_as_it_is() {
    let pack = timed("within:\n  - { when: answered(remark), is: 1 working day }", "").pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { task_times: { investigate: none } } }
- { at: 2024-09-27 15:00, act: remark, by: agent, answers: { remark: hurry }, then: { task_times: { investigate: 2024-09-30 18:00 } } }",
    );
}

#[test]
fn the_clock_of_a_task_stands_still_where_its_rule_says() {
    let pack = timed("within: 2 working days\npaused_in: answered", "")
        .put("complaint.yaml", "at: [received, handling]", "at: any")
        .put(
            "complaint.yaml",
            "      - that: open_tasks(\"investigate\") == 0",
            "      - that: open_tasks(\"investigate\") >= 0",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { task_times: { investigate: 2024-10-01 18:00 } } }
- { act: answer, by: agent, answers: { finding: founded }, then: { task_times: { investigate: paused } } }
- { at: 2024-10-09 10:00, then: { task_times: { investigate: paused }, tasks_missed: { investigate: 0 } } }
- { act: reopen, by: agent, then: { stage: received, task_times: { investigate: running } } }",
    );
}

#[test]
fn a_task_may_end_at_a_moment_that_the_case_carries() {
    let pack = timed("at: promised_at\ntells: manager", "").pack();
    passes(
        &pack,
        "\
- { open: { promised_at: \"2024-09-28T15:00\" }, by: agent }
- { act: dispatch, by: agent, then: { task_times: { investigate: 2024-09-28 15:00 } } }
- { at: 2024-09-28 15:00, then: { task_times: { investigate: late }, reminded: { manager: 1 } } }",
    );
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { task_times: { investigate: none } } }",
    );
}

#[test]
fn a_task_that_is_withdrawn_is_never_late() {
    let pack = timed("within: 2 working days\nmissed:\n  - remind: manager", "")
        .put(
            "complaint.yaml",
            "  remark:\n",
            "  stop: { name: { en: Stop, zh: 停 }, at: any, by: agent, to: closed }\n  remark:\n",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent }
- { act: stop, by: agent, then: { task_times: { investigate: withdrawn } } }
- { at: 2024-11-01 10:00, then: { task_times: { investigate: withdrawn }, tasks_missed: { investigate: 0 } } }",
    );
}

#[test]
fn a_scenario_that_expects_another_time_fails() {
    let ran = run(
        &reminding(),
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { task_times: { investigate: 2024-09-30 17:00 }, task_warnings: { investigate: 1 } } }",
    );
    let told: Vec<String> = ran.failures.iter().map(|failure| failure.what.english()).collect();
    assert_eq!(told, ["time of task investigate", "warnings of task investigate"]);
}

#[test]
fn what_happens_when_a_task_is_late_needs_an_end() {
    let told = timed("tells: manager", "").findings();
    assert!(
        told.contains("deadline-without-end") && told.contains("`tells`"),
        "{told}"
    );
}

/// One task per article of the complaint: pumps are the quality department's, to be done by one person.
fn per_article() -> Changed {
    timed(
        "person: 'if each.article == \"pump\" { \"agent@quality\" } else { complainant_name }'\nwithin:\n  - { when: each.pieces > 1, is: 2 working days }\n  - { is: 1 working day }\nmissed:\n  - notify: reminder",
        "  reminder: { name: { en: Reminder, zh: 催办 }, to: { role: manager }, text: { en: \"{{ task.about }}, {{ each.pieces }}, {{ task.person }}\", zh: 催办 } }\n",
    )
    .put("complaint.yaml", "department: concerned", "department: 'if each.pieces > 1 { \"quality\" } else { \"service\" }'")
    .put("complaint.yaml", "- open_task: investigate", "- open_task: { task: investigate, each: items }")
    .put("investigation.yaml", "required: true", "default: each.article, required: true")
}

const ARTICLES: &str =
    "{ items: [{ article: pump, pieces: 2 }, { article: hose, pieces: 1 }, { article: hose, pieces: 1 }] }";

#[test]
fn every_row_of_a_group_is_a_task_of_its_own_with_its_department_person_and_end() {
    let steps = format!(
        "\
- {{ open: {ARTICLES}, by: agent }}
- act: dispatch
  by: agent
  then:
    tasks: {{ investigate: 3, investigate@quality: 1, investigate@service: 2, investigate@hose: 2 }}
    task_times: {{ investigate@pump: 2024-10-01 18:00, investigate#2: 2024-09-30 18:00 }}
- {{ task: investigate@pump, by: agent@service, answers: {{ facts: seen }}, refused: only agent@quality }}
- {{ task: investigate@pump, by: manager@quality, answers: {{ facts: seen }}, refused: only agent@quality }}
- {{ task: investigate@agent@quality, by: agent@quality, then: {{ answers: {{ facts: pump }}, tasks: {{ investigate: 2 }} }} }}
- {{ task: investigate#3, then: {{ answers: {{ facts: hose }}, tasks: {{ investigate@hose: 1 }} }} }}
- {{ at: 2024-10-09 10:00, then: {{ tasks_missed: {{ investigate: 1 }}, sent: {{ reminder: 1 }} }} }}"
    );
    passes(&per_article().pack(), &steps);
}

#[test]
fn no_row_no_task_and_what_is_not_known_is_told() {
    let pack = per_article().pack();
    passes(
        &pack,
        "\
- { open: { items: [] }, by: agent }
- { act: dispatch, by: agent, then: { tasks: { investigate: 0 } } }",
    );
}

#[test]
fn a_member_that_rows_do_not_have_is_a_mistake() {
    let told = per_article()
        .put("complaint.yaml", "each.pieces > 1, is", "each.peices > 1, is")
        .findings();
    assert!(told.contains("unknown-name") && told.contains("pieces"), "{told}");
}

#[test]
fn without_a_task_for_each_there_is_no_member_to_ask() {
    let told = timed("within: 2 working days\nfor: each.article", "").findings();
    assert!(told.contains("unknown-name"), "{told}");
}

#[test]
fn what_several_departments_report_in_parallel_is_gathered_by_round() {
    let pack = Changed::new()
        .put(
            "complaint.yaml",
            "      - that: open_tasks(\"investigate\") == 0",
            "      - that: answers_of(\"investigate\").each(\"department\").contains(\"quality\") && answers_of(\"investigate\").each(\"facts\").contains(\"torn\") && answers_of(\"investigate\").count() == 2",
        )
        .pack();
    let steps = format!(
        "\
- {{ open: {BOTH}, by: agent }}
- {{ act: dispatch, by: agent, then: {{ not_offered: {{ answer: S-4 }} }} }}
- {{ task: investigate@quality, answers: {{ facts: torn }}, then: {{ not_offered: {{ answer: S-4 }} }} }}
- {{ task: investigate@service, answers: {{ facts: late }}, then: {{ offered: [answer] }} }}
- {{ act: answer, by: agent, answers: {{ finding: founded }} }}
- {{ act: reopen, by: agent, then: {{ round: 2, stage: handling, not_offered: {{ answer: S-4 }} }} }}"
    );
    passes(&pack, &steps);
}

#[test]
fn only_tasks_of_the_case_are_asked_for_their_answers() {
    let told = Changed::new()
        .put(
            "complaint.yaml",
            "open_tasks(\"investigate\") == 0",
            "answers_of(\"investigat\").is_empty()",
        )
        .findings();
    assert!(told.contains("unknown-task"), "{told}");
}

#[test]
fn a_task_without_a_department_has_none_of_the_task_that_opened_it() {
    let report = "does: [{ open_task: report }]";
    let pack = timed(report, "")
        .put(
            "complaint.yaml",
            "tasks:\n",
            "tasks:\n  report:\n    name: { en: Report, zh: 报告 }\n    by: agent\n    form: remark\n    within:\n      - { when: 'task.department == \"service\"', is: 1 working day }\n    clause: S-4\n",
        )
        .pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent }
- { task: investigate@service, answers: { facts: seen }, then: { tasks: { report: 1 }, task_times: { report: none } } }",
    );
}
