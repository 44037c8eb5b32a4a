//! Decisions: which rule counts, what is not known, and who may decide otherwise.

use crate::case::testing::*;
use crate::case::*;
use crate::pack::raw::FieldKind;
use crate::pack::{Cell, Comparison, Pack};
use refusal::Reason;

fn policy() -> Pack {
    let fields = [
        ("loss", FieldKind::Money),
        ("lawsuit", FieldKind::YesNo),
        ("people", FieldKind::Integer),
        ("topic", FieldKind::Text),
    ];
    let facts = [("loss", FieldKind::Money), ("lawsuit", FieldKind::YesNo)];
    let decisions: [(&str, &[&str]); 4] = [
        ("severity", &["major", "ordinary"]),
        ("crowd", &["few", "many"]),
        ("desk", &["front", "back"]),
        ("concerned", &[]),
    ];
    Maker::new(&fields, &decisions, &["opened"])
        .form("facts", &facts)
        .decision(
            "severity",
            &[
                ("lawsuit", "major", "C-1"),
                ("loss >= settings.limit", "major", "C-2"),
                ("", "ordinary", "C-3"),
            ],
        )
        .table(
            "crowd",
            "people",
            &[
                (Cell::Compare(Comparison::Less, Value::Integer(3)), "few", "C-4"),
                (Cell::Compare(Comparison::AtLeast, Value::Integer(3)), "many", "C-5"),
            ],
        )
        .decision("desk", &[("severity == \"major\"", "back", "C-6"), ("", "front", "")])
        .collect(
            "concerned",
            &[
                ("lawsuit", "legal", "C-7"),
                ("people >= 3", "security", "C-8"),
                ("answered(topic)", "=topic", ""),
            ],
        )
        .stage("open", false)
        .stage("closed", true)
        .opening(|maker, opening| opening.at = maker.to([("", "open")]))
        .action("correct", &["open"], |_, action| action.form = Some("facts".into()))
        .action("close", &["open"], |maker, action| {
            action.to = maker.to([("", "closed")])
        })
        .pack()
}

fn money(amount: i64) -> Value {
    Value::Decimal(amount.into())
}

#[test]
fn the_first_rule_that_holds_counts_and_tells_its_clause_and_what_it_saw() {
    let pack = policy();
    let told = Told::open(
        &pack,
        "2024-05-08 09:00",
        answers([("lawsuit", false.into()), ("loss", money(20_000))]),
    );
    let severity = told.decided("severity");
    assert_eq!(severity.value, Value::text("major"));
    assert_eq!(severity.rule, Some(2));
    assert_eq!(severity.clauses, clauses("C-2"));
    let seen: Vec<&str> = severity.seen.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(seen, ["lawsuit", "loss", "settings.limit"]);
    assert!(severity.missing.is_empty());
}

#[test]
fn a_rule_that_is_not_known_does_not_fire_and_the_outcome_says_what_is_missing() {
    let pack = policy();
    let told = Told::open(&pack, "2024-05-08 09:00", answers([("lawsuit", false.into())]));
    let severity = told.decided("severity");
    assert_eq!(
        (severity.value.clone(), severity.rule),
        (Value::text("ordinary"), Some(3))
    );
    assert_eq!(severity.missing, ["loss"]);

    let told = Told::open(&pack, "2024-05-08 09:00", answers([("loss", money(30_000))]));
    let severity = told.decided("severity");
    assert_eq!((severity.value.clone(), severity.rule), (Value::text("major"), Some(2)));
    assert_eq!(
        severity.missing,
        ["lawsuit"],
        "an earlier rule might have counted instead"
    );
}

#[test]
fn a_table_row_that_asks_what_is_not_answered_is_not_known() {
    let pack = policy();
    let told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    assert_eq!(told.decided("crowd").value, Value::Empty);
    assert_eq!(told.decided("crowd").missing, ["people"]);
    for (people, crowd, rule) in [(2, "few", 1), (3, "many", 2)] {
        let told = Told::open(&pack, "2024-05-08 09:00", answers([("people", Value::Integer(people))]));
        let decided = told.decided("crowd");
        assert_eq!((decided.value.clone(), decided.rule), (Value::text(crowd), Some(rule)));
        assert_eq!(decided.seen, [("people".to_owned(), Value::Integer(people))]);
    }
}

#[test]
fn a_decision_that_collects_gives_every_match_in_the_rules_order() {
    let pack = policy();
    let given = answers([
        ("lawsuit", true.into()),
        ("people", Value::Integer(5)),
        ("topic", "noise".into()),
    ]);
    let told = Told::open(&pack, "2024-05-08 09:00", given);
    let concerned = told.decided("concerned");
    assert_eq!(
        concerned.value,
        Value::list(["legal".into(), "security".into(), "noise".into()])
    );
    assert_eq!(concerned.clauses, [ClauseId::from("C-7"), ClauseId::from("C-8")]);

    let given = answers([("lawsuit", false.into()), ("people", Value::Integer(1))]);
    let told = Told::open(&pack, "2024-05-08 09:00", given);
    assert_eq!(told.decided("concerned").value, Value::list([]));
}

#[test]
fn decisions_that_read_a_changed_answer_are_decided_anew_and_the_others_are_not_told_again() {
    let pack = policy();
    let mut told = Told::open(
        &pack,
        "2024-05-08 09:00",
        answers([("lawsuit", false.into()), ("loss", money(100))]),
    );
    assert_eq!(told.decided("desk").value, Value::text("front"));
    let events = told.act("correct", answers([("lawsuit", false.into()), ("loss", money(50_000))]));
    let anew: Vec<&str> = events
        .iter()
        .filter_map(|event| match event {
            Event::Decided { decision, .. } => Some(decision.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(anew, ["severity", "desk"]);
    assert_eq!(
        told.decided("desk").value,
        Value::text("back"),
        "what reads a decision follows it"
    );

    let events = told.act("correct", answers([("lawsuit", false.into()), ("loss", money(60_000))]));
    assert_eq!(
        events.len(),
        1,
        "another value with the same outcome is no news: {events:?}"
    );
}

#[test]
fn an_override_stands_until_it_is_taken_back_and_shows_what_the_rules_say() {
    let pack = policy();
    let mut told = Told::open(
        &pack,
        "2024-05-08 09:00",
        answers([("lawsuit", false.into()), ("loss", money(100))]),
    );
    let head = person("Chen", "head", &[]);
    let otherwise = |reason: &str, value: &str| Command::Override {
        decision: "severity".into(),
        value: value.into(),
        reason: reason.to_owned(),
    };
    told.tries_as(&head, &otherwise("the press called", "major"))
        .expect("overridden");
    let severity = told.decided("severity").clone();
    assert_eq!((severity.value, severity.rule), (Value::text("major"), None));
    assert_eq!(severity.clauses, clauses("C-override"));
    assert_eq!(
        severity.seen.first(),
        Some(&("severity".to_owned(), Value::text("ordinary")))
    );
    assert_eq!(
        told.decided("desk").value,
        Value::text("back"),
        "what reads it reads the override"
    );

    told.act("correct", answers([("lawsuit", true.into())]));
    let severity = told.decided("severity");
    assert_eq!(severity.value, Value::text("major"));
    assert_eq!(
        severity.seen.first(),
        Some(&("severity".to_owned(), Value::text("major"))),
        "kept up to date"
    );
    assert!(
        severity
            .overridden
            .as_ref()
            .is_some_and(|by| by.reason == "the press called")
    );

    let reinstate = Command::Reinstate {
        decision: "severity".into(),
        reason: "the rules say so too".to_owned(),
    };
    told.tries_as(&head, &reinstate).expect("reinstated");
    assert_eq!(told.decided("severity").rule, Some(1));
    assert!(told.decided("severity").overridden.is_none());
    let again = told.tries_as(&head, &reinstate).expect_err("nothing to take back");
    assert!(matches!(again.reason, Reason::Unknown { .. }));
}

#[test]
fn an_override_needs_the_role_a_reason_a_possible_outcome_and_an_open_case() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    let head = person("Chen", "head", &[]);
    let otherwise = |value: &str, reason: &str| Command::Override {
        decision: "severity".into(),
        value: value.into(),
        reason: reason.to_owned(),
    };
    let refusal = told
        .tries(&otherwise("major", "because"))
        .expect_err("an officer may not");
    assert_eq!(
        refusal.reason,
        Reason::NotYours {
            roles: vec!["head".into()],
            people: Vec::new(),
        }
    );
    assert_eq!(refusal.clauses, clauses("C-override"));
    let refusal = told.tries_as(&head, &otherwise("major", "  ")).expect_err("no reason");
    assert_eq!(refusal.reason, Reason::ReasonMissing);
    let refusal = told
        .tries_as(&head, &otherwise("tiny", "because"))
        .expect_err("no outcome");
    assert!(matches!(refusal.reason, Reason::NotAnOutcome { outcomes } if outcomes == ["major", "ordinary"]));
    told.act("close", Answers::new());
    let refusal = told
        .tries_as(&head, &otherwise("major", "because"))
        .expect_err("closed");
    assert_eq!(refusal.reason, Reason::Closed);
}

#[test]
fn why_not_names_the_smallest_parts_that_kept_a_rule_from_firing() {
    let pack = policy();
    let told = Told::open(
        &pack,
        "2024-05-08 09:00",
        answers([("lawsuit", false.into()), ("loss", money(19_900))]),
    );
    let counters = BTreeMap::new();
    let context = Context {
        now: told.now,
        actor: &told.actor,
        counters: &counters,
        people: None,
    };
    let rules = why_not(&pack, &told.case, &"severity".into(), &context).expect("a decision");
    assert_eq!(
        rules.iter().map(|rule| rule.fired).collect::<Vec<_>>(),
        [false, false, true]
    );
    assert_eq!(rules[1].clauses, clauses("C-2"));
    let culprits: Vec<&str> = rules[1].culprits.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(culprits, ["loss >= settings.limit"]);

    let rows = why_not(&pack, &told.case, &"crowd".into(), &context).expect("a table");
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| !row.fired && !row.culprits.is_empty()));
    assert!(why_not(&pack, &told.case, &"mood".into(), &context).is_err());
}
