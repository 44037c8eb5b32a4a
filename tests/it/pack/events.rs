//! Events are called after what marks them: nobody reads an id.

use redress::pack::{assemble, bundled};
use rstest::rstest;

#[rstest]
fn every_event_that_people_read_of_has_a_name(
    #[values(
        "complaint-office",
        "electronics-aftersales",
        "generic-eight-step",
        "hospital",
        "property-developer",
        "telecom-callcentre"
    )]
    organization: &str,
) {
    let organization = organization.into();
    let pack = assemble(&organization, &bundled::sources(&organization), &Default::default()).expect("a pack");
    let mut unnamed = Vec::new();
    for case_type in pack.case_types.values() {
        let deadlines = case_type.deadlines.values();
        let of_deadlines = deadlines.flat_map(|rule| rule.from.iter().chain(&rule.until).chain(&rule.cancelled_by));
        let events = of_deadlines.chain(case_type.marked_events());
        let nameless = events.filter(|event| pack.marked_by(case_type, event).is_none());
        unnamed.extend(nameless.map(|event| format!("{} {event}", case_type.id)));
    }
    assert_eq!(unnamed, [] as [String; 0]);
}

/// What people do through the public door is recorded later as what they do here.
#[test]
fn an_event_that_only_the_public_opening_marks_can_be_recorded_too() {
    let organization = "hospital".into();
    let pack = assemble(&organization, &bundled::sources(&organization), &Default::default()).expect("a pack");
    let case_type = pack.case_type("complaint").expect("a case type");
    let public = case_type.public.as_ref().expect("a public part");
    let events = case_type.marked_events();
    assert!(!public.opening.marks.is_empty());
    for mark in &public.opening.marks {
        let times = events.iter().filter(|event| ***event == mark.event).count();
        assert_eq!(times, 1, "{}", mark.event);
    }
}
