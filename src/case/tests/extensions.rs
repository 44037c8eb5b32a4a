//! Extensions: granted in time, within the cap, with the complainant told, or void.

use super::policy::{policy, valid};
use crate::case::command::{ExtensionRequest, NewEnd};
use crate::case::testing::*;
use crate::case::*;
use refusal::Reason;

fn extension(until: &str, told_at: Option<&str>) -> Command<'static> {
    extension_of("answer", until, told_at)
}

fn extension_of(deadline: &str, until: &str, told_at: Option<&str>) -> Command<'static> {
    Command::Extend {
        deadline: deadline.into(),
        extension: ExtensionRequest {
            until: NewEnd::Day(until.parse().expect("a date")),
            reason: "the expert is away".to_owned(),
            told_at: told_at.map(at),
            told_how: Some("telephone".to_owned()),
        },
    }
}

#[test]
fn an_extension_moves_the_end_and_no_later_change_shortens_it() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    let head = person("Chen", "head", &[]);
    told.at("2024-05-10 10:00");
    told.tries_as(&head, &extension("2024-05-20", Some("2024-05-10 09:30")))
        .expect("extended");
    assert_eq!(told.due("answer"), "2024-05-20 18:00");
    let granted = &told.run("answer").extensions[0];
    assert_eq!(
        (local(granted.from), local(granted.to)),
        ("2024-05-13 18:00".to_owned(), "2024-05-20 18:00".to_owned())
    );
    told.act("correct", valid(50_000));
    assert_eq!(
        told.due("answer"),
        "2024-05-20 18:00",
        "what was granted and told is not taken back"
    );
    assert_eq!(told.run("answer").rule, Some(1));
    told.at("2024-05-13 08:00").act("wait", Answers::new());
    told.at("2024-05-14 08:00").act("go_on", Answers::new());
    assert_eq!(told.due("answer"), "2024-05-21 18:00", "and a pause still moves it");
}

#[test]
fn an_extension_is_void_unless_everything_about_it_is_right() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    let head = person("Chen", "head", &[]);
    told.at("2024-05-10 10:00");
    let in_time = Some("2024-05-10 09:30");
    let blank = Command::Extend {
        deadline: "answer".into(),
        extension: ExtensionRequest {
            until: NewEnd::At(at("2024-05-20 10:00")),
            reason: String::new(),
            told_at: None,
            told_how: None,
        },
    };
    let latest = at("2024-05-22 18:00");
    for (command, reason) in [
        (blank, Reason::ReasonMissing),
        (extension("2024-05-13", in_time), Reason::NotLater),
        (extension("2024-05-23", in_time), Reason::TooLate { latest }),
        (extension("2024-05-20", None), Reason::NotTold),
        (extension("2024-05-20", Some("2024-05-10 10:01")), Reason::ToldInFuture),
    ] {
        let refusal = told.tries_as(&head, &command).expect_err("void");
        assert_eq!((refusal.reason, refusal.clauses), (reason, clauses("C-ext")));
    }
    let refusal = told
        .tries(&extension("2024-05-20", in_time))
        .expect_err("an officer may not");
    assert_eq!(
        refusal.reason,
        Reason::NotYours {
            roles: vec!["head".into()],
            people: Vec::new(),
        }
    );
    told.tries_as(&head, &extension("2024-05-22", in_time))
        .expect("up to the cap and including it");
    let refusal = told
        .tries_as(&head, &extension("2024-05-23", in_time))
        .expect_err("once only");
    assert_eq!(refusal.reason, Reason::NoMoreExtensions { times: 1 });
}

#[test]
fn a_deadline_is_extended_before_its_old_end_and_only_while_it_runs() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    let head = person("Chen", "head", &[]);
    let command = extension("2024-05-20", Some("2024-05-10 09:30"));
    told.at("2024-05-13 18:00");
    assert_eq!(
        told.tries_as(&head, &command).expect_err("too late").reason,
        Reason::AlreadyOver
    );
    told.act("answer", Answers::new());
    assert_eq!(
        told.tries_as(&head, &command).expect_err("met").reason,
        Reason::NotRunning
    );
}

#[test]
fn an_end_that_no_calendar_knows_is_refused_and_a_promise_of_that_kind_does_not_count() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    let head = person("Chen", "head", &[]);
    for until in [
        NewEnd::At(DateTime::<Utc>::MAX_UTC),
        NewEnd::Day(chrono::NaiveDate::MAX),
        NewEnd::Day(chrono::NaiveDate::MIN),
    ] {
        let Command::Extend {
            deadline,
            mut extension,
        } = extension("2024-05-20", Some("2024-05-08 08:30"))
        else {
            unreachable!("an extension is an extension");
        };
        extension.until = until;
        told.tries_as(&head, &Command::Extend { deadline, extension })
            .expect_err("refused");
    }
    for promised in [chrono::NaiveDate::MIN, chrono::NaiveDate::MAX] {
        let mut given = valid(100);
        given.insert("promised".into(), Value::Date(promised));
        let told = Told::open(&pack, "2024-05-08 09:00", given);
        assert_eq!(
            (told.due("promise"), told.run("promise").rule),
            ("2024-05-15 18:00".to_owned(), Some(1))
        );
    }
}

#[test]
fn the_step_that_applies_is_the_askers_own_and_who_may_go_further_is_told() {
    let pack = policy();
    let mut told = Told::open(&pack, "2024-05-08 09:00", valid(100));
    let (head, director) = (person("Chen", "head", &[]), person("Ma", "director", &[]));
    told.at("2024-05-09 10:00");
    let asked = |until: &str| extension_of("promise", until, None);
    let others = |role: &str, step: Option<&str>, latest: Option<&str>| Reason::NotYourStep {
        step: step.map(text),
        roles: vec![role.into()],
        people: Vec::new(),
        latest: latest.map(at),
    };
    let early = told
        .tries_as(&director, &asked("2024-05-22"))
        .expect_err("the head's comes first");
    assert_eq!(
        (early.reason, early.clauses),
        (others("head", None, None), clauses("C-first"))
    );
    let far = told
        .tries_as(&head, &asked("2024-05-22"))
        .expect_err("further than the head may");
    let beyond = others("director", Some("second"), Some("2024-05-20 18:00"));
    assert_eq!((far.reason, far.clauses), (beyond, clauses("C-second")));
    told.tries_as(&head, &asked("2024-05-20")).expect("the first step");
    let again = told.tries_as(&head, &asked("2024-05-22")).expect_err("spent");
    assert_eq!(again.reason, others("director", Some("second"), None));
    let latest = at("2024-05-24 18:00");
    let too_far = told.tries_as(&director, &asked("2024-05-27")).expect_err("nobody may");
    assert_eq!(too_far.reason, Reason::TooLate { latest });
    told.tries_as(&director, &asked("2024-05-24")).expect("the second step");
    let steps: Vec<u32> = told
        .run("promise")
        .extensions
        .iter()
        .map(|granted| granted.step)
        .collect();
    assert_eq!(
        (told.due("promise"), steps),
        ("2024-05-24 18:00".to_owned(), vec![1, 2])
    );
    let spent = told.tries_as(&director, &asked("2024-05-27")).expect_err("spent");
    assert_eq!(spent.reason, Reason::NoMoreExtensions { times: 1 });
}
