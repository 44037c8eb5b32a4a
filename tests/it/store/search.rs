//! Finding cases by words: the same on both databases.

use redress::access::Sight;
use redress::case::Case;
use redress::pack::id::*;
use redress::search::{Content, Query, Texts};
use redress::store::queue::{self, Filter, Which};
use redress::store::{Store, search};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

/// Everything that waits, each with the text that is given for its number.
fn index(store: &Store, text: impl Fn(&Case) -> String) -> usize {
    let mut indexed = 0;
    loop {
        let pending = store
            .read(|conn| search::pending_on_platform(conn, 100))
            .expect("what is to be indexed");
        if pending.is_empty() {
            return indexed;
        }
        indexed += pending.len();
        for one in pending {
            let case = store
                .read(|conn| redress::store::cases::by_id(conn, &one.organization, one.case))
                .expect("the store answers")
                .expect("it is there");
            let content = Content::of([case.number.as_str(), text(&case).as_str()]);
            store
                .write(move |conn| search::index(conn, &one, Some((&content, &[]))))
                .expect("it is indexed");
        }
    }
}

fn saved(store: &Store, number: &str) -> Case {
    Sample::opened(&north(), number).save(store)
}

fn filter(text: &str) -> Filter {
    Filter {
        text: Some(Query::parse(text, Texts::All)),
        which: Which::All,
        ..Filter::default()
    }
}

fn found(store: &Store, text: &str) -> Vec<String> {
    let page = store
        .read(|conn| queue::page(conn, &north(), &Sight::All, &filter(text), None, 50))
        .expect("a page");
    page.cases.into_iter().map(|case| case.number).collect()
}

fn opened(test: &TestDatabase) -> Store {
    let store = test.open();
    with_packs(&store, &[north(), OrganizationId::new("south")]);
    store
}

#[rstest]
#[case("漏水", &["24-2", "24-1"])]
#[case("漏水三天", &["24-1"])]
#[case("水三", &["24-1"])]
#[case("三水", &[])]
#[case("楼", &["24-1"])]
#[case("12楼", &["24-1"])]
#[case("Lift", &["24-3"])]
#[case("lift 7788", &["24-3"])]
#[case("broken lift 漏", &[])]
#[case("，", &[])]
#[case("' OR 1 : * \" (lift", &[])]
#[case("\\ % _ & | !", &[])]
fn words_are_found_as_they_stand_the_newest_first(
    #[values(On::Sqlite, On::Postgres)] on: On,
    #[case] text: &str,
    #[case] expected: &[&str],
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = opened(&test);
    for number in ["24-1", "24-2", "24-3"] {
        saved(&store, number);
    }
    index(&store, |case| {
        match case.number.as_str() {
            "24-1" => "A座12楼漏水三天没人管",
            "24-2" => "车库漏水",
            _ => "The LIFT is broken, call 13955667788",
        }
        .to_owned()
    });
    assert_eq!(found(&store, text), expected);
}

#[rstest]
fn what_was_saved_again_is_found_by_its_new_words_only(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = opened(&test);
    let case = saved(&store, "24-1");
    assert_eq!(found(&store, "24-1"), ["24-1"], "by its number at once");
    assert_eq!(found(&store, "漏水"), [] as [&str; 0]);
    assert_eq!(index(&store, |_| "车库漏水".to_owned()), 1);
    assert_eq!(found(&store, "漏水"), ["24-1"]);
    append(
        &store,
        &case,
        redress::case::event::Event::Commented { text: "x".into() },
    )
    .expect("saved");
    assert_eq!(index(&store, |_| "车库停电".to_owned()), 1);
    assert_eq!(found(&store, "漏水"), [] as [&str; 0]);
    assert_eq!(found(&store, "停电"), ["24-1"]);
    assert_eq!(index(&store, |_| unreachable!("nothing waits")), 0);
}

#[rstest]
fn what_is_saved_while_it_is_being_indexed_stays_pending(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = opened(&test);
    let case = saved(&store, "24-1");
    let pending = store
        .read(|conn| search::pending_on_platform(conn, 10))
        .expect("one")
        .remove(0);
    append(
        &store,
        &case,
        redress::case::event::Event::Commented { text: "x".into() },
    )
    .expect("saved");
    let late = pending.clone();
    let is_indexed = store
        .write(move |conn| search::index(conn, &late, Some((&Content::of(["old"]), &[]))))
        .expect("it answers");
    assert!(!is_indexed, "what was read is no longer what there is");
    assert_eq!(found(&store, "old"), [] as [&str; 0]);
    assert_eq!(index(&store, |_| "new".to_owned()), 1);
    assert_eq!(found(&store, "new"), ["24-1"]);
    // Another node that has read it as well comes too late.
    let is_indexed = store
        .write(move |conn| search::index(conn, &pending, Some((&Content::of(["old"]), &[]))))
        .expect("it answers");
    assert!(!is_indexed);
    assert_eq!(found(&store, "new"), ["24-1"]);
}

#[rstest]
fn what_cannot_be_indexed_lets_others_go_first_and_waits_at_last_until_it_is_saved_again(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = opened(&test);
    let broken = saved(&store, "24-1");
    let first = |store: &Store| {
        let pending = store
            .read(|conn| search::pending_on_platform(conn, 10))
            .expect("a list");
        pending.into_iter().next()
    };
    let pending = first(&store).expect("it waits");
    let put_off = move |conn: &mut redress::store::Conn| search::put_off(conn, &pending);
    store.write(put_off.clone()).expect("put off");
    let other = saved(&store, "24-2");
    assert_eq!(first(&store).expect("one waits").case, other.id);
    assert_eq!(
        index(&store, |_| "漏水".to_owned()),
        2,
        "it is tried again after the others"
    );
    append(
        &store,
        &broken,
        redress::case::event::Event::Commented { text: "x".into() },
    )
    .expect("saved");
    for _ in 0..3 {
        let pending = first(&store).expect("it waits");
        store
            .write(move |conn| search::put_off(conn, &pending))
            .expect("put off");
    }
    assert!(first(&store).is_none(), "after three failures nobody tries");
    assert_eq!(store.write(search::want_all).expect("all are wanted"), 2);
    assert_eq!(index(&store, |_| "停电".to_owned()), 2);
    let mut found = found(&store, "停电");
    found.sort();
    assert_eq!(found, ["24-1", "24-2"]);
}

#[rstest]
fn a_case_that_is_gone_leaves_nothing_in_the_index(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = opened(&test);
    saved(&store, "24-1");
    let pending = store
        .read(|conn| search::pending_on_platform(conn, 1))
        .expect("one")
        .remove(0);
    index(&store, |_| "漏水".to_owned());
    store.write(search::want_all).expect("wanted");
    store
        .write(move |conn| search::index(conn, &pending, None))
        .expect("it answers");
    assert_eq!(found(&store, "漏水"), [] as [&str; 0]);
    assert_eq!(index(&store, |_| unreachable!("nothing waits")), 0);
}

#[rstest]
fn whoever_sees_little_goes_on_where_the_look_ended_and_the_case_of_that_number_comes_once(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = opened(&test);
    for number in 0..30 {
        saved(&store, &format!("7{number:02}"));
    }
    index(&store, |case| format!("漏水 see 700 {}", case.number));
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store
            .read(|conn| queue::page(conn, &north(), &Sight::All, &filter("700"), after, 1))
            .expect("a page");
        seen.extend(page.cases.into_iter().map(|case| case.number));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut newest_first: Vec<String> = (1..30).rev().map(|number| format!("7{number:02}")).collect();
    newest_first.insert(0, "700".to_owned());
    assert_eq!(seen, newest_first);
}

#[rstest]
fn pages_of_what_was_found_follow_each_other_and_stay_within_the_organization_and_the_filter(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = opened(&test);
    let mut expected = Vec::new();
    for number in 0..9 {
        let number = format!("n{number}");
        let sample = Sample::opened(&north(), &number);
        if number == "n4" {
            sample.in_department("sales").save(&store);
            continue;
        }
        sample.save(&store);
        expected.insert(0, number);
    }
    Sample::opened(&OrganizationId::new("south"), "s1").save(&store);
    index(&store, |_| "漏水".to_owned());
    let mut departments = filter("漏水");
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store
            .read(|conn| queue::page(conn, &north(), &Sight::All, &filter("漏水"), after, 3))
            .expect("a page");
        assert!(page.cases.len() <= 3);
        seen.extend(page.cases.into_iter().map(|case| case.number));
        match page.next {
            Some(next) => after = Some(next.to_string().parse().expect("it reads as it is written")),
            None => break,
        }
    }
    seen.retain(|number| number != "n4");
    assert_eq!(seen, expected);
    departments.departments = vec![DepartmentId::new("sales")];
    let page = store
        .read(|conn| queue::page(conn, &north(), &Sight::All, &departments, None, 3))
        .expect("a page");
    assert_eq!(page.cases.len(), 1);
    assert_eq!(page.cases[0].number, "n4");
}

#[test]
fn nothing_of_what_is_forgotten_is_left_in_the_file() {
    let test = TestDatabase::new(On::Sqlite).expect("a file");
    let store = opened(&test);
    for number in 0..200 {
        saved(&store, &format!("n{number}"));
    }
    let secret = "zyxwvsecret";
    index(&store, |case| {
        if case.number == "n77" {
            secret.to_owned()
        } else {
            "漏水".to_owned()
        }
    });
    let redress::store::Database::Sqlite(path) = &test.database else {
        unreachable!()
    };
    let is_in_the_file = || {
        store.empty_log().expect("the log is emptied");
        let bytes = std::fs::read(path).expect("the file");
        bytes
            .windows(secret.len() - 2)
            .any(|window| window == &secret.as_bytes()[..secret.len() - 2])
    };
    assert!(is_in_the_file());
    let case = store
        .read(|conn| redress::store::cases::by_number(conn, &north(), "n77"))
        .expect("the store answers")
        .expect("it is there");
    store
        .write(move |conn| search::forget(conn, &north(), case.id))
        .expect("it is forgotten");
    assert!(!is_in_the_file());
    assert_eq!(found(&store, secret), [] as [&str; 0]);
    assert_eq!(found(&store, "漏水").len(), 50);
}
