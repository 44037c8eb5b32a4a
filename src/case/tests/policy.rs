//! A policy with a deadline of every kind: one that may be extended, one that is promised, one that only waits.
//!
//! The calendar is Monday to Friday, 08:30 to 18:00 with a break, without holidays.

use crate::case::testing::*;
use crate::case::*;
use crate::pack::raw::FieldKind;
use crate::pack::{Effect, Extension, Pack, Recipient};

fn extension(role: &str, up_to: &str, clause: &str) -> Extension {
    Extension {
        name: None,
        by: by(role),
        when: None,
        further: false,
        times: 1,
        up_to: Some(period(up_to)),
        notice: false,
        earlier: false,
        does: Vec::new(),
        clauses: clauses(clause),
    }
}

pub(super) fn policy() -> Pack {
    let fields = [
        ("loss", FieldKind::Money),
        ("valid", FieldKind::YesNo),
        ("received_at", FieldKind::DateTime),
        ("promised", FieldKind::Date),
        ("posted_on", FieldKind::Date),
    ];
    let happened = [
        "opened",
        "received",
        "answered",
        "posted",
        "contacted",
        "called",
        "closed",
        "filed",
    ];
    Maker::new(&fields, &[("severity", &["major", "ordinary"])], &happened)
        .form("facts", &[("loss", FieldKind::Money), ("valid", FieldKind::YesNo)])
        .form("letter", &[("posted_on", FieldKind::Date)])
        .decision(
            "severity",
            &[("loss >= 20000", "major", "C-1"), ("", "ordinary", "C-2")],
        )
        .deadline("answer", "received", |maker, rule| {
            rule.until = events(["answered"]);
            rule.when = Some(maker.expression("valid"));
            rule.within = maker.within([("severity == \"major\"", "1 working day"), ("", "3 working days")]);
            rule.warn = vec![period("1 working day"), period("2 working hours")];
            rule.paused_in = vec!["waiting".into()];
            rule.missed = vec![Effect::Remind(Recipient::role("director".into()))];
            rule.extensions = vec![Extension {
                notice: true,
                ..extension("head", "10 working days", "C-ext")
            }];
            rule.clauses = clauses("C-answer");
        })
        .deadline("promise", "received", |maker, rule| {
            rule.until = events(["answered"]);
            rule.within = maker.within([("", "5 working days")]);
            rule.at = Some(maker.expression("promised"));
            rule.extensions = vec![
                extension("head", "8 working days", "C-first"),
                Extension {
                    name: Some(text("second")),
                    further: true,
                    ..extension("director", "12 working days", "C-second")
                },
            ];
        })
        .deadline("silence", "posted", |maker, rule| {
            rule.cancelled_by = events(["contacted"]);
            rule.within = maker.within([("", "1 month")]);
            rule.due = vec![Effect::Act("close".into())];
        })
        .deadline("next_call", "called", |maker, rule| {
            rule.until = events(["called"]);
            rule.within = maker.within([("", "1 working day")]);
        })
        .deadline("filing", "closed", |maker, rule| {
            rule.until = events(["filed"]);
            rule.within = maker.within([("", "2 working days")]);
        })
        .stage("open", false)
        .stage("waiting", false)
        .stage("closed", true)
        .opening(|maker, opening| {
            opening.at = maker.to([("", "open")]);
            opening.marks = maker.marks([("received", "received_at")]);
        })
        .action("correct", &["open", "waiting"], |_, action| {
            action.form = Some("facts".into())
        })
        .action("answer", &["open"], |maker, action| {
            action.marks = maker.marks([("answered", "")])
        })
        .action("post", &["open"], |maker, action| {
            action.form = Some("letter".into());
            action.marks = maker.marks([("posted", "posted_on")]);
        })
        .action("note_contact", &["open"], |maker, action| {
            action.marks = maker.marks([("contacted", "")])
        })
        .action("call", &["open"], |maker, action| {
            action.marks = maker.marks([("called", "")])
        })
        .action("wait", &["open"], |maker, action| {
            action.to = maker.to([("", "waiting")])
        })
        .action("go_on", &["waiting"], |maker, action| {
            action.to = maker.to([("", "open")])
        })
        .action("close", &["open", "waiting"], |maker, action| {
            action.marks = maker.marks([("closed", "")]);
            action.to = maker.to([("", "closed")]);
        })
        .action("file", &["closed"], |maker, action| {
            action.marks = maker.marks([("filed", "")])
        })
        .action("reopen", &["closed"], |maker, action| {
            action.to = maker.to([("", "open")])
        })
        .pack()
}

pub(super) fn valid(loss: i64) -> Answers {
    answers([("valid", true.into()), ("loss", Value::Decimal(loss.into()))])
}
