//! Guidance under conditions, for single steps, with texts of the case.

use redress::case::{self, Context, NewCase, Reading};
use redress::form::Answers;
use redress::locale::Language;
use redress::value::Value;

use super::{Changed, passes};

fn scripted() -> Changed {
    Changed::new().put(
        "complaint.yaml",
        "  manners:\n",
        r#"  grave:
    title: { en: Grave, zh: 重大 }
    text: { en: "Call the manager about {{ case.number }}, {{ loss }}.", zh: "请就 {{ case.number }} 报告主管。" }
    when: severity == "major"
    at: [opening, received]
  close_call:
    title: { en: Close, zh: 结束 }
    text: { en: "{{ complainant_name }} is content.", zh: "{{ complainant_name }} 满意。" }
    for: [answer, investigate]
    when: finding == "founded"
  manners:
"#,
    )
}

#[test]
fn guidance_is_shown_while_its_condition_holds_and_where_it_is_for() {
    let pack = scripted().pack();
    passes(
        &pack,
        "\
- { open: {}, by: agent, then: { guidance: { grave: false, close_call: false, manners: true } } }
- { act: dispatch, by: agent, then: { guidance: { manners: true } } }",
    );
    passes(
        &pack,
        "- { open: { loss: 30000 }, by: agent, then: { guidance: { grave: true } } }",
    );
}

#[test]
fn on_a_form_guidance_follows_what_has_been_filled_in() {
    let pack = scripted().pack();
    let case_type = pack.case_type("complaint").expect("the type");
    let actor = case::Actor::engine();
    let counters = Default::default();
    let context = Context {
        now: "2024-09-27T02:00:00Z".parse().expect("a moment"),
        actor: &actor,
        counters: &counters,
        people: None,
    };
    let answers = |pairs: &[(&str, Value)]| -> Answers {
        pairs.iter().map(|(id, value)| ((*id).into(), value.clone())).collect()
    };
    let english = Language::new("en");
    let told = |reading: Reading, typed: &Answers| -> Vec<String> {
        let advice = case::guidance(&pack, case_type, reading, typed, &context, &english);
        advice.into_iter().map(|advice| advice.text).collect()
    };
    let grave = answers(&[("loss", Value::Integer(30_000))]);
    assert_eq!(told(Reading::Opening, &Answers::new()), ["Listen first."]);
    assert_eq!(
        told(Reading::Opening, &grave),
        ["Call the manager about , 30000.", "Listen first."]
    );

    let given = answers(&[("complainant_name", "Li".into()), ("kind", "delivery".into())]);
    let new = NewCase {
        id: case::CaseId(uuid::Uuid::from_u128(7)),
        number: "SW1".to_owned(),
        parent: None,
        language: None,
    };
    let (case, _) = case::open(&pack, case_type, new, given, &context).expect("opened");
    let answer = "answer".into();
    let founded = answers(&[("finding", "founded".into())]);
    assert!(told(Reading::Action(&case, &answer), &Answers::new()).is_empty());
    assert_eq!(told(Reading::Action(&case, &answer), &founded), ["Li is content."]);
    assert!(told(Reading::Case(&case), &founded).is_empty(), "it is for the form");
}

#[test]
fn a_step_that_does_not_exist_is_told() {
    let told = scripted()
        .put(
            "complaint.yaml",
            "for: [answer, investigate]",
            "for: [anwser, investigate]",
        )
        .findings();
    assert!(
        told.contains("unknown-action") && told.contains("did you mean `answer`"),
        "{told}"
    );
}
