//! Destroying comes last, and what it takes away is told.

use crate::case::testing::*;
use crate::case::*;
use crate::pack::{Effect, OpenCase};

#[test]
fn a_case_that_is_asked_for_and_lost_with_what_is_destroyed_is_told() {
    let pack = Maker::new(&[], &[], &["opened"])
        .stage("open", false)
        .stage("closed", true)
        .opening(|maker, opening| opening.at = maker.to([("", "open")]))
        .action("close", &["open"], |maker, action| {
            action.to = maker.to([("", "closed")]);
            action.does = vec![
                Effect::OpenCase(OpenCase {
                    case_type: "complaint".into(),
                    answers: Vec::new(),
                    each: None,
                    marks: None,
                }),
                Effect::Destroy,
            ];
        })
        .pack();
    let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    let events = told.act("close", Answers::new());
    let lost = events
        .iter()
        .position(|event| matches!(event, Event::ReactionFailed { what, .. } if what == "open_case `complaint`"));
    let destroyed = events.iter().position(|event| matches!(event, Event::Destroyed { .. }));
    assert!(lost.is_some() && lost < destroyed, "{events:?}");
}
