//! Where Rhai and we read the same sentence, we say the same; and nothing makes us panic.

use proptest::prelude::*;
use redress::expression::{Expression, Frame, Kind, Options, Outcome, Slot, Trace, Truth, Vocabulary, Worth, compile};
use redress::value::Value;
use rhai::packages::{Package, StandardPackage};
use rhai::{Dynamic, Engine, Scope};
use rust_decimal::Decimal;

use super::sample::{Past, Script, moment};

const NAMES: [(&str, Sort); 10] = [
    ("yes", Sort::Bool),
    ("no", Sort::Bool),
    ("few", Sort::Integer),
    ("many", Sort::Integer),
    ("loss", Sort::Decimal),
    ("limit", Sort::Decimal),
    ("reason", Sort::Text),
    ("remedy", Sort::Text),
    ("severity", Sort::Choice),
    ("before", Sort::Choice),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sort {
    Bool,
    Integer,
    Decimal,
    Text,
    Choice,
}

const OPTIONS: [&str; 3] = ["major", "ordinary", "none"];

fn vocabulary() -> Vocabulary {
    let options = Options {
        name: redress::locale::Phrase::text("the severities"),
        ids: OPTIONS.map(Into::into).into(),
    };
    let options = std::sync::Arc::new(options);
    let kind = |sort| match sort {
        Sort::Bool => Kind::Bool,
        Sort::Integer => Kind::Integer,
        Sort::Decimal => Kind::Decimal,
        Sort::Text => Kind::Text,
        Sort::Choice => Kind::Choice(options.clone()),
    };
    let variables = NAMES
        .iter()
        .enumerate()
        .map(|(index, (name, sort))| ((*name).into(), (Slot(index as u16), kind(*sort))));
    Vocabulary {
        variables: variables.collect(),
        ..Vocabulary::default()
    }
}

fn name(sort: Sort) -> BoxedStrategy<String> {
    let names: Vec<String> = NAMES
        .iter()
        .filter(|(_, own)| *own == sort)
        .map(|(name, _)| (*name).to_owned())
        .collect();
    prop::sample::select(names).boxed()
}

fn integer() -> BoxedStrategy<String> {
    let leaf = prop_oneof![name(Sort::Integer), (0_i64..9).prop_map(|n| n.to_string())];
    leaf.prop_recursive(2, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(vec!["+", "-", "*"]), inner.clone())
                .prop_map(|(l, o, r)| format!("({l} {o} {r})")),
            (inner.clone(), 1_i64..5).prop_map(|(l, r)| format!("{l} % {r}")),
            inner.prop_map(|n| format!("-({n})")),
        ]
    })
    .boxed()
}

/// Only names: a literal with decimals is a float to Rhai.
fn decimal() -> BoxedStrategy<String> {
    name(Sort::Decimal)
        .prop_recursive(2, 8, 2, |inner| {
            let sign = prop::sample::select(vec!["+", "-", "*", "/", "%"]);
            (
                inner,
                sign,
                prop_oneof![name(Sort::Decimal), integer().prop_map(|n| format!("({n})"))],
            )
                .prop_map(|(l, o, r)| format!("({l} {o} {r})"))
        })
        .boxed()
}

fn text() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        name(Sort::Text),
        prop::sample::select(vec!["\"\"", "\"a\"", "\"屋顶\"", "\"a\\\"b\""]).prop_map(String::from)
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        (inner.clone(), inner).prop_map(|(l, r)| format!("({l} + {r})"))
    })
    .boxed()
}

fn choice() -> BoxedStrategy<String> {
    name(Sort::Choice)
}

fn condition() -> BoxedStrategy<String> {
    let equality = || prop::sample::select(vec!["==", "!="]);
    let order = || prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]);
    let option = || prop::sample::select(OPTIONS.to_vec());
    let leaf = prop_oneof![
        name(Sort::Bool),
        (integer(), order(), integer()).prop_map(|(l, o, r)| format!("{l} {o} {r}")),
        (decimal(), order(), prop_oneof![decimal(), integer()]).prop_map(|(l, o, r)| format!("{l} {o} {r}")),
        (text(), equality(), text()).prop_map(|(l, o, r)| format!("{l} {o} {r}")),
        (choice(), equality(), option()).prop_map(|(l, o, r)| format!("{l} {o} \"{r}\"")),
        (choice(), equality(), choice()).prop_map(|(l, o, r)| format!("{l} {o} {r}")),
        (choice(), option(), option()).prop_map(|(l, a, b)| format!("{l} in [\"{a}\", \"{b}\"]")),
        (text(), text()).prop_map(|(l, r)| format!("{l}.contains({r})")),
        (text(), text()).prop_map(|(l, r)| format!("{r} in {l}")),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(l, r)| format!("{l} && {r}")),
            (inner.clone(), inner.clone()).prop_map(|(l, r)| format!("({l} || {r})")),
            inner.clone().prop_map(|c| format!("!({c})")),
            (inner.clone(), inner.clone(), inner).prop_map(|(c, t, e)| format!("(if {c} {{ {t} }} else {{ {e} }})")),
        ]
    })
    .boxed()
}

fn answers() -> impl Strategy<Value = Vec<Value>> {
    let each: Vec<BoxedStrategy<Value>> = NAMES
        .iter()
        .map(|(_, sort)| match sort {
            Sort::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
            Sort::Integer => (-5_i64..9).prop_map(Value::Integer).boxed(),
            Sort::Decimal => (-500_i64..900).prop_map(|n| Value::Decimal(Decimal::new(n, 2))).boxed(),
            Sort::Text => prop::sample::select(vec!["", "a", "a\"b", "屋顶a"])
                .prop_map(Value::text)
                .boxed(),
            Sort::Choice => prop::sample::select(OPTIONS.to_vec()).prop_map(Value::text).boxed(),
        })
        .collect();
    each
}

fn frame(values: &[Value]) -> Frame<'_> {
    Frame {
        values,
        now: moment("2024-03-02T08:30:00Z"),
        history: &Past,
        scripts: &Script,
    }
}

fn compiled(source: &str) -> Expression {
    compile(source, Some(&Kind::Bool), &vocabulary()).unwrap_or_else(|problems| panic!("`{source}`: {problems:#?}"))
}

fn by_rhai(source: &str, values: &[Value]) -> Option<bool> {
    let mut engine = Engine::new_raw();
    engine.register_global_module(StandardPackage::new().as_shared_module());
    engine.set_max_expr_depths(0, 0);
    let mut scope = Scope::new();
    for ((name, _), value) in NAMES.iter().zip(values) {
        let value: Dynamic = match value {
            Value::Bool(value) => (*value).into(),
            Value::Integer(value) => (*value).into(),
            Value::Decimal(value) => Dynamic::from_decimal(*value),
            Value::Text(text) => text.to_string().into(),
            other => panic!("{other}"),
        };
        scope.push_dynamic(*name, value);
    }
    engine.eval_expression_with_scope::<bool>(&mut scope, source).ok()
}

/// The text of a part, taken alone, is worth what the trace says.
fn every_part_stands_for_itself(trace: &Trace, frame: &Frame) -> Result<(), TestCaseError> {
    let alone = compile(&trace.text, None, &vocabulary());
    let alone = alone.map_err(|problems| TestCaseError::fail(format!("{:?}: {problems:?}", trace.text)))?;
    match (&trace.worth, alone.evaluate(frame)) {
        (Worth::Known(value), Outcome::Known(alone)) => prop_assert_eq!(value, &alone, "{}", trace.text),
        (Worth::Unknown(_), Outcome::Unknown(_)) | (Worth::Failed(_), Outcome::Failed(_)) | (Worth::Skipped, _) => {}
        (worth, alone) => prop_assert!(false, "{}: {:?}, alone {:?}", trace.text, worth, alone),
    }
    trace
        .parts
        .iter()
        .try_for_each(|part| every_part_stands_for_itself(part, frame))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answered_conditions_mean_what_rhai_means(source in condition(), values in answers()) {
        let ours = compiled(&source);
        let truth = ours.truth(&frame(&values));
        match by_rhai(&source, &values) {
            Some(value) => prop_assert_eq!(truth, if value { Truth::True } else { Truth::False }, "{}", source),
            // Division by zero; Rhai stops there, and so do we.
            None => prop_assert!(matches!(ours.evaluate(&frame(&values)), Outcome::Failed(_)), "{}", source),
        }
    }

    #[test]
    fn an_answer_never_flips_what_was_known(source in condition(), values in answers(), hidden in any::<u16>()) {
        let partly: Vec<Value> = values
            .iter()
            .enumerate()
            .map(|(index, value)| if hidden >> index & 1 == 1 { Value::Empty } else { value.clone() })
            .collect();
        let expression = compiled(&source);
        if let Outcome::Known(before) = expression.evaluate(&frame(&partly)) {
            let after = expression.evaluate(&frame(&values));
            prop_assert!(after == Outcome::Known(before) || matches!(after, Outcome::Failed(_)), "{}", source);
        }
    }

    #[test]
    fn all_ways_of_asking_agree(source in condition(), values in answers(), hidden in any::<u16>()) {
        let values: Vec<Value> = values
            .into_iter()
            .enumerate()
            .map(|(index, value)| if hidden >> index & 1 == 1 { Value::Empty } else { value })
            .collect();
        let expression = compiled(&source);
        let frame = frame(&values);
        let truth = expression.truth(&frame);
        let trace = expression.explain(&frame);
        prop_assert_eq!(&trace.text, source.trim_matches(|c| c == ' '));
        prop_assert_eq!(trace.culprits().is_empty(), truth == Truth::True, "{}", source);
        every_part_stands_for_itself(&trace, &frame)?;
        match expression.evaluate(&frame) {
            Outcome::Known(value) => prop_assert_eq!(truth, if value == Value::Bool(true) { Truth::True } else { Truth::False }),
            Outcome::Unknown(slots) => {
                prop_assert_eq!(truth, Truth::Unknown);
                prop_assert!(!slots.is_empty());
                prop_assert!(slots.iter().all(|slot| values[usize::from(slot.0)].is_empty()));
            }
            Outcome::Failed(_) => prop_assert_eq!(truth, Truth::Unknown),
        }
    }

    #[test]
    fn no_text_makes_it_panic(source in "\\PC{0,40}") {
        if let Err(problems) = compile(&source, Some(&Kind::Bool), &vocabulary()) {
            for problem in problems {
                prop_assert!(source.get(problem.range.clone()).is_some(), "{:?}", problem);
            }
        }
    }

    #[test]
    fn no_text_of_the_language_makes_it_panic(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..14)) {
        let source = words.join(" ");
        match compile(&source, None, &vocabulary()) {
            Ok(expression) => {
                let values = vec![Value::Empty; 4];
                expression.explain(&frame(&values)).culprits();
                expression.shape();
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(source.get(problem.range.clone()).is_some(), "{:?}", problem);
                }
            }
        }
    }
}

const WORDS: [&str; 48] = [
    "yes",
    "few",
    "loss",
    "reason",
    "severity",
    "\"major\"",
    "\"a\"",
    "1",
    "2.5",
    "true",
    "&&",
    "||",
    "!",
    "==",
    "!=",
    "<",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "if",
    "else",
    "in",
    ".",
    ",",
    "contains",
    "answered",
    "sum",
    "last",
    "times",
    "\n",
    "??",
    "?.",
    "#{",
    "`",
    "'",
    "..",
    "|",
    "/*",
    "now",
];
