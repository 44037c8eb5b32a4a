//! The open tasks somebody may do.

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Nullable;

use super::Error;
use super::connection::{Conn, MultiBackend};
use super::kinds::{Instant, Ts, Uid};
use super::queue::{PAGE_MAX, due_of};
use super::schema::{cases, participants, tasks};
use super::visible::{kind_of_task, kinds, not_about, not_kept, texts};
use crate::access::{Duties, Sight};
use crate::case::CaseId;
use crate::pack::id::{CaseTypeId, DepartmentId, OrganizationId, TaskId};

/// An open task with the case it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenTask {
    pub case: CaseId,
    pub case_number: String,
    pub case_type: CaseTypeId,
    pub subject: String,
    /// Within the case.
    pub number: u32,
    pub task: TaskId,
    pub department: Option<DepartmentId>,
    pub opened_at: DateTime<Utc>,
    /// Its own due time.
    pub due_at: Option<DateTime<Utc>>,
    /// The next due time of the case.
    pub next_due: Option<DateTime<Utc>>,
}

type TaskRow = (
    Uid,
    String,
    String,
    String,
    i32,
    String,
    Option<String>,
    Ts,
    Option<Ts>,
    Ts,
);

diesel::define_sql_function! {
    /// The first unless there is none.
    fn coalesce(first: Nullable<Instant>, otherwise: Instant) -> Instant;
}

/// The open tasks somebody may do in cases that are not kept from them, the most urgent first, at most [`PAGE_MAX`]: by their own due
/// time, and without one by that of their case.
///
/// # Errors
/// When the database does not answer.
pub fn open_tasks(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
    duties: &Duties,
) -> Result<Vec<OpenTask>, Error> {
    let mut query = tasks::table
        .inner_join(
            cases::table.on(tasks::organization
                .eq(cases::organization)
                .and(tasks::case_id.eq(cases::id))),
        )
        .filter(tasks::organization.eq(organization.as_str()))
        .filter(tasks::state.eq("open"))
        .filter(cases::closed_at.is_null())
        .into_boxed::<MultiBackend>();
    if let Duties::Some {
        person,
        tasks: names,
        owned,
        named,
        departments,
    } = duties
    {
        let person = person.0.to_string();
        let part_in = participants::table
            .filter(participants::organization.eq(tasks::organization))
            .filter(participants::case_id.eq(tasks::case_id))
            .filter(participants::person.eq(person.clone()));
        let own = tasks::person.eq(person.clone()).assume_not_null();
        let of_one = tasks::person.is_not_null().and(own);
        let of_role = kind_of_task().eq_any(kinds(names));
        let of_person = kind_of_task()
            .eq_any(kinds(owned))
            .and(cases::owner.eq(person).assume_not_null())
            .or(kind_of_task().eq_any(kinds(named)).and(exists(part_in)));
        let of_nobody = tasks::person.is_null();
        query = if departments.is_empty() {
            query.filter(of_one.or(of_nobody.and(of_role.or(of_person))))
        } else {
            let of_department = tasks::department
                .is_null()
                .or(tasks::department.eq_any(texts(departments)).assume_not_null());
            query.filter(of_one.or(of_nobody.and(of_role.and(of_department).or(of_person))))
        };
    }
    // Whoever has a task in a confidential case is among the few who see it, and nobody else finds it here.
    match sight {
        Sight::All => {}
        Sight::AllBut(person) => query = query.filter(not_about(person)),
        Sight::Of(eyes) => query = query.filter(not_kept(eyes)),
    }
    let rows: Vec<TaskRow> = query
        .order((
            cases::urgency,
            coalesce(tasks::due_at, cases::next_due),
            cases::id,
            tasks::number,
        ))
        .limit(i64::from(PAGE_MAX))
        .select((
            cases::id,
            cases::number,
            cases::case_type,
            cases::subject,
            tasks::number,
            tasks::task,
            tasks::department,
            tasks::opened_at,
            tasks::due_at,
            cases::next_due,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(case, case_number, case_type, subject, number, task, department, opened_at, due_at, next_due)| OpenTask {
                case: CaseId(case.0),
                case_number,
                case_type: CaseTypeId::new(case_type),
                subject,
                number: number.unsigned_abs(),
                task: TaskId::new(task),
                department: department.map(DepartmentId::new),
                opened_at: opened_at.0,
                due_at: due_at.map(|at| at.0),
                next_due: due_of(next_due),
            },
        )
        .collect())
}
