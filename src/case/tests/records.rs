//! What is added without any rule: remarks, files, an owner, and what took place all the same.

use super::actions::{at_work, policy};
use crate::case::testing::*;
use crate::case::*;
use refusal::Reason;

#[test]
fn what_took_place_all_the_same_is_recorded_with_its_event_and_its_breach() {
    let pack = policy();
    let mut told = at_work(&pack);
    let recorded = |event: &str, at: DateTime<Utc>, text: &str| Command::Record {
        event: Some(event.into()),
        at,
        text: text.to_owned(),
        breach: true,
    };
    let yesterday = at("2024-05-07 16:00");
    told.tries(&recorded("called_back", yesterday, "called before it was handled"))
        .expect("recorded");
    assert_eq!(
        told.case.happenings.last().map(|happening| happening.at),
        Some(yesterday)
    );
    assert!(matches!(
        told.history.last().map(|last| &last.event),
        Some(Event::Recorded { breach: true, .. })
    ));
    for (command, reason) in [
        (
            recorded("rained", yesterday, "it rained"),
            Reason::Unknown {
                what: "event `rained`".to_owned(),
            },
        ),
        (recorded("handled", yesterday, " "), Reason::ReasonMissing),
        (
            recorded("handled", at("2024-05-09 09:00"), "soon"),
            Reason::TooLate { latest: told.now },
        ),
    ] {
        assert_eq!(told.tries(&command).expect_err("refused").reason, reason);
    }
}

#[test]
fn remarks_and_files_may_be_added_to_a_closed_case_but_nobody_takes_it_over() {
    let pack = policy();
    let mut told = at_work(&pack);
    let owner = Some(PersonId("Lin".into()));
    told.tries(&Command::TakeOver { owner: owner.clone() })
        .expect("taken over");
    assert_eq!(told.case.owner, owner);
    told.act("give_up", Answers::new());
    told.tries(&Command::Comment {
        text: "called once more".to_owned(),
    })
    .expect("a remark");
    let file = command::AttachedFile {
        hash: "ab".repeat(32),
        name: "letter.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        bytes: 12,
    };
    told.tries(&Command::Attach { file }).expect("a file");
    told.act("file", Answers::new());
    assert_eq!(
        told.tries(&Command::TakeOver { owner: None })
            .expect_err("closed")
            .reason,
        Reason::Closed
    );
    let blank = Command::Comment { text: "\n".to_owned() };
    assert_eq!(
        told.tries(&blank).expect_err("nothing said").reason,
        Reason::ReasonMissing
    );
}
