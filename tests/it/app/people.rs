//! Signing in, and as whom people act.

use chrono::DateTime;
use redress::app::{Entry, SignInError};
use redress::case::PersonId;

use crate::support::app::{PASSWORD, TestApp};

#[test]
fn somebody_signs_in_and_out() {
    let app = TestApp::new();
    app.person("chen", &["agent", "handler@east"]);
    let signed_in = app.signed_in("chen");
    assert_ne!(signed_in.token, app.signed_in("chen").token);
    let (session, person) = app.app.session(&signed_in.token).unwrap().unwrap();
    assert_eq!((session.csrf, person.name.as_str()), (signed_in.session.csrf, "Chen"));
    app.app.sign_out(&signed_in.token).unwrap();
    assert_eq!(app.app.session(&signed_in.token).unwrap(), None);
    let actor = app.acting_as("chen").actor;
    assert_eq!(actor.roles.len(), 2);
    assert_eq!(actor.departments.len(), 1);
}

#[test]
fn nobody_a_wrong_password_and_somebody_shut_out_are_answered_alike() {
    let app = TestApp::new();
    app.person("chen", &["agent"]);
    app.person("gone", &["agent"]);
    let gone = app.signed_in("gone");
    let token = app.app.make_token(&PersonId("gone".into()), "import", None).unwrap();
    app.app.set_disabled(&PersonId("gone".into()), true).unwrap();
    assert_eq!(app.app.session(&gone.token).unwrap(), None);
    assert_eq!(app.app.token_holder(&token).unwrap(), None);
    for (id, password) in [
        ("nobody", PASSWORD),
        ("chen", "wrong horse battery"),
        ("gone", PASSWORD),
    ] {
        let refused = app.app.sign_in(id, password, "").err().unwrap();
        assert_eq!(refused.to_string(), "the name or the password is not right");
    }
}

#[test]
fn the_first_administrator_is_made_once() {
    let app = TestApp::new();
    let (id, password) = app.app.first_administrator().unwrap().expect("nobody is there yet");
    let Entry::In(first) = app.app.sign_in(&id.0, &password, "").unwrap() else {
        panic!("no code is asked of them")
    };
    assert!(first.person.administrator);
    assert!(app.app.first_administrator().unwrap().is_none());
}

#[test]
fn a_token_is_its_holder_until_it_is_revoked() {
    let app = TestApp::new();
    let chen = app.person("chen", &["agent"]);
    let token = app.app.make_token(&chen, "import", None).unwrap();
    assert_eq!(app.app.token_holder(&token).unwrap().unwrap().person.id, chen);
    assert_eq!(app.app.token_holder(&format!("{token}x")).unwrap(), None);
    let listed = app
        .app
        .store()
        .read(|conn| redress::store::sessions::tokens_of(conn, &chen, DateTime::UNIX_EPOCH))
        .unwrap();
    assert!(token.starts_with(&listed[0].prefix) && listed[0].prefix.len() < 20);
    assert!(app.app.revoke_token(&chen, &listed[0].prefix).unwrap());
    assert_eq!(app.app.token_holder(&token).unwrap(), None);
}

#[test]
fn a_forgotten_password_voids_what_somebody_else_may_have_made_in_their_name() {
    let app = TestApp::new();
    let (root, chen) = (app.administrator("root"), app.person("chen", &["agent"]));
    let made = |app: &TestApp| app.app.make_token(&chen, "import", None).unwrap();
    let is_good = |token: &str| app.app.token_holder(token).unwrap().is_some();
    let token = made(&app);
    app.app.make_link(&root, &chen).unwrap();
    assert!(!is_good(&token));
    let token = made(&app);
    app.app.set_password(&chen, PASSWORD).unwrap();
    assert!(!is_good(&token));
}

#[test]
fn names_and_passwords_that_cannot_be_meant_are_not_taken() {
    let app = TestApp::new();
    let chen = app.person("chen", &["agent"]);
    let person = |id: &str| redress::store::people::Person {
        id: PersonId(id.into()),
        name: "Somebody".to_owned(),
        administrator: false,
        disabled: false,
    };
    assert!(matches!(
        app.app.add_person(person("chen"), PASSWORD),
        Err(SignInError::Taken(_))
    ));
    assert!(matches!(
        app.app.add_person(person("@engine"), PASSWORD),
        Err(SignInError::NoName(_))
    ));
    assert!(matches!(
        app.app.add_person(person("new"), "short"),
        Err(SignInError::Password(_))
    ));
    assert!(matches!(
        app.app.set_password(&PersonId("nobody".into()), PASSWORD),
        Err(SignInError::Unknown(_))
    ));
    let before = app.signed_in("chen");
    app.app.set_password(&chen, "another good password").unwrap();
    assert_eq!(
        app.app.session(&before.token).unwrap(),
        None,
        "a new password ends every session"
    );
    assert!(app.app.sign_in("chen", PASSWORD, "").is_err());
}

#[test]
fn what_is_over_is_tidied_away_and_what_is_not_stays() {
    let app = TestApp::new();
    app.person("chen", &["agent"]);
    let signed_in = app.signed_in("chen");
    let chen = app.acting_as("chen").with_key("k1");
    chen.open("complaint", serde_json::json!({"what": "x"})).unwrap();
    app.app.tick().unwrap();
    assert!(
        chen.open("complaint", serde_json::json!({"what": "x"}))
            .unwrap()
            .replayed
    );
    let later = app.restarted();
    later
        .app
        .clock()
        .stand_at(later.app.clock().now() + chrono::Duration::days(31));
    later.app.tick().unwrap();
    let again = later
        .acting_as("chen")
        .with_key("k1")
        .open("complaint", serde_json::json!({"what": "x"}))
        .unwrap();
    assert!(!again.replayed, "after a month a key is forgotten");
    assert!(
        later.app.session(&signed_in.token).unwrap().is_some(),
        "the session is still young"
    );
}
