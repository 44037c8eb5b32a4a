//! Lists: everybody sees theirs, in the order in which it is due.

use chrono::Duration;
use redress::access::{self, Duties, Eyes, Reach, Sight};
use redress::case::counting::{Before, Opened};
use redress::case::event::Event;
use redress::case::{Addressee, Case, PersonId};
use redress::pack::id::*;
use redress::store::facts::count_alike;
use redress::store::queue::{self, Filter, Owner, Which};
use redress::store::{Error, Store, work};
use redress::value::Value;
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

fn opened_task(task: &str, department: Option<&str>) -> Event {
    Event::TaskOpened {
        number: 1,
        task: TaskId::new(task),
        department: department.map(DepartmentId::new),
        each: Value::Empty,
        person: None,
        about: None,
    }
}

fn closed() -> Event {
    Event::Entered {
        stage: StageId::new("closed"),
        is_final: true,
    }
}

fn numbers(store: &Store, sight: &Sight, filter: &Filter) -> Vec<String> {
    let page = store
        .read(|conn| queue::page(conn, &north(), sight, filter, None, 200))
        .expect("a page");
    page.cases.into_iter().map(|case| case.number).collect()
}

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

#[rstest]
fn the_list_shows_exactly_what_access_allows(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let wang = PersonId("wang".into());
    let cases: Vec<Case> = [
        Sample::opened(&north(), "mine"),
        foreign("theirs"),
        foreign("of my department").in_department("sales"),
        foreign("of another department").in_department("legal"),
        foreign("owned by me").then(Event::TakenOver {
            owner: Some(wang.clone()),
        }),
        foreign("task for my department").then(opened_task("handle", Some("sales"))),
        foreign("task for another department").then(opened_task("handle", Some("legal"))),
        foreign("task for my role").then(opened_task("check", None)),
        foreign("task for another role").then(opened_task("sign", None)),
        foreign("task that is over")
            .then(opened_task("check", None))
            .then(Event::TaskWithdrawn { number: 1 }),
    ]
    .into_iter()
    .map(|sample| sample.save(&store))
    .collect();
    let people = [
        Sight::All,
        own(lin(), vec![], vec![]),
        own(wang.clone(), vec![], vec![]),
        own(
            wang.clone(),
            vec![DepartmentId::new("sales")],
            vec![TaskId::new("check")],
        ),
        own(PersonId("nobody".into()), vec![], vec![]),
    ];
    let mut seen = Vec::new();
    for sight in &people {
        let mut listed = numbers(&store, sight, &Filter::default());
        let mut allowed: Vec<_> = cases
            .iter()
            .filter(|case| access::sees(sight, case))
            .map(|case| case.number.clone())
            .collect();
        listed.sort();
        allowed.sort();
        assert_eq!(listed, allowed, "{sight:?}");
        let counted = store
            .read(|conn| queue::count(conn, &north(), sight, &Filter::default(), 200))
            .expect("a count");
        assert_eq!(counted, listed.len());
        seen.push(listed.len());
    }
    assert_eq!(seen, [10, 2, 1, 4, 0], "the sights differ");
}

/// The eyes of somebody who sees their own cases.
fn own(person: PersonId, departments: Vec<DepartmentId>, tasks: Vec<TaskId>) -> Sight {
    Sight::Of(Eyes {
        stand_in: None,
        person,
        roles: vec![],
        departments: departments.clone(),
        reach: Reach::Own {
            departments,
            tasks: of_complaints(tasks),
        },
    })
}

/// These tasks of complaints.
fn of_complaints(tasks: impl IntoIterator<Item = TaskId>) -> Vec<(CaseTypeId, TaskId)> {
    let tasks = tasks.into_iter();
    tasks.map(|task| (CaseTypeId::new("complaint"), task)).collect()
}

/// The eyes of somebody who sees every case that is not kept from them.
fn wide(person: &str, roles: &[&str]) -> Sight {
    Sight::Of(Eyes {
        stand_in: None,
        person: PersonId(person.into()),
        roles: roles.iter().map(RoleId::new).collect(),
        reach: Reach::All,
        departments: vec![DepartmentId::new("sales")],
    })
}

fn kept(excluded: &[&str], only: Option<&[&str]>) -> Event {
    Event::SightNarrowed {
        excluded: excluded.iter().map(|person| PersonId((*person).into())).collect(),
        confined_to: only.map(|roles| roles.iter().map(RoleId::new).collect()),
        unsure: std::collections::BTreeSet::new(),
        by_rule: Vec::new(),
    }
}

fn admitted(holder: Addressee) -> Event {
    Event::Admitted {
        admitted: [holder].into(),
    }
}

fn agents_of(department: &str) -> Addressee {
    Addressee::RoleIn {
        role: RoleId::new("agent"),
        department: DepartmentId::new(department),
    }
}

#[rstest]
fn what_is_kept_from_somebody_stands_in_no_list_of_theirs(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let cases: Vec<Case> = [
        foreign("open to all").then(opened_task("check", None)),
        foreign("not for wang")
            .then(kept(&["wang", "zhou"], None))
            .then(opened_task("check", None)),
        foreign("kept no longer")
            .then(kept(&["wang"], None))
            .then(kept(&[], None)),
        foreign("confidential")
            .then(kept(&[], Some(&["auditor"])))
            .then(opened_task("sign", None))
            .then(admitted(Addressee::Role(RoleId::new("signer")))),
        foreign("confidential, owned by wang")
            .then(kept(&[], Some(&["auditor"])))
            .then(Event::TakenOver {
                owner: Some(PersonId("wang".into())),
            }),
        foreign("confidential, with a task")
            .then(kept(&[], Some(&["auditor"])))
            .then(opened_task("check", None))
            .then(admitted(Addressee::Role(RoleId::new("agent")))),
        foreign("confidential, task for sales")
            .then(kept(&[], Some(&["auditor"])))
            .then(opened_task("handle", Some("sales")))
            .then(admitted(agents_of("sales"))),
        foreign("confidential, task for legal")
            .then(kept(&[], Some(&["auditor"])))
            .then(opened_task("handle", Some("legal")))
            .then(admitted(agents_of("legal"))),
        foreign("confidential, task for wang")
            .then(kept(&[], Some(&["auditor"])))
            .then(opened_task("handle", None))
            .then(admitted(Addressee::Person(PersonId("wang".into())))),
        foreign("both").then(kept(&["wang"], Some(&["agent"]))),
    ]
    .into_iter()
    .map(|sample| sample.save(&store))
    .collect();
    assert_eq!(store.verify(&north()).expect("verify").faults, []);
    let mut seen = Vec::new();
    for sight in [
        Sight::All,
        wide("wang", &["agent"]),
        wide("zhao", &["auditor"]),
        own(PersonId("wang".into()), vec![], vec![]),
    ] {
        let mut listed = numbers(&store, &sight, &Filter::default());
        let mut allowed: Vec<_> = cases
            .iter()
            .filter(|case| access::sees(&sight, case))
            .map(|case| case.number.clone())
            .collect();
        listed.sort();
        allowed.sort();
        assert_eq!(listed, allowed, "{sight:?}");
        let counted = store
            .read(|conn| queue::count(conn, &north(), &sight, &Filter::default(), 200))
            .expect("a count");
        assert_eq!(counted, listed.len());
        seen.push(listed.len());
    }
    assert_eq!(seen, [10, 6, 9, 2], "the sights differ");
    let work = |sight: &Sight| -> Vec<String> {
        let duties = Duties::Some {
            person: lin(),
            owned: Vec::new(),
            named: Vec::new(),
            tasks: of_complaints(["check", "handle", "sign"].map(TaskId::new)),
            departments: vec![],
        };
        let tasks = store
            .read(|conn| work::open_tasks(conn, &north(), sight, &duties))
            .expect("tasks");
        let mut numbers: Vec<String> = tasks.into_iter().map(|task| task.case_number).collect();
        numbers.sort();
        numbers
    };
    assert_eq!(
        work(&wide("wang", &["agent"])),
        [
            "confidential, task for sales",
            "confidential, task for wang",
            "confidential, with a task",
            "open to all"
        ]
    );
    assert_eq!(work(&Sight::All).len(), 7);
}

/// A case in which nobody known here has a part.
fn foreign(number: &str) -> Sample {
    let mut sample = Sample::opened(&north(), number);
    sample.history[0].by = PersonId("zhao".into());
    sample.case = Case::fold(sample.history.clone().into_iter()).expect("it begins with its opening");
    sample
}

#[rstest]
fn a_task_of_the_same_name_in_another_case_type_is_another_task(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let case = foreign("1").then(opened_task("check", None)).save(&store);
    let eyes = |case_type: &str| {
        Sight::Of(Eyes {
            stand_in: None,
            person: PersonId("wang".into()),
            roles: vec![RoleId::new("agent")],
            departments: Vec::new(),
            reach: Reach::Own {
                departments: Vec::new(),
                tasks: vec![(CaseTypeId::new(case_type), TaskId::new("check"))],
            },
        })
    };
    for (case_type, sees) in [("complaint", true), ("tip_off", false)] {
        assert_eq!(access::sees(&eyes(case_type), &case), sees, "{case_type}");
        let listed = numbers(&store, &eyes(case_type), &Filter::default());
        assert_eq!(listed.len(), usize::from(sees), "{case_type}");
    }
}

#[rstest]
fn what_figures_are_made_of_is_cut_after_it_is_known_who_sees_it(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    for number in ["1", "2", "3"] {
        foreign(number).then(kept(&["wang"], None)).save(&store);
    }
    foreign("4").save(&store);
    let span = (monday() - Duration::days(1), monday() + Duration::days(1));
    let read = |sight: &Sight| -> Vec<String> {
        let of = CaseTypeId::new("complaint");
        let found = store.read(|conn| redress::store::cases::opened_between(conn, &north(), &of, span, sight, 2));
        found.expect("read").into_iter().map(|case| case.number).collect()
    };
    assert_eq!(read(&wide("wang", &["agent"])), ["4"]);
    assert_eq!(read(&Sight::All).len(), 2);
}

#[rstest]
fn open_tasks_are_listed_for_those_who_may_do_them(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    Sample::opened(&north(), "later")
        .then(opened_task("handle", Some("sales")))
        .save(&store);
    Sample::opened(&north(), "soon")
        .due("answer", monday())
        .then(opened_task("handle", Some("legal")))
        .save(&store);
    Sample::opened(&north(), "any")
        .then(opened_task("check", None))
        .save(&store);
    Sample::opened(&north(), "closed")
        .then(opened_task("check", None))
        .then(closed())
        .save(&store);
    let listed = |duties: &Duties| -> Vec<String> {
        let tasks = store
            .read(|conn| work::open_tasks(conn, &north(), &Sight::All, duties))
            .expect("tasks");
        tasks
            .into_iter()
            .map(|task| format!("{} {}", task.task, task.case_number))
            .collect()
    };
    let duties = |tasks: &[&str], departments: &[&str]| Duties::Some {
        person: lin(),
        owned: Vec::new(),
        named: Vec::new(),
        tasks: of_complaints(tasks.iter().map(TaskId::new)),
        departments: departments.iter().map(DepartmentId::new).collect(),
    };
    assert_eq!(
        listed(&Duties::All),
        ["handle soon", "handle later", "check any"],
        "the most urgent case first"
    );
    assert_eq!(listed(&duties(&["handle"], &["sales"])), ["handle later"]);
    assert_eq!(
        listed(&duties(&["handle", "check"], &["legal"])),
        ["handle soon", "check any"]
    );
    assert_eq!(listed(&duties(&["handle"], &[])), ["handle soon", "handle later"]);
    assert_eq!(listed(&duties(&[], &["sales"])), [""; 0]);
    // Nobody who has acted here before.
    let sun = || PersonId("sun".into());
    let mine = |owned: &[&str], named: &[&str]| Duties::Some {
        person: sun(),
        tasks: Vec::new(),
        owned: of_complaints(owned.iter().map(TaskId::new)),
        named: of_complaints(named.iter().map(TaskId::new)),
        departments: vec![DepartmentId::new("legal")],
    };
    assert_eq!(
        listed(&mine(&["handle"], &["handle"])),
        [""; 0],
        "neither owned nor named"
    );
    Sample::opened(&north(), "mine")
        .then(Event::TakenOver { owner: Some(sun()) })
        .then(opened_task("handle", Some("sales")))
        .save(&store);
    Sample::opened(&north(), "named")
        .then(Event::Involved { people: vec![sun()] })
        .then(opened_task("check", None))
        .save(&store);
    assert_eq!(listed(&mine(&["handle"], &[])), ["handle mine"]);
    assert_eq!(listed(&mine(&["check"], &["check"])), ["check named"]);
}

#[rstest]
fn a_task_with_its_own_end_stands_where_it_is_due_and_one_persons_task_is_nobody_elses(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let timed = |after: Duration| Event::TaskTimed {
        number: 1,
        task: TaskId::new("handle"),
        due: redress::calendar::Due {
            due_at: monday() + after,
            ledger: redress::calendar::Ledger::default(),
        },
        rule: None,
        clauses: Vec::new(),
        warnings: Vec::new(),
    };
    let lins = Event::TaskOpened {
        number: 1,
        task: TaskId::new("handle"),
        department: Some(DepartmentId::new("sales")),
        each: Value::Empty,
        person: Some(PersonId("lin".into())),
        about: Some("the pump".to_owned()),
    };
    Sample::opened(&north(), "last")
        .then(opened_task("handle", None))
        .save(&store);
    Sample::opened(&north(), "case soon, task later")
        .due("answer", monday() + Duration::hours(1))
        .then(opened_task("handle", None))
        .then(timed(Duration::hours(3)))
        .save(&store);
    Sample::opened(&north(), "case between")
        .due("answer", monday() + Duration::hours(2))
        .then(opened_task("handle", None))
        .save(&store);
    Sample::opened(&north(), "lin's")
        .then(lins)
        .then(timed(Duration::hours(4)))
        .save(&store);
    let listed = |person: &str| -> Vec<String> {
        let duties = Duties::Some {
            person: PersonId(person.into()),
            owned: Vec::new(),
            named: Vec::new(),
            tasks: of_complaints([TaskId::new("handle")]),
            departments: vec![DepartmentId::new("legal")],
        };
        let tasks = store
            .read(|conn| work::open_tasks(conn, &north(), &Sight::All, &duties))
            .expect("tasks");
        tasks.into_iter().map(|task| task.case_number).collect()
    };
    assert_eq!(
        listed("lin"),
        ["case between", "case soon, task later", "lin's", "last"]
    );
    assert_eq!(listed("wang"), ["case between", "case soon, task later", "last"]);
    let cases = numbers(&store, &Sight::All, &Filter::default());
    assert_eq!(
        cases,
        ["case soon, task later", "case between", "lin's", "last"],
        "a case is due when its first task is"
    );
}

#[rstest]
fn counters_count_other_cases_that_are_alike(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    let south = OrganizationId::new("south");
    with_packs(&store, &[north(), south.clone()]);
    let first = Sample::opened(&north(), "1")
        .fact("plate", "A")
        .fact("kind", "late")
        .save(&store);
    Sample::opened(&north(), "2")
        .fact("plate", "A")
        .fact("kind", "rude")
        .save(&store);
    Sample::opened(&north(), "3")
        .fact("plate", "A")
        .fact("kind", "late")
        .save(&store);
    Sample::opened(&south, "1")
        .fact("plate", "A")
        .fact("kind", "late")
        .save(&store);
    let count = |name: &str, value: redress::value::Value, since, excluding| {
        let same = (name.to_owned(), value);
        store
            .read(|conn| {
                let opened = Opened { since, before: None };
                count_alike(conn, &north(), &CaseTypeId::new("complaint"), &same, opened, excluding)
            })
            .unwrap_or_else(|error: Error| panic!("{}", error.chain()))
    };
    assert_eq!(count("plate", "A".into(), None, None), 3);
    assert_eq!(count("plate", "A".into(), None, Some(first.id)), 2);
    assert_eq!(count("kind", "late".into(), None, None), 2);
    assert_eq!(
        count("plate", "A".into(), Some(monday()), None),
        3,
        "opened at that very moment counts"
    );
    assert_eq!(
        count("plate", "A".into(), Some(monday() + Duration::seconds(1)), None),
        0
    );
    assert_eq!(
        count("plate", redress::value::Value::Empty, None, None),
        0,
        "nothing is like nothing"
    );

    let before = |at, case| {
        let opened = Opened {
            since: None,
            before: Some(Before { at, case }),
        };
        let same = ("plate".to_owned(), "A".into());
        store
            .read(|conn| count_alike(conn, &north(), &CaseTypeId::new("complaint"), &same, opened, None))
            .unwrap_or_else(|error: Error| panic!("{}", error.chain()))
    };
    assert_eq!(before(monday(), None), 0);
    assert_eq!(before(monday() + Duration::seconds(1), None), 3);
    assert_eq!(before(monday(), Some(first.id)), 0, "the first has none before it");
}
