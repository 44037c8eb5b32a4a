//! Lists by when something is due, over several levels of urgency.

use chrono::Duration;
use redress::access::Sight;
use redress::store::Store;
use redress::store::queue::{self, Cursor, Due, Filter, Page, Which};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

const SIZE: u16 = 3;

fn due(due: Due, which: Which) -> Filter {
    Filter {
        due: Some(due),
        which,
        ..Filter::default()
    }
}

/// Twenty-four cases over three levels and none, two of each level due in every hour and two never. What is due before noon, and
/// what never is, in the order in which lists have it.
fn filled(store: &Store) -> (Vec<String>, Vec<String>) {
    let (mut late, mut never) = (Vec::new(), Vec::new());
    for number in 0..24 {
        let (level, hour) = (number % 4, number % 3);
        let name = format!("24-{number:02}");
        let mut sample = Sample::opened(&north(), &name);
        if level > 0 {
            sample = sample.urgent(level);
        }
        if hour < 2 {
            sample = sample.due("answer", monday() + Duration::hours(hour.into()));
        }
        let case = sample.save(store);
        // Without a level they are last.
        let place = (if level == 0 { 1000 } else { level }, hour, case.id, name);
        match hour {
            0 => late.push(place),
            1 => {}
            _ => never.push(place),
        }
    }
    let sorted = |mut places: Vec<(u16, u16, _, String)>| {
        places.sort();
        places.into_iter().map(|(.., name)| name).collect()
    };
    (sorted(late), sorted(never))
}

fn numbers(pages: &[Page]) -> Vec<String> {
    let cases = pages.iter().flat_map(|page| &page.cases);
    cases.map(|case| case.number.clone()).collect()
}

#[rstest]
fn what_is_due_is_listed_level_by_level_and_the_same_read_backwards(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let (late, never) = filled(&store);
    let before = Due::Before(monday() + Duration::minutes(30));
    for which in [Which::Open, Which::All] {
        for (asked, expected) in [(before, &late), (Due::Never, &never)] {
            let filter = due(asked, which);
            let on = |after| store.read(|conn| queue::page(conn, &north(), &Sight::All, &filter, after, SIZE));
            let back = |place: Cursor| {
                store.read(|conn| queue::page_before(conn, &north(), &Sight::All, &filter, place, SIZE))
            };
            let mut pages = vec![on(None).expect("a page")];
            while let Some(next) = pages.last().and_then(|page| page.next) {
                pages.push(on(Some(next)).expect("a page"));
            }
            assert_eq!(&numbers(&pages), expected, "{asked:?}");
            let mut again = vec![pages.last().expect("a page").clone()];
            while let Some(place) = again.last().and_then(|page| page.previous) {
                again.push(back(place).expect("a page"));
            }
            again.reverse();
            assert_eq!(&numbers(&again), expected, "{asked:?}, backwards");
        }
    }
}

#[rstest]
fn lists_are_counted_together_as_each_by_itself(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    filled(&store);
    let before = |minutes| Due::Before(monday() + Duration::minutes(minutes));
    let filters = [
        Filter::default(),
        due(before(30), Which::Open),
        due(before(90), Which::All),
        due(Due::Never, Which::Open),
        due(before(-30), Which::Open),
        Filter {
            which: Which::Closed,
            ..Filter::default()
        },
    ];
    for (max, expected) in [(200, [24, 8, 16, 8, 0, 0]), (10, [10, 8, 10, 8, 0, 0])] {
        let counts = store
            .read(|conn| queue::counts(conn, &north(), &Sight::All, &filters, max))
            .expect("counts");
        let counts: Vec<usize> = counts.into_iter().map(|count| count.expect("a count")).collect();
        assert_eq!(counts, expected);
        for (filter, expected) in filters.iter().zip(expected) {
            let count = store.read(|conn| queue::count(conn, &north(), &Sight::All, filter, max));
            assert_eq!(count.expect("a count"), expected);
        }
    }
}

#[rstest]
fn a_label_narrows_a_list_alike_whether_few_cases_have_it_or_many(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    for (number, hour) in [("24-1", 3), ("24-2", 1), ("24-3", 2), ("24-4", 0)] {
        let sample = Sample::opened(&north(), number).due("answer", monday() + Duration::hours(hour));
        sample.save(&store);
    }
    let label = |value: &str, number: &str| {
        test.meddle(&format!(
            "insert into case_labels (organization, name, value, case_id) \
             select organization, 'severity', '{value}', id from cases where number = '{number}'"
        ));
    };
    for number in ["24-1", "24-2", "24-3"] {
        label("usual", number);
    }
    label("rare", "24-1");
    label("rare", "24-4");
    // As many others have it as are no longer looked at one by one.
    test.meddle(match on {
        On::Sqlite => {
            "insert into case_labels (organization, name, value, case_id) with recursive n(i) as (select 1 union all \
             select i + 1 from n where i < 1500) select 'north', 'severity', 'usual', unhex(printf('%032x', i)) from n"
        }
        On::Postgres => {
            "insert into case_labels (organization, name, value, case_id) \
             select 'north', 'severity', 'usual', lpad(to_hex(i), 32, '0')::uuid from generate_series(1, 1500) as i"
        }
    });
    for (values, expected) in [
        (&["usual"][..], &["24-2", "24-3", "24-1"][..]),
        (&["rare"], &["24-4", "24-1"]),
        (&["usual", "rare"], &["24-1"]),
        (&["none"], &[]),
    ] {
        let filter = Filter {
            labels: values
                .iter()
                .map(|value| ("severity".to_owned(), (*value).to_owned()))
                .collect(),
            ..Filter::default()
        };
        let page = store.read(|conn| queue::page(conn, &north(), &Sight::All, &filter, None, 50));
        assert_eq!(numbers(&[page.expect("a page")]), expected, "{values:?}");
        let count = store.read(|conn| queue::count(conn, &north(), &Sight::All, &filter, 50));
        assert_eq!(count.expect("a count"), expected.len(), "{values:?}");
    }
}
