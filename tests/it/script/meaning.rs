//! What functions of a pack's scripts are worth.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use redress::expression::{Frame, Kind, Outcome, Scripts, Slot, Truth, Vocabulary, compile};
use redress::script::{NoScripts, ScriptSet};
use redress::value::Value;

use crate::expression::sample::{Past, moment, number, record};

fn scripts(source: &str) -> ScriptSet {
    ScriptSet::compile(&[("scripts/test.rhai", source)]).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn answer(body: &str) -> Result<Value, String> {
    scripts(&format!("fn f() {{ {body} }}"))
        .call("f", &[])
        .map_err(|failure| failure.message)
}

#[track_caller]
fn gives(body: &str, value: Value) {
    assert_eq!(answer(body), Ok(value), "{body}");
}

#[test]
fn numbers_with_decimals_are_exact() {
    gives("0.1 + 0.2", number("0.3"));
    gives("0.1 + 0.2 == decimal(\"0.3\")", Value::Bool(true));
    gives("decimal(\"1.20\") * 3 + 1", number("4.60"));
    gives("1 + decimal(\"1.20\")", number("2.20"));
    gives(
        "decimal(\"2.50\") > 2 && 2 < decimal(\"2.50\") && decimal(2) == 2",
        Value::Bool(true),
    );
    gives("1.5e2 * 2", number("300.0"));
    gives("\"1.5\".parse_float() + 0.5", number("2.0"));
    gives("[1, 2, 3].reduce(|sum, x| sum + x, 0)", Value::Integer(6));
}

#[test]
fn texts_and_rows_are_worked_on() {
    gives("let t = \"a-b-c\"; t.replace(\"-\", \"\"); t", Value::text("abc"));
    gives("let t = \"屋\"; t.pad(3, \"顶\"); t", Value::text("屋顶顶"));
    gives(
        "let a = [1]; a.pad(3, 0); a",
        Value::list([1, 0, 0].map(Value::Integer)),
    );
    gives("days_between(\"2024-02-28\", \"2024-03-01\")", Value::Integer(2));
    gives(
        "#{ kind: \"roof\", cost: 2.50 }",
        record([("kind", Value::text("roof")), ("cost", number("2.50"))]),
    );
    gives("()", Value::Empty);
    gives(
        "let a = [2.5, 1.5]; a.sort(|x, y| x - y); a",
        Value::list([number("1.5"), number("2.5")]),
    );
    assert_eq!(
        answer("[2, 1].sort(|x, y| \"x\")").unwrap_err(),
        "`f`: the comparer of `sort` gives neither a number nor true or false (scripts/test.rhai, line 1)"
    );
    let rows = Value::list([record([("cost", number("1.20"))]), record([("cost", number("2.30"))])]);
    let total = scripts("fn total(rows) { let sum = 0.0; for row in rows { sum += row.cost; } sum }");
    assert_eq!(total.call("total", &[rows]), Ok(number("3.50")));
}

#[test]
fn every_kind_of_value_goes_in_and_comes_back() {
    let same = scripts("fn same(x) { x }\n/// returns: date\nfn on_day(x) { x }\n/// returns: instant\nfn at(x) { x }");
    for value in [
        Value::Empty,
        Value::Bool(true),
        Value::Integer(-3),
        number("20000.00"),
        Value::text("屋顶"),
        Value::list([Value::Integer(1), Value::Empty]),
        record([("a", Value::list([Value::Bool(false)]))]),
    ] {
        assert_eq!(same.call("same", std::slice::from_ref(&value)), Ok(value));
    }
    let day = Value::Date("2024-02-28".parse().unwrap());
    let at = Value::Instant(moment("2024-03-01T08:00:00Z"));
    assert_eq!(
        same.call("same", std::slice::from_ref(&day)),
        Ok(Value::text("2024-02-28"))
    );
    assert_eq!(same.call("on_day", std::slice::from_ref(&day)), Ok(day));
    assert_eq!(same.call("at", std::slice::from_ref(&at)), Ok(at));
}

#[test]
fn a_function_keeps_to_what_it_declares() {
    let set = scripts(
        "// How late.\n/// returns: list of money\nfn costs(x) { x }\n\nfn plain() { hidden() }\n/// returns: text\nfn word() { 3 }\nprivate fn hidden() { 1 }",
    );
    let functions = set.functions();
    assert_eq!(
        functions.keys().map(|name| &**name).collect::<Vec<_>>(),
        ["costs", "plain", "word"]
    );
    assert_eq!((functions["costs"].parameters, functions["plain"].parameters), (1, 0));
    assert_eq!(functions["costs"].returns, Kind::List(Box::new(Kind::Money)));
    assert_eq!(functions["plain"].returns, Kind::Any);
    assert_eq!(set.call("plain", &[]), Ok(Value::Integer(1)));
    assert_eq!(
        set.call("word", &[]).unwrap_err().message,
        "`word`: it says it returns a text, but its answer is 3"
    );
    assert!(set.call("hidden", &[]).is_err());
}

#[test]
fn files_call_each_other() {
    let set = ScriptSet::compile(&[("a.rhai", "fn one() { two() / 2 }"), ("b.rhai", "fn two() { 2 }")]).unwrap();
    assert_eq!(set.call("one", &[]), Ok(Value::Integer(1)));
}

#[test]
fn a_failure_says_what_and_where() {
    let set = ScriptSet::compile(&[
        ("a.rhai", "fn outer(x) {\n  inner(x)\n}"),
        (
            "b.rhai",
            "fn inner(x) {\n  let y = 1;\n  y / x\n}\nfn refuses() { throw \"no such case\" }",
        ),
    ])
    .unwrap();
    let message = |function, arguments: &[Value]| set.call(function, arguments).unwrap_err().message;
    assert_eq!(
        message("outer", &[Value::Integer(0)]),
        "`outer`: division by zero: 1 / 0 (b.rhai, line 3)"
    );
    assert_eq!(message("refuses", &[]), "`refuses`: no such case (b.rhai, line 5)");
    assert_eq!(message("nothing", &[]), "no script has a function `nothing`");
    assert!(message("outer", &[]).starts_with("`outer`: "));
    let missing = NoScripts.call("late", &[]).unwrap_err().message;
    assert_eq!(missing, "this pack has no scripts, so no function `late`");
}

#[test]
fn an_expression_calls_a_script() {
    let set = scripts("/// returns: bool\nfn collective(people) { people >= 3 }");
    let vocabulary = Vocabulary {
        variables: [("people".into(), (Slot(0), Kind::Integer))].into(),
        functions: set.functions().clone(),
        ..Vocabulary::default()
    };
    let rule = compile("collective(people) && people < 5", Some(&Kind::Bool), &vocabulary).unwrap();
    let with = |value: Value| {
        let values = [value];
        let frame = Frame {
            values: &values,
            now: moment("2024-03-01T08:00:00Z"),
            history: &Past,
            scripts: &set,
        };
        (rule.truth(&frame), rule.evaluate(&frame))
    };
    assert_eq!(
        with(Value::Integer(3)),
        (Truth::True, Outcome::Known(Value::Bool(true)))
    );
    assert_eq!(with(Value::Integer(2)).0, Truth::False);
    assert_eq!(with(Value::Empty), (Truth::Unknown, Outcome::Unknown(vec![Slot(0)])));
}

/// More askers than workers: each gets the answer to its own question. On a machine that has no time for them a call may be given up;
/// that is an answer too, and the same question is then asked again, because what must never come is another asker's answer, any other
/// failure, or none.
#[test]
fn many_threads_ask_at_once() {
    let set = Arc::new(scripts("fn square(x) { let n = 0; for i in 0..x { n += x; } n }"));
    let end = Instant::now() + Duration::from_secs(120);
    let answer = move |set: &ScriptSet, x: i64| loop {
        match set.call("square", &[Value::Integer(x)]) {
            Err(failure) if is_for_want_of_time(&failure.message) && Instant::now() < end => thread::yield_now(),
            answer => break answer,
        }
    };
    let ask = |start: i64| {
        let set = set.clone();
        thread::spawn(move || {
            (start..start + 50).find_map(|x| {
                let answer = answer(&set, x);
                (answer != Ok(Value::Integer(x * x))).then(|| format!("{x}: {answer:?}"))
            })
        })
    };
    let threads: Vec<_> = (0..24).map(ask).collect();
    let wrong: Vec<String> = threads
        .into_iter()
        .filter_map(|thread| thread.join().unwrap())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn is_for_want_of_time(message: &str) -> bool {
    [
        "it took longer than",
        "it was not done after",
        "no script worker is free",
    ]
    .iter()
    .any(|reason| message.contains(reason))
}
