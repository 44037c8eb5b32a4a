//! Why, and why not.

use redress::expression::{Worth, culprit_sentence};
use redress::value::Value;

use super::sample::{compiled, frame, number, values, with};

fn why_not(source: &str) -> String {
    culprit_sentence(&compiled(source).explain(&frame(&values())))
}

#[test]
fn a_rule_that_did_not_fire_names_what_was_in_the_way() {
    assert_eq!(
        why_not("complainants >= 3"),
        "complainants >= 3 is false (complainants = 2)"
    );
    assert_eq!(
        why_not("litigation || complainants >= settings.collective_from"),
        "litigation is false; complainants >= settings.collective_from is false (complainants = 2, settings.collective_from = 3)"
    );
    assert_eq!(
        why_not("severity == \"major\" && (litigation || complainants > 2) && loss > 1"),
        "litigation is false; complainants > 2 is false (complainants = 2)"
    );
    assert_eq!(
        why_not("!(severity == \"major\")"),
        "!(severity == \"major\") is false (severity = \"major\")"
    );
    assert_eq!(
        why_not("complainants == 2 && category == \"quality\""),
        "category is not answered"
    );
    assert_eq!(
        why_not("since(\"closed\") > hours(24)"),
        "since(\"closed\") is not answered"
    );
    assert_eq!(
        why_not("loss / (complainants - 2) > 1"),
        "loss / (complainants - 2) failed: division by zero"
    );
    assert_eq!(why_not("complainants >= 2"), "");
    assert_eq!(
        why_not("times(\"called\") >= 3"),
        "times(\"called\") >= 3 is false (times(\"called\") = 2)"
    );
}

#[test]
fn the_trace_is_a_tree_of_the_text() {
    let trace = compiled("litigation ||\n  (complainants >= 3 && media_exposed)").explain(&frame(&values()));
    assert_eq!(trace.text, "litigation ||\n  (complainants >= 3 && media_exposed)");
    assert_eq!(trace.worth, Worth::Known(Value::Bool(false)));
    let parts: Vec<_> = trace.parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(parts, ["litigation", "complainants >= 3 && media_exposed"]);
    let inner = &trace.parts[1].parts;
    assert_eq!(inner[0].parts[0].text, "complainants");
    assert_eq!(inner[1].worth, Worth::Skipped);
}

#[test]
fn parts_keep_their_brackets_arguments_and_branches() {
    let texts = |source: &str| {
        let trace = compiled(source).explain(&frame(&values()));
        assert_eq!(trace.text, source);
        trace.parts.into_iter().map(|part| part.text).collect::<Vec<_>>()
    };
    assert_eq!(
        texts("(litigation || media_exposed) && (complainants > 1)"),
        ["litigation || media_exposed", "complainants > 1"]
    );
    assert_eq!(texts("!(litigation)"), ["litigation"]);
    assert_eq!(
        texts("reason.contains(\"roof\" + (\"x\")) == (1 > 2)"),
        ["reason.contains(\"roof\" + (\"x\"))"]
    );
    assert_eq!(
        texts("if (litigation) { doubled(1) } else { (complainants) * 2 }"),
        ["litigation", "doubled(1)", "(complainants) * 2"]
    );
    assert_eq!(texts("(severity) in [\"major\", (\"ordinary\")]"), ["severity"]);
    assert_eq!(texts("complainants > - 1"), ["complainants"]);
    assert_eq!(texts("round((loss), 2)"), ["loss"]);
    assert_eq!(
        texts("last(\"called\").satisfied == (case.number == \"1\")"),
        ["last(\"called\").satisfied", "case.number == \"1\""]
    );
    assert_eq!(texts("投诉人数 /* 三 */ >= 3"), ["投诉人数"]);
}

#[test]
fn values_are_seen_once_and_in_order() {
    let trace = compiled("loss > 1 && (complainants > 2 || loss > 5) && answered(share) && times(\"called\") > 0")
        .explain(&frame(&values()));
    let seen = trace.values_seen();
    let expected = [
        ("loss", number("20000.00")),
        ("complainants", Value::Integer(2)),
        ("share", Value::Empty),
    ];
    assert_eq!(seen, expected.map(|(name, value)| (name.to_owned(), value)));
}

#[test]
fn unknown_parts_name_the_answers() {
    let trace = compiled("share > 1 && category == \"quality\" && share < 3").explain(&frame(&values()));
    assert_eq!(trace.worth, Worth::Unknown(vec!["share".into(), "category".into()]));
    let answered = with([("share", number("2")), ("category", Value::text("quality"))]);
    let trace = compiled("share > 1 && category == \"quality\" && share < 3").explain(&frame(&answered));
    assert_eq!(trace.worth, Worth::Known(Value::Bool(true)));
}

#[test]
fn a_trace_survives_storage() {
    let trace = compiled("share > 1 || loss / 0 > 1 || litigation").explain(&frame(&values()));
    let stored = serde_json::to_string(&trace).unwrap();
    assert_eq!(
        serde_json::from_str::<redress::expression::Trace>(&stored).unwrap(),
        trace
    );
}
