//! What expressions are worth.

use redress::expression::{Kind, Outcome, Truth, compile, functions};
use redress::value::Value;

use super::sample::{compiled, frame, moment, number, outcome, slot, truth, values, vocabulary, with};

#[test]
fn a_rule_reads_answers_settings_and_the_past() {
    for source in [
        "litigation || complainants >= settings.collective_from || loss >= settings.major_loss",
        "severity == \"major\" && complainants < 3",
        "\"major\" == severity",
        "severity in [\"major\", \"ordinary\"]",
        "severity !in [\"ordinary\"]",
        "!(litigation || severity != \"major\")",
        "case.number == \"2403-0001\" && case.received_at <= now",
        "投诉人数 >= 3",
        "complainants * 1.5 == 3 && -complainants == -2 && +complainants == 2",
        "loss / 3 * 3 >= 19999.99 && loss % 3 == 2 && 7 / 2 == 3.5 && 7 % 2 == 1",
        "\"no. \" + complainants + \"/\" + loss == \"no. 2/20000.00\"",
        "(if severity == \"major\" { 3 } else { 5 }) == 3",
        "if litigation { 1 } else if complainants > 1 { 2 } else { 3 } == 2",
        "doubled(complainants) == 4 && complainants.doubled() == 4",
        "times(\"closed\") == 0 && !happened(\"closed\") && open_tasks(\"inspect\") == 0",
        "category ?? \"quality\" == \"quality\"",
        "(share ?? 0.25) == 0.25",
        "1_000_000 == 1000000.00 && 0x10 == 16 && 1.5e2 == 150 && -1.5 < -1.25",
        "[1, 2.0] == [1.0, 2]",
        "reason.contains(\"roof\") && \"through\" in reason",
    ] {
        assert_eq!(truth(source), Truth::True, "{source}");
    }
}

#[test]
fn every_function_has_an_example_that_holds() {
    for function in functions() {
        assert_eq!(
            truth(function.example),
            Truth::True,
            "{}: {}",
            function.name,
            function.example
        );
        assert!(
            function.example.contains(function.name),
            "{} is not in its example",
            function.name
        );
        assert!(function.signature.starts_with(function.name), "{}", function.signature);
    }
}

#[test]
fn a_comparison_with_what_is_not_answered_is_unknown() {
    for source in [
        "media_exposed",
        "!media_exposed",
        "category == \"quality\"",
        "category != \"quality\"",
        "category in [\"quality\"]",
        "media_exposed && true",
        "media_exposed || false",
        "remedy.contains(\"paint\")",
        "share * 2 > 1",
        "share > 1 && complainants == 2",
        "if media_exposed { true } else { true }",
        "last(\"closed\").note == \"x\"",
        "last(\"called\").note == \"x\"",
        "since(\"closed\") > 3",
        "[1, share].contains(2)",
        "max([]) == 3",
        "doubled(times(\"called\")) == 4 && media_exposed",
    ] {
        assert_eq!(truth(source), Truth::Unknown, "{source}");
        assert!(matches!(outcome(source), Outcome::Unknown(_)), "{source}");
    }
}

#[test]
fn what_decides_decides_even_if_the_rest_is_not_answered() {
    assert_eq!(truth("media_exposed && litigation"), Truth::False);
    assert_eq!(truth("litigation && media_exposed"), Truth::False);
    assert_eq!(truth("media_exposed || complainants == 2"), Truth::True);
    assert_eq!(truth("[1, share].contains(1)"), Truth::True);
    assert_eq!(truth("litigation && broken()"), Truth::False);
}

#[test]
fn being_answered_is_asked_outright() {
    assert_eq!(truth("answered(media_exposed)"), Truth::False);
    assert_eq!(truth("answered(litigation)"), Truth::True);
    assert_eq!(truth("answered(last(\"closed\").note)"), Truth::False);
    assert_eq!(truth("litigation.answered()"), Truth::True);
}

#[test]
fn what_is_missing_is_named() {
    let missing = |source| match outcome(source) {
        Outcome::Unknown(slots) => slots,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        missing("category == \"quality\" && complainants > 1 && share > 1"),
        [slot("category"), slot("share")]
    );
    assert_eq!(
        missing("if litigation { media_exposed } else { share > 2 }"),
        [slot("share")]
    );
    assert_eq!(missing("since(\"closed\") > 3"), []);
    assert_eq!(
        compiled("loss > 1 && (complainants > 1 || loss > 2)").reads(),
        [slot("complainants"), slot("loss")]
    );
}

#[test]
fn a_failure_is_neither_false_nor_unanswered() {
    let failed = |source: &str| match outcome(source) {
        Outcome::Failed(failure) => failure.message,
        other => panic!("{source}: {other:?}"),
    };
    assert_eq!(failed("loss / (complainants - 2) > 1"), "division by zero");
    assert_eq!(
        failed("complainants * 9223372036854775807 > 1"),
        "the result of `*` is too large"
    );
    assert_eq!(failed("!broken()"), "the script gave up");
    assert_eq!(failed("guess > 1"), "\"maybe\" and 1 cannot be compared");
    assert_eq!(failed("guess && litigation"), "\"maybe\" is neither yes nor no");
    assert_eq!(failed("guess.field == 1"), "\"maybe\" has no `field`");
    assert_eq!(failed("broken() || complainants == 2"), "the script gave up");
    assert_eq!(truth("broken() == 1"), Truth::Unknown);
    assert_eq!(truth("!(broken() == 1)"), Truth::Unknown);
}

#[test]
fn values_are_computed_exactly() {
    assert_eq!(outcome("0.1 + 0.2"), Outcome::Known(number("0.3")));
    assert_eq!(outcome("complainants + 1"), Outcome::Known(Value::Integer(3)));
    assert_eq!(outcome("round(loss / 3, 2)"), Outcome::Known(number("6666.67")));
    assert_eq!(
        outcome("add_hours(received_at, -8)"),
        Outcome::Known(Value::Instant(moment("2024-03-01T00:00:00Z")))
    );
    assert_eq!(
        outcome("parts.each(\"place\")"),
        Outcome::Known(Value::list([Value::text("roof"), Value::text("wall")]))
    );
    assert_eq!(compiled("loss * 2").kind(), &Kind::Money);
    assert_eq!(compiled("complainants / 2").kind(), &Kind::Decimal);
}

#[test]
fn a_slot_past_the_end_is_not_answered() {
    let expression = compiled("投诉人数 >= 3");
    assert_eq!(expression.truth(&frame(&values()[..3])), Truth::Unknown);
    assert_eq!(
        expression.truth(&frame(&with([("投诉人数", Value::Integer(2))]))),
        Truth::False
    );
}

#[test]
fn a_place_gets_the_kind_it_wants() {
    let fits = |source: &str, kind: &Kind| compile(source, Some(kind), &vocabulary()).is_ok();
    let severity = vocabulary().variables["severity"].1.clone();
    assert!(fits("complainants", &Kind::Decimal) && fits("loss", &Kind::Decimal) && fits("guess", &Kind::Bool));
    assert!(!fits("loss", &Kind::Integer) && !fits("complainants", &Kind::Bool) && !fits("reason", &severity));
    assert!(fits("if litigation { \"major\" } else { \"ordinary\" }", &severity));
    assert!(!fits(
        "if litigation { \"major\" } else { \"extraordinary\" }",
        &severity
    ));
    assert!(fits("severity", &Kind::Text));
}
