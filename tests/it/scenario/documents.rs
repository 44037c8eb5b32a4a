//! Documents that are printed once for each of several.

use redress::case::{self, Command, Context, NewCase, document};
use redress::locale::Language;
use redress::value::Value;

use super::{Changed, passes};

/// The slip is printed for `each`.
fn for_each(each: &str, shown: &str) -> Changed {
    Changed::new()
        .put(
            "complaint.yaml",
            "    template: slip.html\n",
            &format!("    template: slip.html\n    each: {each}\n"),
        )
        .put("slip.html", "{{ matter }}", shown)
}

#[test]
fn each_department_gets_its_own_print_in_all_copies() {
    let pack = for_each("concerned", "for {{ each }}").pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent }
- { act: dispatch, by: agent, then: { documents: { slip: 2 } } }",
    );
    let major = "\
- { open: { loss: 30000 }, by: agent }
- { act: dispatch, by: agent, then: { documents: { slip: 4 } } }";
    passes(&pack, major);
    passes(
        &for_each("department", "for {{ each }}").pack(),
        &major.replace("slip: 4", "slip: 2"),
    );
}

#[test]
fn a_print_shows_its_member_by_its_name() {
    let pack = for_each("concerned", "for {{ each }}").pack();
    let case_type = pack.case_type("complaint").expect("the type");
    let actor = case::Actor::engine();
    let counters = Default::default();
    let context = Context {
        now: "2024-09-27T02:00:00Z".parse().expect("a moment"),
        actor: &actor,
        counters: &counters,
        people: None,
    };
    let given = [
        ("matter", "late".into()),
        ("kind", "delivery".into()),
        ("loss", Value::Integer(30_000)),
    ];
    let given = given.into_iter().map(|(id, value)| (id.into(), value)).collect();
    let new = NewCase {
        id: case::CaseId(uuid::Uuid::from_u128(7)),
        number: "SW1".to_owned(),
        parent: None,
        language: None,
    };
    let (mut case, _) = case::open(&pack, case_type, new, given, &context).expect("opened");
    let dispatch = Command::Act {
        action: "dispatch".into(),
        answers: Default::default(),
    };
    let changes = case::decide(&pack, &case, &dispatch, &context).expect("dispatched");
    for event in changes.events {
        let recorded = case::event::Recorded {
            seq: case.version + 1,
            at: context.now,
            by: actor.id.clone(),
            by_name: actor.name.clone(),
            stands_for: actor.stands_for.clone(),
            event,
        };
        case.apply(&recorded);
    }
    let english = Language::new("en");
    let shown: Vec<_> = case
        .documents
        .iter()
        .map(|printed| {
            let html = document::render(&pack, &case, printed, 2, &english).expect("a page");
            let name = document::addressed(&pack, case_type, &case.names, printed, &english);
            (printed.number, name.unwrap_or_default(), html.trim().to_owned())
        })
        .collect();
    let slip = |to: &str| format!("<p>SW1 for {to} → the file</p>");
    assert_eq!(
        shown,
        [
            (1, "Service".to_owned(), slip("Service")),
            (2, "Quality".to_owned(), slip("Quality"))
        ]
    );
}

#[test]
fn rows_of_a_group_are_members_with_their_fields() {
    let pack = for_each("items", "{{ each.article }}").pack();
    passes(
        &pack,
        "\
- { open: { items: [{ article: vase }, { article: lamp }] }, by: agent }
- { act: dispatch, by: agent, then: { documents: { slip: 4 } } }",
    );
}

#[test]
fn only_a_list_or_a_department_has_members_and_only_then_the_template_shows_one() {
    let told = for_each("loss", "{{ each }}").findings();
    assert!(
        told.contains("type-mismatch") && told.contains("a list or one of the departments"),
        "{told}"
    );
    let told = Changed::new().put("slip.html", "{{ matter }}", "{{ each }}").findings();
    assert!(told.contains("bad-template"), "{told}");
}
