//! Choices: what is offered, what refuses the rest, and what is not known before a form is filled in.

use super::actions::{at_work, finish, policy};
use crate::case::choices::{Choice, Doable};
use crate::case::testing::*;
use crate::case::*;
use crate::pack::raw::FieldKind;
use refusal::Reason;

fn choices_of(told: &Told, who: &Actor) -> Vec<Choice> {
    let counters = BTreeMap::new();
    let context = Context {
        now: told.now,
        actor: who,
        counters: &counters,
        people: None,
    };
    choices(told.pack, &told.case, &context)
}

#[test]
fn choices_are_the_actions_of_the_stage_each_allowed_or_with_what_refuses_it() {
    let pack = policy();
    let mut told = at_work(&pack);
    let officer = told.actor.clone();
    let offered = choices_of(&told, &officer);
    let ids: Vec<&str> = offered
        .iter()
        .filter_map(|choice| match &choice.what {
            Doable::Act(id) => Some(id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        ids,
        ["finish", "call_back", "start_again", "give_up"],
        "not what only the engine takes"
    );
    let call_back = offered
        .iter()
        .find(|choice| choice.is_action("call_back"))
        .expect("offered");
    assert_eq!(
        call_back.refusal.as_ref().map(|refusal| &refusal.clauses),
        Some(&clauses("C-2"))
    );
    assert!(matches!(
        offered[0].refusal.as_ref().map(|refusal| &refusal.reason),
        Some(Reason::NotYours { .. })
    ));

    finish(&mut told, &person("Wu", "handler", &["works"])).expect("handled");
    let offered = choices_of(&told, &officer);
    let call_back = offered
        .iter()
        .find(|choice| choice.is_action("call_back"))
        .expect("offered");
    assert!(call_back.is_allowed());
    let waiting: Vec<_> = call_back
        .not_known_yet
        .iter()
        .map(|guard| guard.clauses.clone())
        .collect();
    assert_eq!(
        waiting,
        [clauses("C-4")],
        "the guard that reads its own form is not known yet"
    );
}

#[test]
fn a_guard_that_holds_with_what_is_known_is_not_in_the_way_of_a_form_that_asks_it_again() {
    let fields = [("satisfied", FieldKind::YesNo)];
    let pack = Maker::new(&fields, &[], &["opened"])
        .form("call", &fields)
        .stage("open", false)
        .stage("closed", true)
        .opening(|maker, opening| opening.at = maker.to([("", "open")]))
        .action("close", &["open"], |maker, action| {
            action.form = Some("call".into());
            action.needs = vec![maker.guard("(satisfied ?? false)", "they are not satisfied", "C-1")];
            action.to = maker.to([("", "closed")]);
        })
        .pack();
    let is_allowed = |satisfied: bool| {
        let told = Told::open(&pack, "2024-05-08 09:00", answers([("satisfied", satisfied.into())]));
        choices_of(&told, &told.actor)[0].is_allowed()
    };
    assert_eq!((is_allowed(true), is_allowed(false)), (true, false));
}
