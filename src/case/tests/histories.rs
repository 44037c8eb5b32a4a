//! Whatever is asked, a case is its history: nothing is lost, nothing is remembered that did not happen.

use proptest::prelude::*;

use crate::case::command::{ExtensionRequest, NewEnd};
use crate::case::testing::*;
use crate::case::*;
use crate::pack::raw::FieldKind;
use crate::pack::{Effect, Extension, Pack, Recipient};

fn policy() -> Pack {
    let fields = [
        ("loss", FieldKind::Money),
        ("valid", FieldKind::YesNo),
        ("note", FieldKind::Text),
    ];
    let happened = ["opened", "received", "answered", "closed", "asked"];
    Maker::new(
        &fields,
        &[("severity", &["major", "ordinary"]), ("concerned", &[])],
        &happened,
    )
    .form("facts", &fields)
    .decision(
        "severity",
        &[
            ("loss >= settings.limit", "major", ""),
            ("times(\"asked\") > 1", "major", ""),
            ("", "ordinary", ""),
        ],
    )
    .collect(
        "concerned",
        &[("valid", "works", ""), ("severity == \"major\"", "sales", "")],
    )
    .deadline("answer", "received", |maker, rule| {
        rule.until = events(["answered"]);
        rule.when = Some(maker.expression("valid"));
        rule.within = maker.within([("severity == \"major\"", "4 working hours"), ("", "3 working days")]);
        rule.warn = vec![period("1 working day"), period("1 working hour")];
        rule.paused_in = vec!["waiting".into()];
        rule.missed = vec![Effect::OpenTask {
            task: "handle".into(),
            each: None,
        }];
        rule.extensions = vec![Extension {
            name: None,
            by: by("officer"),
            when: None,
            further: false,
            earlier: false,
            does: Vec::new(),
            times: 2,
            up_to: None,
            notice: false,
            clauses: Vec::new(),
        }];
    })
    .deadline("silence", "asked", |maker, rule| {
        rule.cancelled_by = events(["answered"]);
        rule.within = maker.within([("", "2 working days")]);
        rule.due = vec![Effect::Act("close".into())];
    })
    .task("handle", |maker, task| {
        task.by = by("officer");
        task.department = Some(maker.expression("concerned"));
        task.within = maker.within([("severity == \"major\"", "1 working day"), ("", "2 working days")]);
        task.warn = vec![period("2 working hours")];
        task.paused_in = vec!["waiting".into()];
        task.missed = vec![Effect::Remind(Recipient::role("head".into()))];
        task.to = maker.to([("valid", "open")]);
    })
    .notice("asked", "{{ note }}, {{ severity }}")
    .stage("open", false)
    .stage("waiting", false)
    .stage("closed", true)
    .opening(|maker, opening| {
        opening.at = maker.to([("", "open")]);
        opening.marks = maker.marks([("received", "")]);
    })
    .action("correct", &["open", "waiting"], |_, action| {
        action.form = Some("facts".into())
    })
    .action("ask", &["open", "waiting"], |maker, action| {
        action.marks = maker.marks([("asked", "")]);
        action.to = maker.to([("", "waiting")]);
        action.does = vec![Effect::Notify("asked".into())];
    })
    .action("answer", &["open", "waiting"], |maker, action| {
        action.needs = vec![maker.guard("answered(loss)", "name the loss", "")];
        action.marks = maker.marks([("answered", "")]);
        action.to = maker.to([("", "open")]);
        action.does = vec![Effect::StartRound];
    })
    .action("close", &["open", "waiting"], |maker, action| {
        action.marks = maker.marks([("closed", "")]);
        action.to = maker.to([("", "closed")]);
    })
    .action("reopen", &["closed"], |maker, action| {
        action.to = maker.to([("", "open")])
    })
    .pack()
}

/// Commands as numbers make them: many are refused, which is the point.
fn command(kind: u8, number: u32, now: DateTime<Utc>) -> Command<'static> {
    let act = |action: &str, answers: Answers| Command::Act {
        action: action.into(),
        answers,
    };
    match kind % 13 {
        0 => act(
            "correct",
            answers([("loss", Value::Integer(i64::from(number) * 1_000))]),
        ),
        1 => act(
            "correct",
            answers([
                ("valid", Value::Bool(!number.is_multiple_of(3))),
                ("note", "again".into()),
            ]),
        ),
        2 => act("correct", answers([("loss", Value::Empty)])),
        3 => act("ask", Answers::new()),
        4 => act("answer", Answers::new()),
        5 => act("close", Answers::new()),
        6 => act("reopen", Answers::new()),
        7 => Command::CompleteTask {
            number: number % 4 + 1,
            answers: Answers::new(),
        },
        8 => Command::Extend {
            deadline: "answer".into(),
            extension: ExtensionRequest {
                until: NewEnd::At(now + chrono::TimeDelta::hours(i64::from(number) * 4)),
                reason: "busy".to_owned(),
                told_at: None,
                told_how: None,
            },
        },
        9 => Command::Override {
            decision: "severity".into(),
            value: if number.is_multiple_of(2) {
                "major".into()
            } else {
                "ordinary".into()
            },
            reason: "judged".to_owned(),
        },
        10 => Command::Reinstate {
            decision: "severity".into(),
            reason: "as the rules say".to_owned(),
        },
        11 => Command::Record {
            event: Some(if number.is_multiple_of(2) { "asked" } else { "answered" }.into()),
            at: now - chrono::TimeDelta::hours(i64::from(number)),
            text: "by the way".to_owned(),
            breach: number.is_multiple_of(3),
        },
        _ => Command::TimePassed,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_case_is_the_fold_of_its_history_whatever_was_asked(
        commands in prop::collection::vec((any::<u8>(), 0_u32..40, 0_i64..30), 1..40),
    ) {
        let pack = policy();
        let mut told = Told::open(&pack, "2024-05-08 09:00", answers([("valid", true.into())]));
        for (kind, number, hours) in commands {
            told.now += chrono::TimeDelta::hours(hours);
            let before = told.case.clone();
            let actor = if kind.is_multiple_of(2) { person("Lin", "officer", &["works", "sales"]) } else {
                Actor { standings: Standing::Administrator.into(), ..person("Chen", "head", &[]) }
            };
            let command = command(kind, number, told.now);
            if told.tries_as(&actor, &command).is_err() {
                prop_assert_eq!(&told.case, &before, "a refused command changes nothing");
            }
            prop_assert!(told.case.version >= before.version);
            prop_assert_eq!(told.case.version, told.history.len() as u64, "versions count events");
            never_loses_a_deadline(&before, &told.case)?;
            prop_assert!(
                told.tries_as(&Actor::engine(), &Command::TimePassed).is_ok(),
                "time passes whatever the pack does"
            );
            prop_assert!(told.case.next_moment().is_none_or(|moment| moment > told.now), "what is due has happened");
        }
        let json: Vec<event::Recorded> = serde_json::from_str(&serde_json::to_string(&told.history).unwrap()).unwrap();
        prop_assert_eq!(Case::fold(json.into_iter()), Some(told.case), "also through what is stored");
    }
}

fn never_loses_a_deadline(before: &Case, after: &Case) -> Result<(), TestCaseError> {
    prop_assert!(after.deadlines.len() >= before.deadlines.len());
    for (old, new) in before.deadlines.iter().zip(&after.deadlines) {
        prop_assert_eq!(
            (&old.deadline, old.occurrence, old.started_at),
            (&new.deadline, new.occurrence, new.started_at)
        );
        prop_assert!(new.missed || !old.missed, "a breach stays");
        prop_assert!(old.is_open() || old.state == new.state, "what is over is over");
        prop_assert!(new.extensions.starts_with(&old.extensions));
        prop_assert!(new.pauses.len() >= old.pauses.len());
        if let Some(granted) = new.extensions.last() {
            prop_assert!(new.due.due_at >= granted.to, "what was granted is not taken back");
        }
    }
    let running = |id: &DeadlineId| {
        after
            .deadlines
            .iter()
            .filter(|run| run.deadline == *id && run.is_open())
            .count()
    };
    for run in &after.deadlines {
        prop_assert!(running(&run.deadline) <= 1, "one run of a deadline at a time");
    }
    Ok(())
}

#[test]
fn a_history_that_does_not_begin_with_the_opening_is_no_case() {
    let pack = policy();
    let told = Told::open(&pack, "2024-05-08 09:00", Answers::new());
    assert_eq!(Case::fold(told.history.into_iter().skip(1)), None);
    assert_eq!(Case::fold(std::iter::empty()), None);
}
