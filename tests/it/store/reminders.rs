//! Reminders as lists ask for them: by whom one is, within what one sees, without what one has ticked off.

use std::collections::{BTreeMap, BTreeSet};

use redress::access::{Eyes, Reach, Sight};
use redress::case::event::Event;
use redress::case::{Actor, Addressee, Case, CaseId, PersonId, Until};
use redress::pack::id::*;
use redress::store::{Store, reminders};
use rstest::rstest;

use super::sample::*;
use crate::support::database::{On, TestDatabase};

fn reminded(to: Addressee) -> Event {
    Event::Reminded {
        to,
        about: "Answer".to_owned(),
        until: Some(Until::Stage(StageId::new("registered"))),
    }
}

fn member(id: &str, role: &str, department: &str) -> Actor {
    Actor {
        id: PersonId(id.into()),
        name: id.to_owned(),
        stands_for: None,
        roles: vec![RoleId::new(role)],
        departments: vec![DepartmentId::new(department)],
        standings: Default::default(),
        engine: false,
    }
}

fn open(store: &Store, actor: &Actor, sight: &Sight) -> BTreeMap<CaseId, BTreeSet<u64>> {
    store
        .read(|conn| reminders::open(conn, &north(), actor, sight))
        .expect("a list")
}

fn faults(store: &Store) -> usize {
    store.verify_platform().expect("verify").faults.len()
}

fn told(case: &Case, seqs: &[u64]) -> (CaseId, BTreeSet<u64>) {
    (case.id, seqs.iter().copied().collect())
}

#[rstest]
fn people_find_what_their_post_their_department_and_they_themselves_were_reminded_of(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let (manager, works) = (RoleId::new("manager"), DepartmentId::new("works"));
    let all = Sample::opened(&north(), "1")
        .then(reminded(Addressee::Role(manager.clone())))
        .then(reminded(Addressee::Department(works.clone())))
        .then(reminded(Addressee::Person(PersonId("mona".into()))))
        .then(reminded(Addressee::RoleIn {
            role: manager,
            department: works,
        }))
        .save(&store);
    let list = |actor: &Actor| open(&store, actor, &Sight::All).into_iter().collect::<Vec<_>>();
    assert_eq!(list(&member("mona", "manager", "works")), [told(&all, &[2, 3, 4, 5])]);
    assert_eq!(list(&member("paul", "manager", "sales")), [told(&all, &[2])]);
    assert_eq!(list(&member("zoe", "clerk", "works")), [told(&all, &[3])]);
    assert_eq!(list(&member("ida", "clerk", "sales")), []);
    assert_eq!(faults(&store), 0);
}

#[rstest]
fn a_reminder_is_told_within_sight_until_it_is_ticked_off_or_the_case_moves_on(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let to = || reminded(Addressee::Role(RoleId::new("manager")));
    let case = Sample::opened(&north(), "1")
        .in_department("works")
        .then(to())
        .save(&store);
    let (mona, paul) = (member("mona", "manager", "works"), member("paul", "manager", "sales"));
    let sight = |actor: &Actor| {
        Sight::Of(Eyes {
            person: actor.id.clone(),
            stand_in: None,
            roles: actor.roles.clone(),
            reach: Reach::Own {
                departments: actor.departments.clone(),
                tasks: Vec::new(),
            },
            departments: actor.departments.clone(),
        })
    };
    assert_eq!(open(&store, &mona, &sight(&mona)).len(), 1);
    assert_eq!(open(&store, &paul, &sight(&paul)).len(), 0, "not what he does not see");
    assert_eq!(open(&store, &paul, &Sight::All).len(), 1);

    let tick = |until: u64| {
        let mona = mona.clone();
        store
            .write(move |conn| reminders::tick_off(conn, &north(), case.id, &mona, until))
            .expect("ticked off");
    };
    tick(2);
    assert_eq!(
        open(&store, &mona, &Sight::All).len(),
        1,
        "it came after what she had seen"
    );
    tick(3);
    tick(3);
    assert_eq!(open(&store, &mona, &Sight::All).len(), 0);
    assert_eq!(open(&store, &paul, &Sight::All).len(), 1, "for herself alone");

    let again = append(&store, &case, to()).expect("reminded anew");
    let both = [told(&case, &[4])];
    assert_eq!(open(&store, &mona, &Sight::All).into_iter().collect::<Vec<_>>(), both);
    assert_eq!(
        open(&store, &paul, &Sight::All).into_iter().collect::<Vec<_>>(),
        both,
        "the later takes the place of the earlier"
    );
    assert_eq!(faults(&store), 0);

    let entered = Event::Entered {
        stage: StageId::new("handled"),
        is_final: false,
    };
    append(&store, &again, entered).expect("it moves on");
    assert_eq!(open(&store, &mona, &Sight::All).len(), 0);
    assert_eq!(open(&store, &paul, &Sight::All).len(), 0);
    assert_eq!(faults(&store), 0);
}

#[rstest]
fn what_was_told_before_people_found_their_reminders_stays_in_the_history_alone(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    let before = Event::Reminded {
        to: Addressee::Role(RoleId::new("manager")),
        about: "Answer".to_owned(),
        until: None,
    };
    Sample::opened(&north(), "1").then(before).save(&store);
    assert_eq!(open(&store, &member("mona", "manager", "works"), &Sight::All).len(), 0);
    assert_eq!(faults(&store), 0);
}

#[rstest]
fn a_list_of_reminders_that_says_something_else_than_the_case_is_found(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestDatabase::new(on) else { return };
    let store = test.open();
    with_packs(&store, &[north()]);
    Sample::opened(&north(), "1")
        .then(reminded(Addressee::Role(RoleId::new("manager"))))
        .save(&store);
    test.meddle("delete from reminders");
    let found = store.verify_platform().expect("verify").faults;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.contains("reminders"), "{found:?}");
}
