//! What an expression asks is read off what it means, not off how it is written.

use super::sample::*;

#[test]
fn a_field_of_every_row_is_asked_however_it_is_written_and_only_where_it_is() {
    for source in [
        "parts.each(\"place\")",
        "each (parts, \"cost\").sum()",
        "parts.each(\"place\").count() > 1",
    ] {
        assert!(compiled(source).asks_each_row(), "{source}");
    }
    assert!(!compiled("reason == \"each(\"").asks_each_row());
}

#[test]
fn whether_something_is_answered_is_asked_however_it_is_written_and_only_where_it_is() {
    for source in [
        "answered(remedy)",
        "litigation || !answered (remedy)",
        "remedy.answered()",
    ] {
        assert!(compiled(source).asks_whether_answered(), "{source}");
    }
    assert!(!compiled("reason == \"answered(\"").asks_whether_answered());
}

#[test]
fn whether_a_task_is_open_is_asked_however_it_is_written_and_of_that_task_only() {
    for source in [
        "open_tasks(\"handle\") == 0",
        "litigation || open_tasks( \"handle\" ) > 1",
    ] {
        assert!(compiled(source).asks_whether_open("handle"), "{source}");
        assert!(!compiled(source).asks_whether_open("other"), "{source}");
    }
    assert!(!compiled("reason == \"open_tasks(handle)\"").asks_whether_open("handle"));
}

#[test]
fn what_holds_only_with_an_answer_demands_it() {
    let remedy = [slot("remedy")];
    for source in ["answered(remedy)", "litigation && (answered (remedy) && loss > 3)"] {
        assert!(compiled(source).demands_answer(&remedy), "{source}");
    }
    for source in [
        "!answered(remedy)",
        "litigation || answered(remedy)",
        "answered(category) && litigation",
        "reason == \"&& answered(remedy)\"",
    ] {
        assert!(!compiled(source).demands_answer(&remedy), "{source}");
    }
}

#[test]
fn an_expression_that_is_one_name_says_which() {
    assert_eq!(compiled(" loss ").only_name(), Some(slot("loss")));
    assert_eq!(compiled("(loss)").only_name(), Some(slot("loss")));
    for source in ["loss + 1", "case.number == \"loss\"", "\"loss\"", "loss > 3"] {
        assert_eq!(compiled(source).only_name(), None, "{source}");
    }
}
