//! Notices and documents: what people are told and handed.

use crate::case::event::Recorded;
use crate::case::testing::*;
use crate::case::*;
use crate::locale::Language;
use crate::pack::raw::FieldKind;
use crate::pack::{Effect, Pack, TEMPLATE_NAMES};

const SLIP: &str = "<p>{{ case.number }} {{ name }} {{ severity }}{% if urgent %} !{% endif %}</p>\
    <footer>{{ copy.name }} to {{ copy.to }}, {{ copy.number }} of {{ copy.of }}, slip {{ document.number }}</footer>";

fn policy() -> Pack {
    let fields = [
        ("name", FieldKind::Text),
        ("urgent", FieldKind::YesNo),
        ("loss", FieldKind::Money),
    ];
    Maker::new(&fields, &[("severity", &["major", "ordinary"])], &["opened"])
        .decision("severity", &[("loss > 5", "major", ""), ("", "ordinary", "")])
        .notice(
            "receipt",
            "Dear {{ name }}, {{ case.number }} is {{ severity }}, urgent: {{ urgent }}, loss: {{ loss }}.",
        )
        .notice("broken", "{{ nobody }}")
        .notice(
            "endless",
            "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
        )
        .document("slip", SLIP, &["first copy", "second copy"])
        .stage("open", false)
        .opening(|maker, opening| {
            opening.at = maker.to([("", "open")]);
            opening.does = vec![Effect::Notify("receipt".into()), Effect::Print("slip".into())];
        })
        .action("tell", &["open"], |_, action| {
            action.does = vec![Effect::Notify("broken".into())]
        })
        .action("drone", &["open"], |_, action| {
            action.does = vec![Effect::Notify("endless".into())]
        })
        .pack()
}

#[test]
fn a_notice_shows_values_as_people_read_them_and_leaves_open_what_is_not_answered() {
    let pack = policy();
    let told = Told::open(
        &pack,
        "2024-05-08 09:00",
        answers([("name", "Zhao".into()), ("urgent", false.into())]),
    );
    let notice = told.case.notices.first().expect("a notice");
    assert_eq!(notice.text, "Dear Zhao, 0001 is ORDINARY, urgent: no, loss: .");
    assert_eq!(notice.to, Addressee::Complainant);
    assert!(matches!(&told.effects[0], event::Effect::Send { text, .. } if *text == notice.text));
}

#[test]
fn a_notice_that_cannot_be_written_is_told_and_nothing_is_sent() {
    let pack = policy();
    for action in ["tell", "drone"] {
        let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
        let sent = told.effects.len();
        let events = told.act(action, Answers::new());
        assert!(
            matches!(events.last(), Some(Event::ReactionFailed { what, .. }) if what.starts_with("notice")),
            "{events:?}"
        );
        assert_eq!(told.effects.len(), sent);
    }
}

#[test]
fn a_document_is_printed_in_its_copies_with_everything_from_outside_escaped() {
    let pack = policy();
    let given = answers([
        ("name", "<b>Zhao</b>".into()),
        ("urgent", true.into()),
        ("loss", Value::Integer(9)),
    ]);
    let told = Told::open(&pack, "2024-05-08 09:00", given);
    let slip = told.case.documents.first().expect("a slip");
    assert_eq!((slip.number, slip.copies), (1, 2));
    assert!(told.effects.iter().any(|effect| matches!(
        effect,
        event::Effect::Print {
            copies: 2,
            number: 1,
            ..
        }
    )));
    let english = Language::new("en");
    let html = document::render(&pack, &told.case, slip, 2, &english).expect("a page");
    assert!(html.contains("0001 &lt;b&gt;Zhao&lt;&#x2f;b&gt; MAJOR !"), "{html}");
    assert!(
        html.ends_with("second copy to the file, 2 of 2, slip 1</footer>"),
        "{html}"
    );
    assert!(document::render(&pack, &told.case, slip, 3, &english).is_err());
    assert!(document::render(&pack, &told.case, slip, 0, &english).is_err());
}

#[test]
fn a_slip_printed_again_says_what_it_said_then() {
    let pack = policy();
    let given = answers([
        ("name", "Zhao".into()),
        ("urgent", true.into()),
        ("loss", Value::Integer(9)),
    ]);
    let mut told = Told::open(&pack, "2024-05-08 09:00", given);
    let slip = told.case.documents.first().expect("a slip").clone();
    let seq = told.case.version + 1;
    let recorded = Recorded {
        seq,
        at: told.now,
        by: PersonId("chen".into()),
        by_name: "Chen".to_owned(),
        stands_for: None,
        event: Event::AnswersSet {
            answers: answers([("name", "Somebody Else".into())]),
        },
    };
    told.case.apply(&recorded);
    told.history.push(recorded);
    let english = Language::new("en");
    let then = document::as_printed(&told.history, &slip).expect("a case");
    let html = document::render(&pack, &then, &slip, 1, &english).expect("a page");
    assert!(html.contains("Zhao") && !html.contains("Somebody"), "{html}");
}

#[test]
fn a_document_has_every_name_that_templates_may_show() {
    let template: String = TEMPLATE_NAMES.iter().map(|name| format!("{{{{ {name} }}}}")).collect();
    let pack = Maker::new(&[], &[], &["opened"])
        .document("all", &template, &[])
        .stage("open", false)
        .opening(|maker, opening| {
            opening.at = maker.to([("", "open")]);
            opening.does = vec![Effect::Print("all".into())];
        })
        .pack();
    let told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    let english = Language::new("en");
    document::render(&pack, &told.case, &told.case.documents[0], 1, &english).expect("every name has a value");
}
