//! Links, second factors and scopes of tokens, as both databases keep them.

use chrono::Duration;
use redress::access::scope::{Scope, Scopes};
use redress::case::PersonId;
use redress::pack::id::OrganizationId;
use redress::store::links::{self, Link};
use redress::store::people::{self, Post};
use redress::store::sessions::{self, Grant, Token};
use redress::store::{Conn, Error, Store, second_factors};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

#[rstest]
fn a_link_is_one_person_s_last_is_used_once_and_ends(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let (chen, now) = (add_person(&store, "chen", "hash"), monday());
    let link = Link {
        person: chen.clone(),
        made_by: PersonId("root".into()),
        created_at: now,
        expires_at: now + Duration::days(7),
    };
    for hash in ["first", "second"] {
        let link = link.clone();
        store.write(move |conn| links::put(conn, hash, &link)).expect("write");
    }
    let whose = |hash: &str, at| store.read(|conn| links::in_force(conn, hash, at)).expect("read");
    assert_eq!(whose("first", now), None, "a newer one takes its place");
    assert_eq!(whose("second", now), Some(chen.clone()));
    assert_eq!(whose("second", now + Duration::days(7)), None);
    let until = store.read(|conn| links::open_until(conn, &chen, now)).expect("read");
    assert_eq!(until, Some(now + Duration::days(7)));
    let take = |at| store.write(move |conn| links::take(conn, "second", at)).expect("write");
    assert!(!take(now + Duration::days(8)));
    assert!(take(now));
    assert!(!take(now), "once");
    let (person, again) = (chen.clone(), link.clone());
    store
        .write(move |conn| links::put(conn, "third", &again))
        .expect("write");
    store
        .write(move |conn| people::set_disabled(conn, &person, true, now))
        .expect("write");
    assert_eq!(whose("third", now), None, "whoever is shut out has no link");
    store
        .write(move |conn| links::put(conn, "fourth", &link))
        .expect("write");
    store
        .write(move |conn| links::sweep_on_platform(conn, now + Duration::days(7)))
        .expect("write");
    assert_eq!(whose("fourth", now), None);
}

#[rstest]
fn a_step_is_accepted_once_and_only_forward(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let (chen, now) = (add_person(&store, "chen", "hash"), monday());
    let write = |work: fn(&mut Conn, &PersonId) -> Result<bool, Error>| {
        let chen = chen.clone();
        store.write(move |conn| work(conn, &chen)).expect("write")
    };
    assert!(write(|conn, chen| second_factors::begin(conn, chen, "SECRET")));
    assert!(
        write(|conn, chen| second_factors::begin(conn, chen, "ANOTHER")),
        "nothing is confirmed yet"
    );
    assert!(write(|conn, chen| second_factors::confirm(conn, chen, 100, monday())));
    assert!(
        !write(|conn, chen| second_factors::begin(conn, chen, "THIRD")),
        "one is in use"
    );
    for (step, is_new) in [(100, false), (99, false), (101, true), (101, false)] {
        let person = chen.clone();
        let accepted = store.write(move |conn| second_factors::accept(conn, &person, step));
        assert_eq!(accepted.expect("write"), is_new, "{step}");
    }
    let factor = |store: &Store| {
        store
            .read(|conn| second_factors::of(conn, &chen))
            .expect("read")
            .expect("one")
    };
    assert_eq!(factor(&store).secret, "ANOTHER");
    for _ in 0..3 {
        let person = chen.clone();
        store
            .write(move |conn| second_factors::fail(conn, &person))
            .expect("write");
    }
    assert_eq!(factor(&store).failures, 3);
    let person = chen.clone();
    store
        .write(move |conn| second_factors::lock(conn, &person, now))
        .expect("write");
    assert_eq!((factor(&store).failures, factor(&store).locked_until), (0, Some(now)));
    let account = store
        .read(|conn| people::account(conn, &chen))
        .expect("read")
        .expect("known");
    assert!(account.has_second_factor && !account.is_invited);
    assert!(write(second_factors::remove));
    assert!(!write(second_factors::remove));
}

#[rstest]
fn a_recovery_code_and_a_challenge_are_met_once(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let (chen, now) = (add_person(&store, "chen", "hash"), monday());
    let person = chen.clone();
    let codes = ["one".to_owned(), "two".to_owned()];
    store
        .write(move |conn| second_factors::put_recovery_codes(conn, &person, &codes))
        .expect("write");
    for (code, is_good) in [("one", true), ("one", false), ("three", false)] {
        let person = chen.clone();
        let taken = store.write(move |conn| second_factors::take_recovery_code(conn, &person, code));
        assert_eq!(taken.expect("write"), is_good, "{code}");
    }
    let left = store
        .read(|conn| second_factors::recovery_codes_left(conn, &chen))
        .expect("read");
    assert_eq!(left, 1);
    let person = chen.clone();
    store
        .write(move |conn| second_factors::challenge(conn, "token", &person, now + Duration::minutes(5)))
        .expect("write");
    let of = |at| {
        store
            .read(|conn| second_factors::challenged(conn, "token", at))
            .expect("read")
    };
    assert_eq!(of(now), Some(chen.clone()));
    assert_eq!(of(now + Duration::minutes(5)), None);
    let meet = || {
        store
            .write(|conn| second_factors::meet_challenge(conn, "token"))
            .expect("write")
    };
    assert!(meet());
    assert!(!meet());
}

#[rstest]
fn accounts_tell_posts_everywhere_and_who_has_not_come_yet(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let (chen, lin) = (add_person(&store, "chen", "hash"), add_person(&store, "lin", ""));
    let south = OrganizationId::new("south");
    for (organization, person) in [(north(), &chen), (south.clone(), &chen), (north(), &lin)] {
        let person = person.clone();
        let post = Post {
            role: "agent".into(),
            department: None,
        };
        store
            .write(move |conn| people::appoint(conn, &organization, &person, &post))
            .expect("write");
    }
    let all = store.read(people::accounts_on_platform).expect("read");
    let told: Vec<_> = all
        .iter()
        .map(|account| (&*account.person.id.0, account.posts.len(), account.is_invited))
        .collect();
    assert_eq!(told, [("chen", 2, false), ("lin", 1, true)]);
    assert!(!all[0].belongs_only_to(&north()));
    assert!(all[1].belongs_only_to(&north()));
    assert!(!all[1].belongs_only_to(&south));
    let alone = store.read(|conn| people::account(conn, &chen)).expect("read");
    assert_eq!(alone.as_ref(), Some(&all[0]));
}

#[rstest]
fn a_token_keeps_what_it_is_for_and_when_it_was_used(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let (chen, now) = (add_person(&store, "chen", "hash"), monday());
    let token = Token {
        person: chen.clone(),
        name: "import".to_owned(),
        prefix: "rd_a".to_owned(),
        created_at: now,
        expires_at: None,
        revoked_at: None,
        grant: Grant {
            scopes: Scopes::of([Scope::Decide, Scope::Read]),
            organization: Some(north()),
        },
        used_at: None,
    };
    let row = token.clone();
    store
        .write(move |conn| sessions::add_token(conn, "a", &row))
        .expect("write");
    let bearer = store
        .read(|conn| sessions::bearer(conn, "a", now))
        .expect("read")
        .expect("in force");
    assert_eq!(
        (bearer.person.id, bearer.grant, bearer.used_at),
        (chen.clone(), token.grant.clone(), None)
    );
    store
        .write(move |conn| sessions::token_used(conn, "a", now))
        .expect("write");
    let listed = store.read(|conn| sessions::tokens_of(conn, &chen, now)).expect("read");
    assert_eq!(
        listed,
        [Token {
            used_at: Some(now),
            ..token
        }]
    );
}

#[rstest]
fn tokens_of_before_there_were_scopes_have_all_of_them(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    add_person(&store, "chen", "hash");
    test.meddle(
        "insert into tokens (token_hash, person, name, prefix, created_at) \
         values ('a', 'chen', 'import', 'rd_a', '2024-09-23T01:00:00.000000Z')",
    );
    let bearer = store
        .read(|conn| sessions::bearer(conn, "a", monday()))
        .expect("read")
        .expect("in force");
    assert_eq!(bearer.grant.scopes, Scopes::all());
    assert_eq!(bearer.grant.organization, None);
}
