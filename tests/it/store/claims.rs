//! Work that is due is given to one worker at a time, and to another when that one has died.

use chrono::{DateTime, Duration, Utc};
use redress::case::Addressee;
use redress::case::event::Effect;
use redress::pack::id::{RoleId, ScheduleId};
use redress::store::{Error, Store, outbox, runs, wakes};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

fn wall() -> DateTime<Utc> {
    monday() + Duration::days(900)
}

/// Two workers claim until nothing is left for them.
fn two_workers<T: Send>(store: &Store, claim: impl Fn(&Store) -> Vec<T> + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let more = claim(store);
                        if more.is_empty() {
                            return mine;
                        }
                        mine.extend(more);
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("no panic"))
            .collect()
    })
}

fn claim_wakes(store: &Store, now: DateTime<Utc>, wall: DateTime<Utc>) -> Vec<wakes::Wake> {
    store
        .write(move |conn| wakes::claim_on_platform(conn, now, wall, wall + Duration::seconds(20), 3))
        .unwrap_or_else(|error: Error| panic!("{}", error.chain()))
}

#[rstest]
fn a_wake_is_claimed_once_by_two_workers(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    for number in 0..20 {
        let due = monday() + Duration::hours(number);
        Sample::opened(&north(), &number.to_string())
            .due("answer", due)
            .save(&store);
    }
    assert_eq!(store.read(wakes::first_on_platform).expect("read"), Some(monday()));
    let next = store
        .read(|conn| wakes::next_on_platform(conn, monday()))
        .expect("read");
    assert_eq!(next, Some(monday() + Duration::hours(1)));
    let now = monday() + Duration::hours(9);
    let mut claimed = two_workers(&store, |store| claim_wakes(store, now, wall()));
    assert_eq!(claimed.len(), 10, "what is due, each once, and nothing that is not");
    claimed.sort_by_key(|wake| wake.case);
    claimed.dedup_by_key(|wake| wake.case);
    assert_eq!(claimed.len(), 10);

    let later = wall() + Duration::seconds(21);
    assert_eq!(
        claim_wakes(&store, now, later).len(),
        3,
        "a worker that died gives its work back when its lease ends"
    );
}

#[rstest]
fn a_case_that_was_dealt_with_is_not_woken_again(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let case = Sample::opened(&north(), "1").due("answer", monday()).save(&store);
    assert_eq!(claim_wakes(&store, monday(), wall()).len(), 1);
    let missed = redress::case::Event::DeadlineMissed {
        deadline: "answer".into(),
        occurrence: 1,
    };
    append(&store, &case, missed).expect("saved");
    assert_eq!(claim_wakes(&store, monday(), wall() + Duration::days(1)), []);
    assert_eq!(store.read(wakes::first_on_platform).expect("read"), None);
}

#[rstest]
fn an_occurrence_is_run_once_however_often_it_is_worked_out(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let digest = ScheduleId::new("digest");
    let occurrences: Vec<_> = (0..30).map(|day| monday() + Duration::days(day)).collect();
    let until = monday() + Duration::days(30);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (store, digest, occurrences) = (&store, digest.clone(), occurrences.clone());
            scope.spawn(move || {
                let written = store.write(move |conn| runs::write_down(conn, &north(), &digest, &occurrences, until));
                written.unwrap_or_else(|error| panic!("{}", error.chain()));
            });
        }
    });
    let looked = store
        .read(|conn| runs::looked_until(conn, &north(), &digest))
        .expect("read");
    assert_eq!(looked, Some(until));
    let claim = |store: &Store| -> Vec<runs::Run> {
        store
            .write(move |conn| runs::claim_on_platform(conn, until, wall(), wall() + Duration::minutes(5), 4))
            .unwrap_or_else(|error: Error| panic!("{}", error.chain()))
    };
    let claimed = two_workers(&store, claim);
    let mut seen: Vec<_> = claimed.iter().map(|run| run.occurrence).collect();
    seen.sort();
    assert_eq!(seen, occurrences);

    // One worker dies; its run goes to another, and what it says afterwards does not count.
    let stale = claimed[0].clone();
    let lapsed = wall() + Duration::minutes(6);
    let again: Vec<runs::Run> = store
        .write(move |conn| runs::claim_on_platform(conn, until, lapsed, lapsed + Duration::minutes(5), 100))
        .unwrap_or_else(|error: Error| panic!("{}", error.chain()));
    assert_eq!(again.len(), 30);
    let taken_over = again
        .into_iter()
        .find(|run| run.occurrence == stale.occurrence)
        .expect("there");
    assert!(
        !store
            .write(move |conn| runs::finish(conn, &stale, until))
            .expect("write")
    );
    assert!(
        store
            .write(move |conn| runs::finish(conn, &taken_over, until))
            .expect("write")
    );
}

#[rstest]
fn an_effect_goes_out_under_one_name_until_it_is_delivered(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let case = Sample::opened(&north(), "1").save(&store);
    let effects = vec![
        Effect::Remind {
            to: Addressee::Role(RoleId::new("manager")),
            about: "the answer is late".to_owned(),
        },
        Effect::Remind {
            to: Addressee::Role(RoleId::new("manager")),
            about: "again".to_owned(),
        },
    ];
    let written = effects.clone();
    store
        .write(move |conn| outbox::put(conn, &north(), case.id, 1, &written, monday()))
        .expect("written down");
    let claim = |wall: DateTime<Utc>| -> Vec<outbox::Outgoing> {
        store
            .write(move |conn| outbox::claim_on_platform(conn, wall, wall + Duration::seconds(20), 10))
            .unwrap_or_else(|error: Error| panic!("{}", error.chain()))
    };
    let first = claim(wall());
    assert_eq!(
        first.iter().map(|outgoing| outgoing.effect.clone()).collect::<Vec<_>>(),
        effects
    );
    assert_eq!(claim(wall()), [], "they are on their way");
    let second = claim(wall() + Duration::seconds(21));
    let ids = |outgoing: &[outbox::Outgoing]| outgoing.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&first), ids(&second));
    let (late, fresh) = (first[0].clone(), second[0].clone());
    assert!(
        !store.write(move |conn| outbox::delivered(conn, &late)).expect("write"),
        "another attempt is under way"
    );
    assert!(store.write(move |conn| outbox::delivered(conn, &fresh)).expect("write"));
    assert_eq!(store.read(|conn| outbox::waiting(conn, &north())).expect("read"), 1);
}
