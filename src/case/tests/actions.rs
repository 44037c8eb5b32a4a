//! Actions: who may take them, when, and what follows.

use crate::case::testing::*;
use crate::case::*;
use crate::pack::raw::FieldKind;
use crate::pack::{Effect, Pack, Permitted};
use refusal::{Entitled, Reason};

pub(super) fn policy() -> Pack {
    let fields = [
        ("department", FieldKind::Text),
        ("result", FieldKind::Text),
        ("signed", FieldKind::YesNo),
        ("satisfied", FieldKind::YesNo),
        ("called_at", FieldKind::DateTime),
    ];
    let happened = ["opened", "dispatched", "handled", "called_back", "closed", "filed"];
    Maker::new(&fields, &[("mood", &["good", "bad"])], &happened)
        .form("slip", &[("department", FieldKind::Text)])
        .form("result", &[("result", FieldKind::Text)])
        .form(
            "call",
            &[
                ("satisfied", FieldKind::YesNo),
                ("signed", FieldKind::YesNo),
                ("called_at", FieldKind::DateTime),
            ],
        )
        .decision("mood", &[("satisfied", "good", "C-9"), ("!satisfied", "bad", "C-9")])
        .stage("open", false)
        .stage("handling", false)
        .stage("called", false)
        .stage("closed", true)
        .opening(|maker, opening| opening.at = maker.to([("", "open")]))
        .action("dispatch", &["open"], |maker, action| {
            action.form = Some("slip".into());
            action.to = maker.to([("", "handling")]);
            action.marks = maker.marks([("dispatched", "")]);
            action.does = vec![Effect::Assign(maker.expression("department"))];
        })
        .action("finish", &["handling"], |maker, action| {
            action.form = Some("result".into());
            action.by = vec![Permitted::Role {
                role: "handler".into(),
                department: Some(maker.expression("department")),
            }];
            action.marks = maker.marks([("handled", "")]);
            action.clauses = clauses("C-1");
        })
        .action("call_back", &["handling"], |maker, action| {
            action.form = Some("call".into());
            action.needs = vec![
                maker.guard("happened(\"handled\")", "it has not been handled", "C-2"),
                maker.guard("times(\"called_back\") < 2", "called twice already", "C-3"),
                maker.guard("answered(called_at)", "say when you called", "C-4"),
            ];
            action.marks = maker.marks([("called_back", "called_at")]);
            action.to = maker.to([
                ("mood == \"good\" && signed", "closed"),
                ("mood == \"bad\"", "handling"),
            ]);
            action.clauses = clauses("C-5");
        })
        .action("start_again", &["handling"], |_, action| {
            action.does = vec![Effect::StartRound]
        })
        .action("expire", &["handling"], |maker, action| {
            action.by = Vec::new();
            action.to = maker.to([("", "closed")]);
        })
        .action("give_up", &["handling"], |_, action| {
            action.does = vec![Effect::Act("expire".into())]
        })
        .action("spin", &["open"], |_, action| {
            action.does = vec![Effect::Act("spin".into())]
        })
        .action("try", &["open"], |maker, action| {
            action.does = vec![
                Effect::Act("finish".into()),
                Effect::Set(vec![("result".into(), maker.expression("\"none\""))]),
            ];
        })
        .action("file", &["closed"], |maker, action| {
            action.marks = maker.marks([("filed", "")])
        })
        .pack()
}

pub(super) fn at_work(pack: &Pack) -> Told<'_> {
    let mut told = Told::open(pack, "2024-05-08 09:00", Answers::new());
    told.act("dispatch", answers([("department", "works".into())]));
    told
}

pub(super) fn finish(told: &mut Told, who: &Actor) -> Result<Vec<Event>, Refusal> {
    let answers = answers([("result", "mended".into())]);
    let action = ActionId::from("finish");
    told.tries_as(who, &Command::Act { action, answers })
}

#[test]
fn an_action_remembers_its_answers_marks_its_event_moves_the_case_and_does_the_rest_in_order() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    let events = told.act("dispatch", answers([("department", "works".into())]));
    let names: Vec<String> = events
        .iter()
        .map(|event| serde_json::to_value(event).expect("JSON")["event"].to_string())
        .collect();
    assert_eq!(names, ["\"acted\"", "\"happened\"", "\"entered\"", "\"assigned\""]);
    assert_eq!(told.case.stage.as_str(), "handling");
    assert_eq!(told.case.department, Some("works".into()));
    assert_eq!(
        told.case.happenings.last().map(|happening| &happening.answers),
        Some(&answers([("department", "works".into())]))
    );
}

#[test]
fn an_action_belongs_to_its_stage() {
    let pack = policy();
    let refusal = at_work(&pack).refused("dispatch", Answers::new());
    let at = vec!["open".into()];
    assert_eq!(
        refusal.reason,
        Reason::NotAtThisStage {
            stage: "handling".into(),
            at
        }
    );
    assert!(matches!(
        at_work(&pack).refused("fly", Answers::new()).reason,
        Reason::Unknown { .. }
    ));
}

#[test]
fn a_role_within_a_department_counts_only_there() {
    let pack = policy();
    let mut told = at_work(&pack);
    for stranger in [
        person("Wu", "handler", &["sales"]),
        person("Wu", "handler", &[]),
        person("Wu", "officer", &["works"]),
    ] {
        let refusal = finish(&mut told, &stranger).expect_err("not theirs");
        assert_eq!(
            refusal.reason,
            Reason::NotYours {
                roles: Vec::new(),
                people: vec![Entitled::RoleIn {
                    role: "handler".into(),
                    departments: vec!["works".into()],
                }],
            }
        );
        assert_eq!(refusal.clauses, clauses("C-1"));
    }
    finish(&mut told, &person("Wu", "handler", &["works"])).expect("theirs");
    assert!(told.case.participants.contains(&PersonId("Wu".into())));
}

#[test]
fn nobody_answers_their_way_to_a_permission() {
    let pack = policy();
    let mut told = at_work(&pack);
    let stranger = person("Wu", "handler", &["sales"]);
    let action = ActionId::from("finish");
    let answers = answers([("department", "sales".into())]);
    told.tries_as(&stranger, &Command::Act { action, answers })
        .expect_err("the case says works");
}

#[test]
fn what_a_form_does_not_ask_is_not_taken() {
    let pack = policy();
    let mut told = at_work(&pack);
    let action = ActionId::from("finish");
    let answers = answers([("result", "mended".into()), ("department", "sales".into())]);
    told.tries_as(&person("Wu", "handler", &["works"]), &Command::Act { action, answers })
        .expect("done");
    assert_eq!(told.case.answers.get("department"), Some(&Value::text("works")));
    assert_eq!(told.case.answers.get("result"), Some(&Value::text("mended")));
}

#[test]
fn administrators_may_take_any_action_and_the_history_names_them() {
    let pack = policy();
    let mut told = at_work(&pack);
    let administrator = Actor {
        standings: Standing::Administrator.into(),
        ..person("Root", "nothing", &[])
    };
    finish(&mut told, &administrator).expect("may");
    assert_eq!(
        told.history.last().map(|recorded| recorded.by_name.as_str()),
        Some("Root")
    );
}

#[test]
fn the_first_guard_that_does_not_hold_refuses_with_its_words_its_clause_and_what_it_saw() {
    let pack = policy();
    let mut told = at_work(&pack);
    let refusal = told.refused("call_back", Answers::new());
    assert_eq!(
        refusal.reason,
        Reason::Guard {
            text: text("it has not been handled"),
            number: 1,
        }
    );
    assert_eq!(refusal.clauses, clauses("C-2"));
    assert!(refusal.why.is_some());

    finish(&mut told, &person("Wu", "handler", &["works"])).expect("handled");
    let refusal = told.refused("call_back", answers([("satisfied", true.into())]));
    assert_eq!(refusal.clauses, clauses("C-4"), "a guard sees what is being submitted");
}

#[test]
fn branches_see_the_decisions_made_anew_and_an_action_that_leads_nowhere_is_refused() {
    let pack = policy();
    let mut told = at_work(&pack);
    finish(&mut told, &person("Wu", "handler", &["works"])).expect("handled");
    let called_at = ("called_at", Value::Instant(at("2024-05-08 08:00")));
    let refusal = told.refused(
        "call_back",
        answers([("satisfied", true.into()), ("signed", false.into()), called_at.clone()]),
    );
    assert!(
        matches!(&refusal.reason, Reason::Failed { message } if message.contains("call_back")),
        "{refusal:?}"
    );

    told.act("call_back", answers([("satisfied", false.into()), called_at.clone()]));
    assert_eq!(told.case.stage.as_str(), "handling");
    let called = told.case.happenings.last().expect("called");
    assert_eq!(
        local(called.at),
        "2024-05-08 08:00",
        "an event happens when its mark says"
    );

    told.act(
        "call_back",
        answers([("satisfied", true.into()), ("signed", true.into()), called_at]),
    );
    assert_eq!(told.case.stage.as_str(), "closed");
    assert_eq!(told.case.closed_at, Some(told.now));
}

#[test]
fn counts_are_of_the_present_round_and_what_happened_before_stays() {
    let pack = policy();
    let mut told = at_work(&pack);
    finish(&mut told, &person("Wu", "handler", &["works"])).expect("handled");
    let call = answers([
        ("satisfied", false.into()),
        ("called_at", Value::Instant(at("2024-05-08 08:00"))),
    ]);
    told.act("call_back", call.clone());
    told.act("call_back", call.clone());
    assert_eq!(told.refused("call_back", call.clone()).clauses, clauses("C-3"));
    told.act("start_again", Answers::new());
    assert_eq!(told.case.round, 2);
    assert_eq!(
        told.refused("call_back", call.clone()).clauses,
        clauses("C-2"),
        "handled in an earlier round"
    );
    finish(&mut told, &person("Wu", "handler", &["works"])).expect("handled again");
    told.act("call_back", call);
    assert_eq!(
        told.case
            .happenings
            .iter()
            .filter(|happening| *happening.event == *"called_back")
            .count(),
        3
    );
}

#[test]
fn the_engine_takes_actions_nobody_else_may() {
    let pack = policy();
    let mut told = at_work(&pack);
    assert!(
        matches!(told.refused("expire", Answers::new()).reason, Reason::NotYours { roles, .. } if roles.is_empty())
    );
    told.act("give_up", Answers::new());
    assert_eq!(told.case.stage.as_str(), "closed");
}

#[test]
fn a_reaction_that_is_refused_is_told_and_the_case_goes_on() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    let events = told.act("try", Answers::new());
    let failed = events.iter().find_map(|event| match event {
        Event::ReactionFailed { what, why } => Some((what.as_str(), why.as_str())),
        _ => None,
    });
    let (what, why) = failed.expect("told");
    assert_eq!(what, "action `finish`");
    assert!(why.contains("open") && why.contains("handling"), "{why}");
    assert_eq!(
        told.case.answers.get("result"),
        Some(&Value::text("none")),
        "what comes after it is done"
    );
}

#[test]
fn reactions_that_do_not_come_to_rest_are_all_taken_back() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    assert_eq!(told.refused("spin", Answers::new()).reason, Reason::TooManyReactions);
}

#[test]
fn opening_needs_the_role_and_a_stage() {
    let maker = || Maker::new(&[("loss", FieldKind::Money)], &[], &["opened", "received"]).stage("open", false);
    let pack = maker()
        .opening(|maker, opening| opening.at = maker.to([("loss > 5", "open")]))
        .pack();
    assert!(
        Told::try_open(&pack, "2024-05-08 09:00", Answers::new())
            .is_err_and(|refusal| matches!(refusal.reason, Reason::Failed { .. }))
    );
    let told = Told::open(&pack, "2024-05-08 09:00", answers([("loss", Value::Integer(9))]));
    assert_eq!(told.case.stage.as_str(), "open");
    assert_eq!(told.case.happenings[0].event.as_str(), "opened", "every case is opened");

    let pack = maker()
        .opening(|maker, opening| {
            opening.at = maker.to([("", "open")]);
            opening.by = by("head");
            opening.clauses = clauses("C-1");
        })
        .pack();
    let refusal = Told::try_open(&pack, "2024-05-08 09:00", Answers::new())
        .err()
        .expect("an officer may not");
    assert_eq!(
        (refusal.reason, refusal.clauses),
        (
            Reason::NotYours {
                roles: vec!["head".into()],
                people: Vec::new(),
            },
            clauses("C-1")
        )
    );
}
