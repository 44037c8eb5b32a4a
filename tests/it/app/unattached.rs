//! Files that were sent and never attached go after a while; those that a case or a draft names stay.

use chrono::Duration;
use redress::app::{App, Asked, ExecuteError};
use redress::case::PersonId;
use redress::case::command::AttachedFile;
use redress::store::drafts::{self, Draft};
use rstest::rstest;
use serde_json::json;
use uuid::Uuid;

use crate::support::app::TestApp;
use crate::support::database::On;

fn photo(app: &TestApp, number: u8) -> AttachedFile {
    let bytes = [&b"\x89PNG\r\n\x1a\n"[..], &[number; 4]].concat();
    app.sends("lin", "door.png", &bytes)
}

fn kept(app: &TestApp, file: &AttachedFile) -> bool {
    let known = app
        .app
        .store()
        .read(|conn| redress::store::files::by_hash(conn, &app.organization, &file.hash))
        .expect("read");
    let is_there = app.file(&file.hash).exists();
    assert_eq!(known.is_some(), is_there, "the list and the disk say the same");
    is_there
}

/// A node that has tidied nothing yet, so many days later.
fn tidied_later(app: &TestApp, days: i64) -> App {
    let node = app.another_node();
    let later = app.app.clock().now() + Duration::days(days);
    assert!(node.clock().stand_at(later), "a clock that stands still");
    node.tick().expect("ticked");
    node
}

fn office(on: On) -> Option<TestApp> {
    let app = TestApp::keeping(on)?;
    app.person("lin", &["keeper"]);
    Some(app)
}

/// The number of a case without files.
fn hint(app: &TestApp) -> String {
    let opened = app.acting_as("lin").open("hint", json!({"what": "open door"}));
    opened.expect("opened").number
}

#[rstest]
fn a_file_nobody_attached_goes_and_what_a_case_or_a_draft_names_stays(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = office(on) else { return };
    let lin = app.acting_as("lin");
    let (lost, answered, attached, drafted) = (photo(&app, 1), photo(&app, 2), photo(&app, 3), photo(&app, 4));
    let number = lin
        .open("hint", json!({"what": "open door", "photo": [answered.hash]}))
        .expect("opened")
        .number;
    let attach = Asked::Attach { file: attached.clone() };
    lin.ask(&number, attach).expect("attached");
    let draft = Draft {
        id: Uuid::now_v7(),
        place: "/cases/new/hint".to_owned(),
        case: None,
        pack: "1".into(),
        about: "Hint".to_owned(),
        pairs: vec![("photo".to_owned(), drafted.hash.clone())],
        saved_at: app.app.clock().wall(),
    };
    let organization = app.organization.clone();
    let is_kept = app
        .app
        .store()
        .write(move |conn| drafts::keep(conn, &organization, &PersonId("lin".into()), &draft));
    assert!(is_kept.expect("kept"));
    tidied_later(&app, 29);
    assert!(kept(&app, &lost), "as long as a draft could be kept that names it");
    tidied_later(&app, 31);
    assert!(!kept(&app, &lost));
    assert!(kept(&app, &answered) && kept(&app, &attached) && kept(&app, &drafted));
    app.is_sound();
    let named = lin.open("hint", json!({"what": "open door", "photo": [lost.hash]}));
    assert!(matches!(named, Err(ExecuteError::Invalid(_))), "{named:?}");
    // Sent anew it is there again.
    let again = photo(&app, 1);
    lin.open("hint", json!({"what": "open door", "photo": [again.hash]}))
        .expect("opened");
    app.is_sound();
}

#[test]
fn a_file_that_was_sent_again_is_kept_from_then_on() {
    let app = office(On::Sqlite).expect("SQLite is always there");
    let first = photo(&app, 1);
    let later = app.app.clock().now() + Duration::days(20);
    assert!(app.app.clock().stand_at(later), "a clock that stands still");
    photo(&app, 1);
    tidied_later(&app, 20);
    assert!(kept(&app, &first));
    tidied_later(&app, 31);
    assert!(!kept(&app, &first));
}

#[test]
fn tidying_waits_for_whoever_attaches_a_file_at_that_moment() {
    let Some(app) = office(On::Postgres) else { return };
    let number = hint(&app);
    let file = photo(&app, 1);
    let mut other = app.another_session();
    other.run(&format!(
        "begin; insert into case_files (organization, hash, case_id) \
         select organization, '{}', id from cases where number = '{number}'",
        file.hash
    ));
    std::thread::scope(|scope| {
        let tidying = scope.spawn(|| tidied_later(&app, 31));
        other.wait_until_somebody_waits();
        other.run("commit");
        tidying.join().expect("no panic");
    });
    assert!(kept(&app, &file));
}

#[test]
fn whoever_attaches_a_file_that_is_just_tidied_away_comes_too_late() {
    let Some(app) = office(On::Postgres) else { return };
    let number = hint(&app);
    let file = photo(&app, 1);
    let mut other = app.another_session();
    let hash = &file.hash;
    other.run(&format!(
        "begin; select hash from files where hash = '{hash}' for update; \
         delete from uploads where hash = '{hash}'; delete from files where hash = '{hash}'"
    ));
    std::thread::scope(|scope| {
        let attaching = scope.spawn(|| {
            let attach = Asked::Attach { file: file.clone() };
            app.acting_as("lin").ask(&number, attach)
        });
        other.wait_until_somebody_waits();
        other.run("commit");
        let attached = attaching.join().expect("no panic");
        assert!(matches!(attached, Err(ExecuteError::Refused(_))), "{attached:?}");
    });
    app.is_sound();
}
