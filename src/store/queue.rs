//! Lists of cases: what people work from.
//!
//! A list is a page at a time, sorted by urgency and then by the next due time (cases without one last), closed cases by when they were
//! closed, the last first. It goes on from where the last page ended, so that a page costs the same wherever it stands. Everybody sees
//! what lies in their [`Sight`] and nothing else.

mod by_urgency;
mod found;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, Utc};
use chrono_tz::Tz;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::Error;
use super::cases::NEVER;
use super::connection::{Conn, MultiBackend};
use super::kinds::{Ts, Uid, instant_text};
use super::labels::Label;
use super::schema::{case_labels, cases};
use super::search::Place;
use super::visible::{self, FEW, visible};
use crate::access::Sight;
use crate::calendar::day_begins;
use crate::case::{CaseId, PersonId};
use crate::pack::id::{CaseTypeId, DepartmentId, OrganizationId, PriorityId, StageId};
use crate::search::Query;
use by_urgency::{ByUrgency, Way};

/// The most rows of one page.
pub const PAGE_MAX: u16 = 200;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub case_type: Option<CaseTypeId>,
    pub stage: Option<StageId>,
    /// Those of any of these departments; all, if there are none.
    pub departments: Vec<DepartmentId>,
    pub owner: Option<Owner>,
    pub due: Option<Due>,
    /// All of these labels stand on the case.
    pub labels: Vec<Label>,
    /// Only cases in which this stands; they are listed the newest first.
    pub text: Option<Query>,
    pub which: Which,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Person(PersonId),
    Nobody,
}

/// When something is due next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Before(DateTime<Utc>),
    /// From the one until before the other.
    Between(DateTime<Utc>, DateTime<Utc>),
    /// Nothing is running.
    Never,
}

impl Due {
    /// What is `late`, still due `today` or within a `week` of days, or `never`; days end at midnight in the organization's zone.
    pub fn within(said: &str, zone: Tz, now: DateTime<Utc>) -> Option<Self> {
        let end_of = |days: u64| {
            let today = now.with_timezone(&zone).date_naive();
            let end = day_begins(zone, today.checked_add_days(Days::new(days))?);
            Some(Self::Between(now, end))
        };
        match said {
            "late" => Some(Self::Before(now)),
            "today" => end_of(1),
            "week" => end_of(7),
            "never" => Some(Self::Never),
            _ => None,
        }
    }
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
pub enum Cursor {
    /// In a list by urgency and due time.
    Due {
        urgency: i32,
        due: DateTime<Utc>,
        id: CaseId,
    },
    /// In a list of closed cases.
    Closed { at: DateTime<Utc>, id: CaseId },
    /// Among what was found.
    Found(Place),
}

impl Cursor {
    fn by_urgency(self) -> Option<by_urgency::Place> {
        match self {
            Self::Due { urgency, due, id } => Some(by_urgency::Place { urgency, due, id }),
            Self::Closed { .. } | Self::Found(_) => None,
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Due { urgency, due, id } => write!(out, "{urgency}_{}_{}", instant_text(*due), id.0),
            Self::Closed { at, id } => write!(out, "closed_{}_{}", instant_text(*at), id.0),
            Self::Found(place) => write!(out, "found_{}", place.0),
        }
    }
}

/// A text that is not a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the end of a page; begin with the first one")]
pub struct CursorError;

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (first, rest) = text.split_once('_').ok_or(CursorError)?;
        if first == "found" {
            return Ok(Self::Found(Place(rest.parse().map_err(|_| CursorError)?)));
        }
        let (at, id) = rest.split_once('_').ok_or(CursorError)?;
        let at = DateTime::parse_from_rfc3339(at)
            .map_err(|_| CursorError)?
            .with_timezone(&Utc);
        let id = CaseId(id.parse().map_err(|_| CursorError)?);
        if first == "closed" {
            return Ok(Self::Closed { at, id });
        }
        Ok(Self::Due {
            urgency: first.parse().map_err(|_| CursorError)?,
            due: at,
            id,
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub cases: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
    /// Where the page before it ends, if there is one. What was found is read onwards only.
    pub previous: Option<Cursor>,
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

impl Row {
    fn place_by_urgency(&self) -> Cursor {
        Cursor::Due {
            urgency: self.urgency,
            due: self.next_due.0,
            id: CaseId(self.id.0),
        }
    }

    fn place_by_closing(&self) -> Cursor {
        Cursor::Closed {
            at: self.closed_at.unwrap_or(self.opened_at).0,
            id: CaseId(self.id.0),
        }
    }
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

type Narrowed = cases::BoxedQuery<'static, MultiBackend>;

/// The cases somebody sees, narrowed to what they ask for.
fn narrowed(organization: &OrganizationId, sight: &Sight, filter: &Filter, among: Option<&[Uid]>) -> Narrowed {
    let mut query = cases::table.into_boxed::<MultiBackend>();
    if let Some(among) = among {
        query = query.filter(cases::id.eq_any(among.to_vec()));
    }
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
    match &filter.owner {
        Some(Owner::Person(person)) => query = query.filter(cases::owner.eq(person.0.to_string())),
        Some(Owner::Nobody) => query = query.filter(cases::owner.is_null()),
        None => {}
    }
    match filter.due {
        Some(Due::Before(at)) => query = query.filter(cases::next_due.lt(Ts(at))),
        Some(Due::Between(from, until)) => {
            query = query.filter(cases::next_due.ge(Ts(from)).and(cases::next_due.lt(Ts(until))));
        }
        Some(Due::Never) => query = query.filter(cases::next_due.eq(Ts(NEVER))),
        None => {}
    }
    // Asked of each case in the order of the list: a database that began with a label that every other case has would read and sort
    // half of all there are.
    for (name, value) in &filter.labels {
        let with_label = case_labels::table
            .filter(case_labels::organization.eq(cases::organization))
            .filter(case_labels::case_id.eq(cases::id))
            .filter(case_labels::name.eq(name.clone()))
            .filter(case_labels::value.eq(value.clone()))
            .limit(1)
            .offset(0);
        query = query.filter(exists(with_label));
    }
    // Last, since SQLite asks in this order, and this costs the most.
    query.filter(visible(organization, sight))
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
    let few = few(conn, organization, sight, filter)?;
    let narrowed = || narrowed(organization, sight, filter, few.as_deref());
    match (&filter.text, filter.which) {
        (Some(text), _) => found::page(conn, organization, &narrowed, text, after, size),
        (None, Which::Closed) => closed(conn, narrowed(), after, size),
        (None, Which::Open | Which::All) => {
            let from = after.and_then(Cursor::by_urgency);
            let list = ByUrgency::of(organization, filter, few.is_some(), &narrowed);
            let rows = list.rows(conn, from, Way::On, size + 1)?;
            Ok(Page::of(rows, size, from.is_some(), Row::place_by_urgency))
        }
    }
}

/// The page that ends before this place; the first one, if there is not so much before it.
///
/// # Errors
/// When the database does not answer.
pub fn page_before(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
    filter: &Filter,
    before: Cursor,
    size: u16,
) -> Result<Page, Error> {
    let few = few(conn, organization, sight, filter)?;
    let narrowed = || narrowed(organization, sight, filter, few.as_deref());
    let most = usize::from(size.clamp(1, PAGE_MAX));
    let page = match (&filter.text, filter.which, before) {
        (None, Which::Closed, Cursor::Closed { at, id }) => {
            let later = cases::closed_at
                .gt(Ts(at))
                .or(cases::closed_at.eq(Ts(at)).and(cases::id.gt(Uid(id.0))));
            let rows = narrowed()
                // Where the index is to be entered: an `or` does not say it.
                .filter(cases::closed_at.ge(Ts(at)).assume_not_null())
                .filter(later.assume_not_null())
                .order((cases::closed_at.asc(), cases::id.asc()))
                .limit(most as i64 + 1)
                .select(Row::as_select())
                .load(conn)?;
            Page::backwards(rows, most, Row::place_by_closing)
        }
        (None, Which::Open | Which::All, place @ Cursor::Due { .. }) => {
            let list = ByUrgency::of(organization, filter, few.is_some(), &narrowed);
            let rows = list.rows(conn, place.by_urgency(), Way::Back, most + 1)?;
            Page::backwards(rows, most, Row::place_by_urgency)
        }
        _ => None,
    };
    match page {
        Some(page) => Ok(page),
        None => self::page(conn, organization, sight, filter, None, size),
    }
}

fn closed(conn: &mut Conn, mut query: Narrowed, after: Option<Cursor>, size: usize) -> Result<Page, Error> {
    if let Some(Cursor::Closed { at, id }) = after {
        let earlier = cases::closed_at
            .lt(Ts(at))
            .or(cases::closed_at.eq(Ts(at)).and(cases::id.lt(Uid(id.0))));
        // The first says where the index is to be entered, which an `or` does not.
        query = query
            .filter(cases::closed_at.le(Ts(at)).assume_not_null())
            .filter(earlier.assume_not_null());
    }
    let rows: Vec<Row> = query
        .order((cases::closed_at.desc(), cases::id.desc()))
        .limit(size as i64 + 1)
        .select(Row::as_select())
        .load(conn)?;
    let is_after = matches!(after, Some(Cursor::Closed { .. }));
    Ok(Page::of(rows, size, is_after, Row::place_by_closing))
}

impl Page {
    /// Of one row more than are shown, if there are as many.
    fn of(mut rows: Vec<Row>, size: usize, is_after: bool, place: impl Fn(&Row) -> Cursor) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        Self {
            next: rows.last().filter(|_| more).map(&place),
            previous: rows.first().filter(|_| is_after).map(place),
            cases: rows.into_iter().map(Listed::from).collect(),
        }
    }

    /// Of rows that were read backwards; `None` if they reach the beginning.
    fn backwards(mut rows: Vec<Row>, size: usize, place: impl Fn(&Row) -> Cursor) -> Option<Self> {
        if rows.len() <= size {
            return None;
        }
        rows.truncate(size);
        rows.reverse();
        Some(Self {
            next: rows.last().map(&place),
            previous: rows.first().map(place),
            cases: rows.into_iter().map(Listed::from).collect(),
        })
    }
}

/// Those of these cases that somebody sees, as lists show them, in no order.
///
/// # Errors
/// When the database does not answer.
pub fn by_ids(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
    ids: &[CaseId],
) -> Result<Vec<Listed>, Error> {
    let ids: Vec<Uid> = ids.iter().map(|id| Uid(id.0)).collect();
    let rows: Vec<Row> = cases::table
        .filter(visible(organization, sight))
        .filter(cases::id.eq_any(ids))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Listed::from).collect())
}

/// How many cases a list has, counted up to `max`: what a view says of itself costs the same however long it is.
///
/// # Errors
/// When the database does not answer.
pub fn count(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
    filter: &Filter,
    max: u16,
) -> Result<usize, Error> {
    let few = few(conn, organization, sight, filter)?;
    count_among(conn, organization, sight, filter, few.as_deref(), max)
}

/// How many cases each of these lists has, counted up to `max`. One that cannot be counted does not keep the others from it.
///
/// # Errors
/// When the database does not answer.
pub fn counts(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
    filters: &[Filter],
    max: u16,
) -> Result<Vec<Result<usize, Error>>, Error> {
    // What somebody sees is the same whatever of it is counted.
    let few_open = visible::few_open(conn, organization, sight)?;
    let counted = filters.iter().map(|filter| {
        let few_open = few_open.as_deref().filter(|_| filter.which == Which::Open);
        let labelled = few_labelled(conn, organization, filter)?;
        count_among(conn, organization, sight, filter, labelled.as_deref().or(few_open), max)
    });
    Ok(counted.collect())
}

fn count_among(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
    filter: &Filter,
    few: Option<&[Uid]>,
    max: u16,
) -> Result<usize, Error> {
    let narrowed = || narrowed(organization, sight, filter, few);
    let max = usize::from(max);
    match (&filter.text, filter.which) {
        (Some(text), _) => {
            let size = max.clamp(1, PAGE_MAX.into());
            Ok(found::page(conn, organization, &narrowed, text, None, size)?
                .cases
                .len())
        }
        (None, Which::Closed) => {
            let ids: Vec<Uid> = narrowed().limit(max as i64).select(cases::id).load(conn)?;
            Ok(ids.len())
        }
        (None, Which::Open | Which::All) => {
            ByUrgency::of(organization, filter, few.is_some(), &narrowed).count(conn, max)
        }
    }
}

/// What is asked for among so few cases that looking at each of them is cheaper than looking for them; `None`: among more.
fn few(
    conn: &mut Conn,
    organization: &OrganizationId,
    sight: &Sight,
    filter: &Filter,
) -> Result<Option<Vec<Uid>>, Error> {
    match few_labelled(conn, organization, filter)? {
        None if filter.which == Which::Open => visible::few_open(conn, organization, sight),
        few => Ok(few),
    }
}

/// All cases with a label that is asked for, if few have it.
fn few_labelled(conn: &mut Conn, organization: &OrganizationId, filter: &Filter) -> Result<Option<Vec<Uid>>, Error> {
    for (name, value) in &filter.labels {
        let ids: Vec<Uid> = case_labels::table
            .filter(case_labels::organization.eq(organization.as_str()))
            .filter(case_labels::name.eq(name))
            .filter(case_labels::value.eq(value))
            .select(case_labels::case_id)
            .limit(FEW as i64 + 1)
            .load(conn)?;
        if ids.len() <= FEW {
            return Ok(Some(ids));
        }
    }
    Ok(None)
}
