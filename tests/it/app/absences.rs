//! Being away: the deputy may what the absent person's posts allow, while they are away, and the history says for whom.

use chrono::Duration;
use redress::app::AbsenceError;
use redress::case::PersonId;
use redress::store::absences::Absence;
use rstest::rstest;
use serde_json::json;
use uuid::Uuid;

use crate::support::acting::Acting;
use crate::support::app::TestApp;
use crate::support::database::On;

fn office(on: On) -> Option<TestApp> {
    let test = TestApp::on(on)?;
    test.person("anna", &["agent"]);
    test.person("max", &["manager"]);
    test.person("finn", &["handler@east"]);
    test.person("nobody", &[]);
    Some(test)
}

/// Away for a week from now.
fn absence(test: &TestApp, person: &str, deputy: &str) -> Absence {
    let now = test.app.clock().now();
    Absence {
        id: Uuid::now_v7(),
        organization: test.organization.clone(),
        person: PersonId(person.into()),
        deputy: PersonId(deputy.into()),
        starts_at: now,
        ends_at: now + Duration::days(7),
    }
}

/// Somebody at work for another; `None` when they do not stand in.
fn acting_for<'a>(test: &'a TestApp, deputy: &str, absent: &str) -> Option<Acting<'a>> {
    let person = test
        .app
        .account(&PersonId(deputy.into()))
        .expect("read")
        .expect("somebody")
        .person;
    let actor = test
        .app
        .actor_for(&test.organization, &person, &PersonId(absent.into()))
        .expect("read")?;
    let mut acting = test.acting_as(deputy);
    acting.actor = actor;
    Some(acting)
}

#[rstest]
fn a_deputy_does_what_the_absent_may_and_the_history_says_for_whom(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = office(on) else { return };
    let anna = test.acting_as("anna");
    let number = anna.open("complaint", json!({"what": "noise"})).unwrap().number;
    anna.act(&number, "send_letter", json!({})).unwrap();
    assert!(anna.act(&number, "close_deemed", json!({})).is_err(), "a manager's");
    assert!(acting_for(&test, "anna", "max").is_none(), "he is not away");
    test.app.take_leave(absence(&test, "max", "anna")).unwrap();
    let for_max = acting_for(&test, "anna", "max").expect("she stands in");
    for_max.act(&number, "close_deemed", json!({})).unwrap();
    let history = test.history(&number);
    let last = history.last().expect("events");
    assert_eq!((&*last.by.0, last.by_name.as_str()), ("anna", "Anna"));
    assert_eq!(last.stands_for.as_ref().map(|absent| absent.name.as_str()), Some("Max"));
    assert_eq!(history[0].stands_for, None, "what she did herself, she did herself");
    test.is_sound();
}

#[rstest]
fn what_is_given_to_the_absent_by_name_is_the_deputy_s_while_they_are_away() {
    let test = office(On::Sqlite).expect("SQLite is always there");
    let anna = test.acting_as("anna");
    let number = anna.open("complaint", json!({"what": "noise"})).unwrap().number;
    let case = test.case(&number);
    let pack = test.app.packs().active(&test.organization).unwrap();
    let finn = test.acting_as("finn");
    assert!(!redress::access::may_see(&pack, &finn.actor, &case));
    test.app.take_leave(absence(&test, "anna", "finn")).unwrap();
    let for_anna = acting_for(&test, "finn", "anna").expect("he stands in");
    assert!(
        redress::access::may_see(&pack, &for_anna.actor, &case),
        "she has a part in it"
    );
    assert!(
        !redress::access::may_see(&pack, &finn.actor, &case),
        "as himself he has none"
    );
}

#[rstest]
fn whoever_stands_in_sees_nothing_that_is_kept_from_themselves() {
    let test = office(On::Sqlite).expect("SQLite is always there");
    let number = test
        .acting_as("anna")
        .open("complaint", json!({"what": "noise"}))
        .unwrap()
        .number;
    let mut case = test.case(&number);
    case.excluded.insert(PersonId("finn".into()));
    let pack = test.app.packs().active(&test.organization).unwrap();
    test.app.take_leave(absence(&test, "max", "finn")).unwrap();
    test.app.take_leave(absence(&test, "max", "anna")).unwrap();
    let (finn, anna) = (acting_for(&test, "finn", "max"), acting_for(&test, "anna", "max"));
    assert!(!redress::access::may_see(&pack, &finn.expect("stands in").actor, &case));
    assert!(redress::access::may_see(&pack, &anna.expect("stands in").actor, &case));
}

#[rstest]
fn it_begins_and_ends_with_the_absence(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = office(on) else { return };
    let later = test.app.clock().now() + Duration::days(1);
    let away = Absence {
        starts_at: later,
        ends_at: later + Duration::days(1),
        ..absence(&test, "max", "anna")
    };
    test.app.take_leave(away.clone()).unwrap();
    let anna = PersonId("anna".into());
    let mut seen = Vec::new();
    for hours in [0, 24, 47, 48] {
        test.app
            .clock()
            .stand_at(later - Duration::days(1) + Duration::hours(hours));
        seen.push((
            acting_for(&test, "anna", "max").is_some(),
            test.app.stood_for(&test.organization, &anna).unwrap().len(),
            test.app.away(&test.organization).unwrap().len(),
        ));
    }
    assert_eq!(seen, [(false, 0, 0), (true, 1, 1), (true, 1, 1), (false, 0, 0)]);
}

#[rstest]
fn an_absence_is_taken_back_by_its_person_alone(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = office(on) else { return };
    let away = absence(&test, "max", "anna");
    test.app.take_leave(away.clone()).unwrap();
    let (max, anna) = (PersonId("max".into()), PersonId("anna".into()));
    assert!(!test.app.end_absence(&test.organization, &anna, away.id).unwrap());
    assert!(acting_for(&test, "anna", "max").is_some());
    assert_eq!(test.app.absences_of(&max).unwrap()[0].deputy, "Anna");
    assert!(test.app.end_absence(&test.organization, &max, away.id).unwrap());
    assert!(acting_for(&test, "anna", "max").is_none());
}

#[rstest]
fn only_a_colleague_with_a_post_stands_in_and_only_for_time_to_come() {
    let test = office(On::Sqlite).expect("SQLite is always there");
    for deputy in ["max", "nobody", "unknown"] {
        let refused = test.app.take_leave(absence(&test, "max", deputy));
        assert!(matches!(refused, Err(AbsenceError::NoDeputy(_))), "{deputy}");
    }
    let now = test.app.clock().now();
    for (starts_at, ends_at) in [
        (now - Duration::days(9), now - Duration::days(2)),
        (now + Duration::days(2), now + Duration::days(2)),
    ] {
        let refused = test.app.take_leave(Absence {
            starts_at,
            ends_at,
            ..absence(&test, "max", "anna")
        });
        assert!(matches!(refused, Err(AbsenceError::NoTime)));
    }
    test.app.take_leave(absence(&test, "max", "anna")).unwrap();
    test.app.set_disabled(&PersonId("max".into()), true).unwrap();
    assert!(
        acting_for(&test, "anna", "max").is_none(),
        "nobody acts for whoever is shut out"
    );
}
