//! Words of personal data stand apart in the index: the same on both databases.

use redress::access::Sight;
use redress::search::{Content, Query, Texts};
use redress::store::queue::{self, Filter, Which};
use redress::store::{Store, search};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

fn index(store: &Store, content: &Content) {
    let pending = store
        .read(|conn| search::pending_on_platform(conn, 100))
        .expect("what is to be indexed");
    for one in pending {
        let content = content.clone();
        store
            .write(move |conn| search::index(conn, &one, Some((&content, &[]))))
            .expect("it is indexed");
    }
}

fn found(store: &Store, text: &str, texts: Texts) -> usize {
    let filter = Filter {
        text: Some(Query::parse(text, texts)),
        which: Which::All,
        ..Filter::default()
    };
    let page = store
        .read(|conn| queue::page(conn, &north(), &Sight::All, &filter, None, 50))
        .expect("a page");
    page.cases.len()
}

fn told() -> Content {
    Content::with_personal(
        ["24-1", "张*投诉车库漏水", "B*** called from 138****1234"],
        ["张三投诉车库漏水", "Berta Vogel called from 13855551234", "13855551234"],
    )
}

#[rstest]
fn whoever_sees_it_masked_finds_nothing_by_it(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    Sample::opened(&north(), "24-1").save(&store);
    index(&store, &told());
    for (typed, is_open) in [
        ("漏水", true),
        ("张", true),
        ("1234", true),
        ("called", true),
        ("24-1", true),
        ("张三", false),
        ("张三投诉", false),
        ("Vogel", false),
        ("Vo", false),
        ("1385555", false),
        ("13855551234", false),
        ("51234", false),
        ("漏水 Vogel", false),
        // Nor by what stands before such words in the index.
        ("\u{e001}Vogel", false),
        ("\u{e001}张三", false),
    ] {
        assert_eq!(found(&store, typed, Texts::All), 1, "{typed}");
        assert_eq!(found(&store, typed, Texts::Open), usize::from(is_open), "{typed}");
    }
    assert_eq!(found(&store, "窗户", Texts::All), 0);
    assert_eq!(found(&store, "ǂVogel", Texts::Open), 0);
    assert_eq!(found(&store, "ǁVogel", Texts::Open), 0);
}

#[rstest]
fn what_was_found_by_personal_data_is_told_from_the_rest(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let case = Sample::opened(&north(), "24-1").save(&store);
    index(&store, &told());
    let openly = |typed: &str| {
        let query = Query::parse(typed, Texts::All);
        store
            .read(|conn| search::openly(conn, &north(), &[case.id], &query))
            .expect("the store answers")
    };
    assert_eq!(openly("漏水 called"), [case.id]);
    assert!(openly("漏水 Vogel").is_empty());
}

#[rstest]
fn what_became_personal_is_forgotten_among_the_rest(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let case = Sample::opened(&north(), "24-1").save(&store);
    index(&store, &Content::of(["Berta Vogel"]));
    assert_eq!(found(&store, "Vogel", Texts::Open), 1);
    store.write(search::want_all).expect("wanted");
    index(&store, &Content::with_personal(["B***"], ["Berta Vogel"]));
    assert_eq!(found(&store, "Vogel", Texts::Open), 0);
    assert_eq!(found(&store, "Vogel", Texts::All), 1);
    store
        .write(move |conn| search::forget(conn, &north(), case.id))
        .expect("forgotten");
    assert_eq!(found(&store, "Vogel", Texts::All), 0);
}

#[rstest]
fn what_an_older_program_still_indexes_is_not_found_by_whoever_sees_it_masked() {
    let Some(test) = TestDatabase::new(On::Postgres) else {
        return;
    };
    let store = test.open();
    with_packs(&store, &[north()]);
    Sample::opened(&north(), "24-1").save(&store);
    index(&store, &Content::with_personal(["B***"], ["Berta Vogel"]));
    // As it did: the content, and then the words.
    test.meddle("update search_entries set content = ' berta vogel'");
    test.meddle("update search_entries set words = array_to_tsvector(array['ǁnorth', 'berta', 'vogel'])");
    assert_eq!(found(&store, "Vogel", Texts::Open), 0);
    assert_eq!(found(&store, "Vogel", Texts::All), 1);
    store.write(search::want_all).expect("wanted");
    index(&store, &Content::with_personal(["B***"], ["Berta Vogel"]));
    assert_eq!(found(&store, "B", Texts::Open), 1);
}
