//! Lists: everybody sees theirs, in the order in which it is due.

use chrono::Duration;
use redress::access::Sight;
use redress::case::event::Event;
use redress::pack::id::*;
use redress::store::queue::{self, Filter, Owner, Which};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

#[rstest]
fn pages_follow_each_other_by_due_time_without_gap_or_repetition(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let mut expected = Vec::new();
    for number in 0..13 {
        let mut sample = Sample::opened(&north(), &number.to_string());
        // Several share a due time, and some have none: they come last.
        if number < 10 {
            sample = sample.due("answer", monday() + Duration::hours(10 - number / 3));
        }
        let case = sample.save(&store);
        expected.push((
            if number < 10 { 10 - number / 3 } else { 99 },
            case.id,
            number.to_string(),
        ));
    }
    expected.sort();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store
            .read(|conn| queue::page(conn, &north(), &Sight::All, &Filter::default(), after, 4))
            .expect("a page");
        assert!(page.cases.len() <= 4);
        seen.extend(page.cases.into_iter().map(|case| case.number));
        match page.next {
            Some(next) => after = Some(next.to_string().parse().expect("it reads as it is written")),
            None => break,
        }
    }
    assert_eq!(
        seen,
        expected.into_iter().map(|(_, _, number)| number).collect::<Vec<_>>()
    );
    assert!("tomorrow".parse::<queue::Cursor>().is_err());
}

#[rstest]
fn urgent_cases_come_first_whatever_is_due_and_pages_go_on_where_they_ended(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let at = |hours| monday() + Duration::hours(hours);
    Sample::opened(&north(), "ordinary").due("answer", at(1)).save(&store);
    Sample::opened(&north(), "second")
        .urgent(2)
        .due("answer", at(5))
        .save(&store);
    Sample::opened(&north(), "first, later")
        .urgent(1)
        .due("answer", at(9))
        .save(&store);
    Sample::opened(&north(), "first, sooner")
        .urgent(1)
        .due("answer", at(7))
        .save(&store);
    Sample::opened(&north(), "never due").urgent(1).save(&store);
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store
            .read(|conn| queue::page(conn, &north(), &Sight::All, &Filter::default(), after, 1))
            .expect("a page");
        seen.extend(page.cases.into_iter().map(|case| (case.number, case.priority)));
        match page.next {
            Some(next) => after = Some(next.to_string().parse().expect("it reads as it is written")),
            None => break,
        }
    }
    let level = |rank: u16| Some(PriorityId::new(format!("level_{rank}")));
    let expected = [
        ("first, sooner", level(1)),
        ("first, later", level(1)),
        ("never due", level(1)),
        ("second", level(2)),
        ("ordinary", None),
    ];
    assert_eq!(seen, expected.map(|(number, level)| (number.to_owned(), level)));
}

#[rstest]
fn filters_narrow_a_list(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    Sample::opened(&north(), "24-1").in_department("sales").save(&store);
    Sample::opened(&north(), "24_2")
        .then(Event::TakenOver { owner: Some(lin()) })
        .save(&store);
    Sample::opened(&north(), "24%3").then(closed()).save(&store);
    let all = Filter {
        which: Which::All,
        ..Filter::default()
    };
    assert_eq!(numbers(&store, &Sight::All, &Filter::default()), ["24-1", "24_2"]);
    assert_eq!(
        numbers(
            &store,
            &Sight::All,
            &Filter {
                which: Which::Closed,
                ..Filter::default()
            }
        ),
        ["24%3"]
    );
    let department = Filter {
        departments: vec![DepartmentId::new("sales")],
        ..all.clone()
    };
    assert_eq!(numbers(&store, &Sight::All, &department), ["24-1"]);
    assert_eq!(
        numbers(
            &store,
            &Sight::All,
            &Filter {
                owner: Some(Owner::Person(lin())),
                ..all.clone()
            }
        ),
        ["24_2"]
    );
    assert_eq!(
        numbers(
            &store,
            &Sight::All,
            &Filter {
                stage: Some(StageId::new("closed")),
                ..all
            }
        ),
        ["24%3"]
    );
    let count = |filter: &Filter, max| {
        store
            .read(|conn| queue::count(conn, &north(), &Sight::All, filter, max))
            .expect("a count")
    };
    assert_eq!(count(&Filter::default(), 200), 2);
    assert_eq!(count(&Filter::default(), 1), 1, "counting stops where it is told to");
}
