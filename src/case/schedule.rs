//! What a schedule does to a case.

use super::process::{Process, holds};
use super::refusal::{Reason, Refusal};
use super::*;
use crate::pack::{Effect, Schedule, ScheduledWork};

/// Whether a schedule means this case: it is open, of the right type, and the schedule's condition holds for it.
pub fn schedule_wants(pack: &Pack, schedule: &Schedule, case: &Case, context: &Context) -> bool {
    let ScheduledWork::ForEach {
        case_type, condition, ..
    } = &schedule.work
    else {
        return false;
    };
    if case.case_type != *case_type || case.closed_at.is_some() {
        return false;
    }
    let Some(condition) = condition else { return true };
    Process::new(pack, case.clone(), context).is_ok_and(|process| holds(condition, &process.frame()))
}

pub(super) fn react<'a>(process: &mut Process<'a>, id: &ScheduleId, effects: &'a [Effect]) -> Result<(), Refusal> {
    if !process.context.actor.is_above_roles() {
        return Err(Reason::NotYours {
            roles: Vec::new(),
            people: Vec::new(),
        }
        .into());
    }
    let about = match process.pack.schedules.get(id) {
        Some(schedule) => process.text(&schedule.name),
        None => id.to_string(),
    };
    process.react_later(effects, about, None);
    Ok(())
}
