//! Cases and what lists are made of: deadlines, tasks, participants, wakes.
//!
//! A case is stored whole, as its history makes it; the columns beside it and the projections say the same in a form that
//! can be searched. They change in the same transaction, and `verify` proves that they agree.

mod projection;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

pub(super) use self::projection::{DeadlineRow, TaskRow};
use self::projection::{project_deadlines, project_tasks};
use super::connection::{Conn, MultiBackend, each, insert_all};
use super::facts::{self, Fact};
use super::kinds::{Ts, Uid};
use super::schema::{cases, participants};
use super::visible::visible;
use super::{Error, kept, reminders, search, wakes};
use crate::access::Sight;
use crate::case::{Case, CaseId, Deadline, DeadlineState, Task, Urgency};
use crate::pack::id::{OrganizationId, PriorityId};

/// Where cases without a due time stand in a list sorted by it: last.
pub(super) const NEVER: DateTime<Utc> = DateTime::from_timestamp(253_370_764_800, 0).expect("the year 9999 exists");

/// Where cases that are not urgent stand in a list sorted by urgency: after all levels.
const ORDINARY: i32 = 1_000;

/// What lists show of a case beyond the case itself: worked out by the pack it runs under.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    pub subject: String,
    /// Personal data.
    pub complainant: Option<String>,
    /// What the pack's counters compare.
    pub facts: Vec<Fact>,
    pub urgency: Option<Urgency>,
}

#[derive(Insertable, AsChangeset, Queryable, Selectable, PartialEq, Debug)]
#[diesel(table_name = cases)]
#[diesel(check_for_backend(MultiBackend, diesel::pg::Pg, diesel::sqlite::Sqlite))]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
#[diesel(primary_key(organization, id))]
pub(super) struct Row {
    pub organization: String,
    pub id: Uid,
    pub number: String,
    pub case_type: String,
    pub pack: String,
    pub version: i64,
    pub stage: String,
    pub opened_at: Ts,
    pub closed_at: Option<Ts>,
    pub subject: String,
    pub complainant: Option<String>,
    pub department: Option<String>,
    pub owner: Option<String>,
    pub next_due: Ts,
    pub document: String,
    pub urgency: i32,
    pub priority: Option<String>,
}

impl Row {
    pub(super) fn of(case: &Case, summary: &Summary) -> Result<Self, Error> {
        Ok(Self {
            organization: case.organization.to_string(),
            id: Uid(case.id.0),
            number: case.number.clone(),
            case_type: case.case_type.to_string(),
            pack: case.pack.to_string(),
            version: as_version(case.version)?,
            stage: case.stage.to_string(),
            opened_at: Ts(case.opened_at),
            closed_at: case.closed_at.map(Ts),
            subject: summary.subject.clone(),
            complainant: summary.complainant.clone(),
            department: case.department.as_ref().map(ToString::to_string),
            owner: case.owner.as_ref().map(|owner| owner.0.to_string()),
            next_due: Ts(next_due(case).unwrap_or(NEVER)),
            document: serde_json::to_string(case).map_err(|error| Error::corrupt("case", error))?,
            urgency: summary.urgency.as_ref().map_or(ORDINARY, |urgency| urgency.rank.into()),
            priority: summary.urgency.as_ref().map(|urgency| urgency.level.to_string()),
        })
    }

    /// What the pack said of the case when it was saved, as far as it stands in the row.
    pub(super) fn summary(&self) -> Summary {
        let level = self.priority.as_ref().map(PriorityId::new);
        Summary {
            subject: self.subject.clone(),
            complainant: self.complainant.clone(),
            facts: Vec::new(),
            urgency: level.map(|level| Urgency {
                rank: u16::try_from(self.urgency).unwrap_or(u16::MAX),
                level,
            }),
        }
    }

    pub(super) fn into_case(self) -> Result<Case, Error> {
        serde_json::from_str(&self.document).map_err(|error| Error::corrupt("case", error))
    }
}

/// The earliest end of a duty that is running; one that was missed still runs.
pub fn next_due(case: &Case) -> Option<DateTime<Utc>> {
    let deadlines = case.deadlines.iter();
    let deadlines = deadlines.filter(|deadline| deadline.state == DeadlineState::Running);
    let tasks = case.tasks.iter().filter_map(Task::running);
    deadlines
        .map(|deadline| deadline.due.due_at)
        .chain(tasks.map(|time| time.due.due_at))
        .min()
}

fn deadline_wakes_at(deadline: &Deadline) -> Option<DateTime<Utc>> {
    if deadline.state != DeadlineState::Running {
        return None;
    }
    let due = (!deadline.missed).then_some(deadline.due.due_at);
    deadline.warnings.first().copied().into_iter().chain(due).min()
}

/// # Errors
/// When the database does not answer or the stored case cannot be read.
pub fn by_number(conn: &mut Conn, organization: &OrganizationId, number: &str) -> Result<Option<Case>, Error> {
    cases::table
        .filter(cases::organization.eq(organization.as_str()))
        .filter(cases::number.eq(number))
        .select(Row::as_select())
        .get_result::<Row>(conn)
        .optional()?
        .map(Row::into_case)
        .transpose()
}

/// # Errors
/// When the database does not answer or the stored case cannot be read.
pub fn by_id(conn: &mut Conn, organization: &OrganizationId, id: CaseId) -> Result<Option<Case>, Error> {
    cases::table
        .find((organization.as_str(), Uid(id.0)))
        .select(Row::as_select())
        .get_result::<Row>(conn)
        .optional()?
        .map(Row::into_case)
        .transpose()
}

/// A case with what lists say of it.
///
/// # Errors
/// When the database does not answer or the stored case cannot be read.
pub fn with_summary(
    conn: &mut Conn,
    organization: &OrganizationId,
    id: CaseId,
) -> Result<Option<(Case, Summary)>, Error> {
    let row = cases::table
        .find((organization.as_str(), Uid(id.0)))
        .select(Row::as_select())
        .get_result::<Row>(conn)
        .optional()?;
    row.map(|row| {
        let summary = row.summary();
        Ok((row.into_case()?, summary))
    })
    .transpose()
}

/// Cases in the order of these ids; one that is not there is left out.
///
/// # Errors
/// When the database does not answer or a stored case cannot be read.
pub fn by_ids(conn: &mut Conn, organization: &OrganizationId, ids: &[CaseId]) -> Result<Vec<Case>, Error> {
    let wanted: Vec<Uid> = ids.iter().map(|id| Uid(id.0)).collect();
    let rows: Vec<Row> = cases::table
        .filter(cases::organization.eq(organization.to_string()))
        .filter(cases::id.eq_any(wanted))
        .select(Row::as_select())
        .load(conn)?;
    let mut cases = rows.into_iter().map(Row::into_case).collect::<Result<Vec<_>, _>>()?;
    cases.sort_by_key(|case| ids.iter().position(|id| *id == case.id));
    Ok(cases)
}

/// Which case is meant.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    Number(&'a str),
    Id(CaseId),
}

/// # Errors
/// When the database does not answer or the stored case cannot be read.
pub fn find(conn: &mut Conn, organization: &OrganizationId, which: Which<'_>) -> Result<Option<Case>, Error> {
    match which {
        Which::Number(number) => by_number(conn, organization, number),
        Which::Id(id) => by_id(conn, organization, id),
    }
}

/// Loads a case to change it. On PostgreSQL its row stays locked until the transaction ends; on SQLite there is one
/// writer.
///
/// # Errors
/// When the database does not answer or the stored case cannot be read.
pub fn for_update(conn: &mut Conn, organization: &OrganizationId, which: Which<'_>) -> Result<Option<Case>, Error> {
    let pg = match conn {
        Conn::Sqlite(_) => return find(conn, organization, which),
        Conn::Postgres(pg) => pg,
    };
    let of_organization = cases::table.filter(cases::organization.eq(organization.as_str()));
    let row = match which {
        Which::Number(number) => of_organization
            .filter(cases::number.eq(number))
            .select(Row::as_select())
            .for_update()
            .get_result::<Row>(pg)
            .optional()?,
        Which::Id(id) => of_organization
            .filter(cases::id.eq(Uid(id.0)))
            .select(Row::as_select())
            .for_update()
            .get_result::<Row>(pg)
            .optional()?,
    };
    row.map(Row::into_case).transpose()
}

/// Every open case of a type, oldest first: what a schedule goes through.
///
/// # Errors
/// When the database does not answer.
pub fn open_of_type(
    conn: &mut Conn,
    organization: &OrganizationId,
    case_type: &crate::pack::id::CaseTypeId,
) -> Result<Vec<CaseId>, Error> {
    Ok(cases::table
        .filter(cases::organization.eq(organization.as_str()))
        .filter(cases::case_type.eq(case_type.as_str()))
        .filter(cases::closed_at.is_null())
        .order(cases::id)
        .select(cases::id)
        .load::<Uid>(conn)?
        .into_iter()
        .map(|id| CaseId(id.0))
        .collect())
}

/// Cases of a type opened from `from` until before `until` that somebody sees, oldest first, at most `limit`: what registers and reports
/// read.
///
/// # Errors
/// When the database does not answer.
pub fn opened_between(
    conn: &mut Conn,
    organization: &OrganizationId,
    case_type: &crate::pack::id::CaseTypeId,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    sight: &Sight,
    limit: i64,
) -> Result<Vec<Case>, Error> {
    cases::table
        .filter(visible(organization, sight))
        .filter(cases::case_type.eq(case_type.as_str()))
        .filter(cases::opened_at.ge(Ts(from)))
        .filter(cases::opened_at.lt(Ts(until)))
        .order((cases::opened_at, cases::id))
        .limit(limit)
        .select(Row::as_select())
        .load::<Row>(conn)?
        .into_iter()
        .map(Row::into_case)
        .collect()
}

/// Saves a new case with its projections. Its events are appended after it.
///
/// # Errors
/// When the database refuses, for one because the number exists already.
pub fn insert(conn: &mut Conn, case: &Case, summary: &Summary) -> Result<(), Error> {
    let row = Row::of(case, summary)?;
    each!(conn, c => diesel::insert_into(cases::table).values(&row).execute(c))?;
    project(conn, None, case)?;
    search::wanted(conn, &row.organization, row.id, row.version)?;
    facts::save(conn, case, &[], &summary.facts)?;
    match case.next_moment() {
        Some(at) => wakes::begin(conn, &case.organization, case.id, at),
        None => Ok(()),
    }
}

/// Saves a case that was read as `before`.
///
/// # Errors
/// [`Error::Stale`] when somebody else saved it in between.
pub fn update(conn: &mut Conn, before: &Case, case: &Case, summary: &Summary) -> Result<(), Error> {
    let row = Row::of(case, summary)?;
    let saved = diesel::update(
        cases::table
            .find((case.organization.as_str(), Uid(case.id.0)))
            .filter(cases::version.eq(as_version(before.version)?)),
    )
    .set(&row)
    .execute(conn)?;
    if saved != 1 {
        return Err(Error::Stale);
    }
    project(conn, Some(before), case)?;
    search::wanted(conn, &row.organization, row.id, row.version)?;
    let stored = facts::of_case(conn, &case.organization, case.id)?;
    facts::save(conn, case, &stored, &summary.facts)?;
    wakes::set(conn, &case.organization, case.id, case.next_moment())
}

/// Writes what changed of the lists.
fn project(conn: &mut Conn, before: Option<&Case>, case: &Case) -> Result<(), Error> {
    project_deadlines(conn, before, case)?;
    project_tasks(conn, before, case)?;
    kept::save(conn, before, case)?;
    reminders::save(conn, before, case)?;
    let joined: Vec<_> = case
        .participants
        .iter()
        .filter(|person| before.is_none_or(|before| !before.participants.contains(*person)))
        .map(|person| {
            (
                participants::organization.eq(case.organization.as_str()),
                participants::person.eq(&*person.0),
                participants::case_id.eq(Uid(case.id.0)),
            )
        })
        .collect();
    insert_all!(conn, participants::table, joined);
    Ok(())
}

fn as_version(version: u64) -> Result<i64, Error> {
    i64::try_from(version).map_err(|error| Error::corrupt("case", error))
}
