//! What a case says of a deadline or a task whose time is over or stands: in words, in the reader's language.

use serde_json::json;

use super::Site;
use crate::support::app::TestApp;

/// Deadlines that stand while the case waits, and tasks with a time of their own.
fn harbour() -> Site {
    let test = TestApp::harbour_with(&[
        (
            "rules/harbour/complaint.yaml",
            "    within: 3 working days\n",
            "    within: 3 working days\n    paused_in: waiting\n",
        ),
        (
            "rules/harbour/complaint.yaml",
            "department: quay, form: finding }",
            "department: quay, form: finding, within: 1 working day }",
        ),
        (
            "rules/harbour/complaint.yaml",
            "chase: { name: Chase the answer, by: manager }",
            "chase: { name: Chase the answer, by: manager, within: 1 working day }",
        ),
    ]);
    for (id, post) in [("anna", "agent"), ("max", "manager"), ("finn", "handler@east")] {
        test.person(id, &[post]);
    }
    Site::new(test)
}

/// The case's page in both languages says this in a chip, with this shape.
#[track_caller]
fn says(site: &Site, number: &str, class: &str, texts: [&str; 2]) {
    let mut max = site.signed_in("max");
    for (language, text) in ["en", "zh"].into_iter().zip(texts) {
        max.get(&format!("/language/{language}?back=/"));
        let page = max.get(&format!("/harbour/cases/{number}"));
        let mut chips = page
            .body
            .split("<span class=\"chip ")
            .skip(1)
            .filter_map(|chip| chip.split_once('>'));
        let is_said = chips.any(|(classes, rest)| {
            classes.split([' ', '"']).next() == Some(class) && rest.starts_with(&format!("{text}</span>"))
        });
        assert!(is_said, "no chip `{class}` with `{text}` on {}", page.body);
    }
}

#[test]
fn a_deadline_that_is_over_or_stands_says_how_it_went() {
    let site = harbour();
    let test = &site.test;
    let anna = test.acting_as("anna");
    let open = || anna.open("complaint", json!({"what": "noise"})).expect("opened").number;
    let act = |number: &str, action: &str, answers| anna.act(number, action, answers).expect(action);
    let (met, late, cancelled, ended) = (open(), open(), open(), open());
    act(&met, "answer", json!({"reply": "sorry"}));
    says(&site, &met, "good", ["met in time", "已按时完成"]);
    act(&cancelled, "send_letter", json!({}));
    says(&site, &cancelled, "", ["paused: Waiting", "停止计时：Waiting"]);
    act(&cancelled, "hear", json!({}));
    says(&site, &cancelled, "", ["cancelled", "不再计时"]);
    act(&ended, "send_letter", json!({}));
    test.advance_to("2024-10-12 09:00");
    act(&late, "answer", json!({"reply": "sorry, and late"}));
    says(&site, &late, "warn", ["met, but late", "已完成，超过期限"]);
    test.advance_to("2024-11-12 09:00");
    says(&site, &ended, "", ["run out", "期满"]);
}

#[test]
fn a_task_with_a_time_of_its_own_says_whether_it_was_done_in_time() {
    let site = harbour();
    let test = &site.test;
    let anna = test.acting_as("anna");
    let handed_over = || {
        let number = anna.open("complaint", json!({"what": "noise"})).expect("opened").number;
        anna.act(&number, "hand_over", json!({"quay": "east"}))
            .expect("handed over");
        number
    };
    let (soon, late) = (handed_over(), handed_over());
    let finn = test.acting_as("finn");
    finn.complete(&soon, "look_into", json!({"finding": "a loose chain"}))
        .expect("done");
    says(&site, &soon, "good", ["done in time", "按时完成"]);
    test.advance_to("2024-09-29 09:00");
    finn.complete(&late, "look_into", json!({"finding": "a loose chain"}))
        .expect("done");
    says(&site, &late, "warn", ["done, but late", "已完成，超期"]);
    // Nobody has to chase an answer that was given.
    anna.act(&late, "answer", json!({"reply": "sorry"})).expect("answered");
    says(&site, &late, "", ["cancelled", "不再计时"]);
}
