//! Whoever changes the database by hand is found out, and the first wrong event is named.

use redress::store::{Database, Store};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

/// Two cases of five events each, with deadlines, tasks and facts.
fn filled(test: &TestDatabase) -> Store {
    let store = test.open();
    with_packs(&store, &[north()]);
    for number in ["1", "2"] {
        Sample::opened(&north(), number)
            .fact("plate", "N-123")
            .due("answer", "2024-09-26T10:00:00Z".parse().expect("an instant"))
            .in_department("engineering")
            .comment("first")
            .save(&store);
    }
    assert_eq!(
        store.verify_platform().expect("verify").faults,
        [],
        "nothing is wrong before"
    );
    store
}

fn case(number: u32) -> String {
    format!("case_id = (select id from cases where number = '{number}')")
}

/// What stands in the way of changing events is taken away first, as an intruder would.
fn meddle(test: &TestDatabase, sql: &str) {
    match &test.database {
        Database::Sqlite(_) => {
            test.meddle("pragma foreign_keys = off; drop trigger events_stay; drop trigger events_remain");
            test.meddle(&format!("pragma foreign_keys = off; {sql}"));
        }
        Database::Postgres(_) => {
            test.meddle(&format!("set session_replication_role = replica; {sql}"));
        }
    }
}

#[rstest]
#[case::a_text(&format!("update events set body = replace(body, 'first', 'other') where seq = 5 and {}", case(1)), "1", Some(5), "changed after")]
#[case::an_actor(&format!("update events set actor_name = 'Chen' where seq = 3 and {}", case(1)), "1", Some(3), "changed after")]
#[case::a_moment(&format!("update events set at = '2024-09-24T00:00:00.000000Z' where seq = 2 and {}", case(2)), "2", Some(2), "changed after")]
#[case::one_is_gone(&format!("delete from events where seq = 3 and {}", case(2)), "2", Some(3), "missing")]
#[case::the_first_is_gone(&format!("delete from events where seq = 1 and {}", case(2)), "2", Some(1), "missing")]
#[case::the_last_is_gone(&format!("delete from events where seq = 5 and {}", case(1)), "1", Some(5), "has seen 5 events and 4")]
#[case::two_change_places(
    &format!("update events set seq = 99 where seq = 2 and {c}; update events set seq = 2 where seq = 3 and {c}; update events set seq = 3 where seq = 99 and {c}", c = case(1)),
    "1", Some(2), "changed after"
)]
#[case::the_case(&"update cases set document = replace(document, 'engineering', 'sales') where number = '2'".to_owned(), "2", None, "not what its history makes it")]
#[case::a_column(&"update cases set stage = 'closed' where number = '1'".to_owned(), "1", None, "columns")]
#[case::a_due_time(&format!("update deadlines set due_at = '2025-01-01T00:00:00.000000Z' where {}", case(1)), "1", None, "list of deadlines")]
#[case::a_wake(&format!("delete from wakes where {}", case(2)), "2", None, "would not be looked at")]
#[case::a_fact(&format!("update case_facts set value = '\"N-999\"' where {}", case(2)), "2", None, "another `plate`")]
#[case::a_person(&format!("delete from participants where {}", case(1)), "1", None, "list of people")]
fn a_change_by_hand_is_found(
    #[values(On::Sqlite, On::Postgres)] on: On,
    #[case] sql: &str,
    #[case] number: &str,
    #[case] event: Option<u64>,
    #[case] message: &str,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = filled(&test);
    meddle(&test, sql);
    let faults = store.verify_platform().expect("verify").faults;
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].case.as_deref(), Some(number));
    assert_eq!(faults[0].event, event, "{faults:?}");
    assert!(faults[0].message.contains(message), "{faults:?}");
}

#[rstest]
fn a_case_that_is_gone_with_all_its_traces_is_missed(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = filled(&test);
    let tables = ["events", "deadlines", "tasks", "case_facts", "participants", "wakes"];
    let traces: String = tables
        .iter()
        .map(|table| format!("delete from {table} where {};", case(2)))
        .collect();
    meddle(&test, &format!("{traces} delete from cases where number = '2'"));
    let faults = store.verify_platform().expect("verify").faults;
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].message, "2 numbers were given and 1 cases are there");
}

#[rstest]
fn a_history_whose_case_is_gone_is_found(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = filled(&test);
    meddle(&test, "delete from cases where number = '1'");
    let faults = store.verify_platform().expect("verify").faults;
    assert!(
        faults.iter().any(|fault| fault.message == "a history without its case"),
        "{faults:?}"
    );
}

#[rstest]
#[case("update events set body = '{}' where seq = 1")]
#[case("delete from events where seq = 1")]
fn the_database_itself_keeps_events_as_they_are(#[values(On::Sqlite, On::Postgres)] on: On, #[case] sql: &str) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = filled(&test);
    let refused = std::panic::catch_unwind(|| test.meddle(sql)).expect_err("refused");
    let told = refused.downcast_ref::<String>().expect("a text");
    assert!(told.contains("events are append-only"), "{told}");
    assert_eq!(store.verify_platform().expect("verify").faults, []);
}

/// The first case is destroyed as the application does it.
fn destroyed(test: &TestDatabase) -> Store {
    let store = filled(test);
    store
        .write(|conn| {
            let which = redress::store::cases::Which::Number("1");
            let before = redress::store::cases::for_update(conn, &north(), which)?.expect("there");
            let mut recorded = vec![redress::case::event::Recorded {
                seq: before.version + 1,
                at: before.opened_at,
                by: lin(),
                by_name: "Lin".to_owned(),
                stands_for: None,
                event: redress::case::Event::Destroyed {
                    clauses: Vec::new(),
                    left: String::new(),
                },
            }];
            redress::store::erasure::seal(conn, &north(), before.id, &mut recorded)?;
            let mut after = before.clone();
            after.apply(&recorded[0]);
            redress::store::cases::update(conn, &before, &after, &redress::store::cases::Summary::default())?;
            redress::store::history::append(conn, &north(), after.id, &after.pack, &recorded)?;
            redress::store::erasure::erase(conn, &north(), after.id)
        })
        .expect("destroyed");
    assert_eq!(
        store.verify_platform().expect("verify").faults,
        [],
        "erased is not tampered"
    );
    store
}

#[rstest]
#[case::what_is_left(&format!("update events set body = replace(body, 'commented', 'Commented') where seq = 5 and {}", case(1)), Some(6), "what is left")]
#[case::the_hash_of_a_body(&format!("update events set body_hash = hash where seq = 5 and {}", case(1)), Some(5), "changed after")]
#[case::a_body_that_stayed(&format!("update events set body_hash = null where seq = 5 and {}", case(1)), Some(5), "changed after")]
fn an_erased_history_is_proved_all_the_same(
    #[values(On::Sqlite, On::Postgres)] on: On,
    #[case] sql: &str,
    #[case] event: Option<u64>,
    #[case] message: &str,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = destroyed(&test);
    meddle(&test, sql);
    let faults = store.verify_platform().expect("verify").faults;
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].event, event, "{faults:?}");
    assert!(faults[0].message.contains(message), "{faults:?}");
}

#[rstest]
fn a_body_is_erased_only_when_the_case_is_destroyed(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = filled(&test);
    let erase = "update events set body = '{}', body_hash = hash where seq = 5";
    let refused = std::panic::catch_unwind(|| test.meddle(erase)).expect_err("refused");
    let told = refused.downcast_ref::<String>().expect("a text");
    assert!(told.contains("events are append-only"), "{told}");
    assert_eq!(store.verify_platform().expect("verify").faults, []);
}
