use insta::assert_snapshot;

use super::*;
use crate::locale::Phrase;

fn english() -> Language {
    Language::new("en")
}

fn said(text: &str) -> Phrase {
    Phrase::text(text)
}

fn place(path: &str, text: &str, part: &str) -> Place {
    let start = text.find(part).unwrap();
    Place {
        file: Arc::new(SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }),
        bytes: start..start + part.len(),
    }
}

const RULES: &str = "actions:\n  approve:\n      by: [公司管理曾]\n      to: closed\n";

#[test]
fn a_finding_reads_like_a_compiler_error_and_its_caret_is_as_wide_as_the_text() {
    let place = place("rules/office/complaint.yaml", RULES, "公司管理曾");
    let finding = Diagnostic::error("unknown-role", place, said("no role `公司管理曾`"))
        .label(said("not among the roles of this pack"))
        .did_you_mean("公司管理曾", ["公司管理層", "投訴室"])
        .clause("OFF-4.4");

    assert_snapshot!(render(&finding, Colour::Plain, &english()), @r#"
    error[unknown-role]: no role `公司管理曾`
     --> rules/office/complaint.yaml:3:12
      |
    3 |       by: [公司管理曾]
      |            ^^^^^^^^^^ not among the roles of this pack
      |
      = clause: OFF-4.4
    help: did you mean `公司管理層`?
      |
    3 -       by: [公司管理曾]
    3 +       by: [公司管理層]
      |
    "#);
}

#[test]
fn without_a_replacement_the_help_stands_under_the_line() {
    let place = place("a.yaml", RULES, "closed");
    let finding = Diagnostic::warning("unreachable-stage", place, said("nothing leads to `closed`"))
        .help(said("lead an action to it"));

    assert_snapshot!(render(&finding, Colour::Plain, &english()), @r#"
    warning[unreachable-stage]: nothing leads to `closed`
     --> a.yaml:4:11
      |
    4 |       to: closed
      |           ^^^^^^
      |
      = help: lead an action to it
    "#);
}

#[test]
fn related_places_are_shown_near_or_far_and_in_other_files() {
    let first = place("a.yaml", RULES, "approve");
    let same_file = Place {
        file: first.file.clone(),
        bytes: RULES.find("to:").unwrap()..RULES.find("to:").unwrap() + 2,
    };
    let finding = Diagnostic::error("duplicate-id", first, said("`approve` is there twice"))
        .related(same_file, said("here"))
        .related(place("b.yaml", "one: 1\ntwo: 2\n", "two"), said("and here"));

    assert_snapshot!(render(&finding, Colour::Plain, &english()), @r#"
    error[duplicate-id]: `approve` is there twice
     --> a.yaml:2:3
      |
    2 |   approve:
      |   ^^^^^^^
    3 |       by: [公司管理曾]
    4 |       to: closed
      |       -- here
      |
     ::: b.yaml:2:1
      |
    2 | two: 2
      | --- and here
    "#);
}

#[test]
fn a_place_of_several_lines_is_shown_by_its_first() {
    let place = place("a.yaml", RULES, "approve:\n      by: [公司管理曾]");
    assert_snapshot!(render(&Diagnostic::error("dead-end", place, said("no way out")), Colour::Plain, &english()), @r#"
    error[dead-end]: no way out
     --> a.yaml:2:3
      |
    2 |   approve:
      |   ^^^^^^^^
    "#);
}

#[test]
fn places_at_the_edges_of_a_text_are_shown_without_harm() {
    for text in ["", "\n", "a", "a\r\n", "公", "\u{feff}a: 1", "a\tb\n\n"] {
        let file = Arc::new(SourceFile {
            path: "x.yaml".to_owned(),
            text: text.to_owned(),
        });
        for start in 0..=text.len() + 2 {
            for end in [start, start + 1, usize::MAX, 0] {
                let place = Place {
                    file: file.clone(),
                    bytes: start..end,
                };
                let finding = Diagnostic::error("code", place.clone(), said("message")).did_you_mean("ab", ["ac"]);
                assert!(render(&finding, Colour::Plain, &english()).contains("error[code]: message"));
                assert!(place.start() <= place.end());
            }
        }
    }
}

#[test]
fn of_an_endless_line_only_the_surroundings_are_shown() {
    let text = format!("{}投诉{}", "客户".repeat(50_000), "x".repeat(100_000));
    let finding = Diagnostic::error("code", place("x.yaml", &text, "投诉"), said("message"));
    assert!(render(&finding, Colour::Plain, &english()).len() < 2_000);
}

#[test]
fn tools_read_lines_and_columns_in_characters() {
    let finding = Diagnostic::error(
        "unknown-role",
        place("a.yaml", RULES, "公司管理曾"),
        said("no role `公司管理曾`"),
    )
    .related(place("b.yaml", "one: 1\ntwo: 2\n", "two"), said("here"));

    insta::assert_json_snapshot!(finding, @r#"
    {
      "file": "a.yaml",
      "line": 3,
      "column": 12,
      "end_line": 3,
      "end_column": 17,
      "code": "unknown-role",
      "severity": "error",
      "message": "no role `公司管理曾`",
      "label": null,
      "help": null,
      "replacement": null,
      "clause": null,
      "related": [
        {
          "file": "b.yaml",
          "line": 2,
          "column": 1,
          "end_line": 2,
          "end_column": 4,
          "label": "here"
        }
      ]
    }
    "#);
}

#[test]
fn findings_are_sorted_by_file_and_place_and_said_once() {
    let at = |path: &str, part: &str, message: &str| Diagnostic::error("code", place(path, RULES, part), said(message));
    let mut findings = vec![
        at("b.yaml", "by", "4"),
        at("a.yaml", "to", "3"),
        at("a.yaml", "to", "3"),
        at("a.yaml", "by", "2"),
        Diagnostic {
            place: None,
            ..at("z.yaml", "by", "1")
        },
    ];
    sort(&mut findings);
    let order: Vec<_> = findings.iter().map(|finding| finding.message.english()).collect();
    assert_eq!(order, ["1", "2", "3", "4"]);
}

#[test]
fn only_what_is_near_is_suggested() {
    assert_eq!(nearest("managr", ["manager", "agent"]), Some("manager"));
    assert_eq!(nearest("x", ["manager", "agent"]), None);
}
