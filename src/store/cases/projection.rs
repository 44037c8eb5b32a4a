//! The rows of a case that lists of deadlines and tasks are made of.

use diesel::prelude::*;

use super::deadline_wakes_at;
use crate::case::{Case, Deadline, DeadlineState, Task};
use crate::store::Error;
use crate::store::connection::{Conn, MultiBackend, insert_all};
use crate::store::kinds::{Ts, Uid};
use crate::store::schema::{deadlines, tasks};

#[derive(Insertable, AsChangeset, Queryable, Selectable, PartialEq, Debug)]
#[diesel(table_name = deadlines)]
#[diesel(check_for_backend(MultiBackend, diesel::pg::Pg, diesel::sqlite::Sqlite))]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
#[diesel(primary_key(organization, case_id, deadline, occurrence))]
pub(in crate::store) struct DeadlineRow {
    pub organization: String,
    pub case_id: Uid,
    pub deadline: String,
    pub occurrence: i32,
    pub due_at: Ts,
    pub wake_at: Option<Ts>,
    pub state: String,
    pub missed: bool,
}

impl DeadlineRow {
    pub(in crate::store) fn of(case: &Case, deadline: &Deadline) -> Self {
        let state = match deadline.state {
            DeadlineState::Running => "running",
            DeadlineState::Paused => "paused",
            DeadlineState::Met { .. } => "met",
            DeadlineState::Ended { .. } => "ended",
            DeadlineState::Cancelled { .. } => "cancelled",
        };
        Self {
            organization: case.organization.to_string(),
            case_id: Uid(case.id.0),
            deadline: deadline.deadline.to_string(),
            occurrence: i32::try_from(deadline.occurrence).unwrap_or(i32::MAX),
            due_at: Ts(deadline.due.due_at),
            wake_at: deadline_wakes_at(deadline).map(Ts),
            state: state.to_owned(),
            missed: deadline.missed,
        }
    }
}

pub(super) fn project_deadlines(conn: &mut Conn, before: Option<&Case>, case: &Case) -> Result<(), Error> {
    let known = before.map_or(&[][..], |before| &before.deadlines);
    let mut new = Vec::new();
    for (index, deadline) in case.deadlines.iter().enumerate() {
        match known.get(index) {
            None => new.push(DeadlineRow::of(case, deadline)),
            Some(old) if old == deadline => {}
            Some(_) => {
                let row = DeadlineRow::of(case, deadline);
                diesel::update(deadlines::table.find((&row.organization, row.case_id, &row.deadline, row.occurrence)))
                    .set(&row)
                    .execute(conn)?;
            }
        }
    }
    insert_all!(conn, deadlines::table, new);
    Ok(())
}

#[derive(Insertable, AsChangeset, Queryable, Selectable, PartialEq, Debug)]
#[diesel(table_name = tasks)]
#[diesel(check_for_backend(MultiBackend, diesel::pg::Pg, diesel::sqlite::Sqlite))]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
#[diesel(primary_key(organization, case_id, number))]
pub(in crate::store) struct TaskRow {
    pub organization: String,
    pub case_id: Uid,
    pub number: i32,
    pub task: String,
    pub department: Option<String>,
    pub opened_at: Ts,
    pub state: String,
    /// Its own due time, while it runs.
    pub due_at: Option<Ts>,
    /// The only person who does it.
    pub person: Option<String>,
}

impl TaskRow {
    pub(in crate::store) fn of(case: &Case, task: &Task) -> Self {
        let state = match &task.done {
            None => "open",
            Some(done) if done.withdrawn => "withdrawn",
            Some(_) => "done",
        };
        Self {
            organization: case.organization.to_string(),
            case_id: Uid(case.id.0),
            number: i32::try_from(task.number).unwrap_or(i32::MAX),
            task: task.task.to_string(),
            department: task.department.as_ref().map(ToString::to_string),
            opened_at: Ts(task.opened_at),
            state: state.to_owned(),
            due_at: task.running().map(|time| Ts(time.due.due_at)),
            person: task.person.as_ref().map(|person| person.0.to_string()),
        }
    }
}

pub(super) fn project_tasks(conn: &mut Conn, before: Option<&Case>, case: &Case) -> Result<(), Error> {
    let known = before.map_or(&[][..], |before| &before.tasks);
    let mut new = Vec::new();
    for (index, task) in case.tasks.iter().enumerate() {
        match known.get(index) {
            None => new.push(TaskRow::of(case, task)),
            Some(old) if old == task => {}
            Some(_) => {
                let row = TaskRow::of(case, task);
                diesel::update(tasks::table.find((&row.organization, row.case_id, row.number)))
                    .set(&row)
                    .execute(conn)?;
            }
        }
    }
    insert_all!(conn, tasks::table, new);
    Ok(())
}
