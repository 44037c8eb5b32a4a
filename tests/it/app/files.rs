//! Files: whose they are to name, what the policy takes, and what the virus scanner says.

use redress::app::{Asked, ExecuteError, FileError};
use redress::case::PersonId;
use redress::form::FileTerms;
use rstest::rstest;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::clamd::{self, VIRUS};
use crate::support::database::On;

const PHOTO: &[u8] = b"\x89PNG\r\n\x1a\n0000";
const PDF: &[u8] = b"%PDF-1.7 0000";

fn staffed(app: TestApp) -> TestApp {
    app.person("chen", &["agent"]);
    app.person("wu", &["agent"]);
    app.person("lin", &["manager"]);
    app
}

#[track_caller]
fn message(refused: ExecuteError) -> String {
    match refused {
        ExecuteError::Invalid(errors) => errors[0].message.clone(),
        other => panic!("{other:?}"),
    }
}

#[rstest]
fn who_only_knows_the_hash_of_a_file_gets_no_case_with_it(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::keeping(on) else { return };
    app.person("lin", &["keeper"]);
    app.person("wu", &["keeper"]);
    let (lin, wu) = (app.acting_as("lin"), app.acting_as("wu"));
    let file = app.sends("lin", "door.png", PHOTO);
    let theirs = lin
        .open("hint", json!({"what": "open door", "photo": [file.hash]}))
        .unwrap();
    let named = wu.open("hint", json!({"what": "mine", "photo": [file.hash]}));
    assert_eq!(
        message(named.unwrap_err()),
        "this file is not stored here; choose it again"
    );
    let own = wu.open("hint", json!({"what": "mine"})).unwrap();
    let attach = Asked::Attach { file: file.clone() };
    assert!(wu.ask(&own.number, attach.clone()).is_err(), "nor beside its course");
    wu.ask(&theirs.number, attach.clone())
        .expect("a case that has it already may have it twice");
    // Who has the file itself may name it: they tell nobody anything new.
    app.sends("wu", "mine.png", PHOTO);
    wu.ask(&own.number, attach).unwrap();
    app.is_sound();
}

#[test]
fn a_case_that_another_one_opens_may_be_given_its_files_and_a_destroyed_file_is_nobodys() {
    let app = TestApp::keeping(On::Sqlite).expect("SQLite is always there");
    app.person("lin", &["keeper"]);
    let lin = app.acting_as("lin");
    let file = app.sends("lin", "door.png", PHOTO);
    let number = lin
        .open("hint", json!({"what": "open door", "photo": [file.hash]}))
        .unwrap()
        .number;
    lin.act(&number, "close", json!({})).unwrap();
    app.advance_to("2024-10-24 09:00");
    lin.act(&number, "destroy", json!({})).unwrap();
    assert!(!app.file(&file.hash).exists());
    let again = lin.open("hint", json!({"what": "open door", "photo": [file.hash]}));
    assert_eq!(
        message(again.unwrap_err()),
        "this file is not stored here; choose it again"
    );
}

#[test]
fn a_field_takes_what_the_policy_says_whatever_door_the_file_came_through() {
    let app = staffed(TestApp::harbour_with(&[(
        "forms/harbour/intake.yaml",
        "label: Photograph }",
        "label: Photograph, files: { kinds: image, megabytes: 1 } }",
    )]));
    let open = |hash: String| {
        app.acting_as("chen")
            .open("complaint", json!({"what": "x", "photo": hash}))
    };
    let letter = app.sends("chen", "letter.pdf", PDF).hash;
    assert_eq!(
        message(open(letter).unwrap_err()),
        "“letter.pdf” was not taken: what is in it is not one of the kinds that are taken here (pictures). \
         Save it as one of these and choose it again."
    );
    let mut large = PHOTO.to_vec();
    large.resize(1024 * 1024 + 1, 0);
    let large = app.sends("chen", "large.png", &large).hash;
    assert_eq!(
        message(open(large).unwrap_err()),
        "“large.png” was not taken: it is larger than 1 MB. Send a smaller one, or several parts."
    );
    open(app.sends("chen", "a.png", PHOTO).hash).unwrap();
    // What stands beside the course of a case is not the field's.
    let file = app.sends("chen", "letter.pdf", PDF);
    app.acting_as("chen").ask("24090001", Asked::Attach { file }).unwrap();
}

#[test]
fn the_organization_says_what_is_attached_and_what_fields_take_that_say_nothing() {
    let app = staffed(TestApp::harbour_with(&[(
        "rules/harbour/organization.yaml",
        "calendar: harbour\n",
        "calendar: harbour\nfiles: { kinds: [pdf, text] }\n",
    )]));
    let chen = app.acting_as("chen");
    let (photo, letter) = (app.sends("chen", "a.png", PHOTO), app.sends("chen", "b.pdf", PDF));
    assert!(
        chen.open("complaint", json!({"what": "x", "photo": photo.hash}))
            .is_err()
    );
    chen.open("complaint", json!({"what": "x", "photo": letter.hash}))
        .unwrap();
    let attached = chen.ask("24090001", Asked::Attach { file: photo });
    assert!(message(attached.unwrap_err()).contains("(PDF, plain text)"));
    chen.ask("24090001", Asked::Attach { file: letter }).unwrap();
}

#[test]
fn nothing_is_kept_of_an_infected_file() {
    let app = staffed(TestApp::new().scanned_by(clamd::listening()));
    let send = |bytes: Vec<u8>| {
        let chen = PersonId("chen".into());
        app.app
            .store_file(&app.organization, &chen, &FileTerms::default(), "a.txt", bytes)
    };
    // Longer than a chunk, so that it is sent in several.
    let mut long = vec![b'x'; 200_000];
    send(long.clone()).expect("clean");
    long.extend(VIRUS.bytes());
    let refused = send(long).unwrap_err();
    assert!(
        matches!(&refused, FileError::Infected { found } if found == "Test.Virus"),
        "{refused}"
    );
    app.holds_nowhere(VIRUS);
}

#[test]
fn while_the_scanner_is_down_no_file_is_taken() {
    let app = staffed(TestApp::new().scanned_by(clamd::nobody()));
    let chen = PersonId("chen".into());
    let refused = app
        .app
        .store_file(&app.organization, &chen, &FileTerms::default(), "a.txt", b"a".to_vec());
    let refused = refused.unwrap_err();
    assert!(matches!(refused, FileError::NotScanned(_)), "{refused}");
    let text = refused.text("a.txt", &redress::locale::Language::new("en")).unwrap();
    assert!(text.contains("the virus scanner does not answer"), "{text}");
}
