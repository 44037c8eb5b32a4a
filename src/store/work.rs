//! The open tasks somebody may do: a page at a time, the most urgent first.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Nullable;

use super::Error;
use super::cases::NEVER;
use super::connection::{Conn, MultiBackend};
use super::kinds::{Instant, Ts, Uid, instant_text};
use super::queue::{CursorError, PAGE_MAX, due_of};
use super::schema::{cases, participants, tasks};
use super::visible::{kind_of_task, kinds, not_about, not_kept, texts};
use crate::access::{Duties, Sight};
use crate::case::{CaseId, PersonId};
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
    /// Somebody it was given to by name.
    pub person: Option<PersonId>,
    pub opened_at: DateTime<Utc>,
    /// Its own due time.
    pub due_at: Option<DateTime<Utc>>,
    /// The next due time of the case.
    pub next_due: Option<DateTime<Utc>>,
    /// The urgency of the case, as lists are sorted by it.
    urgency: i32,
}

impl OpenTask {
    /// By when it is to be done: its own due time, or else the next one of its case.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.due_at.or(self.next_due)
    }

    /// Where a page goes on that ends with this task.
    pub fn place(&self) -> TaskPlace {
        TaskPlace {
            urgency: self.urgency,
            due: self.due().unwrap_or(NEVER),
            case: self.case,
            number: self.number,
        }
    }
}

/// What a list of tasks is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Only those given to this person by name, and those of the cases they handle.
    pub person: Option<PersonId>,
    /// Only those of any of these departments; all, if there are none.
    pub departments: Vec<DepartmentId>,
    /// Only those due before this moment.
    pub due_before: Option<DateTime<Utc>>,
}

/// Where a page of tasks ended. As text it fits into an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskPlace {
    urgency: i32,
    due: DateTime<Utc>,
    case: CaseId,
    number: u32,
}

impl fmt::Display for TaskPlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let due = instant_text(self.due);
        write!(out, "{}_{due}_{}_{}", self.urgency, self.case.0, self.number)
    }
}

impl FromStr for TaskPlace {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let parts: Vec<&str> = text.split('_').collect();
        let [urgency, due, case, number] = parts[..] else {
            return Err(CursorError);
        };
        let due = DateTime::parse_from_rfc3339(due).map_err(|_| CursorError)?;
        Ok(Self {
            urgency: urgency.parse().map_err(|_| CursorError)?,
            due: due.with_timezone(&Utc),
            case: CaseId(case.parse().map_err(|_| CursorError)?),
            number: number.parse().map_err(|_| CursorError)?,
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(check_for_backend(MultiBackend, diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct TaskRow {
    #[diesel(select_expression = cases::id)]
    case: Uid,
    #[diesel(select_expression = cases::number)]
    case_number: String,
    #[diesel(select_expression = cases::case_type)]
    case_type: String,
    #[diesel(select_expression = cases::subject)]
    subject: String,
    #[diesel(select_expression = tasks::number)]
    number: i32,
    #[diesel(select_expression = tasks::task)]
    task: String,
    #[diesel(select_expression = tasks::department)]
    department: Option<String>,
    #[diesel(select_expression = tasks::person)]
    person: Option<String>,
    #[diesel(select_expression = tasks::opened_at)]
    opened_at: Ts,
    #[diesel(select_expression = tasks::due_at)]
    due_at: Option<Ts>,
    #[diesel(select_expression = cases::next_due)]
    next_due: Ts,
    #[diesel(select_expression = cases::urgency)]
    urgency: i32,
}

impl From<TaskRow> for OpenTask {
    fn from(row: TaskRow) -> Self {
        Self {
            case: CaseId(row.case.0),
            case_number: row.case_number,
            case_type: CaseTypeId::new(row.case_type),
            subject: row.subject,
            number: row.number.unsigned_abs(),
            task: TaskId::new(row.task),
            department: row.department.map(DepartmentId::new),
            person: row.person.map(|person| PersonId(person.into())),
            opened_at: row.opened_at.0,
            due_at: row.due_at.map(|at| at.0),
            next_due: due_of(row.next_due),
            urgency: row.urgency,
        }
    }
}

diesel::define_sql_function! {
    /// The first unless there is none.
    fn coalesce(first: Nullable<Instant>, otherwise: Instant) -> Instant;
}

/// One page of the open tasks somebody may do in cases that are not kept from them, the most urgent first: by their own due time, and
/// without one by that of their case. And where the next page begins, if there is one.
///
/// # Errors
/// When the database does not answer.
pub fn page(
    conn: &mut Conn,
    organization: &OrganizationId,
    (sight, duties): (&Sight, &Duties),
    narrowed: &Narrowed,
    after: Option<TaskPlace>,
    size: u16,
) -> Result<(Vec<OpenTask>, Option<TaskPlace>), Error> {
    let size = size.clamp(1, PAGE_MAX);
    let mut query = asked(organization, sight, duties, narrowed);
    if let Some(after) = after {
        let due = || coalesce(tasks::due_at, cases::next_due);
        let number = i32::try_from(after.number).unwrap_or(i32::MAX);
        let same_case = cases::id.eq(Uid(after.case.0)).and(tasks::number.gt(number));
        let same_due = due()
            .eq(Ts(after.due))
            .and(cases::id.gt(Uid(after.case.0)).or(same_case));
        let same_urgency = cases::urgency
            .eq(after.urgency)
            .and(due().gt(Ts(after.due)).or(same_due));
        query = query.filter(cases::urgency.gt(after.urgency).or(same_urgency));
    }
    let sorted = query.order((
        cases::urgency,
        coalesce(tasks::due_at, cases::next_due),
        cases::id,
        tasks::number,
    ));
    let rows: Vec<TaskRow> = sorted
        .limit(i64::from(size) + 1)
        .select(TaskRow::as_select())
        .load(conn)?;
    let mut tasks: Vec<OpenTask> = rows.into_iter().map(OpenTask::from).collect();
    let more = tasks.len() > usize::from(size);
    tasks.truncate(size.into());
    let next = tasks.last().filter(|_| more).map(OpenTask::place);
    Ok((tasks, next))
}

/// How many of these tasks there are, counted up to `max`.
///
/// # Errors
/// When the database does not answer.
pub fn count(
    conn: &mut Conn,
    organization: &OrganizationId,
    (sight, duties): (&Sight, &Duties),
    narrowed: &Narrowed,
    max: u16,
) -> Result<usize, Error> {
    let numbers: Vec<i32> = asked(organization, sight, duties, narrowed)
        .limit(max.into())
        .select(tasks::number)
        .load(conn)?;
    Ok(numbers.len())
}

#[diesel::dsl::auto_type(type_name = "WithCases")]
fn with_cases() -> _ {
    let of_case = tasks::organization
        .eq(cases::organization)
        .and(tasks::case_id.eq(cases::id));
    tasks::table.inner_join(cases::table.on(of_case))
}

type Asked = diesel::helper_types::IntoBoxed<'static, WithCases, MultiBackend>;

/// The open tasks somebody may do, narrowed to what they ask for.
fn asked(organization: &OrganizationId, sight: &Sight, duties: &Duties, narrowed: &Narrowed) -> Asked {
    let mut query = with_cases()
        .into_boxed::<MultiBackend>()
        .filter(tasks::organization.eq(organization.to_string()))
        .filter(tasks::state.eq("open"))
        .filter(cases::closed_at.is_null());
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
        Sight::Of(eyes) => {
            query = query.filter(not_kept(eyes));
            if let Some(own) = &eyes.stand_in {
                query = query.filter(not_about(own));
            }
        }
    }
    let Narrowed {
        person,
        departments,
        due_before,
    } = narrowed;
    if let Some(person) = person {
        let person = person.0.to_string();
        let by_name = tasks::person
            .is_not_null()
            .and(tasks::person.eq(person.clone()).assume_not_null());
        let of_case = cases::owner
            .is_not_null()
            .and(cases::owner.eq(person).assume_not_null());
        query = query.filter(by_name.or(of_case));
    }
    if !departments.is_empty() {
        query = query.filter(tasks::department.eq_any(texts(departments)).assume_not_null());
    }
    if let Some(before) = due_before {
        query = query.filter(coalesce(tasks::due_at, cases::next_due).lt(Ts(*before)));
    }
    query
}
