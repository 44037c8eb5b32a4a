//! Bringing a database up to date.

use redress::case::Event;
use redress::form::Answers;
use redress::pack::id::TaskId;
use redress::store::{Error, Store, cases};
use redress::value::Value;
use rstest::rstest;

use super::sample::{Sample, north, with_packs};
use crate::support::database::{On, TestDatabase};

#[rstest]
fn every_migration_has_a_way_back(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    drop(test.open());
    Store::revert(&test.database).expect("back");
    test.meddle("create table cases (nothing_is_left integer); drop table cases;");
    drop(test.open());
}

#[rstest]
fn nodes_that_start_together_migrate_once(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    std::thread::scope(|scope| {
        let nodes: Vec<_> = (0..6)
            .map(|_| scope.spawn(|| Store::open(&test.database).map(drop)))
            .collect();
        for node in nodes {
            node.join().expect("no panic").expect("every node starts");
        }
    });
}

#[rstest]
fn an_old_program_refuses_a_newer_database(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    drop(test.open());
    test.meddle("insert into __diesel_schema_migrations (version) values ('20990101000000')");
    let error = Store::open(&test.database).err().expect("it is newer");
    assert!(
        matches!(&error, Error::NewerSchema { version } if version == "20990101000000"),
        "{error}"
    );
}

#[rstest]
fn a_program_that_runs_writes_nothing_more_once_a_newer_one_has_migrated(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    store.write(|_| Ok::<_, Error>(())).expect("it is of this program");
    test.meddle("insert into __diesel_schema_migrations (version) values ('20990101000000')");
    let error = store.write(|_| Ok::<_, Error>(())).expect_err("it is newer");
    assert!(
        matches!(&error, Error::NewerSchema { version } if version == "20990101000000"),
        "{error}"
    );
    store
        .read(|_| Ok::<_, Error>(()))
        .expect("what is there is still shown");
}

#[rstest]
fn what_postgres_may_lose_is_not_accepted() {
    let Some(test) = TestDatabase::new(On::Postgres) else {
        return;
    };
    drop(test.open());
    let redress::store::Database::Postgres(url) = &test.database else {
        panic!("not PostgreSQL")
    };
    let name = url.rsplit_once('/').expect("a name").1;
    test.meddle(&format!("alter database {name} set synchronous_commit = off"));
    let error = Store::open(&test.database).err().expect("commits could be lost");
    assert!(
        matches!(&error, Error::Setting { setting, .. } if setting == "synchronous_commit"),
        "{error}"
    );
}

/// A case whose task was done in the second round, as a program stored it that did not know rounds of tasks.
fn stored_without_its_round(test: &TestDatabase) -> Store {
    let store = test.open();
    with_packs(&store, &[north()]);
    let done = Sample::opened(&north(), "1")
        .then(Event::TaskOpened {
            number: 1,
            task: TaskId::new("look"),
            department: None,
            each: Value::Empty,
            person: None,
            about: None,
        })
        .then(Event::RoundStarted { round: 2 })
        .then(Event::TaskDone {
            number: 1,
            answers: Answers::new(),
        });
    done.save(&store);
    assert_eq!(store.verify_platform().expect("verify").faults, []);
    test.meddle(
        "update cases set document = replace(document, '\"withdrawn\":false,\"round\":2', '\"withdrawn\":false'); \
         insert into upgrades (name) values ('rounds_of_tasks')",
    );
    let faults = store.verify_platform().expect("verify").faults;
    assert!(
        faults.len() == 1 && faults[0].message.contains("not what its history makes it"),
        "{faults:?}"
    );
    store
}

#[rstest]
fn a_case_stored_before_tasks_knew_their_round_is_what_its_history_makes_it(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    drop(stored_without_its_round(&test));
    let store = test.open();
    assert_eq!(store.verify_platform().expect("verify").faults, []);
    let case = store.read(|conn| cases::by_number(conn, &north(), "1")).expect("read");
    let done = case.and_then(|case| case.tasks.into_iter().next()?.done);
    assert_eq!(
        done.map(|done| done.round),
        Some(2),
        "its answers are those of the second round"
    );
}

#[rstest]
fn bringing_up_to_date_heals_no_case_that_was_changed_by_hand(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    drop(stored_without_its_round(&test));
    test.meddle("update cases set document = replace(document, '555-0100', '555-0199')");
    let faults = test.open().verify_platform().expect("verify").faults;
    assert!(
        faults.len() == 1 && faults[0].message.contains("not what its history makes it"),
        "{faults:?}"
    );
}
