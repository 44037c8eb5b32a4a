//! How many other cases are like this one: what a pack's declared counters ask.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::Error;
use super::connection::{Conn, each, insert_all};
use super::history::canonical;
use super::kinds::{Ts, Uid};
use super::schema::case_facts;
use crate::case::counting::Opened;
use crate::case::{Case, CaseId};
use crate::pack::id::{CaseTypeId, OrganizationId};
use crate::value::Value;

/// A name and what it is worth in a case: an answer or a decision. Several together are one fact: their names with [`AND`]
/// between, and the list of their values.
pub type Fact = (String, Value);

/// Between names that are compared together. No name holds it.
pub const AND: &str = "+";

/// The end of the year 9999: no case is opened later, and both databases know it.
const LAST: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_799, 0) {
    Some(at) => at,
    None => DateTime::<Utc>::MAX_UTC,
};

/// How many cases of a type, other than `excluding`, have `same` and were opened in that time.
///
/// What is not answered is like nothing: an empty value counts no case.
///
/// # Errors
/// When the database does not answer.
pub fn count_alike(
    conn: &mut Conn,
    organization: &OrganizationId,
    case_type: &CaseTypeId,
    (name, value): &Fact,
    opened: Opened,
    excluding: Option<CaseId>,
) -> Result<i64, Error> {
    if value.is_empty() {
        return Ok(0);
    }
    // One statement for every question: no case is older than the first moment or younger than the last, and none has the id of
    // nobody, or one before it.
    let since = Ts(opened.since.unwrap_or(DateTime::UNIX_EPOCH));
    let before = Ts(opened.before.map_or(LAST, |before| before.at));
    let own = Uid(opened
        .before
        .and_then(|before| before.case)
        .map_or(Uuid::nil(), |case| case.0));
    let excluding = Uid(excluding.map_or(Uuid::nil(), |case| case.0));
    let alike = case_facts::table
        .filter(case_facts::organization.eq(organization.as_str()))
        .filter(case_facts::case_type.eq(case_type.as_str()))
        .filter(case_facts::name.eq(name))
        .filter(case_facts::value.eq(text_of(value)?))
        .filter(case_facts::opened_at.ge(since))
        .filter(
            case_facts::opened_at
                .lt(before)
                .or(case_facts::opened_at.eq(before).and(case_facts::case_id.lt(own))),
        )
        .filter(case_facts::case_id.ne(excluding))
        .count();
    Ok(each!(conn, c => alike.get_result(c))?)
}

/// Replaces the `stored` facts of a case by what they are now.
pub(super) fn save(conn: &mut Conn, case: &Case, stored: &[(String, String)], facts: &[Fact]) -> Result<(), Error> {
    let mut wanted = Vec::with_capacity(facts.len());
    for (name, value) in facts {
        if !value.is_empty() {
            wanted.push((name.clone(), text_of(value)?));
        }
    }
    wanted.sort();
    // One by one with the whole key: with only a part of it SQLite would look through the facts of all cases.
    for (name, value) in stored.iter().filter(|fact| !wanted.contains(fact)) {
        let key = (
            case.organization.as_str(),
            case.case_type.as_str(),
            name,
            value,
            Uid(case.id.0),
        );
        diesel::delete(case_facts::table.find(key)).execute(conn)?;
    }
    let rows: Vec<_> = wanted
        .iter()
        .filter(|fact| !stored.contains(fact))
        .map(|(name, value)| {
            (
                case_facts::organization.eq(case.organization.as_str()),
                case_facts::case_type.eq(case.case_type.as_str()),
                case_facts::name.eq(name),
                case_facts::value.eq(value),
                case_facts::case_id.eq(Uid(case.id.0)),
                case_facts::opened_at.eq(Ts(case.opened_at)),
            )
        })
        .collect();
    insert_all!(conn, case_facts::table, rows);
    Ok(())
}

/// Names and canonical values as stored, sorted.
pub(super) fn of_case(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
) -> Result<Vec<(String, String)>, Error> {
    let mut stored: Vec<(String, String)> = case_facts::table
        .filter(case_facts::organization.eq(organization.as_str()))
        .filter(case_facts::case_id.eq(Uid(case.0)))
        .select((case_facts::name, case_facts::value))
        .load(conn)?;
    stored.sort();
    Ok(stored)
}

pub(super) fn text_of(value: &Value) -> Result<String, Error> {
    canonical(serde_json::to_value(value).map_err(|error| Error::corrupt("value", error))?)
}
