//! Drafts and signs of life as they are stored: whose they are, when they end, and that they go with their case.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use redress::case::{CaseId, PersonId};
use redress::store::drafts::{self, DRAFTS_MAX, Draft};
use redress::store::{Error, presence};
use rstest::rstest;
use serde_json::json;
use uuid::Uuid;

use crate::support::app::TestApp;
use crate::support::database::On;

fn draft(case: Option<CaseId>, text: &str, saved_at: DateTime<Utc>) -> Draft {
    Draft {
        id: Uuid::now_v7(),
        place: "/cases/new/hint".to_owned(),
        case,
        pack: "1".into(),
        about: format!("Hint · {text}"),
        pairs: vec![("what".to_owned(), text.to_owned())],
        saved_at,
    }
}

fn keep(app: &TestApp, person: &str, draft: &Draft) -> bool {
    let (organization, person, draft) = (app.organization.clone(), PersonId(person.into()), draft.clone());
    let kept = app
        .app
        .store()
        .write(move |conn| drafts::keep(conn, &organization, &person, &draft));
    kept.unwrap_or_else(|error: Error| panic!("{}", error.chain()))
}

/// The texts of somebody's drafts, the latest first.
fn texts(app: &TestApp, person: &str) -> Vec<String> {
    let person = PersonId(person.into());
    let kept = app.app.store().read(|conn| {
        let listed = drafts::of_person(conn, &app.organization, &person)?;
        let kept = listed
            .into_iter()
            .map(|draft| drafts::by_id(conn, &app.organization, &person, draft.id));
        kept.collect::<Result<Vec<_>, Error>>()
    });
    let kept = kept.unwrap_or_else(|error: Error| panic!("{}", error.chain()));
    kept.into_iter()
        .map(|draft| draft.expect("it is listed").pairs)
        .map(|pairs| pairs.into_iter().map(|(_, text)| text).collect())
        .collect()
}

#[rstest]
fn a_draft_is_kept_in_place_of_the_one_before_and_ends_for_good(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::keeping(on) else { return };
    let now = app.app.clock().now();
    let first = draft(None, "half a sen", now);
    assert!(keep(&app, "lin", &first));
    let second = Draft {
        saved_at: now + Duration::seconds(5),
        ..draft(None, "another", now)
    };
    assert!(keep(&app, "lin", &second));
    let again = Draft {
        pairs: vec![("what".to_owned(), "half a sentence".to_owned())],
        saved_at: now + Duration::seconds(9),
        ..first.clone()
    };
    assert!(keep(&app, "lin", &again));
    assert_eq!(texts(&app, "lin"), ["half a sentence", "another"]);
    assert_eq!(texts(&app, "wanda"), [""; 0]);
    let end = |person: &'static str| {
        let (organization, id) = (app.organization.clone(), first.id);
        app.app
            .store()
            .write(move |conn| drafts::end(conn, &organization, &PersonId(person.into()), id, now))
    };
    assert!(matches!(end("wanda"), Ok(false)), "it is not theirs");
    assert!(matches!(end("lin"), Ok(true)));
    assert!(!keep(&app, "lin", &first), "what comes too late does not bring it back");
    assert_eq!(texts(&app, "lin"), ["another"]);
}

#[rstest]
fn what_nobody_touches_is_swept_and_nobody_has_drafts_without_end(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::keeping(on) else { return };
    let now = app.app.clock().now();
    for number in 0..DRAFTS_MAX {
        let age = Duration::days(number);
        assert!(keep(&app, "lin", &draft(None, &format!("no {number}"), now - age)));
    }
    assert!(!keep(&app, "lin", &draft(None, "one too many", now)));
    let since = now - Duration::days(30);
    let swept = app
        .app
        .store()
        .write(move |conn| drafts::sweep_on_platform(conn, since, now));
    swept.unwrap_or_else(|error: Error| panic!("{}", error.chain()));
    assert_eq!(texts(&app, "lin").len(), 31);
}

#[rstest]
fn they_go_with_the_case_that_is_destroyed(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::keeping(on) else { return };
    app.person("lin", &["keeper"]);
    let lin = app.acting_as("lin");
    let open = || lin.open("hint", json!({"what": "open door"})).unwrap().number;
    let (first, second) = (open(), open());
    let ids: BTreeMap<&str, CaseId> = [("first", app.case(&first).id), ("second", app.case(&second).id)].into();
    let now = app.app.clock().now();
    for (text, case) in &ids {
        assert!(keep(&app, "lin", &draft(Some(*case), text, now)));
        let (organization, case, actor) = (app.organization.clone(), *case, lin.actor.clone());
        let noted = app
            .app
            .store()
            .write(move |conn| presence::note(conn, &organization, case, &actor, ("", false), now));
        noted.unwrap_or_else(|error: Error| panic!("{}", error.chain()));
    }
    let there = |case: &str, after: i64| {
        let at = now + Duration::seconds(after);
        let others = app
            .app
            .store()
            .read(|conn| presence::others(conn, &app.organization, ids[case], &PersonId("max".into()), at));
        others.unwrap_or_else(|error: Error| panic!("{}", error.chain())).len()
    };
    assert_eq!(
        (there("first", 60), there("first", 80)),
        (1, 0),
        "a sign of life does not last"
    );
    lin.act(&first, "close", json!({})).unwrap();
    app.advance_to("2024-10-24 09:00");
    lin.act(&first, "destroy", json!({})).unwrap();
    assert_eq!(texts(&app, "lin"), ["second"]);
    assert_eq!((there("first", 0), there("second", 0)), (0, 1));
    app.is_sound();
}
