//! Histories, files and packs come back as they were written, to those they belong to.

use redress::case::command::AttachedFile;
use redress::pack::id::{OrganizationId, PackVersion};
use redress::store::{Error, cases, clock, files, history, packs};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

#[rstest]
fn a_case_comes_back_with_its_history(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let sample = Sample::opened(&north(), "24050001")
        .due("answer", "2024-09-26T10:00:00.123456Z".parse().expect("an instant"))
        .in_department("engineering")
        .comment("投诉人来电 \"again\" \\ \u{1f4de}");
    let case = sample.clone().save(&store);
    let (stored, events) = store
        .read(|conn| {
            let stored = cases::by_number(conn, &north(), "24050001")?.expect("there");
            let events = history::of_case(conn, &north(), stored.id, stored.version)?;
            Ok::<_, Error>((stored, events))
        })
        .expect("read");
    assert_eq!(stored, case);
    assert_eq!(events, sample.history);
    let since = store
        .read(|conn| history::between(conn, &north(), case.id, 2, 4))
        .expect("read");
    assert_eq!(since, sample.history[2..4]);
}

#[rstest]
fn what_belongs_to_another_organization_is_not_there(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let south = OrganizationId::new("south");
    with_packs(&store, &[north(), south.clone()]);
    let case = Sample::opened(&north(), "1").save(&store);
    let file = AttachedFile {
        hash: "ab".repeat(32),
        name: "a.png".into(),
        media_type: "image/png".into(),
        bytes: 3,
    };
    let row = file.clone();
    store
        .write(move |conn| files::put(conn, &north(), &row, monday()))
        .expect("kept");
    store
        .read(|conn| {
            assert_eq!(cases::by_number(conn, &south, "1")?, None);
            assert_eq!(cases::by_id(conn, &south, case.id)?, None);
            assert_eq!(history::of_case(conn, &south, case.id, 9)?, []);
            assert_eq!(files::by_hash(conn, &south, &file.hash)?, None);
            assert_eq!(files::by_hash(conn, &north(), &file.hash)?, Some(file.clone()));
            Ok::<_, Error>(())
        })
        .expect("read");
    let own = Sample::opened(&south, "1").save(&store);
    assert_ne!(own.id, case.id, "the same number means another case there");
}

#[rstest]
fn a_pack_is_kept_for_ever_and_one_version_is_active(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    for (version, sources) in [("v1", "one"), ("v2", "two"), ("v1", "never read again")] {
        store
            .write(move |conn| packs::activate(conn, &north(), &PackVersion::new(version), sources, monday()))
            .expect("kept");
    }
    store
        .read(|conn| {
            assert_eq!(packs::active(conn, &north())?, Some(PackVersion::new("v1")));
            assert_eq!(
                packs::sources(conn, &north(), &PackVersion::new("v1"))?.as_deref(),
                Some("one")
            );
            assert_eq!(
                packs::sources(conn, &north(), &PackVersion::new("v2"))?.as_deref(),
                Some("two")
            );
            assert_eq!(packs::active_on_platform(conn)?, [(north(), PackVersion::new("v1"))]);
            Ok::<_, Error>(())
        })
        .expect("read");
}

#[rstest]
fn a_test_clock_stands_where_it_stood_after_a_restart(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    assert_eq!(store.read(clock::standing_at).expect("read"), None);
    for at in [monday(), monday() - chrono::Duration::days(400)] {
        store.write(move |conn| clock::stand_at(conn, at)).expect("kept");
    }
    drop(store);
    let standing = test.open().read(clock::standing_at).expect("read");
    assert_eq!(standing, Some(monday() - chrono::Duration::days(400)));
}

#[test]
fn a_backup_is_a_store_of_its_own() {
    let test = TestDatabase::new(On::Sqlite).expect("a database");
    let store = test.open();
    with_packs(&store, &[north()]);
    Sample::opened(&north(), "1").save(&store);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.sqlite3");
    store.backup(&path).expect("copied");
    Sample::opened(&north(), "2").save(&store);
    let copy = redress::store::Store::open(&redress::store::Database::Sqlite(path.clone())).expect("it opens");
    let findings = copy.verify_platform().expect("verify");
    assert_eq!((findings.cases, findings.faults), (1, vec![]));
    assert!(store.backup(&path).is_err(), "a file that is there is not overwritten");
}

#[test]
fn a_backup_of_postgres_names_the_command_that_makes_it() {
    let Some(test) = TestDatabase::new(On::Postgres) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let error = test.open().backup(&folder.path().join("copy")).expect_err("not by us");
    assert!(error.to_string().contains("pg_dump --format=custom"), "{error}");
}
