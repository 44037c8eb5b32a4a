//! Time: each thing happens at its own moment, once, whoever looks and however often.

use redress::app::{App, ExecuteError};
use redress::case::event::Event;
use redress::schedule::MoveError;
use rstest::rstest;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::database::On;

fn with_a_complaint(app: TestApp) -> TestApp {
    app.person("chen", &["agent"]);
    app.person("lin", &["manager"]);
    app.acting_as("chen").open("complaint", json!({"what": "x"})).unwrap();
    app
}

/// When each event of a kind happened, local time.
fn moments(app: &TestApp, number: &str, kind: &str) -> Vec<String> {
    let zone = app.app.packs().active(&app.organization).unwrap().zone;
    let history = app.history(number);
    let kinds = app.kinds(number);
    history
        .iter()
        .zip(kinds)
        .filter(|(_, found)| found == kind)
        .map(|(recorded, _)| recorded.at.with_timezone(&zone).format("%m-%d %H:%M").to_string())
        .collect()
}

#[rstest]
fn a_clock_that_is_moved_far_passes_through_every_moment(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::on(on) else { return };
    let app = with_a_complaint(app);
    app.advance_to("2024-12-20 12:00");
    assert_eq!(moments(&app, "24090001", "deadline_warned"), ["09-25 18:00"]);
    assert_eq!(moments(&app, "24090001", "deadline_missed"), ["09-26 18:00"]);
    assert_eq!(
        moments(&app, "24090001", "task_opened"),
        ["09-26 18:00", "09-27 09:00"],
        "the chase, then Friday's review"
    );
    for duty in ["D-2024-001", "D-2024-002", "D-2024-003"] {
        assert_eq!(app.case(duty).stage.as_str(), "to_do");
    }
    let opened: Vec<_> = ["D-2024-001", "D-2024-002", "D-2024-003"]
        .map(|duty| moments(&app, duty, "opened"))
        .concat();
    assert_eq!(
        opened,
        ["10-01 09:00", "11-01 09:00", "12-02 09:00"],
        "the first of December is a Sunday"
    );
    assert_eq!(app.app.clock().now(), app.local("2024-12-20 12:00"));
    let before = app.history("24090001").len();
    assert_eq!(app.app.run_due().unwrap(), redress::schedule::Ran::default());
    assert_eq!(app.history("24090001").len(), before, "nothing is done twice");
    app.is_sound();
}

#[test]
fn a_waiting_period_that_ends_acts_by_itself() {
    let app = with_a_complaint(TestApp::new());
    app.acting_as("chen").act("24090001", "send_letter", json!({})).unwrap();
    app.advance_to("2024-10-22 12:00");
    assert_eq!(app.case("24090001").stage.as_str(), "waiting");
    app.advance_to("2024-10-25 12:00");
    let case = app.case("24090001");
    assert_eq!(case.stage.as_str(), "closed");
    assert!(app.history("24090001").iter().any(|recorded| recorded.by.is_engine()
        && matches!(&recorded.event, Event::Acted { action, .. } if action.as_str() == "close_deemed")));
}

#[test]
fn a_clock_may_go_back_and_what_happened_stays() {
    let app = with_a_complaint(TestApp::new());
    app.advance_to("2024-09-27 12:00");
    let (events, duties) = (
        app.history("24090001").len(),
        app.app.store().verify_platform().unwrap().cases,
    );
    app.advance_to("2024-09-24 12:00");
    app.advance_to("2024-09-28 12:00");
    assert_eq!(app.history("24090001").len(), events);
    assert_eq!(app.app.store().verify_platform().unwrap().cases, duties);
}

#[test]
fn a_test_clock_stands_still_over_a_restart() {
    let app = with_a_complaint(TestApp::new());
    app.advance_to("2024-09-26 17:59");
    let app = app.restarted();
    assert_eq!(app.app.clock().now(), app.local("2024-09-26 17:59"));
    assert!(!app.kinds("24090001").contains(&"deadline_missed".to_owned()));
    app.advance_to("2024-09-26 18:00");
    assert!(app.kinds("24090001").contains(&"deadline_missed".to_owned()));
}

#[rstest]
fn nodes_that_look_at_the_same_time_fire_each_deadline_once(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::on(on) else { return };
    let app = with_a_complaint(app);
    for _ in 1..12 {
        app.acting_as("chen").open("complaint", json!({"what": "x"})).unwrap();
    }
    let nodes: Vec<App> = (0..3).map(|_| app.another_node()).collect();
    for node in &nodes {
        // Schedules begin when they are first seen.
        node.run_due().unwrap();
        node.clock().stand_at(app.local("2024-09-27 10:00"));
    }
    std::thread::scope(|scope| {
        for node in &nodes {
            scope.spawn(|| {
                for _ in 0..4 {
                    node.run_due().unwrap();
                }
            });
        }
    });
    for serial in 1..=12 {
        let kinds = app.kinds(&format!("2409{serial:04}"));
        let count = |kind: &str| kinds.iter().filter(|found| *found == kind).count();
        assert_eq!((count("deadline_missed"), count("deadline_warned")), (1, 1), "{serial}");
        assert_eq!(count("task_opened"), 2, "one to chase and one to review: {serial}");
    }
    app.is_sound();
}

#[test]
fn a_command_finds_the_case_as_it_stands_at_this_moment() {
    let app = with_a_complaint(TestApp::new());
    // The heartbeat is late: nobody has looked since.
    app.app.clock().stand_at(app.local("2024-09-27 08:00"));
    app.acting_as("chen").comment("24090001", "still nothing").unwrap();
    let kinds = app.kinds("24090001");
    let missed = kinds.iter().position(|kind| kind == "deadline_missed").unwrap();
    let commented = kinds.iter().position(|kind| kind == "commented").unwrap();
    assert!(missed < commented, "{kinds:?}");
    app.app.run_due().unwrap();
    assert_eq!(
        app.kinds("24090001")
            .iter()
            .filter(|kind| *kind == "deadline_missed")
            .count(),
        1
    );
}

#[test]
fn the_systems_clock_is_not_moved() {
    let mut config = redress::config::Config::read(|_| None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    config.data = folder.path().to_owned();
    config.database = redress::store::Database::Sqlite(folder.path().join("a.sqlite3"));
    let app = App::open(&config).unwrap();
    let refused = app.move_clock("2030-01-01T00:00:00Z".parse().unwrap());
    assert!(matches!(refused, Err(MoveError::NotATestClock)));
    assert!(matches!(app.tick(), Ok(Some(_))));
}

#[test]
fn a_closed_case_has_no_review() {
    let app = with_a_complaint(TestApp::new());
    app.acting_as("chen")
        .act("24090001", "answer", json!({"reply": "sorry"}))
        .unwrap();
    let version = app.case("24090001").version;
    app.advance_to("2024-10-20 12:00");
    assert_eq!(app.case("24090001").version, version);
    let late = app
        .acting_as("chen")
        .act("24090001", "answer", json!({"reply": "again"}))
        .unwrap_err();
    assert!(matches!(late, ExecuteError::Refused(_)));
}
