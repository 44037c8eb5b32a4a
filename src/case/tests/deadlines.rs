//! Deadlines: when they run, until when, and what nobody can undo.
//!
//! 8 May 2024 is a Wednesday. The calendar is Monday to Friday, 08:30 to 18:00 with a break, without holidays.

use chrono::TimeDelta;

use super::policy::{policy, valid};
use crate::case::testing::*;
use crate::case::*;
use crate::expression::History as _;
use crate::pack::Effect;
use crate::pack::raw::FieldKind;

fn state(told: &Told, deadline: &str) -> &'static str {
    match told.run(deadline).state {
        DeadlineState::Running => "running",
        DeadlineState::Paused => "paused",
        DeadlineState::Met { .. } => "met",
        DeadlineState::Ended { .. } => "ended",
        DeadlineState::Cancelled { .. } => "cancelled",
    }
}

#[test]
fn a_deadline_runs_from_the_instant_of_its_event_and_brings_its_reckoning() {
    let pack = policy();
    let mut given = valid(100);
    given.insert("received_at".into(), Value::Instant(at("2024-05-07 16:00")));
    let told = Told::open(&pack, "2024-05-08 09:00", given);
    let answer = told.run("answer");
    assert_eq!(
        local(answer.started_at),
        "2024-05-07 16:00",
        "received before it was typed in"
    );
    assert_eq!(told.due("answer"), "2024-05-10 18:00");
    assert_eq!((answer.rule, answer.occurrence), (Some(2), 1));
    assert_eq!(answer.clauses, clauses("C-answer"));
    assert!(answer.due.ledger.lines.len() > 3);
    let warnings: Vec<String> = answer.warnings.iter().map(|at| local(*at)).collect();
    assert_eq!(warnings, ["2024-05-09 18:00", "2024-05-10 16:00"]);
}

#[test]
fn the_earlier_of_period_and_promise_counts_and_a_promised_day_ends_with_its_business() {
    let pack = policy();
    let promised = |date: &str| {
        let mut given = valid(100);
        given.insert("promised".into(), Value::Date(date.parse().expect("a date")));
        let told = Told::open(&pack, "2024-05-08 09:00", given);
        (told.due("promise"), told.run("promise").rule)
    };
    assert_eq!(promised("2024-05-09"), ("2024-05-09 18:00".to_owned(), None));
    assert_eq!(
        promised("2024-05-11"),
        ("2024-05-11 23:59".to_owned(), None),
        "a Saturday has no business to close"
    );
    assert_eq!(promised("2024-06-01"), ("2024-05-15 18:00".to_owned(), Some(1)));
    let told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    assert_eq!(told.due("promise"), "2024-05-15 18:00", "nothing was promised");
}

#[test]
fn what_becomes_true_later_starts_a_deadline_from_its_event() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    assert!(
        told.case.deadlines.iter().all(|run| *run.deadline != *"answer"),
        "not known whether it is valid"
    );
    told.at("2024-05-09 10:00").act("correct", valid(100));
    assert_eq!(told.due("answer"), "2024-05-13 18:00");
    assert_eq!(local(told.run("answer").started_at), "2024-05-08 09:00");

    told.at("2024-05-09 11:00")
        .act("correct", answers([("valid", false.into())]));
    assert_eq!(state(&told, "answer"), "cancelled");
    told.at("2024-05-09 12:00").act("correct", valid(100));
    assert_eq!((state(&told, "answer"), told.run("answer").occurrence), ("running", 2));

    told.act("answer", Answers::new());
    told.act("correct", answers([("valid", false.into())]));
    told.act("correct", valid(100));
    assert_eq!(state(&told, "answer"), "met", "answered once is answered");
}

#[test]
fn a_fact_that_changes_the_period_moves_the_end_and_a_breach_stays() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    assert_eq!(told.due("answer"), "2024-05-13 18:00");
    let events = told.at("2024-05-08 10:00").act("correct", valid(20_000));
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::DeadlineRederived { rule: Some(1), .. }))
    );
    assert_eq!(told.due("answer"), "2024-05-09 18:00");
    told.wait_until("2024-05-10 09:00");
    assert!(told.run("answer").missed);
    told.act("correct", valid(100));
    assert_eq!(told.due("answer"), "2024-05-13 18:00");
    assert!(told.run("answer").missed, "a later end does not undo a breach");
    assert_eq!(
        told.case
            .deadlines
            .iter()
            .filter(|run| *run.deadline == *"answer")
            .count(),
        1
    );
}

#[test]
fn warnings_and_breaches_come_once_each_in_the_order_of_time() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    let events = told.wait_until("2024-06-08 09:00");
    let tale: Vec<String> = events
        .iter()
        .filter_map(|event| match event {
            Event::DeadlineWarned { deadline, .. } => Some(format!("warned of {deadline}")),
            Event::DeadlineMissed { deadline, .. } => Some(format!("missed {deadline}")),
            Event::Reminded {
                to: Addressee::Role(role),
                about,
                ..
            } => Some(format!("{role} told of {about}")),
            _ => None,
        })
        .collect();
    let told_head = "head told of answer".to_owned();
    assert_eq!(
        tale,
        [
            "warned of answer".to_owned(),
            told_head.clone(),
            "warned of answer".to_owned(),
            told_head.clone(),
            "missed answer".to_owned(),
            told_head,
            "director told of answer".to_owned(),
            "missed promise".to_owned(),
            "head told of promise".to_owned(),
        ]
    );
    assert_eq!(told.case.next_moment(), None);
    assert!(
        told.tries_as(&Actor::engine(), &Command::TimePassed)
            .is_ok_and(|events| events.is_empty())
    );
    assert_eq!(state(&told, "answer"), "running", "a missed duty is still a duty");
}

#[test]
fn a_command_finds_the_case_as_time_has_left_it_however_late_the_heartbeat_is() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    let events = told.at("2024-05-20 09:00").act("answer", Answers::new());
    let missed = events
        .iter()
        .position(|event| matches!(event, Event::DeadlineMissed { .. }));
    let acted = events.iter().position(|event| matches!(event, Event::Acted { .. }));
    assert!(missed.is_some() && missed < acted);
    assert!(told.run("answer").missed);
    assert_eq!(state(&told, "answer"), "met");
}

#[test]
fn a_duty_met_in_time_but_recorded_late_keeps_what_was_said_at_the_time() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    let record = Command::Record {
        event: Some("answered".into()),
        at: at("2024-05-10 09:00"),
        text: "answered on the phone".to_owned(),
        breach: false,
    };
    told.at("2024-05-10 17:00").tries(&record).expect("recorded");
    assert!(matches!(told.run("answer").state, DeadlineState::Met { at: met } if local(met) == "2024-05-10 09:00"));
    assert!(!told.run("answer").missed);
}

#[test]
fn a_waiting_period_ends_without_a_breach_and_acts() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-01-31 09:00", valid(100));
    told.act("answer", Answers::new());
    told.act(
        "post",
        answers([("posted_on", Value::Date("2024-01-31".parse().expect("a date")))]),
    );
    assert_eq!(told.due("silence"), "2024-02-29 23:59");
    told.wait_until("2024-02-29 23:00");
    assert_eq!(told.case.stage.as_str(), "open");
    told.wait_until("2024-03-01 00:00");
    assert_eq!((state(&told, "silence"), told.run("silence").missed), ("ended", false));
    assert_eq!(told.case.stage.as_str(), "closed");
}

#[test]
fn a_word_from_the_complainant_makes_the_waiting_period_void() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-01-31 09:00", valid(100));
    told.act("answer", Answers::new());
    told.act("post", Answers::new());
    told.at("2024-02-20 10:00").act("note_contact", Answers::new());
    assert!(
        matches!(&told.run("silence").state, DeadlineState::Cancelled { because, .. } if because.contains("contacted"))
    );
    told.wait_until("2024-04-01 09:00");
    assert_eq!(told.case.stage.as_str(), "open");
    told.act("post", Answers::new());
    assert_eq!(
        (state(&told, "silence"), told.run("silence").occurrence),
        ("running", 2),
        "another letter, another month"
    );
}

#[test]
fn an_event_that_both_meets_and_starts_a_deadline_first_meets_it() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    told.act("call", Answers::new());
    assert_eq!(told.due("next_call"), "2024-05-09 18:00");
    told.at("2024-05-09 10:00").act("call", Answers::new());
    let calls: Vec<_> = told
        .case
        .deadlines
        .iter()
        .filter(|run| *run.deadline == *"next_call")
        .collect();
    assert_eq!(calls.len(), 2);
    assert!(matches!(calls[0].state, DeadlineState::Met { .. }));
    assert_eq!(told.due("next_call"), "2024-05-10 18:00");
}

#[test]
fn an_event_that_happens_again_starts_its_deadline_again() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    told.act("post", Answers::new());
    told.at("2024-05-10 09:00").act("post", Answers::new());
    let letters: Vec<_> = told
        .case
        .deadlines
        .iter()
        .filter(|run| *run.deadline == *"silence")
        .collect();
    assert!(matches!(&letters[0].state, DeadlineState::Cancelled { because, .. } if because.contains("again")));
    assert_eq!(told.due("silence"), "2024-06-10 23:59");
}

#[test]
fn a_clock_that_stands_still_is_not_missed_and_goes_on_where_it_stood() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    told.at("2024-05-09 08:00").act("wait", Answers::new());
    assert_eq!(state(&told, "answer"), "paused");
    told.wait_until("2024-05-16 19:00");
    assert!(!told.run("answer").missed);
    told.act("go_on", Answers::new());
    assert_eq!(state(&told, "answer"), "running");
    assert_eq!(
        told.due("answer"),
        "2024-05-21 18:00",
        "three working days, none of them in the pause"
    );
    assert_eq!(told.run("answer").pauses.len(), 1);
    assert!(told.run("promise").missed, "what nothing pauses went on");
}

#[test]
fn closing_cancels_what_nobody_can_meet_any_more_and_keeps_the_rest() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    told.act("close", Answers::new());
    assert!(
        matches!(&told.run("answer").state, DeadlineState::Cancelled { because, .. } if because.contains("closed"))
    );
    assert_eq!(state(&told, "filing"), "running");
    told.at("2024-05-09 09:00").act("file", Answers::new());
    assert_eq!(state(&told, "filing"), "met");
    assert_eq!(told.case.deadlines.iter().filter(|run| run.is_open()).count(), 0);

    told.at("2024-05-09 10:00").act("reopen", Answers::new());
    assert_eq!(told.case.closed_at, None);
    assert_eq!(
        told.due("answer"),
        "2024-05-13 18:00",
        "closing and reopening gives no new time"
    );
}

#[test]
fn a_deadline_overdue_when_it_starts_is_missed_as_soon_as_time_passes() {
    let pack = policy();
    let mut given = valid(100);
    given.insert("received_at".into(), Value::Instant(at("2024-04-01 10:00")));
    let mut told = Told::open(&pack, "2024-05-08 09:00", given);
    assert_eq!(told.due("answer"), "2024-04-04 18:00");
    assert!(told.run("answer").warnings.is_empty(), "no warning of what is past");
    assert!(told.case.next_moment().is_some_and(|moment| moment < told.now));
    told.tries_as(&Actor::engine(), &Command::TimePassed)
        .expect("time passes");
    assert!(told.run("answer").missed);
}

#[test]
fn a_preview_shows_decisions_and_deadlines_as_an_opening_would_make_them() {
    let pack = policy();
    let told = Told::open(&pack, "2024-05-08 09:00", valid(30_000));
    let counters = BTreeMap::new();
    let context = Context {
        now: told.now,
        actor: &told.actor,
        counters: &counters,
        people: None,
    };
    let case_type = pack.case_type("complaint").expect("the type");
    let preview = preview(&pack, case_type, valid(30_000), &context).expect("a preview");
    assert_eq!(preview.decisions, told.case.decisions);
    assert_eq!(preview.deadlines, told.case.deadlines);
}

#[test]
fn at_the_very_end_it_is_late_already() {
    let pack = policy();
    let told = Told::open(&pack, "2024-05-08 09:00", answers([("valid", true.into())]));
    let due = told.run("answer").due.due_at;
    assert!(!told.case.is_late("answer", due - TimeDelta::seconds(1)));
    assert!(told.case.is_late("answer", due));
}

#[test]
fn a_deadline_that_the_effects_of_the_same_step_decide_about_is_not_started_and_cancelled_at_once() {
    let departments = [("department", FieldKind::Text)];
    let pack = Maker::new(&departments, &[], &["opened", "moved"])
        .form("slip", &departments)
        .stage("open", false)
        .stage("closed", true)
        .opening(|maker, opening| {
            opening.at = maker.to([("", "open")]);
            opening.marks = maker.marks([("moved", "")]);
            opening.does = vec![Effect::Assign(maker.expression("department"))];
        })
        .action("move", &["open"], |maker, action| {
            action.form = Some("slip".into());
            action.marks = maker.marks([("moved", "")]);
            action.does = vec![Effect::Assign(maker.expression("department"))];
        })
        .deadline("here", "moved", |maker, rule| {
            rule.when = Some(maker.expression("case.department == \"south\""));
            rule.within = maker.within([("", "3 working days")]);
        })
        .deadline("away", "moved", |maker, rule| {
            rule.when = Some(maker.expression("case.department != \"south\""));
            rule.within = maker.within([("", "1 working day")]);
        })
        .pack();
    let to = |department: &str| answers([("department", Value::text(department))]);
    let mut told = Told::open(&pack, "2024-05-08 09:00", to("south"));
    let runs = |told: &Told| -> Vec<String> {
        let runs = told.case.deadlines.iter();
        runs.map(|run| format!("{} {:?}", run.deadline, run.is_open()))
            .collect()
    };
    assert_eq!(runs(&told), ["here true"]);
    let events = told.at("2024-05-09 10:00").act("move", to("north"));
    let started: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::DeadlineStarted { deadline, .. } => Some(deadline.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(started, ["away"]);
    assert_eq!(runs(&told), ["here false", "away true"]);
    assert_eq!(told.due("away"), "2024-05-10 18:00");
}
