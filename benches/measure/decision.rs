//! All decisions of one complaint: by the engine, by hand, by a script.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use redress::case::decision::Fired;
use redress::case::scope::Around;
use redress::case::{Evaluation, why};
use redress::expression::NothingYet;
use redress::pack::{CaseType, Pack};
use redress::value::Value;
use rhai::{Dynamic, Scope};

use crate::complaint::generate;
use crate::policy::{complaint, developer, settings};
use crate::report::{goal, heading, note, plain, ratio};
use crate::rounds::alternate;
use crate::script::Script;
use crate::twin::{self, Decided, Decisions, Settings};

/// On so many complaints the three must say the same before anything is timed.
const COMPARED: usize = 20_000;
/// Decided in one round: enough for the branches of a real day, few enough to stay in the cache.
const TIMED: usize = 256;
const ROUNDS: usize = 2_000;
const GOAL: f64 = 5.0;

pub fn measure() {
    let pack = developer();
    let case_type = complaint(&pack);
    let settings = settings(&pack);
    let script = Script::new();
    heading("All decisions of one complaint, with the record of the rules that fired");
    compare(&pack, case_type, &settings, &script);

    let complaints = generate(TIMED);
    let mut frames: Vec<Evaluation> = complaints.iter().map(|facts| facts.frame(case_type)).collect();
    let mut scopes: Vec<Scope> = complaints.iter().map(|facts| Script::scope(facts, &settings)).collect();
    let around = around(&pack);
    let mut by_hand = || {
        for facts in &complaints {
            black_box(twin::decide(black_box(facts), black_box(&settings)));
        }
    };
    let mut by_engine = || {
        for frame in &mut frames {
            black_box(&mut *frame).decide_all(case_type, around, |_| None);
        }
    };
    let mut by_script = || {
        for scope in &mut scopes {
            black_box(script.decide(scope));
        }
    };
    let [hand, engine, scripted] = alternate(ROUNDS, [&mut by_hand, &mut by_engine, &mut by_script]);
    let [hand, engine, scripted] = [hand, engine, scripted].map(|round| round / TIMED as f64);

    let mut explained = || {
        for frame in &frames[..16] {
            for decision in case_type.decisions.values() {
                black_box(why::rules(decision, &around.frame(&frame.values), &case_type.layout));
            }
        }
    };
    let [explained] = alternate(300, [&mut explained]).map(|round| round / 16.0);

    plain("by hand in Rust, for this policy alone", hand);
    ratio(engine / hand, "by the engine from the pack", engine);
    ratio(scripted / hand, "by one Rhai script", scripted);
    ratio(
        explained / hand,
        "explained: every rule, part by part, and what was not known",
        explained,
    );
    note(format!(
        "the engine decides {:.1} times as fast as the script",
        scripted / engine
    ));
    goal(
        "at most 5 times as long as by hand",
        engine / hand <= GOAL,
        format!("{:.2}×", engine / hand),
    );
}

fn around(pack: &Pack) -> Around<'_> {
    Around {
        now: DateTime::<Utc>::UNIX_EPOCH,
        history: &NothingYet,
        scripts: &*pack.scripts,
    }
}

/// Breaks off where one of the three says something else.
fn compare(pack: &Pack, case_type: &CaseType, settings: &Settings, script: &Script) {
    let decisions: Vec<&str> = case_type.decisions.keys().map(|id| id.as_str()).collect();
    assert_eq!(
        decisions,
        ["nature", "severity", "hot_topic", "handling_department"],
        "the pack decides something else"
    );
    let mut unsure = 0;
    for facts in generate(COMPARED) {
        let by_hand = said(&twin::decide(&facts, settings));
        let mut frame = facts.frame(case_type);
        frame.decide_all(case_type, around(pack), |_| None);
        let outcomes = case_type
            .decisions
            .values()
            .map(|decision| frame.values[usize::from(decision.slot.0)].clone());
        let by_engine: Vec<(Value, Fired)> = outcomes.zip(frame.fired().iter().copied()).collect();
        assert_eq!(by_engine, by_hand, "{facts:?}");
        let by_script: Vec<Value> = script
            .decide(&mut Script::scope(&facts, settings))
            .into_iter()
            .map(value)
            .collect();
        assert!(
            by_script.iter().eq(by_hand.iter().map(|(outcome, _)| outcome)),
            "{facts:?}: {by_script:?}"
        );
        unsure += usize::from(by_hand.iter().any(|(_, fired)| fired.unsure));
    }
    note(format!(
        "{COMPARED} generated complaints: engine and hand agree in every outcome and rule, the script in every outcome"
    ));
    note(format!("{} % of them leave something open", unsure * 100 / COMPARED));
}

fn said(decisions: &Decisions) -> Vec<(Value, Fired)> {
    fn of<T: Copy>(decided: &Decided<T>, value: impl Fn(T) -> Value) -> (Value, Fired) {
        let outcome = decided.outcome.map_or(Value::Empty, value);
        (
            outcome,
            Fired {
                rule: decided.rule,
                unsure: decided.unsure,
            },
        )
    }
    vec![
        of(&decisions.nature, |nature| Value::text(nature.id())),
        of(&decisions.severity, |severity| Value::text(severity.id())),
        of(&decisions.hot_topic, Value::Bool),
        of(&decisions.department, |department| Value::text(department.id())),
    ]
}

fn value(dynamic: Dynamic) -> Value {
    if dynamic.is_unit() {
        Value::Empty
    } else if let Ok(value) = dynamic.as_bool() {
        Value::Bool(value)
    } else {
        Value::text(dynamic.into_string().expect("a text"))
    }
}
