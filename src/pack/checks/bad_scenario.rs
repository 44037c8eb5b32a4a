//! A step of a scenario asks for something that cannot be run.
//!
//! A step does at most one thing (`open`, `act`, `task`, `extend`, `decide`,
//! `merge`, `take_over` or `schedule`); moments are written
//! `2024-09-27 16:00` and do not go back; yes and no are `true` and `false`.
//! `as`, `case` and `language` belong to a step that opens a case, and the
//! language is one of the pack's. `on` speaks of a case that was opened before
//! it `as` that name, or of its place in the order of opening.
//!
//! ## Example
//!
//! ```yaml
//! steps:
//!   - { at: 2024-09-27 16:00, act: answer, task: investigate, by: agent }
//! ```
//!
//! ## Instead
//!
//! ```yaml
//! steps:
//!   - { at: 2024-09-27 16:00, act: answer, by: agent }
//!   - { task: investigate, by: agent }
//! ```

use std::collections::HashMap;

use chrono::NaiveDateTime;

use crate::locale::{Language, Phrase, phrase};
use crate::diagnostic::{Diagnostic, nearest};
use crate::pack::draft::{At, Draft};
use crate::expression::Kind;
use crate::pack::scenario::{RawOn, RawScenario, RawStep};

pub fn check(draft: &Draft, findings: &mut Vec<Diagnostic>) {
    for file in &draft.scenarios {
        for (index, scenario) in file.raw.scenarios.iter().enumerate() {
            let at = file.at("/scenarios").key(index);
            named(&scenario.steps, &at.key("steps"), findings);
            said(draft, scenario, &at, findings);
            let mut moment = None;
            let mut moments = vec![(at.key("at"), scenario.at.as_str())];
            for (index, step) in scenario.steps.iter().enumerate() {
                let at = at.key("steps").key(index);
                moments.extend(step.at.as_deref().map(|written| (at.key("at"), written)));
                spoken(draft, step, &at, findings);
                let done = things_done(step);
                if let [first, second, ..] = done.as_slice() {
                    findings.push(
                        Diagnostic::error("bad-scenario", at.key(second).key_place(), phrase!("a step does one thing, not `{first}` and `{second}`", first, second))
                            .help(phrase!("make it two steps")),
                    );
                }
                if done.is_empty() && step.at.is_none() && step.then.is_none() {
                    findings.push(
                        Diagnostic::error("bad-scenario", at.place(), phrase!("this step does nothing and expects nothing"))
                            .help(phrase!("say what is done, how far time moves, or what must be true `then`")),
                    );
                }
            }
            for (at, written) in moments {
                let Ok(read) = NaiveDateTime::parse_from_str(written, "%Y-%m-%d %H:%M") else {
                    findings.push(
                        Diagnostic::error("bad-scenario", at.place(), phrase!("`{written}` is no moment", written))
                            .help(phrase!("write it as `2024-09-27 16:00`, in the organization's time")),
                    );
                    continue;
                };
                if moment.is_some_and(|before| read < before) {
                    findings.push(
                        Diagnostic::error("bad-scenario", at.place(), phrase!("`{written}` is before the step before it", written))
                            .help(phrase!("time only goes forward in a scenario")),
                    );
                }
                moment = Some(read);
            }
        }
    }
}

/// Words that stand for yes and no on paper, and what YAML takes for them.
const YES_AND_NO: [(&str, &str); 8] =
    [("yes", "true"), ("no", "false"), ("on", "true"), ("off", "false"), ("true", "true"), ("false", "false"), ("是", "true"), ("否", "false")];

/// Answers to questions of yes or no that are written as texts: here as in every other file it is `true` or `false`.
fn said(draft: &Draft, scenario: &RawScenario, at: &At, findings: &mut Vec<Diagnostic>) {
    let own = scenario.case.as_deref();
    let mut all = vec![(own, &scenario.given, at.key("given"))];
    let mut called: HashMap<&str, Option<&str>> = HashMap::new();
    let mut first = None;
    for (index, step) in scenario.steps.iter().enumerate() {
        let at = at.key("steps").key(index);
        let of_opened = step.case.as_deref().or(own);
        if let Some(answers) = &step.open {
            all.push((of_opened, answers, at.key("open")));
            first = first.or(Some(of_opened));
            called.extend(step.called.as_deref().map(|name| (name, of_opened)));
        }
        let of_step = match &step.on {
            None | Some(RawOn::Nth(1)) => Some(first.unwrap_or(own)),
            Some(RawOn::Called(name)) => called.get(name.as_str()).copied(),
            // Rules open cases too, so that what comes at this place may be of any type.
            Some(RawOn::Nth(_)) => None,
        };
        all.extend(of_step.map(|of_step| (of_step, &step.answers, at.key("answers"))));
    }
    for (case_type, answers, at) in all {
        let Some(case) = (match case_type {
            Some(id) => draft.case_types.get(id),
            None => draft.case_types.values().next(),
        }) else {
            continue;
        };
        for (field, answer) in answers {
            let asks_yes_or_no = case.fields.get(field).is_some_and(|known| known.kind == Kind::Bool);
            let Some(written) = answer.as_str().filter(|_| asks_yes_or_no) else { continue };
            if let Some((_, meant)) = YES_AND_NO.iter().find(|(word, _)| word.eq_ignore_ascii_case(written)) {
                findings.push(
                    Diagnostic::error("bad-scenario", at.key(field).place(), phrase!("`{written}` is a text, and `{field}` asks for yes or no", written, field))
                        .help(phrase!("write `{meant}`", meant)),
                );
            }
        }
    }
}

/// Names of cases, and what speaks of them.
fn named(steps: &[RawStep], at: &At, findings: &mut Vec<Diagnostic>) {
    let mut called: Vec<&str> = Vec::new();
    let mut tell = |at: At, message: Phrase, help: Phrase| {
        findings.push(Diagnostic::error("bad-scenario", at.place(), message).help(help));
    };
    for (index, step) in steps.iter().enumerate() {
        let at = at.key(index);
        let opening = [("as", step.called.is_some()), ("case", step.case.is_some()), ("language", step.language.is_some())];
        for (key, _) in opening.into_iter().filter(|(_, is_there)| *is_there && step.open.is_none()) {
            let help = phrase!("write it beside `open`, or `on` to speak of a case that is there");
            tell(at.key(key), phrase!("`{key}` belongs to a step that opens a case", key), help);
        }
        if step.on.is_some() && step.open.is_some() {
            let help = phrase!("call the new case something with `as`");
            tell(at.key("on"), phrase!("a step that opens a case speaks of no other"), help);
        }
        for (key, on) in [("on", &step.on), ("merge", &step.merge)] {
            let at = at.key(key);
            match on {
            Some(RawOn::Called(name)) if !called.contains(&name.as_str()) => {
                let help = match nearest(name, called.iter().copied()) {
                    Some(near) => phrase!("did you mean `{near}`?", near),
                    None => phrase!("open one `as: {name}` first", name),
                };
                tell(at, phrase!("no case is called `{name}` by then", name), help);
            }
            Some(RawOn::Nth(0)) => {
                tell(at, phrase!("there is no case 0"), phrase!("the first case is 1"));
            }
            _ => {}
            }
        }
        if let Some(name) = &step.called {
            if called.contains(&name.as_str()) {
                let help = phrase!("give each case a name of its own");
                tell(at.key("as"), phrase!("another case is called `{name}` already", name), help);
            }
            called.push(name);
        }
    }
}

/// The language in which a complainant reads, which the pack must speak.
fn spoken(draft: &Draft, step: &RawStep, at: &At, findings: &mut Vec<Diagnostic>) {
    let Some(tag) = &step.language else { return };
    if draft.languages.is_empty() || Language::new(tag).nearest(&draft.languages).is_some() {
        return;
    }
    let spoken = Phrase::names(draft.languages.iter().map(Language::as_str));
    findings.push(
        Diagnostic::error("bad-scenario", at.key("language").place(), phrase!("this pack does not speak `{tag}`", tag))
            .help(phrase!("its languages are {spoken}", spoken)),
    );
}

/// The keys by which a step does something.
fn things_done(step: &RawStep) -> Vec<&'static str> {
    let keys = [
        ("open", step.open.is_some()),
        ("act", step.act.is_some()),
        ("task", step.task.is_some()),
        ("extend", step.extend.is_some()),
        ("decide", step.decide.is_some()),
        ("schedule", step.schedule.is_some()),
        ("merge", step.merge.is_some()),
        ("take_over", step.take_over.is_some()),
    ];
    keys.into_iter().filter(|(_, done)| *done).map(|(key, _)| key).collect()
}
