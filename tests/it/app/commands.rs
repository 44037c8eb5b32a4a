//! Commands: wholly or not at all, once, and only for those who may.

use std::collections::BTreeSet;

use redress::app::{Asked, ExecuteError, Target};
use redress::case::PersonId;
use redress::case::event::Event;
use redress::case::refusal::Reason;
use redress::pack::id::OrganizationId;
use redress::store::outbox;
use rstest::rstest;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::database::On;

fn staffed(app: TestApp) -> TestApp {
    app.person("chen", &["agent"]);
    app.person("lin", &["manager"]);
    app.person("wu", &["handler@east"]);
    app.person("zhao", &["handler@west"]);
    app
}

#[rstest]
fn a_complaint_goes_from_intake_to_its_end(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::on(on) else { return };
    let app = staffed(app);
    let opened = app
        .acting_as("chen")
        .open("complaint", json!({"what": "crane too loud", "phone": "555-0100"}))
        .unwrap();
    assert_eq!(opened.number, "24090001");
    app.acting_as("chen")
        .act("24090001", "hand_over", json!({"quay": "east"}))
        .unwrap();
    let early = app
        .acting_as("chen")
        .act("24090001", "answer", json!({"reply": "sorry"}))
        .unwrap_err();
    let ExecuteError::Refused(refusal) = &early else {
        panic!("{early:?}")
    };
    assert!(matches!(&refusal.reason, Reason::Guard { .. }), "{refusal:?}");
    app.acting_as("wu")
        .complete("24090001", "look_into", json!({"finding": "it is"}))
        .unwrap();
    app.acting_as("lin").comment("24090001", "well done").unwrap();
    let done = app
        .acting_as("chen")
        .act("24090001", "answer", json!({"reply": "sorry"}))
        .unwrap();
    assert_eq!(done.stage.as_str(), "closed");
    let case = app.case("24090001");
    assert_eq!(case.version, done.version);
    assert_eq!(case.notices.len(), 1);
    assert_eq!(app.history("24090001").len() as u64, case.version);
    assert_eq!(
        app.app
            .store()
            .read(|conn| outbox::waiting(conn, &app.organization))
            .unwrap(),
        1
    );
    assert_eq!(
        redress::outbox::work_off(app.app.store(), app.app.clock(), &redress::outbox::Log).unwrap(),
        1
    );
    assert_eq!(
        app.app
            .store()
            .read(|conn| outbox::waiting(conn, &app.organization))
            .unwrap(),
        0
    );
    app.is_sound();
}

#[test]
fn mistakes_in_a_form_come_back_beside_their_fields_and_take_no_number() {
    let app = staffed(TestApp::new());
    let wrong = app
        .acting_as("chen")
        .open("complaint", json!({"phone": "1", "colour": "red"}))
        .unwrap_err();
    let ExecuteError::Invalid(errors) = wrong else {
        panic!("{wrong:?}")
    };
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["what", "colour"]);
    let opened = app.acting_as("chen").open("complaint", json!({"what": "x"})).unwrap();
    assert_eq!(opened.number, "24090001", "the first number is still free");
    let wrong = app
        .acting_as("chen")
        .act("24090001", "send_letter", json!({"reply": "x"}))
        .unwrap_err();
    assert!(
        matches!(wrong, ExecuteError::Invalid(_)),
        "what is not asked may not be said"
    );
}

#[test]
fn who_may_not_open_a_case_is_refused() {
    let app = staffed(TestApp::new());
    let refused = app.acting_as("wu").open("complaint", json!({"what": "x"})).unwrap_err();
    assert!(matches!(&refused, ExecuteError::Refused(refusal) if matches!(refusal.reason, Reason::NotYours { .. })));
    app.person("stranger", &[]);
    let nothing = app
        .acting_as("stranger")
        .open("complaint", json!({"what": "x"}))
        .unwrap_err();
    assert!(matches!(nothing, ExecuteError::NotFound), "{nothing:?}");
    let unknown = app.acting_as("chen").open("parade", json!({})).unwrap_err();
    assert!(matches!(unknown, ExecuteError::Refused(_)), "{unknown:?}");
}

#[test]
fn a_case_one_may_not_see_is_not_found() {
    let app = staffed(TestApp::new());
    app.acting_as("chen").open("complaint", json!({"what": "x"})).unwrap();
    app.acting_as("chen")
        .act("24090001", "hand_over", json!({"quay": "east"}))
        .unwrap();
    for (person, number) in [("zhao", "24090001"), ("wu", "24099999")] {
        let hidden = app.acting_as(person).comment(number, "hello").unwrap_err();
        assert!(matches!(hidden, ExecuteError::NotFound), "{person} {hidden:?}");
    }
    app.acting_as("wu").comment("24090001", "on my way").unwrap();
    app.administrator("root");
    app.acting_as("root").comment("24090001", "looking on").unwrap();
}

#[test]
fn another_organizations_case_is_not_found() {
    let app = staffed(TestApp::new());
    app.acting_as("chen").open("complaint", json!({"what": "x"})).unwrap();
    let mut request = redress::app::Request {
        organization: OrganizationId::new("elsewhere"),
        target: Target::Existing {
            number: "24090001".to_owned(),
        },
        actor: app.acting_as("chen").actor,
        expected_version: None,
        asked: Asked::Comment { text: "x".to_owned() },
        idempotency: None,
        language: redress::locale::Language::new("en"),
    };
    assert!(matches!(app.app.execute(request.clone()), Err(ExecuteError::NotFound)));
    request.target = Target::New {
        case_type: "complaint".into(),
    };
    request.asked = Asked::Open {
        answers: serde_json::Map::new(),
        language: None,
    };
    assert!(matches!(app.app.execute(request), Err(ExecuteError::NotFound)));
}

#[test]
fn the_second_of_two_is_told_what_changed_and_overwrites_nothing() {
    let app = staffed(TestApp::new());
    let seen = app
        .acting_as("chen")
        .open("complaint", json!({"what": "x"}))
        .unwrap()
        .version;
    app.acting_as("lin")
        .having_seen(seen)
        .act("24090001", "hand_over", json!({"quay": "west"}))
        .unwrap();
    let late = app
        .acting_as("chen")
        .having_seen(seen)
        .act("24090001", "hand_over", json!({"quay": "east"}))
        .unwrap_err();
    let ExecuteError::Conflict { current, changed } = late else {
        panic!("{late:?}")
    };
    let case = app.case("24090001");
    assert_eq!(current, case.version);
    assert_eq!(case.department.as_deref(), Some("west"));
    let lines: Vec<_> = changed
        .iter()
        .map(|line| format!("{} {}", line.by, line.what))
        .collect();
    assert_eq!(lines, ["Lin Hand over", "Lin West quay", "Lin Look into it"]);
    app.acting_as("chen")
        .having_seen(current)
        .comment("24090001", "then so be it")
        .unwrap();
}

#[rstest]
fn a_hundred_retries_over_two_nodes_open_one_case(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::on(on) else { return };
    let app = staffed(app);
    let chen = app.acting_as("chen").with_key("k1");
    let told: BTreeSet<(String, u64)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..5)
            .map(|_| {
                let chen = chen.clone();
                scope.spawn(move || {
                    (0..20)
                        .map(|_| chen.open("complaint", json!({"what": "x"})).unwrap())
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let told = threads.into_iter().flat_map(|thread| thread.join().unwrap());
        told.map(|told| (told.number, told.version)).collect()
    });
    assert_eq!(told.len(), 1);
    assert_eq!(app.app.store().verify(&app.organization).unwrap().cases, 1);
    let other = chen.open("complaint", json!({"what": "y"})).unwrap_err();
    assert!(matches!(other, ExecuteError::IdempotencyMismatch), "{other:?}");
    let replayed = chen.open("complaint", json!({"what": "x"})).unwrap();
    assert!(replayed.replayed);
    app.person("another", &["agent"]);
    let own = app
        .acting_as("another")
        .with_key("k1")
        .open("complaint", json!({"what": "x"}))
        .unwrap();
    assert_eq!(own.number, "24090002", "another person's key is another key");
}

#[test]
fn a_refused_command_frees_its_key() {
    let app = staffed(TestApp::new());
    let chen = app.acting_as("chen").with_key("k1");
    assert!(chen.open("complaint", json!({})).is_err());
    assert!(!chen.open("complaint", json!({"what": "x"})).unwrap().replayed);
}

#[rstest]
fn numbers_stay_whole_when_many_open_at_once(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::on(on) else { return };
    let app = staffed(app);
    let chen = app.acting_as("chen");
    let numbers: BTreeSet<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let chen = chen.clone();
                scope.spawn(move || -> Vec<String> {
                    (0..8)
                        // Every fourth forgets to say what happened.
                        .map(|round| {
                            if (thread + round) % 4 == 0 {
                                json!({})
                            } else {
                                json!({"what": "x"})
                            }
                        })
                        .filter_map(|answers| chen.open("complaint", answers).ok())
                        .map(|opened| opened.number)
                        .collect()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let expected: BTreeSet<String> = (1..=48).map(|serial| format!("2409{serial:04}")).collect();
    assert_eq!(numbers, expected);
    app.is_sound();
}

#[rstest]
fn counters_see_the_cases_before(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::on(on) else { return };
    let app = staffed(app);
    let frequency = |phone: &str| {
        let opened = app
            .acting_as("chen")
            .open("complaint", json!({"what": "x", "phone": phone}))
            .unwrap();
        app.case(&opened.number).decisions["frequency"]
            .value
            .as_text()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        ["1", "1", "2", "1", "1"].map(frequency),
        ["seldom", "seldom", "seldom", "often", "often"]
    );
    app.advance_to("2024-11-23 09:00");
    assert_eq!(frequency("1"), "seldom", "more than a month ago");
    app.is_sound();
}

#[rstest]
fn a_counter_of_earlier_cases_stays_what_it_was(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::on(on) else { return };
    let app = staffed(app);
    let place = |number: &str| app.case(number).decisions["place"].value.as_text().unwrap().to_owned();
    let open = |what: &str| {
        let opened = app.acting_as("chen").open("complaint", json!({"what": what}));
        opened.unwrap().number
    };
    let numbers = ["dust", "noise", "dust", "noise"].map(open);
    assert_eq!(
        numbers.each_ref().map(|number| place(number)),
        ["first", "first", "later", "later"]
    );
    for number in &numbers {
        app.acting_as("chen").act(number, "send_letter", json!({})).unwrap();
    }
    assert_eq!(
        numbers.each_ref().map(|number| place(number)),
        ["first", "first", "later", "later"],
        "what came later does not count"
    );
    app.advance_to("2025-01-02 09:00");
    assert_eq!(place(&open("noise")), "first", "another year");
    app.is_sound();
}

#[test]
fn only_files_that_were_stored_here_can_be_attached() {
    let app = staffed(TestApp::new());
    let file = app.sends("chen", "a.png", b"\x89PNG\r\n\x1a\n0000");
    app.acting_as("chen")
        .open("complaint", json!({"what": "x", "photo": file.hash}))
        .unwrap();
    let unknown = app
        .acting_as("chen")
        .open("complaint", json!({"what": "x", "photo": "ab".repeat(32)}))
        .unwrap_err();
    let ExecuteError::Invalid(errors) = unknown else {
        panic!("{unknown:?}")
    };
    assert_eq!(errors[0].field, "photo");
    assert_eq!(errors[0].message, "this file is not stored here; choose it again");
    let mut claimed = file.clone();
    claimed.media_type = "text/html".to_owned();
    app.acting_as("chen")
        .ask("24090001", Asked::Attach { file: claimed })
        .unwrap();
    let attached = app
        .history("24090001")
        .into_iter()
        .find_map(|recorded| match recorded.event {
            Event::Attached { file } => Some(file),
            _ => None,
        });
    assert_eq!(attached.unwrap().media_type, "image/png", "what it is, its bytes say");
    let foreign = redress::case::command::AttachedFile {
        hash: "cd".repeat(32),
        ..file
    };
    assert!(
        app.acting_as("chen")
            .ask("24090001", Asked::Attach { file: foreign })
            .is_err()
    );
}

#[test]
fn time_and_schedules_are_the_engines_to_send() {
    let app = staffed(TestApp::new());
    app.acting_as("chen").open("complaint", json!({"what": "x"})).unwrap();
    for asked in [
        Asked::TimePassed,
        Asked::React {
            schedule: "friday".into(),
        },
    ] {
        assert!(matches!(
            app.acting_as("lin").ask("24090001", asked),
            Err(ExecuteError::Forbidden)
        ));
    }
}

#[test]
fn a_case_is_taken_over_only_by_somebody_who_is_here() {
    let app = staffed(TestApp::new());
    app.acting_as("chen").open("complaint", json!({"what": "x"})).unwrap();
    app.person("stranger", &[]);
    let give_to = |id: &str| {
        app.acting_as("lin").ask(
            "24090001",
            Asked::TakeOver {
                owner: Some(PersonId(id.into())),
            },
        )
    };
    assert!(give_to("stranger").is_err());
    assert!(give_to("nobody").is_err());
    give_to("wu").unwrap();
    app.acting_as("wu").comment("24090001", "mine now").unwrap();
}

#[test]
fn a_file_that_is_gone_or_damaged_is_found() {
    let app = staffed(TestApp::new());
    let whole = app.sends("chen", "a", b"whole");
    let damaged = app.sends("chen", "b", b"damaged");
    let gone = app.sends("chen", "c", b"gone");
    assert_eq!(app.app.verify(&app.organization).unwrap().faults, []);
    std::fs::write(app.file(&damaged.hash), b"other").unwrap();
    std::fs::remove_file(app.file(&gone.hash)).unwrap();
    let faults = app.app.verify(&app.organization).unwrap().faults;
    let told: BTreeSet<_> = faults.into_iter().map(|fault| fault.message).collect();
    let expected = [
        format!("the file `{}` is damaged", damaged.hash),
        format!("the file `{}` is gone", gone.hash),
    ];
    assert_eq!(told, expected.into());
    assert!(app.file(&whole.hash).exists());
}
