//! Identities and errands, as both databases keep them.

use chrono::Duration;
use redress::case::PersonId;
use redress::store::identities::{self, Errand, Identity};
use redress::store::people;
use redress::store::{Conn, Error, Store};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

fn identity(subject: &str) -> Identity {
    Identity {
        issuer: "https://id.example.org".to_owned(),
        subject: subject.to_owned(),
        shown: format!("{subject}@example.org"),
    }
}

fn write<T: Send + 'static>(store: &Store, work: impl FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static) -> T {
    store.write(work).expect("write")
}

#[rstest]
fn an_identity_is_one_person_s_and_a_person_has_one(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let (chen, lin) = (add_person(&store, "chen", "hash"), add_person(&store, "lin", ""));
    let connect = |person: &PersonId, subject: &str| {
        let (person, identity) = (person.clone(), identity(subject));
        write(&store, move |conn| {
            identities::connect(conn, &person, &identity, monday())
        })
    };
    let holder = |issuer: &str, subject: &str| {
        let found = store.read(|conn| identities::holder(conn, issuer, subject));
        found.expect("read").map(|person| person.0.to_string())
    };
    let issuer = "https://id.example.org";
    assert!(connect(&chen, "1"));
    assert!(connect(&chen, "1"), "it is theirs already");
    assert!(!connect(&lin, "1"), "it is another's");
    assert_eq!(holder(issuer, "1").as_deref(), Some("chen"));
    assert_eq!(
        holder("https://other.example.org", "1"),
        None,
        "another issuer has other people"
    );
    assert!(connect(&chen, "2"), "another takes its place");
    assert_eq!(
        (holder(issuer, "1"), holder(issuer, "2").as_deref()),
        (None, Some("chen"))
    );
    let of_chen = store.read(|conn| identities::of(conn, &chen)).expect("read");
    assert_eq!(of_chen, Some((identity("2"), monday())));

    let invited = || {
        let one = store
            .read(|conn| people::account(conn, &lin))
            .expect("read")
            .expect("lin")
            .is_invited;
        let all = store.read(people::accounts_on_platform).expect("read");
        let listed = all
            .iter()
            .find(|account| account.person.id == lin)
            .expect("lin")
            .is_invited;
        assert_eq!(one, listed);
        one
    };
    assert!(invited());
    assert!(connect(&lin, "1"));
    assert!(!invited(), "they have come in");
    for gone in [true, false] {
        let person = lin.clone();
        assert_eq!(write(&store, move |conn| identities::disconnect(conn, &person)), gone);
    }
    assert!(invited());
}

#[rstest]
fn whoever_is_waited_for_comes_back_once_and_in_time(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let (chen, now) = (add_person(&store, "chen", "hash"), monday());
    let until = now + Duration::minutes(10);
    let link_hash = "of a link".to_owned();
    let all = [
        ("one", Errand::SignIn),
        ("two", Errand::Connect(chen)),
        ("three", Errand::Invitation { link_hash }),
    ];
    for (hash, errand) in all {
        let sent = errand.clone();
        write(&store, move |conn| identities::send(conn, hash, &sent, "/next", until));
        let is_awaited = |at| store.read(|conn| identities::is_awaited(conn, hash, at)).expect("read");
        assert!(is_awaited(now) && !is_awaited(until));
        let back = write(&store, move |conn| identities::take(conn, hash, now));
        assert_eq!(back, Some((errand, "/next".to_owned())));
        assert!(!is_awaited(now));
        assert_eq!(write(&store, move |conn| identities::take(conn, hash, now)), None);
    }
    write(&store, move |conn| {
        identities::send(conn, "late", &Errand::SignIn, "", until)
    });
    assert_eq!(write(&store, move |conn| identities::take(conn, "late", until)), None);
    write(&store, move |conn| {
        identities::send(conn, "lost", &Errand::SignIn, "", until)
    });
    write(&store, move |conn| identities::sweep_on_platform(conn, until));
    assert_eq!(write(&store, move |conn| identities::take(conn, "lost", now)), None);
}
