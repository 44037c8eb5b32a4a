//! What people are given beside posts.

use redress::access::{Ability, can};
use redress::app::{ExecuteError, StandingChangeError};
use redress::case::{PersonId, Standing};
use redress::store::standings::Place;
use rstest::rstest;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::database::On;

fn give(test: &TestApp, id: &str, standing: Standing, place: Place) {
    test.app
        .give_standing(&PersonId(id.into()), place, standing)
        .unwrap_or_else(|error| panic!("{error}"));
}

fn here(test: &TestApp) -> Place {
    Place::Organization(test.organization.clone())
}

#[rstest]
fn a_standing_is_given_in_one_organization_or_everywhere_and_taken_away(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestApp::on(on) else { return };
    test.person("chen", &[]);
    let has = |standing| test.acting_as("chen").actor.standings.has(standing);
    let elsewhere = Place::Organization("elsewhere".into());
    give(&test, "chen", Standing::Auditor, elsewhere);
    assert!(!has(Standing::Auditor), "of another organization");
    give(&test, "chen", Standing::Auditor, here(&test));
    give(&test, "chen", Standing::Auditor, here(&test));
    assert!(has(Standing::Auditor));
    let chen = PersonId("chen".into());
    test.app
        .take_standing(&chen, here(&test), Standing::Auditor)
        .expect("taken");
    assert!(!has(Standing::Auditor));
    let again = test.app.take_standing(&chen, here(&test), Standing::Auditor);
    assert!(matches!(again, Err(StandingChangeError::NotHeld(_))), "{again:?}");
    give(&test, "chen", Standing::Integrator, Place::Platform);
    assert!(has(Standing::Integrator), "what counts everywhere counts here");
}

#[test]
fn the_first_administrator_runs_the_platform_and_every_organization() {
    let test = TestApp::new();
    test.administrator("root");
    let actor = test.acting_as("root").actor;
    assert!(actor.standings.has(Standing::Operator) && actor.standings.has(Standing::Administrator));
    assert!(can(&actor, Ability::MoveClock) && can(&actor, Ability::ActInAnyRole));
}

#[test]
fn somebody_always_runs_the_platform_and_only_as_a_whole() {
    let test = TestApp::new();
    let root = test.administrator("root");
    let last = test.app.take_standing(&root, Place::Platform, Standing::Operator);
    assert!(matches!(last, Err(StandingChangeError::LastOperator)), "{last:?}");
    assert!(
        test.acting_as("root").actor.standings.has(Standing::Operator),
        "nothing was taken"
    );
    test.person("chen", &[]);
    let chen = PersonId("chen".into());
    let part = test.app.give_standing(&chen, here(&test), Standing::Operator);
    assert!(matches!(part, Err(StandingChangeError::OfPlatformOnly)), "{part:?}");
    give(&test, "chen", Standing::Operator, Place::Platform);
    test.app
        .take_standing(&root, Place::Platform, Standing::Operator)
        .expect("another one is left");
    let nobody = test
        .app
        .give_standing(&PersonId("nobody".into()), Place::Platform, Standing::Auditor);
    assert!(matches!(nobody, Err(StandingChangeError::Unknown(_))), "{nobody:?}");
}

#[test]
fn who_runs_the_platform_sees_no_case_for_that() {
    let test = TestApp::new();
    test.person("chen", &["agent"]);
    test.person("olga", &[]);
    give(&test, "olga", Standing::Operator, Place::Platform);
    let opened = test
        .acting_as("chen")
        .open("complaint", json!({"what": "x"}))
        .expect("opened");
    let olga = test.acting_as("olga");
    let refused = olga.comment(&opened.number, "hello").expect_err("kept out");
    assert!(matches!(refused, ExecuteError::NotFound), "{refused}");
    let refused = olga.open("complaint", json!({"what": "y"})).expect_err("kept out");
    assert!(matches!(refused, ExecuteError::NotFound), "{refused}");
}

#[test]
fn an_auditor_reads_and_changes_nothing_even_in_a_post_of_theirs() {
    let test = TestApp::new();
    test.person("chen", &["agent"]);
    test.person("aude", &["agent", "manager"]);
    give(&test, "aude", Standing::Auditor, here(&test));
    let opened = test
        .acting_as("chen")
        .open("complaint", json!({"what": "x"}))
        .expect("opened");
    let before = test.kinds(&opened.number);
    let aude = test.acting_as("aude");
    let refused = aude.comment(&opened.number, "hello").expect_err("reads only");
    assert!(matches!(refused, ExecuteError::Forbidden), "{refused}");
    let refused = aude.open("complaint", json!({"what": "y"})).expect_err("reads only");
    assert!(matches!(refused, ExecuteError::Forbidden), "{refused}");
    assert_eq!(test.kinds(&opened.number), before);
}

#[rstest]
fn a_list_shows_everything_to_whoever_runs_the_organization_but_a_case_about_themselves(
    #[values(On::Sqlite, On::Postgres)] on: On,
) {
    let Some(test) = TestApp::keeping(on) else { return };
    test.person("lin", &["keeper"]);
    for (id, standing) in [("mara", Standing::Administrator), ("aude", Standing::Auditor)] {
        test.person(id, &[]);
        give(&test, id, standing, here(&test));
    }
    let lin = test.acting_as("lin");
    let about = |who: &str| {
        let answers = json!({"what": "open door", "about": who, "secret": true});
        lin.open("hint", answers).expect("opened").number
    };
    let (of_mara, of_aude) = (about("mara"), about("aude"));
    for (id, sees, not) in [("mara", &of_aude, &of_mara), ("aude", &of_mara, &of_aude)] {
        let actor = test.acting_as(id).actor;
        let pack = test.app.packs().active(&test.organization).expect("a pack");
        let sight = redress::access::sight(&pack, &actor);
        let listed = test
            .app
            .store()
            .read(|conn| {
                let filter = redress::store::queue::Filter::default();
                redress::store::queue::page(conn, &test.organization, &sight, &filter, None, 10)
            })
            .expect("listed");
        let numbers: Vec<&str> = listed.cases.iter().map(|case| case.number.as_str()).collect();
        assert_eq!(numbers, [sees.as_str()], "{id}");
        let looked = redress::app::Looked::Case;
        assert!(test.app.see(&test.organization, sees, &actor, &looked).is_ok());
        let kept = test.app.see(&test.organization, not, &actor, &looked).map(drop);
        assert!(matches!(kept, Err(ExecuteError::NotFound)), "{id}");
    }
    let mara = test.acting_as("mara");
    mara.comment(&of_aude, "in hand").expect("she runs the organization");
    let refused = mara.comment(&of_mara, "not so").expect_err("it is about her");
    assert!(matches!(refused, ExecuteError::NotFound), "{refused}");
}
