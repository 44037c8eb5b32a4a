//! Cases that have to do with each other: opened by a rule, or merged, always all of it or nothing.

use std::path::Path;

use redress::app::{Asked, ExecuteError, Executed};
use redress::case::DeadlineState;
use redress::case::event::Event;
use redress::case::refusal::Reason;
use rstest::rstest;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::database::On;
use crate::support::joint;

fn bundled(on: On, organization: &str) -> Option<TestApp> {
    TestApp::of(on, Path::new(env!("CARGO_MANIFEST_DIR")), organization)
}

fn reason(done: Result<Executed, ExecuteError>) -> Reason {
    match done {
        Err(ExecuteError::Refused(refusal)) => refusal.reason,
        other => panic!("{other:?}"),
    }
}

#[rstest]
fn two_merged_cases_are_saved_together_and_name_each_other(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = bundled(on, "property-developer") else {
        return;
    };
    app.person("wang", &["service_officer"]);
    app.person("zhou", &["department_handler@engineering"]);
    let (first, second) = joint::opened_in(&app);
    let merge = |at: &str, other: &str| {
        let other = other.to_owned();
        app.acting_as("wang").ask(at, Asked::Merge { other })
    };
    assert_eq!(reason(merge(&first, &first)), Reason::SameCase);
    assert!(matches!(reason(merge(&first, "P01-99")), Reason::NoSuchCase { .. }));
    let unseen = app
        .acting_as("zhou")
        .ask(&first, Asked::Merge { other: second.clone() });
    assert!(matches!(unseen, Err(ExecuteError::NotFound)), "{unseen:?}");
    let stale = app
        .acting_as("wang")
        .having_seen(1)
        .ask(&first, Asked::Merge { other: second.clone() });
    assert!(matches!(stale, Err(ExecuteError::Conflict { .. })), "{stale:?}");
    assert!(app.case(&first).merged.is_empty() && app.case(&second).closed_at.is_none());

    let done = merge(&first, &second).unwrap();
    let (here, other) = (app.case(&first), app.case(&second));
    assert_eq!((done.number, done.version), (first.clone(), here.version));
    assert_eq!(
        here.merged.iter().map(|other| &other.number).collect::<Vec<_>>(),
        [&second]
    );
    assert_eq!(other.merged_into.map(|into| into.number), Some(first.clone()));
    assert_eq!(other.stage.as_str(), "merged");
    assert!(other.closed_at.is_some() && here.closed_at.is_none());
    assert!(app.kinds(&first).iter().any(|kind| kind == "took_in"));
    assert!(app.kinds(&second).iter().any(|kind| kind == "merged_into"));
    assert!(matches!(reason(merge(&first, &second)), Reason::OtherClosed { .. }));
    app.is_sound();
}

#[rstest]
fn a_case_opened_by_a_rule_is_saved_with_the_one_that_asked_for_it_which_hears_once_that_it_is_closed(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(app) = bundled(on, "telecom-callcentre") else {
        return;
    };
    app.person("li", &["agent", "support_clerk"]);
    app.person("qian", &["quality_admin"]);
    let call = json!({
        "complainant_name": "陈伟", "salutation": "mr", "complainant_phone": "13800000000",
        "customer_words": "complaint", "matter": "态度不好。", "call_serial": "R1",
        "accused": [{"agent_no": "10023", "agent_team": "team_1"}]
    });
    let number = app.acting_as("li").open("complaint", call).unwrap().number;
    let found = json!({"found_problem": "未写明流水号。"});
    let done = app.acting_as("li").act(&number, "register_problem", found).unwrap();
    let case = app.case(&number);
    assert_eq!(done.version, case.version, "what followed is counted");
    let [linked] = case.linked.as_slice() else {
        panic!("{:?}", case.linked)
    };
    let problem = linked.other.number.clone();
    assert!(linked.is_open);
    assert_eq!(
        app.case(&problem).parent.map(|parent| parent.number),
        Some(number.clone())
    );
    let evaluated = json!({"problem_evaluation": "属实。"});
    app.acting_as("qian")
        .act(&problem, "evaluate_problem", evaluated)
        .unwrap();
    assert!(!app.case(&number).linked[0].is_open);
    let heard = app.kinds(&number);
    assert_eq!(
        heard.iter().filter(|kind| *kind == "other_closed").count(),
        1,
        "{heard:?}"
    );
    app.is_sound();
    let app = app.restarted();
    assert_eq!(app.kinds(&number), heard, "nothing is told again after a stop");
}

#[rstest]
fn what_a_destroyed_case_held_is_not_left_in_the_case_that_had_opened_it(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::keeping(on) else { return };
    app.person("lin", &["keeper"]);
    let lin = app.acting_as("lin");
    let hint = lin.open("hint", json!({"what": "open door"})).unwrap().number;
    lin.act(&hint, "visit", json!({})).unwrap();
    let visit = app.case(&hint).linked[0].other.number.clone();
    let picture = app.sends("lin", "door.png", b"\x89PNG\r\n\x1a\n0000").hash;
    let report = json!({"result": "yes", "witness": "Mrs Marker", "picture": [picture]});
    lin.act(&visit, "report", report).unwrap();
    let told = |app: &TestApp| {
        let happened = app
            .history(&hint)
            .into_iter()
            .find_map(|recorded| match recorded.event {
                Event::Happened { happening, answers, .. } if *happening == *"visited" => Some(answers),
                _ => None,
            });
        happened.expect("it was told")
    };
    let fields: Vec<String> = told(&app).keys().map(ToString::to_string).collect();
    assert_eq!(fields, ["result"], "what its rules read, and nothing else");
    let outcome = |app: &TestApp| app.case(&hint).decisions["outcome"].value.as_text().map(str::to_owned);
    assert_eq!(outcome(&app).as_deref(), Some("founded"));

    app.advance_to("2024-10-01 09:00");
    lin.act(&visit, "destroy", json!({})).unwrap();
    assert!(app.case(&visit).destroyed.is_some());
    assert!(!app.file(&picture).exists(), "nobody uses its picture any more");
    lin.comment(&hint, "the keeper has been there").unwrap();
    assert_eq!(
        outcome(&app).as_deref(),
        Some("founded"),
        "its rules still know what they need"
    );
    let kept = serde_json::to_string(&(app.history(&hint), app.case(&hint))).unwrap();
    assert!(!kept.contains("Marker") && !kept.contains(&picture), "{kept}");
    assert!(told(&app).keys().all(|field| **field == *"result"));
    app.is_sound();
    app.holds_nowhere("Marker");
}

/// Cases that open others, and are merged into each other.
fn pier(on: On) -> Option<TestApp> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/app/linked");
    let app = TestApp::of(on, &root, "pier")?;
    app.person("lin", &["agent"]);
    Some(app)
}

#[rstest]
fn a_case_is_merged_into_the_one_that_opened_it_and_goes_on_from_all_that_has_happened(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(app) = pier(on) else { return };
    let lin = app.acting_as("lin");
    let parent = lin.open("complaint", json!({"what": "noise"})).unwrap().number;
    lin.act(&parent, "split", json!({})).unwrap();
    let part = app.case(&parent).linked[0].other.number.clone();
    let done = lin.ask(&parent, Asked::Merge { other: part.clone() }).unwrap();
    let case = app.case(&parent);
    assert_eq!(
        done.version, case.version,
        "whoever goes on from the answer is not too late"
    );
    assert_eq!(case.merged.len(), 1);
    assert!(!case.linked[0].is_open, "it has heard that its part is closed");
    assert_eq!(
        case.linked.len(),
        2,
        "and what merging opens is open: {:?}",
        case.linked
    );
    lin.having_seen(done.version).act(&parent, "close", json!({})).unwrap();
    app.is_sound();
}

/// On PostgreSQL alone two commands can wait for each other.
#[test]
fn a_command_that_the_database_ends_because_another_waits_for_it_is_carried_out_again() {
    let Some(app) = pier(On::Postgres) else { return };
    let number = app
        .acting_as("lin")
        .open("complaint", json!({"what": "noise"}))
        .unwrap()
        .number;
    app.acting_as("lin").act(&number, "note", json!({})).unwrap();
    // On a busy machine the database may end the other one instead: then they meet once more.
    for notes in 2..7 {
        // Holds the numbers of notes, and then asks for the case of whoever waits for them.
        let mut other = app.another_session();
        other.run("begin; select last from serials where stem like 'N%' for update");
        let is_other_ended = std::thread::scope(|scope| {
            let noting = scope.spawn(|| app.acting_as("lin").act(&number, "note", json!({})));
            other.wait_until_somebody_waits();
            let is_ended = other.is_refused("select version from cases for update");
            other.run("rollback");
            noting.join().expect("no panic").expect("carried out");
            is_ended
        });
        assert_eq!(app.case(&number).linked.len(), notes);
        if !is_other_ended {
            app.is_sound();
            return;
        }
    }
    panic!("the command was never the one that was ended");
}

#[test]
fn what_the_rules_bring_about_is_told_in_the_language_of_the_policy() {
    let app = pier(On::Sqlite).expect("SQLite is always there");
    let lin = app.acting_as("lin");
    let number = lin.open("complaint", json!({"what": "noise"})).unwrap().number;
    lin.act(&number, "close", json!({})).unwrap();
    let state = app.case(&number).deadlines[0].state.clone();
    assert!(
        matches!(&state, DeadlineState::Cancelled { because, .. } if because == "案件已办结"),
        "{state:?}"
    );
}
