//! What complainants hold of their cases.

use chrono::Duration;
use redress::case::CaseId;
use redress::pack::id::OrganizationId;
use redress::store::complainants::{self, Key, Purpose};
use redress::store::{Error, Store};
use rstest::rstest;
use uuid::Uuid;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

fn put(store: &Store, purpose: Purpose, hash: &'static str, case: CaseId, minutes: Option<i64>) {
    let key = Key {
        case,
        csrf: String::new(),
        made_at: monday(),
        expires_at: minutes.map(|minutes| monday() + Duration::minutes(minutes)),
        used_at: None,
    };
    store
        .write(move |conn| complainants::put(conn, &north(), purpose, hash, &key))
        .unwrap_or_else(|error: Error| panic!("{}", error.chain()));
}

#[rstest]
fn a_key_opens_its_own_case_for_its_own_purpose_in_its_own_house_until_its_end(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let (one, other) = (CaseId(Uuid::now_v7()), CaseId(Uuid::now_v7()));
    put(&store, Purpose::Secret, "secret", one, None);
    put(&store, Purpose::Visit, "visit", one, Some(30));
    put(&store, Purpose::Secret, "of the other", other, None);
    let live = |organization: &OrganizationId, purpose, hash, minutes| {
        let now = monday() + Duration::minutes(minutes);
        let found = store.read(|conn| complainants::live(conn, organization, purpose, hash, now));
        found
            .unwrap_or_else(|error: Error| panic!("{}", error.chain()))
            .map(|key| key.case)
    };
    assert_eq!(live(&north(), Purpose::Secret, "secret", 1_000_000), Some(one));
    assert_eq!(live(&north(), Purpose::Visit, "visit", 29), Some(one));
    assert_eq!(live(&north(), Purpose::Visit, "visit", 30), None);
    assert_eq!(
        live(&north(), Purpose::Visit, "secret", 0),
        None,
        "a secret is no visit"
    );
    assert_eq!(live(&OrganizationId::new("south"), Purpose::Secret, "secret", 0), None);

    let write = |work: fn(&mut redress::store::Conn, CaseId) -> Result<(), Error>| {
        store
            .write(move |conn| work(conn, one))
            .unwrap_or_else(|error: Error| panic!("{}", error.chain()));
    };
    write(|conn, one| complainants::end_all(conn, &north(), one, Purpose::Secret));
    assert_eq!(live(&north(), Purpose::Secret, "secret", 0), None);
    assert_eq!(live(&north(), Purpose::Visit, "visit", 0), Some(one));
    assert_eq!(live(&north(), Purpose::Secret, "of the other", 0), Some(other));
    write(|conn, one| complainants::forget(conn, &north(), one));
    assert_eq!(live(&north(), Purpose::Visit, "visit", 0), None);
}

#[rstest]
fn a_key_that_served_says_so_and_what_has_ended_is_swept(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let case = CaseId(Uuid::now_v7());
    put(&store, Purpose::Survey, "survey", case, Some(60));
    put(&store, Purpose::Secret, "secret", case, None);
    store
        .write(|conn| complainants::used(conn, &north(), "survey", monday()))
        .unwrap_or_else(|error: Error| panic!("{}", error.chain()));
    let found = store
        .read(|conn| complainants::live(conn, &north(), Purpose::Survey, "survey", monday()))
        .unwrap_or_else(|error: Error| panic!("{}", error.chain()));
    assert_eq!(found.and_then(|key| key.used_at), Some(monday()));
    let swept = store.write(|conn| complainants::sweep_on_platform(conn, monday() + Duration::hours(2)));
    assert_eq!(swept.unwrap_or_else(|error: Error| panic!("{}", error.chain())), 1);
}
