//! What earlier programs have stored still reads, and means the same.

use serde_json::{Value as Json, json};

use crate::case::Addressee;
use crate::case::event::{Effect, Event};
use crate::pack::id::RoleId;

fn manager() -> Addressee {
    Addressee::Role(RoleId::new("manager"))
}

fn event(stored: Json) -> Event {
    serde_json::from_value(stored).expect("it reads")
}

#[test]
fn a_reminder_in_a_history_from_before_others_than_roles_were_reminded_still_reads() {
    let about = "Answer".to_owned();
    let reminded = Event::Reminded {
        to: manager(),
        about,
        until: None,
    };
    assert_eq!(
        event(json!({"event": "reminded", "role": "manager", "about": "Answer"})),
        reminded
    );
    assert_eq!(
        event(json!({"event": "reminded", "to": "manager", "about": "Answer"})),
        reminded,
        "a bare text is a role"
    );
    let written = serde_json::to_value(&reminded).expect("JSON");
    assert_eq!(
        written,
        json!({"event": "reminded", "to": {"role": "manager"}, "about": "Answer"})
    );
    assert_eq!(event(written), reminded);
    let person = json!({"event": "reminded", "to": {"person": "lin"}, "about": "Answer"});
    assert_eq!(serde_json::to_value(event(person.clone())).expect("JSON"), person);
}

#[test]
fn a_reminder_that_waits_to_be_sent_from_before_still_reads() {
    let effect = |stored: Json| serde_json::from_value::<Effect>(stored).expect("it reads");
    let about = "Answer".to_owned();
    let remind = Effect::Remind { to: manager(), about };
    assert_eq!(
        effect(json!({"effect": "remind", "role": "manager", "about": "Answer"})),
        remind
    );
    let written = serde_json::to_value(&remind).expect("JSON");
    assert_eq!(written["to"], json!({"role": "manager"}));
    assert_eq!(effect(written), remind);
}

#[test]
fn a_reminder_without_anybody_is_refused_rather_than_lost() {
    for stored in [
        json!({"event": "reminded", "about": "Answer"}),
        json!({"event": "reminded", "to": {"rolle": "manager"}, "about": "Answer"}),
    ] {
        assert!(serde_json::from_value::<Event>(stored.clone()).is_err(), "{stored}");
    }
}
