//! Lists and sights: the database lets through exactly what `access` allows.

use chrono::Duration;
use redress::access::{self, Duties, Eyes, Reach, Sight};
use redress::case::event::Event;
use redress::case::{Addressee, Case, PersonId};
use redress::pack::id::*;
use redress::store::queue::{self, Filter};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

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
        let tasks = open_tasks(&store, sight, &duties);
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
