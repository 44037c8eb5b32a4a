//! Tasks: opened for departments, done by their people, leading on when all are done.

use crate::case::choices::Doable;
use crate::case::testing::*;
use crate::case::*;
use crate::pack::raw::FieldKind;
use crate::pack::{Effect, Pack};
use refusal::{Entitled, Reason};

fn policy() -> Pack {
    let fields = [
        ("finding", FieldKind::Text),
        ("noise", FieldKind::YesNo),
        ("dirt", FieldKind::YesNo),
    ];
    Maker::new(&fields, &[("concerned", &[])], &["opened", "looked_into"])
        .form("finding", &[("finding", FieldKind::Text)])
        .collect(
            "concerned",
            &[("noise", "works", ""), ("dirt", "works", ""), ("dirt", "sales", "")],
        )
        .task("handle", |maker, task| {
            task.department = Some(maker.expression("concerned"));
            task.form = Some("finding".into());
            task.marks = maker.marks([("looked_into", "")]);
            task.to = maker.to([("", "deciding")]);
            task.clauses = clauses("C-1");
        })
        .stage("looking", false)
        .stage("deciding", false)
        .stage("closed", true)
        .opening(|maker, opening| {
            opening.at = maker.to([("", "looking")]);
            opening.does = vec![Effect::OpenTask {
                task: "handle".into(),
                each: None,
            }];
        })
        .action("drop", &["looking"], |_, action| {
            action.does = vec![Effect::CloseTasks("handle".into())]
        })
        .action("close", &["looking"], |maker, action| {
            action.needs = vec![maker.guard("open_tasks(\"handle\") < 2", "two departments are still looking", "C-2")];
            action.to = maker.to([("", "closed")]);
        })
        .pack()
}

fn open(pack: &Pack) -> Told<'_> {
    Told::open(
        pack,
        "2024-05-08 09:00",
        answers([("noise", true.into()), ("dirt", true.into())]),
    )
}

fn complete(number: u32, finding: &str) -> Command<'static> {
    Command::CompleteTask {
        number,
        answers: answers([("finding", finding.into())]),
    }
}

#[test]
fn each_department_gets_its_own_task_and_only_once() {
    let pack = policy();
    let told = open(&pack);
    let given: Vec<_> = told
        .case
        .tasks
        .iter()
        .map(|task| task.department.as_ref().map(|id| id.as_str()))
        .collect();
    assert_eq!(given, [Some("works"), Some("sales")]);
    let nobody = Told::open(
        &pack,
        "2024-05-08 09:00",
        answers([("noise", false.into()), ("dirt", false.into())]),
    );
    assert!(nobody.case.tasks.is_empty());
}

#[test]
fn a_task_is_done_by_the_people_of_its_department() {
    let pack = policy();
    let mut told = open(&pack);
    let works = person("Wu", "handler", &["works"]);
    let refusal = told
        .tries_as(&works, &complete(2, "clean"))
        .expect_err("that is for sales");
    assert_eq!(
        (refusal.reason, refusal.clauses),
        (
            Reason::NotYours {
                roles: Vec::new(),
                people: vec![Entitled::RoleIn {
                    role: "handler".into(),
                    departments: vec!["sales".into()],
                }],
            },
            clauses("C-1")
        )
    );
    told.tries_as(&works, &complete(1, "loud")).expect("theirs");
    let done = told.case.tasks[0].done.clone().expect("done");
    assert_eq!((done.by, done.withdrawn), (PersonId("Wu".into()), false));
    assert!(matches!(
        told.tries_as(&works, &complete(1, "again")),
        Err(Refusal {
            reason: Reason::Unknown { .. },
            ..
        })
    ));
}

#[test]
fn the_last_task_of_its_name_leads_on() {
    let pack = policy();
    let mut told = open(&pack);
    told.tries_as(&person("Wu", "handler", &["works"]), &complete(1, "loud"))
        .expect("done");
    assert_eq!(told.case.stage.as_str(), "looking");
    told.tries_as(&person("Li", "handler", &["sales"]), &complete(2, "dirty"))
        .expect("done");
    assert_eq!(told.case.stage.as_str(), "deciding");
    assert_eq!(
        told.case
            .happenings
            .iter()
            .filter(|happening| *happening.event == *"looked_into")
            .count(),
        2
    );
    let findings: Vec<_> = told
        .case
        .tasks
        .iter()
        .filter_map(|task| task.done.as_ref()?.answers.get("finding").cloned())
        .collect();
    assert_eq!(
        findings,
        [Value::text("loud"), Value::text("dirty")],
        "each department keeps its own answer"
    );
}

#[test]
fn tasks_are_withdrawn_by_name_and_when_the_case_closes() {
    let pack = policy();
    let mut told = open(&pack);
    assert_eq!(told.refused("close", Answers::new()).clauses, clauses("C-2"));
    told.act("drop", Answers::new());
    assert!(
        told.case
            .tasks
            .iter()
            .all(|task| task.done.as_ref().is_some_and(|done| done.withdrawn))
    );

    let mut told = open(&pack);
    told.tries_as(&person("Wu", "handler", &["works"]), &complete(1, "loud"))
        .expect("done");
    told.act("close", Answers::new());
    let withdrawn: Vec<_> = told
        .case
        .tasks
        .iter()
        .filter_map(|task| Some(task.done.as_ref()?.withdrawn))
        .collect();
    assert_eq!(withdrawn, [false, true]);
}

#[test]
fn open_tasks_are_choices_for_those_who_may_do_them() {
    let pack = policy();
    let told = open(&pack);
    let counters = BTreeMap::new();
    let handler = person("Wu", "handler", &["works"]);
    let context = Context {
        now: told.now,
        actor: &handler,
        counters: &counters,
        people: None,
    };
    let tasks: Vec<_> = choices(&pack, &told.case, &context)
        .into_iter()
        .filter_map(|choice| match &choice.what {
            Doable::CompleteTask { number, .. } => Some((*number, choice.is_allowed())),
            _ => None,
        })
        .collect();
    assert_eq!(tasks, [(1, true), (2, false)]);
}
