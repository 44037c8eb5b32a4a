//! What must be true after a step.

use super::chosen::Chosen;
use super::world::{World, local};
use super::{Failure, lists, seen_as};
use crate::access;
use crate::case::choices::{Choice, choices};
use crate::case::event::Event;
use crate::case::{Addressee, Case, Context, Deadline, DeadlineState, OtherCase, Refusal, Task};
use crate::form::Answers;
use crate::locale::Language;
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
            "cases",
            cases,
            world.cases.iter().filter(|case| case.closed_at.is_none()).count(),
        );
    }
    failures.extend(lists::compare(world, expected));
    let Some(case) = world.case() else {
        failures.push(Failure::new("case", "an open case", "none has been opened"));
        return (failures, Vec::new());
    };
    if let Some(stage) = &expected.stage {
        compare(&mut failures, "stage", stage, &case.stage);
    }
    if let Some(number) = &expected.number {
        compare(&mut failures, "number", number, &case.number);
    }
    if let Some(department) = &expected.department {
        compare(
            &mut failures,
            "department",
            department,
            case.department.as_ref().map_or("none", |id| id.as_str()),
        );
    }
    if let Some(owner) = &expected.owner {
        compare(
            &mut failures,
            "owner",
            owner,
            case.owner.as_ref().map_or("none", |id| &id.0),
        );
    }
    if let Some(priority) = &expected.priority {
        let urgency = world.urgency(case);
        let got = urgency.as_ref().map_or("none", |urgency| urgency.level.as_str());
        compare(&mut failures, "priority", priority, got);
    }
    if let Some(round) = expected.round {
        compare(&mut failures, "round", round, case.round);
    }
    for (decision, wanted) in &expected.decisions {
        let decided = case.decisions.get(decision.as_str());
        let got = decided.map_or("undecided".to_owned(), |decided| plain(world, &decided.value));
        let wanted = json(wanted);
        if wanted != got {
            let why = decided.into_iter().flat_map(|decided| {
                let rule = decided
                    .rule
                    .map_or("no rule fired".to_owned(), |rule| format!("rule {rule} fired"));
                let seen = decided.seen.iter().map(|(name, value)| seen_as(name, value));
                let missing = decided.missing.iter().map(|name| format!("`{name}` is not answered"));
                std::iter::once(rule).chain(seen).chain(missing).collect::<Vec<_>>()
            });
            failures.push(Failure::new(format!("decision {decision}"), wanted, got).because(why));
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
            failures.push(Failure::new(format!("clause of decision {decision}"), clause, got));
        }
    }
    for (id, wanted) in &expected.deadlines {
        let latest = case
            .deadlines
            .iter()
            .rev()
            .find(|deadline| &*deadline.deadline == id.as_str());
        failures.extend(deadline(world, id, wanted, latest));
    }
    for (field, wanted) in &expected.answers {
        let got = case
            .answers
            .get(field.as_str())
            .map_or("unanswered".to_owned(), |value| plain(world, value));
        compare(&mut failures, &format!("answer {field}"), json(wanted), got);
    }
    for (task, wanted) in &expected.tasks {
        let meant = Chosen::read(task).among(case);
        let open = meant.iter().filter(|task| task.done.is_none()).count();
        compare(&mut failures, &format!("open tasks {task}"), wanted, open);
    }
    for (task, wanted) in &expected.task_times {
        failures.extend(task_time(world, task, wanted, Chosen::read(task).one(case)));
    }
    for (task, wanted) in &expected.tasks_missed {
        let meant = Chosen::read(task).among(case);
        let missed = meant
            .iter()
            .filter_map(|task| task.time.as_ref())
            .filter(|time| time.missed);
        compare(&mut failures, &format!("late tasks {task}"), wanted, missed.count());
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
                "notices",
                notice,
                if sent.is_empty() { "none".to_owned() } else { sent },
            ));
        }
    }
    others(case, expected, &mut failures);
    told(world, expected, &mut failures);
    for (document, wanted) in &expected.documents {
        let printed = case
            .documents
            .iter()
            .filter(|printed| &*printed.document == document.as_str());
        compare(
            &mut failures,
            &format!("copies of {document}"),
            wanted,
            printed.map(|printed| printed.copies).sum::<u32>(),
        );
    }
    for (who, wanted) in &expected.seen_by {
        let sees = access::may_see(world.pack, &super::world::actor(Some(who)), case);
        compare(&mut failures, &format!("{who} sees the case"), wanted, sees);
    }
    if let Some(wanted) = expected.view_log {
        let case_type = world.pack.case_type(&case.case_type);
        let is_kept = case_type.is_some_and(|case_type| case_type.view_log.is_some());
        compare(&mut failures, "view log", wanted, is_kept);
    }
    if let Some(wanted) = expected.destroyed {
        compare(&mut failures, "destroyed", wanted, case.destroyed.is_some());
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
        let what = format!("linked cases {case_type}");
        compare(failures, &what, wanted, count(case_type, false));
    }
    for (case_type, wanted) in &expected.linked_open {
        let what = format!("open linked cases {case_type}");
        compare(failures, &what, wanted, count(case_type, true));
    }
    let number = |other: &Option<OtherCase>| other.as_ref().map_or("none".to_owned(), |other| other.number.clone());
    if let Some(parent) = &expected.parent {
        compare(failures, "parent", parent, number(&case.parent));
    }
    if let Some(wanted) = &expected.merged_into {
        compare(failures, "merged into", wanted, number(&case.merged_into));
    }
}

/// How often people were told of something.
fn told(world: &World, expected: &RawExpectation, failures: &mut Vec<Failure>) {
    let mut times = |what: String, wanted: u32, is_it: &dyn Fn(&Event) -> bool| {
        compare(
            failures,
            &what,
            wanted,
            world.events().iter().filter(|event| is_it(event)).count(),
        );
    };
    for (id, wanted) in &expected.sent {
        match wanted {
            RawSent::Times(wanted) => {
                let is_it = |event: &Event| matches!(event, Event::Noticed { notice, .. } if notice.as_str() == id);
                times(format!("times notice {id} was sent"), *wanted, &is_it);
            }
            RawSent::To(each) => {
                for (who, wanted) in each {
                    let is_it = |event: &Event| matches!(event, Event::Noticed { notice, to, .. } if notice.as_str() == id && is_called(to, who));
                    times(format!("times notice {id} was sent to {who}"), *wanted, &is_it);
                }
            }
        }
    }
    for (id, wanted) in &expected.warned {
        let is_it = |event: &Event| matches!(event, Event::DeadlineWarned { deadline, .. } if deadline.as_str() == id);
        times(format!("warnings of deadline {id}"), *wanted, &is_it);
    }
    let tasks = world.case().map(|case| &case.tasks[..]).unwrap_or_default();
    for (id, wanted) in &expected.task_warnings {
        let is_of = |number: u32| {
            tasks
                .iter()
                .any(|task| task.number == number && task.task.as_str() == id)
        };
        let is_it = |event: &Event| matches!(event, Event::TaskWarned { number } if is_of(*number));
        times(format!("warnings of task {id}"), *wanted, &is_it);
    }
    for (id, wanted) in &expected.reminded {
        let is_it = |event: &Event| matches!(event, Event::Reminded { to, .. } if is_called(to, id));
        times(format!("times {id} was reminded"), *wanted, &is_it);
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

fn compare(failures: &mut Vec<Failure>, what: &str, wanted: impl ToString, got: impl ToString) {
    let (wanted, got) = (wanted.to_string(), got.to_string());
    if wanted != got {
        failures.push(Failure::new(what, wanted, got));
    }
}

fn deadline(world: &World, id: &str, wanted: &str, latest: Option<&Deadline>) -> Option<Failure> {
    let state = match latest {
        None => "none".to_owned(),
        Some(deadline) => match &deadline.state {
            DeadlineState::Running if deadline.missed => "late".to_owned(),
            DeadlineState::Running => "running".to_owned(),
            DeadlineState::Paused => "paused".to_owned(),
            DeadlineState::Met { .. } => if deadline.missed { "met late" } else { "met" }.to_owned(),
            DeadlineState::Ended { .. } => "ended".to_owned(),
            DeadlineState::Cancelled { .. } => "cancelled".to_owned(),
        },
    };
    let due = latest.map(|deadline| local(world.pack, deadline.due.due_at));
    let as_expected = match wanted {
        "missed" => latest.is_some_and(|deadline| deadline.missed),
        "met" => state.starts_with("met"),
        "running" => matches!(state.as_str(), "running" | "late"),
        "none" | "paused" | "ended" | "cancelled" | "late" | "met late" => state == wanted,
        moment => matches!(state.as_str(), "running" | "late") && due.as_deref() == Some(moment),
    };
    if as_expected {
        return None;
    }
    let got = match &due {
        Some(due) => format!("{state}, due {due}"),
        None => state,
    };
    // Findings are told in English; see `super::language`.
    let words = Language::new("en");
    let ledger = latest.into_iter().flat_map(|deadline| {
        let lines = crate::calendar::words::lines(&deadline.due.ledger, &words);
        lines.into_iter().map(|(when, what)| format!("{when}  {what}"))
    });
    Some(Failure::new(format!("deadline {id}"), wanted, got).because(ledger))
}

fn task_time(world: &World, id: &str, wanted: &str, task: Option<&Task>) -> Option<Failure> {
    let time = task.and_then(|task| task.time.as_ref());
    let is_missed = time.is_some_and(|time| time.missed);
    let state = match (task.and_then(|task| task.done.as_ref()), time) {
        (_, None) => "none",
        (Some(done), _) if done.withdrawn => "withdrawn",
        (Some(_), _) if is_missed => "done late",
        (Some(_), _) => "done",
        (None, Some(time)) if time.is_paused() => "paused",
        (None, Some(_)) if is_missed => "late",
        (None, Some(_)) => "running",
    };
    let due = time.map(|time| local(world.pack, time.due.due_at));
    let as_expected = match wanted {
        "missed" => is_missed,
        "running" => matches!(state, "running" | "late"),
        "none" | "paused" | "withdrawn" | "late" | "done" | "done late" => state == wanted,
        moment => matches!(state, "running" | "late") && due.as_deref() == Some(moment),
    };
    if as_expected {
        return None;
    }
    let got = match &due {
        Some(due) => format!("{state}, due {due}"),
        None => state.to_owned(),
    };
    Some(Failure::new(format!("time of task {id}"), wanted, got))
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
                format!("action {id}"),
                "offered",
                format!("not at stage {}", case.stage),
            )),
            Some(Choice {
                refusal: Some(refusal), ..
            }) => {
                let failure = Failure::new(format!("action {id}"), "offered", world.refusal_text(refusal));
                failures.push(failure.because(world.refusal_why(refusal)));
            }
            Some(_) => {}
        }
    }
    for (id, reason) in &expected.not_offered {
        let Some(choice) = find(id) else { continue };
        let Some(refusal) = &choice.refusal else {
            failures.push(Failure::new(format!("action {id}"), "not offered", "offered"));
            continue;
        };
        let text = world.refusal_text(refusal);
        let named = reason.is_empty()
            || text.contains(reason.as_str())
            || refusal.clauses.iter().any(|clause| clause.as_str() == reason);
        if named {
            refused.push((id.clone(), refusal.clone()));
        } else {
            let failure = Failure::new(format!("action {id}"), format!("not offered: {reason}"), text);
            failures.push(failure.because(world.refusal_why(refusal)));
        }
    }
    refused
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
