//! Reminders: kept until what they are about is done.

use crate::case::testing::*;
use crate::case::*;
use crate::pack::raw::FieldKind;
use crate::pack::{Effect, Pack, Recipient};

fn policy() -> Pack {
    Maker::new(&[("reply", FieldKind::Text)], &[], &["opened", "answered"])
        .deadline("answer", "opened", |maker, rule| {
            rule.until = events(["answered"]);
            rule.within = maker.within([("", "3 working days")]);
        })
        .stage("open", false)
        .stage("checking", false)
        .stage("closed", true)
        .opening(|maker, opening| {
            opening.at = maker.to([("", "open")]);
            opening.does = vec![Effect::Remind(Recipient::role("clerk".into()))];
        })
        .action("check", &["open"], |maker, action| {
            action.to = maker.to([("", "checking")]);
            action.does = vec![Effect::Remind(Recipient::role("checker".into()))];
        })
        .action("answer", &["checking"], |maker, action| {
            action.marks = maker.marks([("answered", "")]);
        })
        .pack()
}

fn reminded(told: &Told) -> Vec<String> {
    let reminders = told.case.reminders.iter();
    reminders
        .map(|reminder| match &reminder.to {
            Addressee::Role(role) => format!("{role}: {}", reminder.about),
            other => format!("{other:?}"),
        })
        .collect()
}

#[test]
fn what_no_deadline_is_behind_is_over_when_the_case_leaves_the_stage() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", answers([]));
    let opened = reminded(&told);
    assert!(opened.len() == 1 && opened[0].starts_with("clerk: "), "{opened:?}");
    told.act("check", answers([]));
    assert_eq!(
        reminded(&told),
        ["checker: check"],
        "what leads to the stage reminds in it"
    );
}

#[test]
fn what_a_deadline_tells_is_over_with_the_deadline_and_stands_once() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", answers([]));
    told.act("check", answers([]));
    told.wait_until("2024-06-08 09:00");
    let about: Vec<String> = reminded(&told);
    assert_eq!(
        about.iter().filter(|line| *line == "head: answer").count(),
        1,
        "{about:?}"
    );
    told.act("answer", answers([]));
    assert_eq!(reminded(&told), ["checker: check"], "the stage is still the same");
}
