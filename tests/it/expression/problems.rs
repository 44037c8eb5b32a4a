//! Mistakes, each with its place and what to write instead.

use redress::expression::{Kind, compile};

use super::sample::vocabulary;

/// Every problem of a condition as `code at "text": message (help) -> replacement`.
fn problems(source: &str) -> Vec<String> {
    let problems = match compile(source, Some(&Kind::Bool), &vocabulary()) {
        Ok(expression) => panic!("no problem found in `{source}`: {expression:?}"),
        Err(problems) => problems,
    };
    problems
        .into_iter()
        .map(|problem| {
            let help = problem
                .help
                .map(|help| format!(" ({})", help.english()))
                .unwrap_or_default();
            let instead = problem
                .replacement
                .map(|text| format!(" -> {text}"))
                .unwrap_or_default();
            format!(
                "{} at {:?}: {}{help}{instead}",
                problem.code,
                &source[problem.range],
                problem.message.english()
            )
        })
        .collect()
}

#[track_caller]
fn finds(source: &str, expected: &str) {
    assert_eq!(problems(source), [expected]);
}

#[test]
fn unknown_names_are_suggested() {
    finds(
        "complainant >= 3",
        r#"unknown-name at "complainant": no name `complainant` (did you mean `complainants`?) -> complainants"#,
    );
    finds(
        "loss >= settings.major_lost",
        r#"unknown-name at "settings.major_lost": no name `settings.major_lost` (did you mean `settings.major_loss`?) -> settings.major_loss"#,
    );
    finds(
        "case.numbr == \"1\"",
        r#"unknown-name at "numbr": no field `numbr` here (did you mean `number`?) -> number"#,
    );
    finds(
        "parts.each(\"plaice\").contains(\"roof\")",
        r#"unknown-name at "\"plaice\"": no field `plaice` here (did you mean `place`?) -> "place""#,
    );
    finds(
        "severity == major",
        r#"unknown-name at "major": no name `major` (texts stand in quotes: `"major"`) -> "major""#,
    );
    finds(
        "投诉人 >= 3",
        r#"unknown-name at "投诉人": no name `投诉人` (did you mean `投诉人数`?) -> 投诉人数"#,
    );
}

#[test]
fn unknown_functions_events_and_tasks_are_suggested() {
    finds(
        "hapened(\"called\")",
        r#"unknown-function at "hapened": no function `hapened` (did you mean `happened`?) -> happened"#,
    );
    finds(
        "happened(\"caled\")",
        r#"unknown-event at "\"caled\"": no event `caled` (did you mean `called`?) -> "called""#,
    );
    finds(
        "open_tasks(\"handel\") > 0",
        r#"unknown-task at "\"handel\"": no task `handel` (did you mean `handle`?) -> "handle""#,
    );
    finds(
        "happened(called)",
        r#"unknown-name at "called": no name `called` (names are answers of the forms, decisions, settings, `case`, `actor` and `now`)"#,
    );
    finds(
        "happened(reason)",
        r#"type-mismatch at "reason": `happened` wants a text in quotes here, not `reason` (it is `happened("event") -> yes or no`)"#,
    );
    finds(
        "doubled(1, 2) == 2",
        r#"wrong-arity at "doubled": `doubled` takes 1 value, not 2"#,
    );
    finds(
        "times() == 2",
        r#"wrong-arity at "times": `times` takes 1 value, not 0 (it is `times("event") -> whole number`; `x.f(y)` counts x)"#,
    );
}

#[test]
fn unlike_kinds_are_never_compared() {
    finds(
        "complainants == \"2\"",
        r#"type-mismatch at "complainants == \"2\"": `complainants` is a whole number, `"2"` is a text: they cannot be compared"#,
    );
    finds(
        "litigation == 1",
        r#"type-mismatch at "litigation == 1": `litigation` is yes or no, `1` is a whole number: they cannot be compared"#,
    );
    finds(
        "received_at > bought_on",
        r#"type-mismatch at "received_at > bought_on": `received_at` is a moment, `bought_on` is a date: they cannot be compared"#,
    );
    finds(
        "reason < \"b\"",
        r#"type-mismatch at "reason < \"b\"": a text has no order, so it is neither less nor more (compare with `==` or `!=`)"#,
    );
    finds(
        "complainants in [\"a\"]",
        r#"type-mismatch at "complainants in [\"a\"]": `["a"]` never contains a whole number"#,
    );
    finds(
        "now - received_at > 24",
        r#"type-mismatch at "now - received_at": `-` does not work on a moment and a moment (write `hours_between(earlier, later)`)"#,
    );
    finds(
        "complainants && litigation",
        r#"type-mismatch at "complainants": `complainants` is a whole number, but yes or no is wanted here"#,
    );
    finds(
        "[1, \"a\"].contains(2)",
        r#"type-mismatch at "\"a\"": `"a"` is a text, unlike the items before it"#,
    );
    finds(
        "parts.cost > 1",
        r#"type-mismatch at "parts.cost": a list has no `cost`; its rows have (write `each("cost")`)"#,
    );
    finds(
        "parts.sum(\"place\") > 1",
        r#"type-mismatch at "parts.sum(\"place\")": only numbers add up, not a text"#,
    );
    finds(
        "complainants + 1",
        r#"type-mismatch at "complainants + 1": `complainants + 1` is a whole number, but yes or no is wanted here (compare it with something, or ask `answered(…)`)"#,
    );
    finds(
        "\"a\" && litigation",
        r#"type-mismatch at "\"a\"": `&&`, `||` and `if` want yes or no here, not a text (compare it with something)"#,
    );
    finds(
        "bought_on == date(\"2024-02-30\")",
        r#"type-mismatch at "\"2024-02-30\"": `2024-02-30` is not a date such as 2024-02-28"#,
    );
}

#[test]
fn a_closed_vocabulary_is_closed() {
    finds(
        "severity == \"mayor\"",
        r#"unknown-option at "\"mayor\"": `mayor` is not one of the severities (did you mean `major`?) -> "major""#,
    );
    finds(
        "\"grave\" != severity",
        r#"unknown-option at "\"grave\"": `grave` is not one of the severities (they are `major`, `ordinary`)"#,
    );
    finds(
        "severity in [\"major\", \"grave\"]",
        r#"unknown-option at "\"grave\"": `grave` is not one of the severities (they are `major`, `ordinary`)"#,
    );
    finds(
        "(if litigation { \"grave\" } else { \"major\" }) == severity",
        r#"unknown-option at "\"grave\"": `grave` is not one of the severities (they are `major`, `ordinary`)"#,
    );
    finds(
        "severity == category",
        r#"type-mismatch at "severity == category": `severity` is one of the severities, `category` is one of the categories: they cannot be compared"#,
    );
}

#[test]
fn every_mistake_is_told_at_once() {
    let found = problems("complainant >= 3 && hapened(\"called\")\n  || severity == \"mayor\"");
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("\"complainant\"") && found[1].contains("\"hapened\"") && found[2].contains("mayor"));
}

#[test]
fn an_expression_takes_no_steps() {
    finds(
        "severity = \"major\"",
        r#"not-an-expression at "=": an expression cannot assign (to compare, write `==`) -> =="#,
    );
    finds(
        "let x = 1; x == 1",
        r#"not-an-expression at "let": `let` is not for expressions (an expression only computes a value; what takes steps belongs into a script)"#,
    );
    finds(
        "while true { 1 }",
        r#"not-an-expression at "while": `while` is not for expressions (an expression only computes a value; what takes steps belongs into a script)"#,
    );
    finds(
        "litigation; true",
        r#"not-an-expression at ";": one expression only, without `;`"#,
    );
    finds(
        "eval(\"1 == 1\")",
        r#"not-an-expression at "eval": `eval` is not for expressions (an expression only computes a value from what it is given)"#,
    );
    finds(
        "[1].count(|x| x > 1) == 0",
        r#"not-an-expression at "|": an expression has no functions of its own (move it to a script, or ask about rows with `each`)"#,
    );
    finds(
        "remedy == ()",
        r#"not-an-expression at "()": there is no `()` here (to ask whether something is known, write `answered(…)`)"#,
    );
    finds(
        "complainants & 1 == 1",
        r#"not-an-expression at "&": `&` is not an operator of expressions (did you mean `&&`?) -> &&"#,
    );
    finds(
        "`${reason}` == \"a\"",
        r#"not-an-expression at "`${reason}`": texts are not filled in here (join them with `+`)"#,
    );
    finds(
        "if litigation { true }",
        r#"type-mismatch at "if litigation { true }": this `if` has no value when its condition is false (add `else { … }`)"#,
    );
    finds(
        "parts[0].cost > 1",
        r#"not-an-expression at "parts[0]": a list is not asked by number (ask with `contains`, `count`, `each`, `sum`, `min` or `max`; a record by `.field`)"#,
    );
}

#[test]
fn habits_of_other_languages_are_translated() {
    finds(
        "litigation and media_exposed",
        r#"expression-syntax at "and": `and` is not an operator (write `&&`) -> &&"#,
    );
    finds(
        "severity == 'major'",
        r#"expression-syntax at "'major'": texts stand in double quotes (write `"major"`) -> "major""#,
    );
    finds(
        "severity == 'm'",
        r#"expression-syntax at "'m'": texts stand in double quotes (write `"m"`) -> "m""#,
    );
    finds(
        "投诉人数 ＞ 3",
        r#"expression-syntax at "＞": `＞` is not a sign of this language (write `>`) -> >"#,
    );
    finds(
        "严重 == “重大”",
        r#"expression-syntax at "“重大”": texts stand in double quotes (write `"重大"`) -> "重大""#,
    );
    finds(
        "complainants <> 3",
        r#"expression-syntax at "<>": `<>` is not an operator (write `!=`) -> !="#,
    );
}

#[test]
fn what_cannot_be_read_says_where() {
    finds("", r#"expression-syntax at "": an expression is missing here"#);
    finds(
        "complainants >=",
        r#"expression-syntax at "": the expression ends too early"#,
    );
    finds(
        "(complainants > 1",
        r#"expression-syntax at "": `)` is missing before this"#,
    );
    finds(
        "reason == \"water",
        r#"expression-syntax at "\"water": this text has no closing quote"#,
    );
    finds(
        "complainants > 1 2",
        r#"expression-syntax at "2": `2` is not expected here"#,
    );
    let deep = format!("{}true{}", "(".repeat(200), ")".repeat(200));
    assert!(problems(&deep)[0].contains("nested too deeply"));
    assert!(problems(&format!("reason == \"{}\"", "a".repeat(9000)))[0].contains("too long"));
}
