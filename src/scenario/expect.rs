//! What must be true after a step.

use super::chosen::Chosen;
use super::world::{World, local};
use super::{Failure, lists, seen_as, timing};
use crate::access;
use crate::case::choices::{Choice, choices};
use crate::case::event::Event;
use crate::case::{self, Addressee, Case, Command, Context, OtherCase, Refusal};
use crate::form::Answers;
use crate::locale::{Phrase, phrase};
use crate::pack::id::ActionId;
use crate::pack::scenario::{RawExpectation, RawSent};
use crate::value::Value;

pub fn check(world: &mut World, expected: &RawExpectation) -> Vec<Failure> {
    let (failures, refused) = compare_all(world, expected);
    for (action, refusal) in refused {
        world.not_offered(&action, &refusal);
    }
    failures
}

/// What is not as expected, and what was refused as expected.
fn compare_all(world: &World, expected: &RawExpectation) -> (Vec<Failure>, Vec<(String, Refusal)>) {
    let mut failures = Vec::new();
    if let Some(cases) = expected.cases {
        compare(
            &mut failures,
            phrase!("cases"),
            cases,
            world.cases.iter().filter(|case| case.closed_at.is_none()).count(),
        );
    }
    failures.extend(lists::compare(world, expected));
    let Some(case) = world.case() else {
        failures.push(Failure::new(
            phrase!("case"),
            phrase!("an open case"),
            phrase!("none has been opened"),
        ));
        return (failures, Vec::new());
    };
    if let Some(stage) = &expected.stage {
        compare(&mut failures, phrase!("stage"), stage, &case.stage);
    }
    if let Some(number) = &expected.number {
        compare(&mut failures, phrase!("number"), number, &case.number);
    }
    if let Some(department) = &expected.department {
        compare(
            &mut failures,
            phrase!("department"),
            department,
            case.department.as_ref().map_or("none", |id| id.as_str()),
        );
    }
    if let Some(owner) = &expected.owner {
        compare(
            &mut failures,
            phrase!("owner"),
            owner,
            case.owner.as_ref().map_or("none", |id| &id.0),
        );
    }
    if let Some(priority) = &expected.priority {
        let urgency = world.urgency(case);
        let got = urgency.as_ref().map_or("none", |urgency| urgency.level.as_str());
        compare(&mut failures, phrase!("priority"), priority, got);
    }
    if let Some(round) = expected.round {
        compare(&mut failures, phrase!("round"), round, case.round);
    }
    for (decision, wanted) in &expected.decisions {
        let decided = case.decisions.get(decision.as_str());
        let got = decided.map_or("undecided".to_owned(), |decided| plain(world, &decided.value));
        let wanted = json(wanted);
        if wanted != got {
            let why = decided.into_iter().flat_map(|decided| {
                let rule = decided
                    .rule
                    .map_or(phrase!("no rule fired"), |rule| phrase!("rule {rule} fired", rule));
                let seen = decided.seen.iter().map(|(name, value)| seen_as(name, value));
                let missing = decided
                    .missing
                    .iter()
                    .map(|name| phrase!("`{name}` is not answered", name));
                std::iter::once(rule).chain(seen).chain(missing).collect::<Vec<_>>()
            });
            failures.push(
                Failure::new(
                    phrase!("decision {decision}", decision),
                    absent_or(&wanted),
                    absent_or(&got),
                )
                .because(why),
            );
        }
    }
    for (decision, clause) in &expected.because {
        let clauses = case
            .decisions
            .get(decision.as_str())
            .map_or(&[][..], |decided| &decided.clauses);
        if !clauses.iter().any(|have| have.as_str() == clause) {
            let got = clauses
                .iter()
                .map(|clause| clause.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            failures.push(Failure::new(
                phrase!("clause of decision {decision}", decision),
                Phrase::text(clause),
                Phrase::text(got),
            ));
        }
    }
    for (id, wanted) in &expected.deadlines {
        let latest = case
            .deadlines
            .iter()
            .rev()
            .find(|deadline| &*deadline.deadline == id.as_str());
        failures.extend(timing::deadline(world, id, wanted, latest));
    }
    for (field, wanted) in &expected.answers {
        let got = case
            .answers
            .get(field.as_str())
            .map_or("unanswered".to_owned(), |value| plain(world, value));
        compare(&mut failures, phrase!("answer {field}", field), json(wanted), got);
    }
    for (task, wanted) in &expected.tasks {
        let meant = Chosen::read(task).among(case);
        let open = meant.iter().filter(|task| task.done.is_none()).count();
        compare(&mut failures, phrase!("open tasks {task}", task), wanted, open);
    }
    for (task, wanted) in &expected.task_times {
        failures.extend(timing::task_time(world, task, wanted, Chosen::read(task).one(case)));
    }
    for (task, wanted) in &expected.tasks_missed {
        let meant = Chosen::read(task).among(case);
        let missed = meant
            .iter()
            .filter_map(|task| task.time.as_ref())
            .filter(|time| time.missed);
        compare(
            &mut failures,
            phrase!("late tasks {task}", task),
            wanted,
            missed.count(),
        );
    }
    for notice in &expected.notices {
        if !case.notices.iter().any(|sent| &*sent.notice == notice.as_str()) {
            let sent = case
                .notices
                .iter()
                .map(|sent| sent.notice.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            failures.push(Failure::new(
                phrase!("notices"),
                Phrase::text(notice),
                if sent.is_empty() {
                    phrase!("none")
                } else {
                    Phrase::text(sent)
                },
            ));
        }
    }
    others(case, expected, &mut failures);
    told(world, expected, &mut failures);
    said(case, expected, &mut failures);
    for (document, wanted) in &expected.documents {
        let printed = case
            .documents
            .iter()
            .filter(|printed| &*printed.document == document.as_str());
        compare(
            &mut failures,
            phrase!("copies of {document}", document),
            wanted,
            printed.map(|printed| printed.copies).sum::<u32>(),
        );
    }
    for (who, wanted) in &expected.seen_by {
        let sees = access::may_see(world.pack, &super::world::actor(Some(who)), case);
        compare(&mut failures, phrase!("{who} sees the case", who), wanted, sees);
    }
    if let Some(wanted) = expected.view_log {
        let case_type = world.pack.case_type(&case.case_type);
        let is_kept = case_type.is_some_and(|case_type| case_type.view_log.is_some());
        compare(&mut failures, phrase!("view log"), wanted, is_kept);
    }
    if let Some(wanted) = expected.destroyed {
        compare(&mut failures, phrase!("destroyed"), wanted, case.destroyed.is_some());
    }
    let refused = offered(world, expected, &mut failures);
    super::guidance::check(world, &expected.guidance, &mut failures);
    (failures, refused)
}

/// The cases it has to do with.
fn others(case: &Case, expected: &RawExpectation, failures: &mut Vec<Failure>) {
    let count = |case_type: &String, only_open: bool| {
        let of_type = case
            .linked
            .iter()
            .filter(|linked| *linked.other.case_type == **case_type);
        of_type.filter(|linked| linked.is_open || !only_open).count()
    };
    for (case_type, wanted) in &expected.linked {
        let what = phrase!("linked cases {case_type}", case_type);
        compare(failures, what, wanted, count(case_type, false));
    }
    for (case_type, wanted) in &expected.linked_open {
        let what = phrase!("open linked cases {case_type}", case_type);
        compare(failures, what, wanted, count(case_type, true));
    }
    let number = |other: &Option<OtherCase>| other.as_ref().map_or("none".to_owned(), |other| other.number.clone());
    if let Some(parent) = &expected.parent {
        compare(failures, phrase!("parent"), parent, number(&case.parent));
    }
    if let Some(wanted) = &expected.merged_into {
        compare(failures, phrase!("merged into"), wanted, number(&case.merged_into));
    }
}

/// What notices say.
fn said(case: &Case, expected: &RawExpectation, failures: &mut Vec<Failure>) {
    for (id, wanted) in &expected.says {
        let last = case.notices.iter().rfind(|sent| sent.notice.as_str() == id);
        if last.is_none_or(|sent| !sent.text.contains(wanted)) {
            let got = last.map_or_else(|| phrase!("it was not sent"), |sent| Phrase::text(&sent.text));
            failures.push(Failure::new(phrase!("notice {id} says", id), Phrase::text(wanted), got));
        }
    }
}

/// How often people were told of something.
fn told(world: &World, expected: &RawExpectation, failures: &mut Vec<Failure>) {
    let mut times = |what: Phrase, wanted: u32, is_it: &dyn Fn(&Event) -> bool| {
        compare(
            failures,
            what,
            wanted,
            world.events().iter().filter(|event| is_it(event)).count(),
        );
    };
    for (id, wanted) in &expected.sent {
        match wanted {
            RawSent::Times(wanted) => {
                let is_it = |event: &Event| matches!(event, Event::Noticed { notice, .. } if notice.as_str() == id);
                times(phrase!("times notice {id} was sent", id), *wanted, &is_it);
            }
            RawSent::To(each) => {
                for (who, wanted) in each {
                    let is_it = |event: &Event| matches!(event, Event::Noticed { notice, to, .. } if notice.as_str() == id && is_called(to, who));
                    times(phrase!("times notice {id} was sent to {who}", id, who), *wanted, &is_it);
                }
            }
        }
    }
    for (id, wanted) in &expected.warned {
        let is_it = |event: &Event| matches!(event, Event::DeadlineWarned { deadline, .. } if deadline.as_str() == id);
        times(phrase!("warnings of deadline {id}", id), *wanted, &is_it);
    }
    let tasks = world.case().map(|case| &case.tasks[..]).unwrap_or_default();
    for (id, wanted) in &expected.task_warnings {
        let is_of = |number: u32| {
            tasks
                .iter()
                .any(|task| task.number == number && task.task.as_str() == id)
        };
        let is_it = |event: &Event| matches!(event, Event::TaskWarned { number } if is_of(*number));
        times(phrase!("warnings of task {id}", id), *wanted, &is_it);
    }
    for (id, wanted) in &expected.reminded {
        let is_it = |event: &Event| matches!(event, Event::Reminded { to, .. } if is_called(to, id));
        times(phrase!("times {id} was reminded", id), *wanted, &is_it);
    }
}

/// Whether a scenario means this addressee by `who`.
fn is_called(to: &Addressee, who: &str) -> bool {
    match to {
        Addressee::Complainant => who == "complainant",
        Addressee::Role(role) => who == role.as_str(),
        Addressee::RoleIn { role, department } => who.split_once('@') == Some((role.as_str(), department.as_str())),
        Addressee::Department(department) => who.strip_prefix("department ") == Some(department.as_str()),
        Addressee::Person(person) => who.strip_prefix("person ") == Some(&*person.0),
    }
}

fn compare(failures: &mut Vec<Failure>, what: Phrase, wanted: impl ToString, got: impl ToString) {
    let (wanted, got) = (wanted.to_string(), got.to_string());
    if wanted != got {
        failures.push(Failure::new(what, absent_or(&wanted), absent_or(&got)));
    }
}

/// That there is nothing; anything else as it is.
fn absent_or(written: &str) -> Phrase {
    match written {
        "none" => phrase!("none"),
        "undecided" => phrase!("undecided"),
        "unanswered" => phrase!("unanswered"),
        other => Phrase::text(other),
    }
}

/// Actions that are offered and those that are not, with what refuses them.
fn offered(world: &World, expected: &RawExpectation, failures: &mut Vec<Failure>) -> Vec<(String, Refusal)> {
    let mut refused = Vec::new();
    if expected.offered.is_empty() && expected.not_offered.is_empty() {
        return refused;
    }
    let Some(case) = world.case() else { return refused };
    let anybody = super::world::actor(None);
    let counters = world.counters(world.case_type(), Some(case), &Answers::new());
    let context = Context {
        now: world.now,
        actor: &anybody,
        counters: &counters,
        people: None,
    };
    let choices = choices(world.pack, case, &context);
    let find = |id: &str| choices.iter().find(|choice| choice.is_action(id));
    for id in &expected.offered {
        match find(id) {
            None => failures.push(Failure::new(
                phrase!("action {id}", id),
                phrase!("offered"),
                phrase!("not at stage {stage}", stage = case.stage),
            )),
            Some(Choice {
                refusal: Some(refusal), ..
            }) => {
                let failure = Failure::new(
                    phrase!("action {id}", id),
                    phrase!("offered"),
                    Phrase::text(world.refusal_text(refusal)),
                );
                failures.push(failure.because(world.refusal_why(refusal)));
            }
            Some(_) => {}
        }
    }
    for (id, reason) in &expected.not_offered {
        let refusal = match find(id) {
            Some(choice) => choice.refusal.clone(),
            // What is no choice here needs no reason; where one is named it must be that one.
            None if reason.is_empty() => continue,
            None => refusal_elsewhere(world, case, id, &context),
        };
        let Some(refusal) = &refusal else {
            failures.push(Failure::new(
                phrase!("action {id}", id),
                phrase!("not offered"),
                phrase!("offered"),
            ));
            continue;
        };
        let text = world.refusal_text(refusal);
        let named = reason.is_empty()
            || text.contains(reason.as_str())
            || refusal.clauses.iter().any(|clause| clause.as_str() == reason);
        if named {
            refused.push((id.clone(), refusal.clone()));
        } else {
            let failure = Failure::new(
                phrase!("action {id}", id),
                phrase!("not offered: {reason}", reason),
                Phrase::text(text),
            );
            failures.push(failure.because(world.refusal_why(refusal)));
        }
    }
    refused
}

/// What whoever tried the action all the same would be told.
fn refusal_elsewhere(world: &World, case: &Case, action: &str, context: &Context) -> Option<Refusal> {
    let command = Command::Act {
        action: ActionId::new(action),
        answers: Answers::new(),
    };
    case::decide(world.pack, case, &command, context).err()
}

/// An outcome as a scenario writes it.
pub(super) fn plain(world: &World, value: &Value) -> String {
    match value {
        Value::Empty => "undecided".to_owned(),
        Value::Text(text) => text.to_string(),
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Instant(at) => local(world.pack, *at),
        Value::List(items) => items
            .iter()
            .map(|item| plain(world, item))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}

fn json(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "undecided".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(json).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
