//! What else happens: the effects of openings, actions, tasks, deadlines and schedules, in the author's order.
//!
//! A reaction that cannot be carried out is told in the history and the case goes on: nobody is there to be refused.

use super::action::{self, Taker};
use super::addressee::addressees;
use super::event::{self, Event};
use super::permission::ids;
use super::process::{Process, holds};
use super::refusal::Reason;
use super::{document, erasure, linked, notice, reminder, sight, task, *};
use crate::expression::{Expression, Outcome};
use crate::pack::Effect;

/// `about` says what brings them about, for those who are reminded.
pub(super) fn run(process: &mut Process, effects: &[Effect], about: &str) {
    for effect in effects {
        match effect {
            Effect::OpenTask { task, each } => task::open(process, task, each.as_ref()),
            Effect::CloseTasks(id) => task::withdraw(process, id),
            Effect::Print(id) => print(process, id),
            Effect::Notify(id) => notice::send(process, id),
            Effect::Assign(department) => assign(process, department),
            Effect::Own(person) => own(process, person),
            Effect::Act(id) => act(process, id),
            Effect::Set(answers) => set(process, answers),
            Effect::StartRound => {
                let round = process.case.round.saturating_add(1);
                process.emit(Event::RoundStarted { round });
                process.settle();
            }
            Effect::OpenCase(opening) => linked::ask(process, opening),
            Effect::Remind(to) => match addressees(process, to) {
                Ok(to) => {
                    let until = reminder::until_now(process);
                    to.into_iter()
                        .for_each(|to| reminder::remind(process, to, about, until.clone()));
                }
                Err(why) => fail(process, "remind".to_owned(), why),
            },
            Effect::Destroy => destroy(process),
            Effect::When(conditional) => {
                if holds(&conditional.when, &process.frame()) {
                    process.changes.fired.push(Arc::clone(&conditional.name));
                    run(process, &conditional.does, about);
                }
            }
        }
    }
}

/// Tells what could not be done, once per command.
pub(super) fn fail(process: &mut Process, what: String, why: String) {
    let failed = Event::ReactionFailed { what, why };
    if !process.changes.events.contains(&failed) {
        process.emit(failed);
    }
}

fn act(process: &mut Process, id: &ActionId) {
    let done = process
        .count_reaction()
        .and_then(|()| action::act(process, id, &Answers::new(), Taker::Engine));
    if let Err(refusal) = done {
        if let Reason::Guard { number, .. } = refusal.reason {
            process.changes.fired.push(format!("action {id} guard {number}").into());
        }
        let why = process.words(&refusal);
        fail(process, format!("action `{id}`"), why);
    }
}

/// A rule that acts by itself is bound by the retention like everybody.
fn destroy(process: &mut Process) {
    match erasure::may_be_destroyed(process) {
        Ok(()) => process.to_be_destroyed = process.to_be_destroyed.or(Some(process.taker())),
        Err(refusal) => {
            let why = process.words(&refusal);
            fail(process, erasure::DESTROY.to_owned(), why);
        }
    }
}

fn print(process: &mut Process, id: &DocumentId) {
    let Some(rule) = process.case_type.documents.get(id) else {
        return;
    };
    let members = match &rule.each {
        None => vec![Value::Empty],
        Some(each) => match document::members(process.pack, each, &process.frame()) {
            Ok(members) => members,
            Err(why) => return fail(process, format!("document `{id}`"), why),
        },
    };
    let copies = document::copies(rule);
    for each in members {
        let number = decision::number(process.case.documents.len());
        process.emit(Event::Printed {
            document: id.clone(),
            number,
            copies,
            each,
        });
        process.changes.effects.push(event::Effect::Print {
            document: id.clone(),
            number,
            copies,
        });
    }
}

fn assign(process: &mut Process, department: &Expression) {
    let given = ids(department, &process.frame());
    match given.as_deref() {
        Some([id]) => {
            let department = Some(DepartmentId::from(Arc::clone(id)));
            if process.case.department != department {
                process.emit(Event::Assigned { department });
                process.settle();
            }
        }
        _ => {
            let written = department.source();
            let why = process.say("history-no-single-department", &[("written", written.into())]);
            fail(process, "assign".to_owned(), why);
        }
    }
}

fn own(process: &mut Process, person: &Expression) {
    match person.evaluate(&process.frame()) {
        Outcome::Known(Value::Text(written)) if !written.is_empty() => match sight::given_to(process, &written) {
            Ok(owner) => {
                if process.case.owner.as_ref() != Some(&owner) {
                    process.emit(Event::Owned { owner });
                    process.settle();
                }
            }
            // The owner stays: a case is never handed to somebody who cannot see it.
            Err(why) => fail(process, "own".to_owned(), why),
        },
        Outcome::Failed(failure) => fail(process, "own".to_owned(), failure.message),
        _ => {
            let why = process.say("history-nobody", &[("written", person.source().into())]);
            fail(process, "own".to_owned(), why);
        }
    }
}

/// What is not known takes the answer back; what fails leaves it.
fn set(process: &mut Process, fields: &[(FieldId, Expression)]) {
    let mut answers = Answers::new();
    let mut failures = Vec::new();
    for (field, expression) in fields {
        match expression.evaluate(&process.frame()) {
            Outcome::Known(value) => {
                answers.insert(field.clone(), value);
            }
            Outcome::Unknown(_) => {
                answers.insert(field.clone(), Value::Empty);
            }
            Outcome::Failed(failure) => failures.push((field, failure)),
        }
    }
    for (field, failure) in failures {
        fail(process, format!("set `{field}`"), failure.message);
    }
    if !answers.is_empty() {
        process.emit(Event::AnswersSet { answers });
        process.settle();
    }
}
