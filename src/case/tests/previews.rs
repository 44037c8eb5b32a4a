//! What is shown before a case is opened is what its opening then does.

use crate::case::testing::*;
use crate::case::*;
use crate::pack::Effect;
use crate::pack::raw::FieldKind;

#[test]
fn a_preview_shows_the_deadlines_that_run_after_the_effects_of_the_opening() {
    let pack = Maker::new(
        &[("loss", FieldKind::Money), ("wish", FieldKind::YesNo)],
        &[],
        &["opened", "done"],
    )
    .deadline("plain", "opened", |maker, rule| {
        rule.until = events(["done"]);
        rule.when = Some(maker.expression("!(wish ?? false)"));
        rule.within = maker.within([("", "3 working days")]);
    })
    .deadline("wished", "opened", |maker, rule| {
        rule.until = events(["done"]);
        rule.when = Some(maker.expression("wish ?? false"));
        rule.within = maker.within([("", "3 working days")]);
    })
    .stage("open", false)
    .opening(|maker, opening| {
        opening.at = maker.to([("", "open")]);
        opening.does = vec![Effect::Set(vec![("wish".into(), maker.expression("loss > 0"))])];
    })
    .pack();
    let given = answers([("loss", Value::Decimal(1.into()))]);
    let opened = Told::open(&pack, "2024-05-08 09:00", given.clone());
    let actor = person("Lin", "officer", &[]);
    let counters = BTreeMap::new();
    let context = Context {
        now: at("2024-05-08 09:00"),
        actor: &actor,
        counters: &counters,
        people: None,
    };
    let case_type = pack.case_type("complaint").expect("the type");
    let previewed = preview(&pack, case_type, given, &context).expect("a preview");
    let named: Vec<&str> = previewed.deadlines.iter().map(|run| run.deadline.as_str()).collect();
    assert_eq!(named, ["wished"]);
    assert_eq!(previewed.deadlines, opened.case.deadlines);
}
