//! Mistakes in scripts, all at once, each with its place.

use redress::script::ScriptSet;

fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let problems = match ScriptSet::compile(files) {
        Ok(set) => panic!("no problem found: {set:?}"),
        Err(problems) => problems,
    };
    problems
        .into_iter()
        .map(|p| format!("{}:{}:{}: {}", p.file, p.line, p.column, p.message.english()))
        .collect()
}

#[test]
fn every_unknown_name_and_function_is_found() {
    let source = "fn slow(days) {\n  if dys > 3 { retrun_it(days) } else { days.powerful(1) }\n}\nfn b(x) { slow(x, 1) + sleep(1) }";
    assert_eq!(
        problems(&[("scripts/a.rhai", source)]),
        [
            "scripts/a.rhai:2:6: no name `dys`; did you mean `days`?",
            "scripts/a.rhai:2:16: no function `retrun_it`",
            "scripts/a.rhai:2:46: no function `powerful`",
            "scripts/a.rhai:4:11: `slow` takes 1 value, not 2",
            "scripts/a.rhai:4:24: no function `sleep`",
        ]
    );
}

#[test]
fn a_name_of_another_function_is_unknown() {
    let found = problems(&[("a.rhai", "fn a(days) { days }\nfn b(x) { days + x }")]);
    assert_eq!(found, ["a.rhai:2:11: undefined variable: days"]);
}

#[test]
fn a_script_is_functions_and_nothing_else() {
    assert_eq!(
        problems(&[("a.rhai", "let x = 1;\nfn a() { 1 }")]),
        ["a.rhai:1:1: a script has functions only; put this into one"]
    );
    assert!(problems(&[("a.rhai", "fn a() { 1 ")])[0].starts_with("a.rhai:1:12: "));
    let twice = problems(&[("a.rhai", "fn a() { 1 }"), ("b.rhai", "\nfn  a() { 2 }")]);
    assert_eq!(
        twice,
        ["b.rhai:2:5: `a` is already defined in a.rhai; give one of them another name"]
    );
    let builtin = problems(&[("a.rhai", "fn answered(x) { x }")]);
    assert_eq!(
        builtin,
        ["a.rhai:1:4: `answered` is a function every expression has; give this one another name"]
    );
    assert!(
        problems(&[("a.rhai", "/// returns: mony\nfn a() { 1 }")])[0]
            .starts_with("a.rhai:2:4: `mony` is no kind of value")
    );
}

#[test]
fn scripts_cannot_make_code_or_reach_out() {
    for body in [
        "eval(\"1\")",
        "print(1)",
        "debug(1)",
        "Fn(\"f\")",
        "import \"a\" as a;",
        "\"f\".call()",
        "f.curry(1)",
        "exit()",
        "timestamp()",
        "parse_json(\"1\")",
        "rand()",
        "open_file(\"/etc/passwd\")",
        "call(\"f\")",
        "blob(9)",
        "export a;",
    ] {
        let source = format!("fn f() {{ {body} }}");
        assert!(ScriptSet::compile(&[("a.rhai", source.as_str())]).is_err(), "{body}");
    }
}

#[test]
fn no_text_makes_compiling_fail_differently() {
    use proptest::prelude::*;
    let words = prop::sample::select(vec![
        "fn", "f", "(", ")", "{", "}", "x", ";", "=", "let", "+", "1", "1.5", "\"a\"", "`${", "}`", "|", "||", ".",
        "[", "]", "#{", ":", ",", "if", "else", "for", "in", "loop", "switch", "=>", "_", "try", "catch", "throw",
        "return", "///", "\n", "/*", "this", "!", "private", "->", "\\",
    ]);
    let config = ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let texts = prop::collection::vec(words, 0..24).prop_map(|words| words.join(" "));
    runner
        .run(&texts, |source| {
            if let Err(problems) = ScriptSet::compile(&[("a.rhai", source.as_str())]) {
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.iter().all(|problem| problem.line >= 1 && problem.column >= 1));
            }
            Ok(())
        })
        .unwrap();
}
