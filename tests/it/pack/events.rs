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
        let marks = case_type.opening.marks.iter();
        let marks = marks.chain(case_type.actions.values().flat_map(|action| &action.marks));
        let marks = marks.chain(case_type.tasks.values().flat_map(|task| &task.marks));
        let events = of_deadlines.chain(marks.map(|mark| &mark.event));
        let nameless = events.filter(|event| pack.marked_by(case_type, event).is_none());
        unnamed.extend(nameless.map(|event| format!("{} {event}", case_type.id)));
    }
    assert_eq!(unnamed, [] as [String; 0]);
}
