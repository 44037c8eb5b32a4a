//! Counters: what the others must have, in which span of the calendar, and before which case.

use super::{Changed, passes};

fn counting(counter: &str) -> Changed {
    let counted = "    does:\n      - set: { remark: 'place(counters.same_name)' }\n      - open_task: investigate\n";
    Changed::new()
        .put(
            "complaint.yaml",
            "    same: complainant_name\n    within: 1 month\n",
            counter,
        )
        .put("complaint.yaml", "    does:\n      - open_task: investigate\n", counted)
}

/// Text of a number, so that an answer can tell what was counted.
const PLACE: &str = r#"// The number in words of its own.
// returns: text
fn place(number) {
    "n" + number
}

// Whether the words speak"#;

fn pack(counter: &str) -> redress::pack::Pack {
    counting(counter)
        .put("words.rhai", "// Whether the words speak", PLACE)
        .pack()
}

/// What the first case has counted once the others are opened.
fn counts(pack: &redress::pack::Pack, others: &str, place: &str) {
    let count = format!("- {{ act: dispatch, by: agent, then: {{ answers: {{ remark: {place} }} }} }}");
    passes(pack, &format!("- {{ open: {{}}, by: agent }}\n{others}\n{count}"));
}

#[test]
fn the_others_must_have_the_value_whatever_this_case_has() {
    counts(
        &pack("    with: { kind: defect }\n    same: channel\n    within: 1 month\n"),
        "\
- { open: { kind: defect }, by: agent }
- { open: { kind: defect, channel: letter }, by: agent }
- { open: {}, by: agent }",
        "n1",
    );
}

#[test]
fn a_span_of_the_calendar_is_the_one_in_which_this_case_was_opened() {
    let others = "\
- { at: 2024-09-30 23:59, open: {}, by: agent }
- { at: 2024-10-01 00:00, open: {}, by: agent }
- { at: 2025-01-01 10:00, open: {}, by: agent }";
    counts(&pack("    same: complainant_name\n    in: month\n"), others, "n1");
    counts(&pack("    same: complainant_name\n    in: quarter\n"), others, "n1");
    counts(&pack("    same: complainant_name\n    in: year\n"), others, "n2");
    counts(&pack("    same: complainant_name\n"), others, "n3");
}

#[test]
fn what_was_opened_later_does_not_count_where_only_earlier_cases_do() {
    let others = "- { open: {}, by: agent }";
    counts(
        &pack("    same: complainant_name\n    in: year\n    before: true\n"),
        others,
        "n0",
    );
    counts(&pack("    same: complainant_name\n    in: year\n"), others, "n1");
}

#[test]
fn a_value_the_others_cannot_have_is_told() {
    let told = counting("    with: { kind: defcet }\n").findings();
    assert!(
        told.contains("unknown-option") && told.contains("did you mean `defect`"),
        "{told}"
    );
}
