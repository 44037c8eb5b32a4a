//! A severity rule of four conditions: run natively, explained, and run by Rhai.

use std::sync::Arc;

use chrono::DateTime;
use divan::{Bencher, black_box};
use redress::expression::{Expression, Frame, Kind, NothingYet, Options, Scripts, Slot, Vocabulary, compile};
use redress::script::{NoScripts, ScriptSet};
use redress::value::Value;
use rhai::{AST, Dynamic, Engine, Scope};
use rust_decimal::Decimal;

const RULE: &str = "litigation || severity == \"major\" || complainants >= collective_from || loss >= major_loss";

/// Counts allocations: a condition has none.
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// Nothing of it holds, so that all four conditions are asked.
fn answers() -> Vec<(&'static str, Kind, Value)> {
    let severities = Options {
        name: redress::locale::Phrase::text("the severities"),
        ids: vec!["major".into(), "ordinary".into()],
    };
    vec![
        ("litigation", Kind::Bool, Value::Bool(false)),
        ("severity", Kind::Choice(Arc::new(severities)), Value::text("ordinary")),
        ("complainants", Kind::Integer, Value::Integer(2)),
        ("collective_from", Kind::Integer, Value::Integer(3)),
        ("loss", Kind::Money, Value::Decimal(Decimal::new(999_999, 2))),
        ("major_loss", Kind::Money, Value::Decimal(Decimal::new(10_000, 0))),
    ]
}

fn vocabulary(scripts: Option<&ScriptSet>) -> Vocabulary {
    let variables = answers().into_iter().enumerate();
    let variables = variables.map(|(index, (name, kind, _))| (name.into(), (Slot(index as u16), kind)));
    let functions = scripts.map(|set| set.functions().clone()).unwrap_or_default();
    Vocabulary {
        variables: variables.collect(),
        functions,
        ..Vocabulary::default()
    }
}

fn values() -> Vec<Value> {
    answers().into_iter().map(|(_, _, value)| value).collect()
}

fn frame<'a>(values: &'a [Value], scripts: &'a dyn Scripts) -> Frame<'a> {
    Frame {
        values,
        now: DateTime::UNIX_EPOCH,
        history: &NothingYet,
        scripts,
    }
}

fn rule(source: &str) -> Expression {
    compile(source, Some(&Kind::Bool), &vocabulary(None)).expect("the rule compiles")
}

#[divan::bench]
fn native(bencher: Bencher) {
    let (rule, values) = (rule(RULE), values());
    bencher.bench(|| black_box(&rule).truth(&frame(black_box(&values), &NoScripts)));
}

#[divan::bench]
fn native_one_choice(bencher: Bencher) {
    let (rule, values) = (rule("severity == \"major\""), values());
    bencher.bench(|| black_box(&rule).truth(&frame(black_box(&values), &NoScripts)));
}

#[divan::bench]
fn native_explained(bencher: Bencher) {
    let (rule, values) = (rule(RULE), values());
    bencher.bench(|| black_box(&rule).explain(&frame(black_box(&values), &NoScripts)));
}

#[divan::bench]
fn native_compiled(bencher: Bencher) {
    let vocabulary = vocabulary(None);
    bencher.bench(|| compile(black_box(RULE), Some(&Kind::Bool), &vocabulary));
}

fn rhai() -> (Engine, AST, Scope<'static>) {
    let mut engine = Engine::new();
    engine.set_max_operations(200_000);
    let ast = engine.compile_expression(RULE).expect("the rule compiles");
    let mut scope = Scope::new();
    for (name, _, value) in answers() {
        let value = match value {
            Value::Bool(value) => value.into(),
            Value::Integer(value) => value.into(),
            Value::Decimal(value) => Dynamic::from_decimal(value),
            other => other.as_text().unwrap_or_default().into(),
        };
        scope.push_dynamic(name, value);
    }
    (engine, ast, scope)
}

#[divan::bench]
fn by_rhai(bencher: Bencher) {
    let (engine, ast, mut scope) = rhai();
    bencher.bench_local(|| engine.eval_ast_with_scope::<bool>(&mut scope, black_box(&ast)));
}

#[divan::bench]
fn script_called(bencher: Bencher) {
    let scripts = ScriptSet::compile(&[("a.rhai", "/// returns: bool\nfn many(people) { people >= 3 }")]);
    let scripts = scripts.expect("the script compiles");
    let rule =
        compile("many(complainants)", Some(&Kind::Bool), &vocabulary(Some(&scripts))).expect("the rule compiles");
    let values = values();
    bencher.bench(|| black_box(&rule).truth(&frame(black_box(&values), &scripts)));
}
