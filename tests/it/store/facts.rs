//! What counters count.

use chrono::Duration;
use redress::case::counting::{Before, Opened};
use redress::pack::id::*;
use redress::store::Error;
use redress::store::facts::count_alike;
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

#[rstest]
fn counters_count_other_cases_that_are_alike(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let south = OrganizationId::new("south");
    with_packs(&store, &[north(), south.clone()]);
    let first = Sample::opened(&north(), "1")
        .fact("plate", "A")
        .fact("kind", "late")
        .save(&store);
    Sample::opened(&north(), "2")
        .fact("plate", "A")
        .fact("kind", "rude")
        .save(&store);
    Sample::opened(&north(), "3")
        .fact("plate", "A")
        .fact("kind", "late")
        .save(&store);
    Sample::opened(&south, "1")
        .fact("plate", "A")
        .fact("kind", "late")
        .save(&store);
    let count = |name: &str, value: redress::value::Value, since, excluding| {
        let same = (name.to_owned(), value);
        store
            .read(|conn| {
                let opened = Opened { since, before: None };
                count_alike(conn, &north(), &CaseTypeId::new("complaint"), &same, opened, excluding)
            })
            .unwrap_or_else(|error: Error| panic!("{}", error.chain()))
    };
    assert_eq!(count("plate", "A".into(), None, None), 3);
    assert_eq!(count("plate", "A".into(), None, Some(first.id)), 2);
    assert_eq!(count("kind", "late".into(), None, None), 2);
    assert_eq!(
        count("plate", "A".into(), Some(monday()), None),
        3,
        "opened at that very moment counts"
    );
    assert_eq!(
        count("plate", "A".into(), Some(monday() + Duration::seconds(1)), None),
        0
    );
    assert_eq!(
        count("plate", redress::value::Value::Empty, None, None),
        0,
        "nothing is like nothing"
    );

    let before = |at, case| {
        let opened = Opened {
            since: None,
            before: Some(Before { at, case }),
        };
        let same = ("plate".to_owned(), "A".into());
        store
            .read(|conn| count_alike(conn, &north(), &CaseTypeId::new("complaint"), &same, opened, None))
            .unwrap_or_else(|error: Error| panic!("{}", error.chain()))
    };
    assert_eq!(before(monday(), None), 0);
    assert_eq!(before(monday() + Duration::seconds(1), None), 3);
    assert_eq!(before(monday(), Some(first.id)), 0, "the first has none before it");
}
