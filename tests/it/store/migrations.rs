//! Bringing a database up to date.

use redress::store::{Error, Store};
use rstest::rstest;

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
