use std::fmt::Write;

use super::*;
use crate::locale::Phrase;
use crate::pack::raw::{RawCaseType, RawEffect, RawOrganization};

fn file(text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile {
        path: "rules/x/file.yaml".to_owned(),
        text: text.to_owned(),
    })
}

fn document(text: &str) -> Document {
    read(&file(text)).expect("readable")
}

/// Code, what the place covers, message and help of each finding.
fn told(findings: &[Diagnostic]) -> String {
    findings.iter().fold(String::new(), |mut out, finding| {
        let place = finding.place.as_ref().expect("a place");
        let covered = &place.file.text[place.bytes.clone()];
        let help = finding.help.as_ref().map_or("-".to_owned(), Phrase::english);
        let _ = writeln!(
            out,
            "{} {covered:?}: {} | {help}",
            finding.code,
            finding.message.english()
        );
        out
    })
}

fn refusal(text: &str) -> String {
    told(&read(&file(text)).expect_err("refused"))
}

#[test]
fn every_part_knows_its_bytes() {
    let document = document("a: b c # x\nq: \"x \\\" y\"\nlist:\n  - x: 1\n    y: 中文\n  - {a: 1}\n");
    let covered = |place: Place| place.file.text[place.bytes].to_owned();
    assert_eq!(covered(document.place("/a")), "b c");
    assert_eq!(covered(document.place("/q")), "\"x \\\" y\"");
    assert_eq!(covered(document.place("/list/0/y")), "中文");
    assert_eq!(covered(document.key_place("/list/0/y")), "y");
    assert_eq!(covered(document.place("/list/0")), "x", "a mapping shows its first key");
    assert_eq!(covered(document.place("/list/1")), "{");
    assert_eq!(
        covered(document.place("/list/1/nowhere/deep")),
        "{",
        "what is not there stands where its parent does"
    );
    assert_eq!(document.place("/nowhere").bytes, 0..1);
}

#[test]
fn a_part_of_a_text_is_found_past_quotes_escapes_and_indentation() {
    let cases = [
        ("when: a == b", 5..6, "b"),
        ("when: 'a == ''b'''", 5..8, "''b''"),
        ("when: \"a == \\\"b\\\"\"", 5..8, "\\\"b\\\""),
        ("when: \"\\u4e2d == b\"", 7..8, "b"),
        ("when: |\n  a ==\n  b\n", 5..6, "b"),
        ("when: >\n  a ==\n  b\n", 5..6, "b"),
        ("when: a ==\n  b\n", 5..6, "b"),
        ("when: 投诉 == b", 0..6, "投诉"),
        ("when: \"a ==\n  b\"", 5..6, "b"),
    ];
    for (text, range, expected) in cases {
        let place = document(text).place_within("/when", range);
        assert_eq!(&text[place.bytes], expected, "{text}");
    }
}

#[test]
fn a_byte_order_mark_shifts_nothing() {
    let document = document("\u{feff}a: b\n");
    assert_eq!(document.file.text[document.place("/a").bytes], *"b");
}

#[test]
fn words_and_codes_stay_texts() {
    let document = document("a: no\nb: 0012\nc: 1_000\nd: 1.10\ne: 12\nf: true\n");
    let expected = serde_json::json!({"a": "no", "b": "0012", "c": "1_000", "d": 1.1, "e": 12, "f": true});
    assert_eq!(document.value, expected);
}

#[test]
fn what_yaml_would_swallow_is_shown_in_quotes() {
    let traps = [
        "when: !answered(x)\n",
        "when: ! answered(x)\n",
        "when: !!str 3\n",
        "when: &x == 3\n",
        "rules:\n  - && y\n",
        "when: *x\n",
        "when: a ? b : c\n",
        "when: #{a: 1}\n",
        "when: {a}\n",
        "number: {yy}{mm}\n",
        "when: [1,2].contains(x)\n",
        "when: \"x\" == y\n",
        "is: > 3\n",
        "- is: >= 3\n",
        "a: @x\n",
        "a: b == \"c #d\"\n",
        "- { when: !answered(x), is: y }\n",
    ];
    let told = traps.map(refusal).join("");
    insta::assert_snapshot!(told);
}

#[test]
fn hostile_files_are_findings() {
    let laughs = (1..10).fold("a0: &a0 [x, x]\n".to_owned(), |mut text, n| {
        let _ = writeln!(
            text,
            "a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}]",
            n - 1
        );
        text
    });
    let aliases = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(20_000));
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let deep_block = (0..200).fold(String::new(), |mut text, n| {
        let _ = writeln!(text, "{}k:", " ".repeat(n));
        text
    });
    let wide = format!("a: [{}]\n", "1, ".repeat(60_000));
    let large = "# comment\n".repeat(200_000);
    let told = [&laughs, &aliases, &deep, &deep_block, &wide, &large].map(|text| {
        let findings = read(&file(text)).expect_err("refused");
        format!("{} {}\n", findings[0].code, findings[0].message.english())
    });
    insta::assert_snapshot!(told.join(""));
}

#[test]
fn bad_syntax_is_a_finding_at_its_line() {
    let files = [
        "a: 1\na: 2\n",
        "a:\n\tb: 1\n",
        "a: 1\n---\nb: 2\n",
        "? [a]\n: b\n",
        "a: 1\nb\n",
        "<<: {a: 1}\n",
        "a: \"unclosed\nb: c\n",
        "a: [1, 2\n",
        "a: &b {c: *b}\n",
        "~: x",
        "a: x\n  b: y\n",
        "a: \"x\\qy\"\n",
        "a: .nan\n",
        "a: b\u{0}c",
        "{",
        "- - - -\n -",
        "%YAML 9.9\n---\na: 1",
    ];
    insta::assert_snapshot!(files.map(refusal).join(""));
}

#[test]
fn no_prefix_of_a_good_file_panics() {
    let text = "case: complaint # 投诉\nstages:\n  new: { name: \"新\", clause: [A-1, 'B'] }\nnote: |\n  a\n  b\nx: &a !b *c\n";
    for (end, _) in text.char_indices() {
        if let Ok(document) = read(&file(&text[..end])) {
            let _ = document.typed::<RawCaseType>();
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let findings = source("rules/x/file.yaml", b"name: \xff\xfe").expect_err("refused");
    assert_eq!(
        told(&findings),
        "not-utf8 \"\u{fffd}\": this file is not UTF-8 text | save it with the encoding UTF-8\n"
    );
}

#[test]
fn every_mistake_of_structure_is_told_at_once() {
    let text = "\
organization: x
name: 12
policy: { titel: { en: Policy } }
languages: zh
time_zone: Asia/Shanghai
roles:
  agent: { name: Agent, sees_all: yes }
  manager:
settings:
  limit: { type: mony, origin: defualt, value: { a: 1 } }
calender: plain
";
    let findings = document(text).typed::<RawOrganization>().expect_err("mistakes");
    insta::assert_snapshot!(told(&findings));
}

#[test]
fn the_nearest_shape_explains_the_mistake() {
    #[derive(serde::Deserialize, schemars::JsonSchema, Debug)]
    struct Effects {
        #[expect(dead_code, reason = "only read by the schema")]
        does: Vec<RawEffect>,
    }
    let text = "\
does:
  - open_taks: call
  - { print: slip, notify: complainant }
  - print: [slip]
  - print
  - { set: { a: [1] } }
  - {}
  - { when: late, print: slip }
  - { when: late, does: [{ prnt: slip }] }
  - { when: late }
";
    let findings = document(text).typed::<Effects>().expect_err("mistakes");
    insta::assert_snapshot!(told(&findings));
}

#[test]
fn an_empty_file_is_a_finding() {
    let findings = document("").typed::<RawOrganization>().expect_err("mistakes");
    insta::assert_snapshot!(told(&findings));
}

#[test]
fn a_comma_in_an_expression_between_braces_is_a_trap() {
    let findings = read(&file("rules:\n  - { when: is_late(days, 3), is: major }\n")).expect_err("refused");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code, "yaml-trap");
    assert_eq!(
        findings[0].message.english(),
        "YAML reads `is_late(days, 3)` as several entries, because of the comma"
    );
    assert_eq!(findings[0].replacement.as_deref(), Some("'is_late(days, 3)'"));
}

proptest::proptest! {
    /// Whatever is written, every part has a place that is a whole number of characters of the file.
    #[test]
    fn no_text_panics_and_every_place_can_be_shown(text in "([ab]: |- |[a:#!&*{}\\[\\]\"'|> \n\t中,?%@`~<\\\\.1-]){0,60}") {
        let file = file(&text);
        match read(&file) {
            Ok(document) => {
                for pointer in document.spans.values.keys() {
                    proptest::prop_assert!(text.get(document.place(pointer).bytes).is_some());
                    proptest::prop_assert!(text.get(document.key_place(pointer).bytes).is_some());
                    if let Some(inner) = document.get(pointer).and_then(Value::as_str) {
                        for (at, letter) in inner.char_indices() {
                            let place = document.place_within(pointer, at..at + letter.len_utf8());
                            proptest::prop_assert!(text.get(place.bytes).is_some());
                        }
                    }
                }
                if let Err(findings) = document.typed::<RawCaseType>() {
                    proptest::prop_assert!(!findings.is_empty());
                }
            }
            Err(findings) => {
                for finding in findings {
                    let place = finding.place.expect("a place");
                    proptest::prop_assert!(place.file.text.get(place.bytes).is_some(), "{}", finding.message.english());
                }
            }
        }
    }
}
