//! Validating one intake: from the submitted JSON to typed answers.

use std::collections::BTreeMap;
use std::hint::black_box;

use chrono::{DateTime, Utc};
use redress::case::{Context, surroundings};
use redress::form;
use redress::locale::Language;
use serde_json::Value as Json;

use crate::intake::{officer, submission};
use crate::policy::{complaint, developer};
use crate::report::{goal, heading, note, plain, time};
use crate::rounds::alternate;

/// In one round.
const COUNT: usize = 20;
/// A validation of eight fields may take two microseconds.
const GOAL_NANOS_PER_FIELD: f64 = 250.0;

pub fn measure() {
    let pack = developer();
    let case_type = complaint(&pack);
    let intake = case_type
        .forms
        .get(&case_type.opening.form)
        .expect("the pack has an intake");
    let (actor, counters, language) = (officer(), BTreeMap::new(), Language::new("zh"));
    let context = Context {
        now: DateTime::<Utc>::from_timestamp(1_728_871_200, 0).expect("a moment"),
        actor: &actor,
        counters: &counters,
        people: None,
    };
    let surroundings = surroundings(&pack, case_type, None, &context);
    let answers = submission();
    let text = serde_json::to_string(&answers).expect("JSON");
    let parse = |answers| form::parse(intake, answers, &surroundings, &language);
    if let Err(errors) = parse(&answers) {
        panic!("the typical intake has mistakes: {errors:?}");
    }
    let mut schema_only = || {
        for _ in 0..COUNT {
            let json: Json = serde_json::from_str(black_box(&text)).expect("JSON");
            black_box(json);
        }
    };
    let mut whole = || {
        for _ in 0..COUNT {
            let _ = black_box(parse(black_box(&answers)));
        }
    };
    let [json, whole] = alternate(500, [&mut schema_only, &mut whole]).map(|round| round / COUNT as f64);
    heading("Validating one intake (goal 7)");
    let fields = intake.fields().count();
    note(format!(
        "{} answers to a form of {fields} fields, {} bytes of JSON",
        answers.len(),
        text.len()
    ));
    plain("JSON text to a tree", json);
    plain("form::parse: structure, conditions, defaults, decisions, checks", whole);
    let per_field = whole / fields as f64;
    goal(
        "validation, at most 250 ns a field (2 µs for 8)",
        per_field <= GOAL_NANOS_PER_FIELD,
        format!(
            "{} a field, {:.2}× the goal",
            time(per_field),
            per_field / GOAL_NANOS_PER_FIELD
        ),
    );
}
