//! The open tasks somebody may do.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Nullable;

use super::Error;
use super::connection::{Conn, MultiBackend};
use super::kinds::{Instant, Ts, Uid};
use super::queue::{PAGE_MAX, due_of};
use super::schema::{cases, confinements, participants, tasks};
use super::visible::{kept_by_name, texts};
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
        let texts = |ids: &[TaskId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let person = person.0.to_string();
        let part_in = participants::table
            .filter(participants::organization.eq(organization.to_string()))
            .filter(participants::person.eq(person.clone()))
            .select(participants::case_id);
        let own = tasks::person.eq(person.clone()).assume_not_null();
        let of_one = tasks::person.is_not_null().and(own);
        let of_role = tasks::task.eq_any(texts(names));
        let of_person = tasks::task
            .eq_any(texts(owned))
            .and(cases::owner.eq(person).assume_not_null())
            .or(tasks::task.eq_any(texts(named)).and(tasks::case_id.eq_any(part_in)));
        let of_nobody = tasks::person.is_null();
        query = if departments.is_empty() {
            query.filter(of_one.or(of_nobody.and(of_role.or(of_person))))
        } else {
            let departments: Vec<String> = departments.iter().map(ToString::to_string).collect();
            let of_department = tasks::department
                .is_null()
                .or(tasks::department.eq_any(departments).assume_not_null());
            query.filter(of_one.or(of_nobody.and(of_role.and(of_department).or(of_person))))
        };
    }
    if let Sight::Of(eyes) = sight {
        let confined = confinements::table.filter(confinements::organization.eq(organization.to_string()));
        let open_to_roles = confined
            .clone()
            .filter(confinements::role.eq_any(texts(&eyes.roles)))
            .select(confinements::case_id);
        // Whoever has the task is among the few who see a confidential case, so only tasks of other departments are left out.
        query = query.filter(cases::id.ne_all(kept_by_name(organization, eyes))).filter(
            cases::id
                .ne_all(confined.select(confinements::case_id))
                .or(cases::id.eq_any(open_to_roles))
                .or(cases::owner.eq(eyes.person.0.to_string()).assume_not_null())
                .or(tasks::department.is_null())
                .or(tasks::department.eq_any(texts(&eyes.departments)).assume_not_null()),
        );
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
