//! Many at once: nothing is lost, doubled or left half done.

use std::collections::BTreeSet;

use redress::case::event::Event;
use redress::case::{Case, PersonId};
use redress::store::cases::{self, Which};
use redress::store::idempotency::{self, Claim};
use redress::store::{Error, Store, serials};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

#[rstest]
fn numbers_have_no_gaps_and_no_doubles(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let numbers: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let store = &store;
                scope.spawn(move || {
                    (0..20)
                        .filter_map(|round| open_one(store, (thread + round) % 3 == 0).ok())
                        .collect()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| -> Vec<u64> { thread.join().expect("no panic") })
            .collect()
    });
    let distinct: BTreeSet<u64> = numbers.iter().copied().collect();
    assert_eq!(distinct.len(), numbers.len(), "no doubles");
    assert_eq!(
        distinct,
        (1..=numbers.len() as u64).collect(),
        "no gaps, although a third broke off after taking one"
    );
    assert!(
        numbers.len() > 100 && numbers.len() < 160,
        "some went through and some broke off: {}",
        numbers.len()
    );
}

fn open_one(store: &Store, breaks_off: bool) -> Result<u64, Error> {
    store.write(move |conn| {
        let serial = serials::next(conn, &north(), "24#")?;
        let sample = Sample::opened(&north(), &format!("24{serial:04}"));
        cases::insert(conn, &sample.case, &sample.summary())?;
        if breaks_off {
            Err(Error::Lost("the power of the town".to_owned()))
        } else {
            Ok(serial)
        }
    })
}

/// Eight people sign one case, each ten times under another name.
fn everybody_signs(store: &Store, sign: impl Fn(&Store, PersonId) + Sync) -> usize {
    let case = Sample::opened(&north(), "1").save(store);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let sign = &sign;
            scope.spawn(move || (0..10).for_each(|round| sign(store, PersonId(format!("p{thread}-{round}").into()))));
        }
    });
    let case = store
        .read(|conn| cases::by_id(conn, &north(), case.id))
        .expect("read")
        .expect("there");
    case.participants.len() - 1
}

fn read(store: &Store) -> Case {
    store
        .read(|conn| cases::by_number(conn, &north(), "1"))
        .expect("read")
        .expect("there")
}

#[rstest]
fn nobody_overwrites_what_another_has_saved(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let signed = everybody_signs(&store, |store, person| {
        loop {
            let before = read(store);
            let mut after = before.clone();
            after.participants.insert(person.clone());
            after.version += 1;
            match store.write(move |conn| cases::update(conn, &before, &after, &cases::Summary::default())) {
                Ok(()) => break,
                Err(Error::Stale) => {}
                Err(error) => panic!("{}", error.chain()),
            }
        }
    });
    assert_eq!(signed, 80);
}

/// The control: whoever takes the version at the last moment instead of with what they read loses updates. If this one
/// kept them all, the test above would prove nothing.
#[rstest]
fn without_the_version_that_was_read_updates_are_lost(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let signed = everybody_signs(&store, |store, person| {
        let mut after = read(store);
        after.participants.insert(person);
        std::thread::yield_now();
        let saved = store.write(move |conn| {
            let before = cases::for_update(conn, &north(), Which::Number("1"))?.expect("there");
            after.version = before.version + 1;
            // The people of others are in the projection already; only the case itself forgets them.
            let known = before.participants.clone();
            let summary = cases::Summary::default();
            let mut seen = before;
            seen.participants = known.union(&after.participants).cloned().collect();
            cases::update(conn, &seen, &after, &summary)
        });
        saved.unwrap_or_else(|error| panic!("{}", error.chain()));
    });
    assert!(signed < 80, "a control that loses nothing proves nothing");
}

#[rstest]
fn a_hundred_retries_make_one_case(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let answers: BTreeSet<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..5)
            .map(|_| scope.spawn(|| (0..20).map(|_| submit(&store, "key", "request")).collect::<Vec<_>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    assert_eq!(answers.len(), 1, "everybody is told the same");
    assert_eq!(submit(&store, "key", "another request"), "mismatch");
    assert_ne!(submit(&store, "another key", "request"), *answers.first().expect("one"));
}

fn submit(store: &Store, key: &'static str, request: &'static str) -> String {
    let done = store.write(
        move |conn| match idempotency::claim(conn, &north(), key, request, monday())? {
            Claim::Answered(answer) => Ok(answer),
            Claim::Mismatch => Ok("mismatch".to_owned()),
            Claim::New => {
                let serial = serials::next(conn, &north(), "#")?;
                let sample = Sample::opened(&north(), &serial.to_string());
                cases::insert(conn, &sample.case, &sample.summary())?;
                let answer = format!("case {serial} {}", sample.case.id.0);
                idempotency::answer(conn, &north(), key, &answer)?;
                Ok::<_, Error>(answer)
            }
        },
    );
    done.unwrap_or_else(|error| panic!("{}", error.chain()))
}

#[rstest]
fn work_that_breaks_off_leaves_nothing(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let refused = store.write(|conn| {
        Sample::opened(&north(), "1").save_within(conn)?;
        Err::<(), _>(Error::Lost("thought better of it".to_owned()))
    });
    assert!(refused.is_err());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write(|conn| -> Result<(), Error> {
            Sample::opened(&north(), "1").save_within(conn)?;
            panic!("in the middle")
        })
    }));
    assert!(!matches!(panicked, Ok(Ok(()))));
    let left = store.read(|conn| cases::by_number(conn, &north(), "1")).expect("read");
    assert_eq!(left, None);
    let case = Sample::opened(&north(), "1").save(&store);
    assert_eq!(
        store.read(|conn| cases::by_id(conn, &north(), case.id)).expect("read"),
        Some(case)
    );
    assert_eq!(store.verify(&north()).expect("verify").faults, []);
}

#[rstest]
fn one_that_fails_does_not_take_its_group_with_it(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let saved: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..24)
            .map(|number| {
                let store = &store;
                scope.spawn(move || {
                    // Every third takes a number that is already there.
                    let number = if number % 3 == 0 { 0 } else { number };
                    let sample = Sample::opened(&north(), &number.to_string());
                    store.write(move |conn| sample.save_within(conn)).is_ok()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| usize::from(thread.join().expect("no panic")))
            .sum()
    });
    assert_eq!(
        saved, 17,
        "sixteen of their own and one of the eight that wanted the same"
    );
    assert_eq!(store.verify(&north()).expect("verify").faults, []);
}

#[test]
fn an_answer_comes_after_the_commit() {
    let test = TestDatabase::new(On::Sqlite).expect("a database");
    let store = test.open();
    with_packs(&store, &[north()]);
    let other = test.open();
    std::thread::scope(|scope| {
        for thread in 0..6 {
            let (store, other) = (&store, &other);
            scope.spawn(move || {
                for round in 0..10 {
                    let number = format!("{thread}-{round}");
                    Sample::opened(&north(), &number).save(store);
                    // Through another store with connections of its own: it sees what is committed and nothing else.
                    let seen = other
                        .read(|conn| cases::by_number(conn, &north(), &number))
                        .expect("read");
                    assert!(seen.is_some(), "{number} was acknowledged");
                }
            });
        }
    });
    drop((store, other));
    assert_eq!(test.open().verify(&north()).expect("verify").cases, 60);
}

#[rstest]
fn events_are_appended_and_followed(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let case = Sample::opened(&north(), "1").save(&store);
    let later = append(
        &store,
        &case,
        Event::Commented {
            text: "called back".to_owned(),
        },
    )
    .expect("saved");
    assert_eq!(later.version, 2);
    let late = append(
        &store,
        &case,
        Event::Commented {
            text: "called too".to_owned(),
        },
    );
    assert!(
        matches!(late, Err(Error::Stale)),
        "it was read before the first comment"
    );
    assert_eq!(store.verify(&north()).expect("verify").faults, []);
}
