//! People, posts, sessions and tokens.

use chrono::Duration;
use redress::access::scope::Scopes;
use redress::pack::id::{DepartmentId, OrganizationId, RoleId};
use redress::store::Error;
use redress::store::people::{self, Person, Post};
use redress::store::sessions::{self, Grant, Session, Token};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

fn post(role: &str, department: Option<&str>) -> Post {
    Post {
        role: RoleId::new(role),
        department: department.map(DepartmentId::new),
    }
}

#[rstest]
fn a_post_counts_in_its_own_organization(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let south = OrganizationId::new("south");
    let (chen, lin) = (add_person(&store, "chen", "hash"), add_person(&store, "lin", "hash"));
    let taken = Person {
        id: chen.clone(),
        name: "Another".to_owned(),
        administrator: true,
        disabled: false,
    };
    assert!(
        !store
            .write(move |conn| people::add(conn, &taken, "hash", monday()))
            .expect("write")
    );
    for (organization, person, post) in [
        (north(), chen.clone(), post("handler", Some("sales"))),
        (north(), chen.clone(), post("handler", Some("legal"))),
        (north(), chen.clone(), post("handler", Some("legal"))),
        (south.clone(), lin.clone(), post("manager", None)),
    ] {
        store
            .write(move |conn| people::appoint(conn, &organization, &person, &post))
            .expect("write");
    }
    store
        .read(|conn| {
            let posts = [post("handler", Some("legal")), post("handler", Some("sales"))];
            assert_eq!(people::posts_of(conn, &north(), &chen)?, posts);
            assert_eq!(people::posts_of(conn, &south, &chen)?, []);
            assert_eq!(people::organizations_of(conn, &lin)?, std::slice::from_ref(&south));
            let members = people::of_organization(conn, &north())?;
            assert_eq!(members.len(), 1);
            assert_eq!((members[0].0.name.as_str(), members[0].1.len()), ("CHEN", 2));
            Ok::<_, Error>(())
        })
        .expect("read");
    let person = chen.clone();
    let gone = store.write(move |conn| people::dismiss(conn, &north(), &person, &post("handler", Some("legal"))));
    assert!(gone.expect("write"));
    assert_eq!(
        store
            .read(|conn| people::posts_of(conn, &north(), &chen))
            .expect("read")
            .len(),
        1
    );
}

#[rstest]
fn a_session_ends_by_age_by_idleness_and_by_hand(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let chen = add_person(&store, "chen", "hash");
    let now = monday();
    let session = Session {
        person: chen.clone(),
        csrf: "csrf".to_owned(),
        created_at: now,
        seen_at: now,
        expires_at: now + Duration::hours(12),
        browser: "Firefox · Linux".to_owned(),
    };
    for hash in ["a", "b"] {
        let session = session.clone();
        store
            .write(move |conn| sessions::begin(conn, hash, &session))
            .expect("write");
    }
    let live = |hash: &str, at, idle| store.read(|conn| sessions::live(conn, hash, at, idle)).expect("read");
    let before = now - Duration::minutes(1);
    assert_eq!(live("a", now, before), Some(session.clone()));
    assert_eq!(live("a", now + Duration::hours(12), before), None, "too old");
    assert_eq!(live("a", now + Duration::hours(1), now), None, "not seen for too long");
    assert_eq!(live("x", now, before), None);
    let seen = now + Duration::minutes(50);
    store.write(move |conn| sessions::seen(conn, "a", seen)).expect("write");
    assert!(live("a", now + Duration::hours(1), now).is_some());
    store.write(|conn| sessions::end(conn, "a")).expect("write");
    assert_eq!(live("a", now, before), None);
    store
        .write(move |conn| people::set_disabled(conn, &chen, true, now))
        .expect("write");
    assert_eq!(live("b", now, before), None, "whoever is shut out is out at once");
}

#[rstest]
fn a_token_holds_until_it_expires_or_is_revoked(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let chen = add_person(&store, "chen", "hash");
    let now = monday();
    for (hash, prefix, expires_at) in [("a", "rd_a", None), ("b", "rd_b", Some(now + Duration::days(1)))] {
        let token = Token {
            person: chen.clone(),
            name: "import".to_owned(),
            prefix: prefix.to_owned(),
            created_at: now,
            expires_at,
            revoked_at: None,
            grant: Grant {
                scopes: Scopes::all(),
                organization: None,
            },
            used_at: None,
        };
        store
            .write(move |conn| sessions::add_token(conn, hash, &token))
            .expect("write");
    }
    let holder = |hash: &str, at| {
        store
            .read(|conn| sessions::bearer(conn, hash, at))
            .expect("read")
            .map(|bearer| bearer.person.id)
    };
    assert_eq!(holder("a", now), Some(chen.clone()));
    assert_eq!(holder("b", now), Some(chen.clone()));
    assert_eq!(holder("b", now + Duration::days(1)), None);
    assert_eq!(holder("rd_a", now), None, "the prefix is not the token");
    let person = chen.clone();
    assert!(
        store
            .write(move |conn| sessions::revoke(conn, &person, "rd_a", now))
            .expect("write")
    );
    assert_eq!(holder("a", now), None);
    let person = chen.clone();
    assert!(
        !store
            .write(move |conn| sessions::revoke(conn, &person, "rd_a", now))
            .expect("write"),
        "once is enough"
    );
    assert_eq!(
        store
            .read(|conn| sessions::tokens_of(conn, &chen, now - Duration::seconds(1)))
            .expect("read")
            .len(),
        2
    );
    assert_eq!(
        store
            .read(|conn| sessions::tokens_of(conn, &chen, now))
            .expect("read")
            .len(),
        1,
        "what was revoked is not listed for ever"
    );
    store
        .write(move |conn| people::set_disabled(conn, &chen, true, now))
        .expect("write");
    assert_eq!(holder("b", now), None);
}
