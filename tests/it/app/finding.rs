//! A case is found by everything that was written into it, a moment later.

use redress::access::Sight;
use redress::app::Asked;
use redress::search::{Query, Texts};
use redress::store::queue::{self, Filter, Which};
use rstest::rstest;
use serde_json::json;

use crate::support::app::TestApp;
use crate::support::database::On;

/// The harbour, where a form asks for every kind of text there is, alone and in rows, and neither subject nor complainant is an answer.
const ASKING: [(&str, &str, &str); 4] = [
    (
        "rules/harbour/complaint.yaml",
        "subject: what\n",
        "subject: '\"Berth \" + what'\n",
    ),
    (
        "rules/harbour/complaint.yaml",
        "complainant: phone\n",
        "complainant: '\"Skipper \" + name'\n",
    ),
    (
        "forms/harbour/intake.yaml",
        "  - { id: photo",
        "  - { id: name, type: person, label: Name }\n  - { id: mobile, type: phone, label: Mobile }\n  - { id: mail, type: email, label: Mail }\n  - { id: home, type: address, label: Home }\n  - { id: story, type: long_text, label: Story }\n  - { id: joint, type: group, label: Together with, fields: [{ id: joint_name, type: person, label: Name }, { id: joint_story, type: long_text, label: Their story }] }\n  - { id: photo",
    ),
    (
        "forms/harbour/hand_over.yaml",
        "fields:\n",
        "fields:\n  - { id: hint, type: text, label: Hint }\n",
    ),
];

#[rstest]
fn every_text_of_a_case_finds_it_and_no_other(#[values(On::Sqlite, On::Postgres)] on: On) {
    let Some(test) = TestApp::harbour_on(on, &ASKING) else {
        return;
    };
    test.person("anna", &["agent"]);
    let anna = test.acting_as("anna");
    let open = |answers| anna.open("complaint", answers).expect("opened").number;
    let other = open(json!({"what": "oil", "name": "陈五"}));
    let number = open(json!({
        "what": "crane",
        "phone": "555 0100",
        "name": "张三丰",
        "mobile": "13812345678",
        "mail": "zhang@harbour.example",
        "home": "Pier Lane 7",
        "story": "The crane has been screaming since midnight. 整夜不能睡。",
        "joint": [{"joint_name": "李四光", "joint_story": "the windows rattle"}, {"joint_name": "Wang Wu"}],
    }));
    anna.act(
        &number,
        "hand_over",
        json!({"quay": "east", "hint": "look at the winch"}),
    )
    .expect("handed over");
    anna.comment(&number, "called back, 没有人接电话").expect("said");
    let record = Asked::Record {
        event: None,
        at: test.app.clock().now(),
        text: "the pilot saw sparks".to_owned(),
        breach: false,
    };
    anna.ask(&number, record).expect("recorded");
    let last_digits = &number[number.len() - 4..];
    let words = [
        ("the end of its number", last_digits),
        ("its subject", "berth crane"),
        ("what the pack calls its complainant", "skipper 三丰"),
        ("a short text", "0100"),
        ("a person", "张三"),
        ("a telephone", "5678"),
        ("an address of mail", "zhang"),
        ("an address", "pier"),
        ("a long text", "screaming"),
        ("a long text in Chinese", "不能睡"),
        ("a joint complainant", "四光"),
        ("a joint complainant of the second row", "wang"),
        ("a long text in a row", "rattle"),
        ("an answer of a later step", "winch"),
        ("a comment", "called"),
        ("a comment in Chinese", "没有人"),
        ("what was recorded", "sparks"),
        ("words from several of them", "rattle sparks 三丰"),
    ];
    let found = |text: &str| {
        let filter = Filter {
            text: Some(Query::parse(text, Texts::All)),
            which: Which::All,
            ..Filter::default()
        };
        let page = test
            .app
            .store()
            .read(|conn| queue::page(conn, &test.organization, &Sight::All, &filter, None, 50))
            .expect("a page");
        page.cases.into_iter().map(|case| case.number).collect::<Vec<_>>()
    };
    for (what, text) in words {
        assert_eq!(found(text), Vec::<String>::new(), "{what}, before it was indexed");
    }
    test.app.index_pending().expect("indexed");
    for (what, text) in words {
        assert_eq!(found(text), [number.as_str()], "{what}: {text}");
    }
    assert_eq!(found("berth"), [number.as_str(), other.as_str()], "the newest first");
}
