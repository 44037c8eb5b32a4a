//! Destroying a case takes its files along, unless another case uses them, and is done in no time however many cases there are.

use std::time::{Duration, Instant};

use redress::app::Asked;
use rstest::rstest;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::database::On;

#[rstest]
fn a_file_goes_with_the_last_case_that_uses_it(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::keeping(on) else { return };
    app.person("lin", &["keeper"]);
    let lin = app.acting_as("lin");
    let store = |bytes: &[u8]| app.sends("lin", "door.png", bytes);
    let (shared, own) = (store(b"\x89PNG\r\n\x1a\n0000"), store(b"\x89PNG\r\n\x1a\n1111"));
    let open = |photos: &[&str]| {
        let answers = json!({"what": "open door", "photo": photos});
        lin.open("hint", answers).unwrap().number
    };
    let (first, second) = (open(&[&shared.hash, &own.hash]), open(&[]));
    // The other one uses it as an attachment, not as an answer.
    lin.ask(&second, Asked::Attach { file: shared.clone() }).unwrap();
    for number in [&first, &second] {
        lin.act(number, "close", json!({})).unwrap();
    }
    app.advance_to("2024-10-24 09:00");
    lin.act(&first, "destroy", json!({})).unwrap();
    assert!(app.file(&shared.hash).exists() && !app.file(&own.hash).exists());
    app.is_sound();
    lin.act(&second, "destroy", json!({})).unwrap();
    assert!(!app.file(&shared.hash).exists(), "nobody is left who uses it");
    app.is_sound();
}

#[rstest]
fn which_case_uses_which_file_is_proved(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::keeping(on) else { return };
    app.person("lin", &["keeper"]);
    let photo = app.sends("lin", "a.png", b"\x89PNG\r\n\x1a\n0000");
    let answers = json!({"what": "open door", "photo": [photo.hash]});
    app.acting_as("lin").open("hint", answers).unwrap();
    app.is_sound();
    app.meddle("delete from case_files");
    let faults = app.app.verify(&app.organization).unwrap().faults;
    assert!(
        matches!(faults.as_slice(), [fault] if fault.message.contains("not among those it uses")),
        "{faults:?}"
    );
}

/// Cases that have nothing to do with the one that is destroyed.
const OTHERS: usize = 10_000;

#[rstest]
#[ignore = "opens ten thousand cases; run with `--run-ignored all` and read what it prints"]
fn destroying_one_of_very_many_cases_asks_only_for_its_own_files(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(app) = TestApp::keeping(on) else { return };
    app.person("lin", &["keeper"]);
    let lin = app.acting_as("lin");
    let store = |number: usize| {
        let bytes = format!("a photograph, number {number}").into_bytes();
        app.sends("lin", "door.txt", &bytes).hash
    };
    let photos: Vec<String> = (0..10).map(store).collect();
    let open = |photos: &[String]| {
        let answers = json!({"what": "open door", "photo": photos});
        lin.open("hint", answers).unwrap().number
    };
    let number = open(&photos);
    let others = store(10);
    for _ in 0..OTHERS {
        open(std::slice::from_ref(&others));
    }
    lin.act(&number, "close", json!({})).unwrap();
    app.app.clock().stand_at(app.local("2024-10-24 09:00"));
    let begun = Instant::now();
    for photo in &photos {
        // What was asked for each of its files before it was written down who uses which.
        app.meddle(&format!(
            "select count(*) from events where organization = 'lodge' and body like '%{photo}%'"
        ));
    }
    let by_reading = begun.elapsed();
    let begun = Instant::now();
    lin.act(&number, "destroy", json!({})).unwrap();
    let destroyed = begun.elapsed();
    println!(
        "{on:?}: reading every event for {} files {by_reading:?}; destroying altogether {destroyed:?}",
        photos.len()
    );
    assert!(photos.iter().all(|photo| !app.file(photo).exists()) && app.file(&others).exists());
    assert!(destroyed < Duration::from_secs(2), "{destroyed:?}");
}
