//! Registers and reports, as they would be read after a step.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};

use super::Failure;
use super::expect::plain;
use super::world::World;
use crate::case::{self, Case};
use crate::locale::{Phrase, phrase};
use crate::pack::raw::Map;
use crate::pack::scenario::RawExpectation;
use crate::pack::{CaseType, Register};
use crate::report;
use crate::value::Value;

pub fn compare(world: &World, expected: &RawExpectation) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (id, wanted) in &expected.registers {
        let Some(register) = world.pack.registers.get(id.as_str()) else {
            failures.push(Failure::new(
                phrase!("register {id}", id),
                phrase!("a register of the pack"),
                phrase!("there is none"),
            ));
            continue;
        };
        let is_wanted = |case_type: &CaseType, case: &Case| {
            let condition = register.condition.as_ref();
            case::is_wanted(world.pack, case_type, case, condition, world.now)
        };
        let cases = listed(world, &register.case_type, &is_wanted);
        let numbers: Vec<&str> = cases.iter().map(|case| case.number.as_str()).collect();
        if numbers != *wanted {
            failures.push(Failure::new(
                phrase!("register {id}", id),
                Phrase::text(wanted.join(", ")),
                Phrase::text(numbers.join(", ")),
            ));
        }
    }
    for (id, wanted) in &expected.rows {
        match world.pack.registers.get(id.as_str()) {
            Some(register) => failures.extend(rows(world, register, wanted)),
            None => failures.push(Failure::new(
                phrase!("register {id}", id),
                phrase!("a register of the pack"),
                phrase!("there is none"),
            )),
        }
    }
    for (id, wanted) in &expected.reports {
        let Some(report) = world.pack.reports.get(id.as_str()) else {
            failures.push(Failure::new(
                phrase!("report {id}", id),
                phrase!("a report of the pack"),
                phrase!("there is none"),
            ));
            continue;
        };
        let is_wanted = |case_type: &CaseType, case: &Case| {
            let condition = report.condition.as_ref();
            month(world, case.opened_at) == month(world, world.now)
                && case::is_wanted(world.pack, case_type, case, condition, world.now)
        };
        let cases = listed(world, &report.case_type, &is_wanted);
        let layout = world
            .pack
            .case_type(&report.case_type)
            .map(|case_type| &case_type.layout);
        let is_broken_down =
            |by: &str| layout.is_some_and(|layout| report.breakdown.iter().any(|slot| layout.name(*slot) == by));
        for (breakdown, wanted) in wanted {
            if !is_broken_down(breakdown) {
                let what = phrase!("report {id} by {breakdown}", id, breakdown);
                failures.push(Failure::new(
                    what,
                    phrase!("a breakdown of the report"),
                    phrase!("it does not count by this"),
                ));
                continue;
            }
            let mut got: BTreeMap<String, u32> = BTreeMap::new();
            for case in &cases {
                *got.entry(plain(world, &value(case, breakdown))).or_default() += 1;
            }
            let wanted: BTreeMap<String, u32> = wanted.iter().map(|(of, count)| (of.clone(), *count)).collect();
            if wanted != got {
                let what = phrase!("report {id} by {breakdown}", id, breakdown);
                failures.push(Failure::new(
                    what,
                    Phrase::text(told(&wanted)),
                    Phrase::text(told(&got)),
                ));
            }
        }
    }
    failures
}

/// What a register says of these cases.
fn rows(world: &World, register: &Register, wanted: &Map<Vec<String>>) -> Vec<Failure> {
    let language = super::language(world.pack);
    let ledger = report::ledger(world.pack, register, &world.cases, world.now, &language, None);
    let row = |number: &String| ledger.rows.iter().find(|row| row.number == *number);
    let told = |cells: &[String]| cells.join(" | ");
    let failures = wanted.iter().filter_map(|(number, wanted)| {
        let row = row(number).map(|row| told(&row.cells));
        let what = phrase!("register {register}, case {number}", register = register.id, number);
        (row.as_ref() != Some(&told(wanted))).then(|| {
            let got = row.map_or_else(|| phrase!("it is not in it"), Phrase::text);
            Failure::new(what, Phrase::text(told(wanted)), got)
        })
    });
    failures.collect()
}

/// The cases of a type that are wanted, in the order of opening.
fn listed<'w>(world: &'w World, case_type: &str, is_wanted: &dyn Fn(&CaseType, &Case) -> bool) -> Vec<&'w Case> {
    let Some(case_type) = world.pack.case_type(case_type) else {
        return Vec::new();
    };
    let cases = world.cases.iter().filter(|case| case.case_type == case_type.id);
    cases.filter(|case| is_wanted(case_type, case)).collect()
}

fn month(world: &World, at: DateTime<Utc>) -> (i32, u32) {
    let local = at.with_timezone(&world.pack.zone);
    (local.year(), local.month())
}

/// What a case says under a name of its breakdowns.
fn value(case: &Case, name: &str) -> Value {
    match name {
        "case.stage" => Value::text(case.stage.as_str()),
        "case.department" => case
            .department
            .as_ref()
            .map_or(Value::Empty, |id| Value::text(id.as_str())),
        _ => {
            let decided = case.decisions.get(name).map(|decided| &decided.value);
            decided.or_else(|| case.answers.get(name)).cloned().unwrap_or_default()
        }
    }
}

fn told(counts: &BTreeMap<String, u32>) -> String {
    let counts = counts.iter().map(|(of, count)| format!("{of}: {count}"));
    counts.collect::<Vec<_>>().join(", ")
}
