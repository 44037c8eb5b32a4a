//! Scripts that killed, hung or bloated a Rhai host with limits, and their relatives. Each must come back with an error.

use std::time::{Duration, Instant};

use redress::expression::{Failure, Scripts};
use redress::script::ScriptSet;
use redress::value::Value;

/// Far more than a script may take, far less than one that hangs; other tests want the processor as well.
const PATIENCE: Duration = Duration::from_secs(5);

/// What comes of a script whose function `f` takes nothing.
fn run(source: &str) -> Result<Value, String> {
    let start = Instant::now();
    let result = match ScriptSet::compile(&[("scripts/hostile.rhai", source)]) {
        Ok(set) => set.call("f", &[]).map_err(|Failure { message }| message),
        Err(problems) => Err(problems
            .into_iter()
            .map(|problem| problem.message.english())
            .collect::<Vec<_>>()
            .join("; ")),
    };
    assert!(start.elapsed() < PATIENCE, "{:?} for {source}", start.elapsed());
    result
}

#[track_caller]
fn contained(body: &str) {
    let result = run(&format!("fn f() {{ {body} }}"));
    assert!(result.is_err(), "{body}: {result:?}");
}

#[test]
fn the_six_that_are_known_to_kill() {
    contained("\"a\".pad(64, \"\")");
    contained("let m = #{}; let f = || m; m.f = f; m.to_json()");
    contained("let t = \"a\"; for i in 0..15 { t += t; } let u = t; t.replace(\"a\", u)");
    contained(
        "let a = []; let i = 0; loop { a = [[[[[[[[[[[[[[a]]]]]]]]]]]]]]; i += 1; if i >= 95 { break; } } a.to_string()",
    );
    contained("sleep(1e300)");
    let constants: String = (0..16_000).map(|n| format!("const c{n}=1;\n")).collect();
    contained(&constants);
    assert!(run(&constants).is_err());
}

#[test]
fn replace_and_pad_are_measured_before_they_work() {
    let long = "let t = \"a\"; for i in 0..13 { t += t; } let u = t;";
    contained(&format!("{long} t.replace(\"a\", u); t"));
    contained(&format!("{long} t.replace('a', u); t"));
    contained(&format!("{long} t.pad(9223372036854775807, u); t"));
    contained("let t = \"a\"; t.pad(9223372036854775807, 'x'); t");
    contained("let t = \"a\"; t.replace(\"\", \"b\"); t");
    contained("let a = []; a.pad(50000000, 1); a");
    contained("let b = []; b.pad(511, 0); let a = []; a.pad(36028797018963968, b); a");
    contained("let b = []; b.pad(500, 1); let a = []; a.pad(500, b); a");
}

#[test]
fn what_never_ends_is_ended() {
    for body in [
        "loop {}",
        "while true {}",
        "let x = 0; do { x += 1 } until x < 0",
        "for i in 0..9223372036854775807 {}",
        "for i in range(0, 9223372036854775807, 1) {}",
        "loop { try { loop {} } catch {} }",
        "loop { try { throw 1 } catch (e) { continue; } }",
        "[1, 2].map(|x| { loop {} })",
        "[3, 2, 1].sort(|a, b| { loop {} })",
        "let a = []; a.pad(500, 1); loop { a.retain(|x| true); }",
        "let a = []; a.pad(500, 7); for x in a { for y in a { for z in a { x + y + z } } }",
        "let a = []; a.pad(400, 1); loop { a.sort(|x, y| 1); }",
        "let a = []; a.pad(500, \"a\"); loop { a.dedup(); a.pad(500, \"b\"); a.to_string(); }",
    ] {
        contained(body);
    }
    assert!(run("fn f() { f() }").is_err());
    assert!(run("fn f() { g() + 1 } fn g() { f() + 1 }").is_err());
    assert!(run("fn g(x) { [x].map(|y| g(y)) } fn f() { g(1) }").is_err());
}

#[test]
fn what_grows_is_stopped() {
    for body in [
        "let t = \"a\"; loop { t += t; }",
        "let t = \"a\"; loop { t = `${t}${t}`; }",
        "let a = [1]; loop { a += a; }",
        "let a = [1]; loop { a.push(a); }",
        "let a = [1]; loop { a.insert(0, a); }",
        "let a = [1]; loop { a.append(a); }",
        "let a = [0]; loop { a[0] = a; a.push(1); }",
        "let a = [0]; loop { a = [a]; }",
        "let a = [0]; loop { a = [a].map(|x| [x]); }",
        "let a = [0]; loop { a = a.zip([[a]], |x, y| [x, y]); }",
        "let m = #{}; loop { m.m = m; }",
        "let m = #{}; loop { m = #{ m: m }; }",
        "let m = #{}; loop { m.set(\"m\", m); }",
        "let m = #{}; let i = 0; loop { m[i.to_string()] = i; i += 1; }",
        "let m = #{}; loop { m += #{ m: m }; m.mixin(#{ n: m }); }",
        "let n = 1; loop { n *= 2; }",
        "let n = 1.5; loop { n *= n; }",
        "let t = \"a,\"; loop { t += t; t.split(\",\"); }",
        "let r = (0..2000).reduce(|s, x| [s]); r",
        "let a = []; for i in 0..600 { a.push(i); } a",
        "let l = []; l.pad(500, \"a,b\"); loop { l = l.map(|x| x + x); }",
    ] {
        contained(body);
    }
}

#[test]
fn deep_values_are_compared_printed_and_dropped() {
    // As deep as arrays may get: this must not take the stack down, whether it succeeds or not.
    for nest in [
        "a = [a]",
        "a = [[[[[[[[a]]]]]]]]",
        "a = #{ a: a }",
        "a = [#{ a: a }]",
        "a = [a].map(|x| [x])",
    ] {
        for then in [
            "a.to_string()",
            "a.to_debug()",
            "a == b",
            "[a].contains(b)",
            "[a].index_of(b)",
            "a.to_json()",
            "`${a}`",
            "[a, b, a].dedup()",
            "a != b",
            "[b].sort()",
        ] {
            let body = format!(
                "let a = [1]; let b = [1]; for i in 0..2000 {{ try {{ let c = a; {nest}; b = a; }} catch {{ break; }} }} {then}"
            );
            let _ = run(&format!("fn f() {{ {body} }}"));
            contained(&format!("{body}; loop {{}}"));
        }
    }
}

#[test]
fn an_answer_is_a_value_of_bounded_size() {
    for body in [
        "|x| x",
        "#{ f: |x| x }",
        "let a = 1; for i in 0..40 { a = [a]; } a",
        "[\"12345678\"].map(|t| { let u = t; for i in 0..12 { u += u; } u })",
        "0..5",
        "1.0 / 0",
        "let t = \"x\"; for i in 0..14 { t += t; } [t, t]",
        "PI() / 0.0",
        "'a'..'b'",
        "\"abc\".to_blob()",
    ] {
        contained(body);
    }
}

#[test]
fn arithmetic_at_the_edge_is_an_error_or_a_number() {
    for body in [
        "9223372036854775807 + 1",
        "-9223372036854775807 - 2",
        "(-9223372036854775807 - 1) / -1",
        "(-9223372036854775807 - 1) % -1",
        "abs(-9223372036854775807 - 1)",
        "-(-9223372036854775807 - 1)",
        "1 / 0",
        "1 % 0",
        "decimal(\"1.5\") / 0",
        "decimal(\"79228162514264337593543950335\") * 2",
        "decimal(\"0.1.2\")",
        "2 ** 9223372036854775807",
        "2 ** -1",
        "1.0000001 ** 99999999999",
        "decimal(\"9\") ** decimal(\"999999999.5\")",
        "decimal(\"-1\").sqrt()",
        "decimal(\"0\").ln()",
        "decimal(\"1000\").exp()",
        "decimal(-5).ln()",
        "parse_int(\"99999999999999999999\")",
        "decimal(\"1e400\".parse_float())",
    ] {
        contained(body);
    }
    for body in [
        "1 << 9999",
        "1 >> -9223372036854775807",
        "1.0000000000000000000000001 ** 4294967295",
        "decimal(\"79228162514264337593543950335\").sin()",
        "decimal(\"79228162514264337593543950335\").tan()",
        "decimal(\"79228162514264337593543950335\").sqrt()",
        "decimal(\"0.0000000000000000000000000001\").sqrt()",
        "decimal(\"0.0000000000000000000000000001\").ln()",
        "\"a\".sub_string(-9223372036854775807, 9223372036854775807)",
        "let t = \"abc\"; t.crop(9223372036854775807, -5); t",
        "let a = [1]; a.splice(-9223372036854775807, 9223372036854775807, [2]); a",
        "[1, 2, 3].extract(9223372036854775807, 9223372036854775807)",
        "let t = \"abc\"; t.truncate(-9223372036854775807); t",
        "\"abc\".split(9223372036854775807)",
        "round(1.5, 9223372036854775807)",
        "1.5.round(-9223372036854775807)",
    ] {
        let _ = run(&format!("fn f() {{ {body} }}"));
    }
}

#[test]
fn sources_are_bounded_in_size_depth_and_number() {
    assert!(run(&format!("fn f() {{ {}1{} }}", "(".repeat(20_000), ")".repeat(5_000))).is_err());
    assert!(run(&format!("fn f() {{ {}1{} }}", "[".repeat(5_000), "]".repeat(5_000))).is_err());
    assert!(
        run(&format!(
            "fn f() {{ {}1{} }}",
            "if true {".repeat(2_000),
            "}".repeat(2_000)
        ))
        .is_err()
    );
    assert!(run(&format!("fn f() {{ {}true }}", "!".repeat(20_000))).is_err());
    assert!(run(&format!("fn f() {{ 1{} }}", "+1".repeat(10_000))).is_err());
    assert!(run(&format!("fn f() {{ a{} }}", ".a".repeat(10_000))).is_err());
    let functions: String = (0..2_000).map(|n| format!("fn f{n}(){{1}}\n")).collect();
    assert!(run(&functions).is_err());
    let variables: String = (0..2_000).map(|n| format!("let v{n}=1;")).collect();
    assert!(run(&format!("fn f() {{ {variables} 1 }}")).is_err());
    assert!(run(&format!("fn f() {{ 1 }} // {}", "x".repeat(40_000))).is_err());
}

#[test]
fn a_constant_is_not_changed_and_does_not_panic() {
    contained("const X = #{ a: 1 }; X.a = 2; X.a");
    contained("const X = [1]; X[0] = 2; X");
    contained("let m = #{ a: 1 }; m.nope");
    contained("let a = [1]; a[7]");
}

#[test]
fn arguments_are_bounded_too() {
    let set = ScriptSet::compile(&[("a.rhai", "fn f(x) { x }")]).unwrap();
    let mut deep = Value::Integer(1);
    for _ in 0..40 {
        deep = Value::list([deep]);
    }
    assert!(set.call("f", &[deep]).is_err());
    assert!(set.call("f", &[Value::text("x".repeat(20_000))]).is_err());
    assert!(set.call("f", &[Value::list((0..600).map(Value::Integer))]).is_err());
}

#[test]
fn the_next_call_is_served_as_if_nothing_had_happened() {
    let set = ScriptSet::compile(&[(
        "a.rhai",
        "fn spins() { loop {} } fn fine(x) { x + 1 } fn sorts() { let a = []; a.pad(300, 3); a.sort(|x, y| 1); a.len() }",
    )])
    .unwrap();
    for round in 0..20 {
        assert!(set.call("spins", &[]).is_err());
        let _ = set.call("sorts", &[]);
        assert_eq!(
            set.call("fine", &[Value::Integer(round)]),
            Ok(Value::Integer(round + 1))
        );
    }
}

#[test]
fn a_script_that_was_stopped_has_no_answer() {
    // Rhai's `dedup` takes an error of its comparer for "not equal".
    let stopped = run("fn f() { let a = [1, 2, 3]; a.dedup(|x, y| { loop {} }); 7 }").unwrap_err();
    assert!(stopped.starts_with("`f`: it took "), "{stopped}");
}
