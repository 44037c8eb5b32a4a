//! Lists of cases: what people work from.
//!
//! A list is a page at a time, sorted by urgency and then by the next due time (cases without one last), and goes on from where the last page
//! ended, so that a page costs the same wherever it stands. Everybody sees what lies in their [`Sight`] and nothing else.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::Error;
use super::cases::NEVER;
use super::connection::{Conn, MultiBackend};
use super::kinds::{Ts, Uid, instant_text};
use super::schema::cases;
use super::visible::visible;
use crate::access::Sight;
use crate::case::{CaseId, PersonId};
use crate::pack::id::{CaseTypeId, DepartmentId, OrganizationId, PriorityId, StageId};

/// The most rows of one page.
pub const PAGE_MAX: u16 = 200;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub case_type: Option<CaseTypeId>,
    pub stage: Option<StageId>,
    /// A part of the number or of the subject.
    pub text: Option<String>,
    /// Those of any of these departments; all, if there are none.
    pub departments: Vec<DepartmentId>,
    pub owner: Option<PersonId>,
    pub which: Which,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    Open,
    Closed,
    All,
}

/// A case as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    pub id: CaseId,
    pub number: String,
    pub case_type: CaseTypeId,
    pub stage: StageId,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub subject: String,
    /// Personal data: masked by whoever shows it.
    pub complainant: Option<String>,
    pub department: Option<DepartmentId>,
    pub owner: Option<PersonId>,
    pub next_due: Option<DateTime<Utc>>,
    /// The level of urgency it had when it was last saved.
    pub priority: Option<PriorityId>,
}

/// Where a page ended. As text it fits into an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    urgency: i32,
    due: DateTime<Utc>,
    id: CaseId,
}

impl fmt::Display for Cursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}_{}_{}", self.urgency, instant_text(self.due), self.id.0)
    }
}

/// A text that is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the end of a page; begin with the first one")]
pub struct CursorError;

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (urgency, rest) = text.split_once('_').ok_or(CursorError)?;
        let (due, id) = rest.split_once('_').ok_or(CursorError)?;
        Ok(Self {
            urgency: urgency.parse().map_err(|_| CursorError)?,
            due: DateTime::parse_from_rfc3339(due)
                .map_err(|_| CursorError)?
                .with_timezone(&Utc),
            id: CaseId(id.parse().map_err(|_| CursorError)?),
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub cases: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cases)]
#[diesel(check_for_backend(MultiBackend, diesel::pg::Pg, diesel::sqlite::Sqlite))]
struct Row {
    id: Uid,
    number: String,
    case_type: String,
    stage: String,
    opened_at: Ts,
    closed_at: Option<Ts>,
    subject: String,
    complainant: Option<String>,
    department: Option<String>,
    owner: Option<String>,
    next_due: Ts,
    urgency: i32,
    priority: Option<String>,
}

impl From<Row> for Listed {
    fn from(row: Row) -> Self {
        Self {
            id: CaseId(row.id.0),
            number: row.number,
            case_type: CaseTypeId::new(row.case_type),
            stage: StageId::new(row.stage),
            opened_at: row.opened_at.0,
            closed_at: row.closed_at.map(|at| at.0),
            subject: row.subject,
            complainant: row.complainant,
            department: row.department.map(DepartmentId::new),
            owner: row.owner.map(|owner| PersonId(owner.into())),
            next_due: due_of(row.next_due),
            priority: row.priority.map(PriorityId::new),
        }
    }
}

pub(super) fn due_of(at: Ts) -> Option<DateTime<Utc>> {
    (at.0 != NEVER).then_some(at.0)
}

/// One page of cases.
///
/// # Errors
/// When the database does not answer.
pub fn page(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
    filter: &Filter,
    after: Option<Cursor>,
    size: u16,
) -> Result<Page, Error> {
    let size = usize::from(size.clamp(1, PAGE_MAX));
    let mut query = cases::table
        .filter(visible(organization, sight))
        .into_boxed::<MultiBackend>();
    match filter.which {
        Which::Open => query = query.filter(cases::closed_at.is_null()),
        Which::Closed => query = query.filter(cases::closed_at.is_not_null()),
        Which::All => {}
    }
    if let Some(case_type) = &filter.case_type {
        query = query.filter(cases::case_type.eq(case_type.to_string()));
    }
    if let Some(stage) = &filter.stage {
        query = query.filter(cases::stage.eq(stage.to_string()));
    }
    if !filter.departments.is_empty() {
        let departments: Vec<String> = filter.departments.iter().map(ToString::to_string).collect();
        query = query.filter(cases::department.eq_any(departments).assume_not_null());
    }
    if let Some(owner) = &filter.owner {
        query = query.filter(cases::owner.eq(owner.0.to_string()));
    }
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let pattern = format!("%{}%", escaped(text));
        query = query.filter(
            cases::number
                .like(pattern.clone())
                .escape('\\')
                .or(cases::subject.like(pattern).escape('\\')),
        );
    }
    if let Some(Cursor { urgency, due, id }) = after {
        let later = cases::next_due
            .gt(Ts(due))
            .or(cases::next_due.eq(Ts(due)).and(cases::id.gt(Uid(id.0))));
        query = query.filter(cases::urgency.gt(urgency).or(cases::urgency.eq(urgency).and(later)));
    }
    let mut rows: Vec<Row> = query
        .order((cases::urgency, cases::next_due, cases::id))
        .limit(size as i64 + 1)
        .select(Row::as_select())
        .load(conn)?;
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|row| Cursor {
        urgency: row.urgency,
        due: row.next_due.0,
        id: CaseId(row.id.0),
    });
    Ok(Page {
        cases: rows.into_iter().map(Listed::from).collect(),
        next,
    })
}

/// How many open cases stand at each stage of each case type.
///
/// # Errors
/// When the database does not answer.
pub fn counts_by_stage(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
) -> Result<Vec<(CaseTypeId, StageId, i64)>, Error> {
    let rows: Vec<(String, String, i64)> = cases::table
        .filter(visible(organization, sight))
        .filter(cases::closed_at.is_null())
        .group_by((cases::case_type, cases::stage))
        .order((cases::case_type, cases::stage))
        .select((cases::case_type, cases::stage, count_star()))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(case_type, stage, count)| (CaseTypeId::new(case_type), StageId::new(stage), count))
        .collect())
}

/// `%`, `_` and the backslash stand for themselves.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
