//! A list read page by page, forwards and back.

use chrono::Duration;
use redress::access::Sight;
use redress::case::event::Event;
use redress::pack::id::StageId;
use redress::store::Store;
use redress::store::queue::{self, Filter, Page, Which};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

fn numbers(page: &Page) -> Vec<&str> {
    page.cases.iter().map(|case| case.number.as_str()).collect()
}

/// All pages from the first to the last, and from there back to the first.
fn read(store: &Store, which: Which) -> (Vec<Page>, Vec<Page>) {
    let filter = Filter {
        which,
        ..Filter::default()
    };
    let page = |after| store.read(|conn| queue::page(conn, &north(), &Sight::All, &filter, after, 4));
    let mut onwards = vec![page(None).expect("a page")];
    while let Some(next) = onwards.last().and_then(|page| page.next) {
        onwards.push(page(Some(next)).expect("a page"));
    }
    let mut back = vec![onwards.last().expect("a page").clone()];
    while let Some(before) = back.last().and_then(|page| page.previous) {
        let page = store.read(|conn| queue::page_before(conn, &north(), &Sight::All, &filter, before, 4));
        back.push(page.expect("a page"));
    }
    back.reverse();
    (onwards, back)
}

#[rstest]
fn a_list_is_the_same_read_backwards(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    for number in 0..10 {
        let mut sample = Sample::opened(&north(), &format!("open-{number}"));
        // Several share a due time, and some have none.
        if number < 8 {
            sample = sample.due("answer", monday() + Duration::hours(10 - number / 3));
        }
        sample.save(&store);
        Sample::opened(&north(), &format!("closed-{number}"))
            .then(Event::Entered {
                stage: StageId::new("closed"),
                is_final: true,
            })
            .save(&store);
    }
    for which in [Which::Open, Which::Closed, Which::All] {
        let (onwards, back) = read(&store, which);
        let of = |pages: &[Page]| pages.iter().map(|page| numbers(page).join(" ")).collect::<Vec<_>>();
        assert_eq!(onwards.len(), if which == Which::All { 5 } else { 3 });
        assert_eq!(of(&back), of(&onwards), "{which:?}");
        assert_eq!(onwards[0].previous, None);
        assert!(onwards[1..].iter().all(|page| page.previous.is_some()));
        let ends = |pages: &[Page]| pages.iter().map(|page| page.next).collect::<Vec<_>>();
        assert_eq!(ends(&back), ends(&onwards), "{which:?}");
    }
}
