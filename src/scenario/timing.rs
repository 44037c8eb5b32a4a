//! How deadlines and the times of tasks stand, in the words of scenarios.

use super::Failure;
use super::world::{World, local};
use crate::case::{Deadline, DeadlineState, Task};
use crate::locale::{Phrase, phrase};

/// How a deadline or the time of a task stands, in the word of scenarios; a moment as it is.
fn worded(state: &str) -> Phrase {
    match state {
        "none" => phrase!("none"),
        "running" => phrase!("running"),
        "paused" => phrase!("paused"),
        "late" => phrase!("late"),
        "met" => phrase!("met"),
        "met late" => phrase!("met late"),
        "missed" => phrase!("missed"),
        "ended" => phrase!("ended"),
        "cancelled" => phrase!("cancelled"),
        "withdrawn" => phrase!("withdrawn"),
        "done" => phrase!("done"),
        "done late" => phrase!("done late"),
        other => Phrase::text(other),
    }
}

pub fn deadline(world: &World, id: &str, wanted: &str, latest: Option<&Deadline>) -> Option<Failure> {
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
    let state = worded(&state);
    let got = match &due {
        Some(due) => phrase!("{state}, due {due}", state, due),
        None => state,
    };
    let failure = Failure::new(phrase!("deadline {id}", id), worded(wanted), got);
    Some(Failure {
        ledger: latest.map(|deadline| deadline.due.ledger.clone()),
        ..failure
    })
}

pub fn task_time(world: &World, id: &str, wanted: &str, task: Option<&Task>) -> Option<Failure> {
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
    let state = worded(state);
    let got = match &due {
        Some(due) => phrase!("{state}, due {due}", state, due),
        None => state,
    };
    Some(Failure::new(phrase!("time of task {id}", id), worded(wanted), got))
}
