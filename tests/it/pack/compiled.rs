//! What a good pack becomes.

use redress::diagnostic::{Colour, render};
use redress::expression::Kind;
use redress::form::Condition;
use redress::locale::Language;
use redress::pack::raw::FieldKind;
use redress::pack::{self, Cell, DecisionBody, Effect, Given, NumberPart, Pack};
use redress::value::Value;

use crate::support::pack::sample_sources;

fn sample() -> Pack {
    let checked = pack::check(&sample_sources());
    let told: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|finding| render(finding, Colour::Plain, &Language::new("en")))
        .collect();
    checked.pack.unwrap_or_else(|| panic!("{}", told.join("\n")))
}

#[test]
fn the_sample_pack_has_no_findings() {
    let checked = pack::check(&sample_sources());
    let told: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|finding| render(finding, Colour::Plain, &Language::new("en")))
        .collect();
    assert_eq!(told.join("\n"), "");
}

#[test]
fn the_pack_carries_the_version_of_its_bytes() {
    let mut sources = sample_sources();
    let before = pack::check(&sources).pack.expect("a pack").version;
    sources.insert("rules/sample/notes.md", "read me");
    let after = pack::check(&sources).pack.expect("a pack").version;
    assert_eq!(before, sample_sources().version());
    assert_ne!(before, after);
}

#[test]
fn references_settings_and_periods_are_resolved() {
    let pack = sample();
    let case = pack.case_type("complaint").expect("the case type");
    assert_eq!(case.number.parts[0], NumberPart::Plain("SW".to_owned()));
    assert_eq!(case.number.parts.last(), Some(&NumberPart::Serial(4)));

    let answer = &case.deadlines["answer"];
    let periods: Vec<String> = answer.within.iter().map(|branch| branch.is.to_string()).collect();
    assert_eq!(periods, ["5 working days", "3 working days"]);
    assert_eq!(answer.within[1].clauses[0].as_str(), "S-2");
    assert_eq!(answer.warn.len(), 1);
    assert!(
        answer
            .extensions
            .first()
            .is_some_and(|extension| extension.notice && extension.times == 1)
    );
    assert!(case.deadlines["promise"].at.is_some());
    assert!(matches!(case.deadlines["silence"].due.as_slice(), [Effect::Act(action)] if action.as_str() == "close"));

    assert_eq!(pack.settings["major_loss"].value.as_decimal(), Some(20_000.into()));
    assert_eq!(pack.immediate.to_string(), "1 working hour");
    assert_eq!(case.documents["slip"].copies.len(), 2);
    assert!(case.documents["slip"].template.contains("{{ matter }}"));
}

#[test]
fn any_stage_is_every_stage_that_is_not_final() {
    let pack = sample();
    let remark = &pack.case_types["complaint"].actions["remark"];
    let stages: Vec<&str> = remark.at.iter().map(|stage| stage.as_str()).collect();
    assert_eq!(stages, ["received", "handling", "answered"]);
}

#[test]
fn decisions_stand_in_the_order_in_which_they_can_be_decided() {
    let pack = sample();
    let case = &pack.case_types["complaint"];
    let order: Vec<&str> = case.decisions.keys().map(|id| id.as_str()).collect();
    assert_eq!(order, ["severity", "department", "concerned"]);

    let DecisionBody::First(rules) = &case.decisions["severity"].body else {
        panic!("rules")
    };
    assert!(matches!(&rules[0].gives, Given::Value(value) if *value == Value::text("major")));
    assert!(rules[2].when.is_none());
    let DecisionBody::Table(table) = &case.decisions["department"].body else {
        panic!("a table")
    };
    assert_eq!(table.rows[0].cells, [Cell::OneOf(vec![Value::text("delivery")])]);
    assert_eq!(
        table.rows[0].clauses[0].as_str(),
        "S-4",
        "a row without a clause stands under the decision's"
    );
    let concerned = &case.decisions["concerned"];
    assert!(matches!(&concerned.kind, Kind::List(one) if matches!(**one, Kind::Choice(_))));
    let names: Vec<&str> = concerned.reads.iter().map(|slot| case.layout.name(*slot)).collect();
    assert_eq!(names, ["severity", "department"]);
}

#[test]
fn a_shared_field_is_taken_in_and_rows_have_slots_of_their_own() {
    let pack = sample();
    let case = &pack.case_types["complaint"];
    let intake = &case.forms["intake"];
    let received = intake.field("received_at").expect("the shared field");
    assert_eq!(received.kind, FieldKind::DateTime);
    assert!(matches!(received.required, Condition::Always));
    assert_eq!(received.checks.len(), 1);

    let items = intake.field("items").expect("the group");
    let broken = items
        .fields
        .iter()
        .find(|field| field.id.as_str() == "broken")
        .expect("the field of a row");
    assert_eq!(broken.slot.map(|slot| case.layout.name(slot)), Some("items.broken"));
    assert_eq!(broken.form_slot, None);
    let Condition::When(visible) = &broken.visible else {
        panic!("a condition")
    };
    let names: Vec<&str> = visible.reads().iter().map(|slot| case.layout.name(*slot)).collect();
    assert_eq!(names, ["kind"], "a row sees the form");
    let names: Vec<&str> = broken.checks[0]
        .that
        .reads()
        .iter()
        .map(|slot| case.layout.name(*slot))
        .collect();
    assert_eq!(names, ["items.pieces", "items.broken"], "and its own row first");
}

#[test]
fn a_blank_frame_holds_the_settings() {
    let pack = sample();
    let layout = &pack.case_types["complaint"].layout;
    assert_eq!(layout.blank.len(), layout.names.len());
    let slot = layout.slot("settings.code").expect("a slot");
    assert_eq!(layout.blank[usize::from(slot.0)], Value::text("SW"));
    let unset = layout.slot("matter").expect("a slot");
    assert_eq!(layout.blank[usize::from(unset.0)], Value::Empty);
}

#[test]
fn texts_fall_back_to_the_language_of_the_pack() {
    let pack = sample();
    let name = &pack.case_types["complaint"].name;
    let tags: Vec<&str> = name.languages().map(|language| language.as_str()).collect();
    assert_eq!(tags, ["en", "zh"]);
    assert_eq!(name.in_language(&redress::locale::Language::new("fr")), "Complaint");
}
