//! Lists of tasks: those that somebody may do, in the order in which they are due.

use chrono::Duration;
use redress::access::{Duties, Sight};
use redress::case::PersonId;
use redress::case::event::Event;
use redress::pack::id::*;
use redress::store::queue::Filter;
use redress::value::Value;
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

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
        let tasks = open_tasks(&store, &Sight::All, duties);
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
        let tasks = open_tasks(&store, &Sight::All, &duties);
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
