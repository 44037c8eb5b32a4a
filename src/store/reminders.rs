//! Of what people are to be reminded, as their own list asks for it, and what of it they have ticked off.
//!
//! The same as the cases say, in a form that can be searched; `verify` proves that they agree. What somebody has ticked off is told by no
//! history: it is gone from their list and from nobody else's.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::connection::{Conn, each, insert_all};
use super::kinds::Uid;
use super::schema::{reminders, reminders_done};
use super::{Error, visible};
use crate::access::Sight;
use crate::case::{Actor, Addressee, Case, CaseId, PersonId, Reminder};
use crate::pack::id::OrganizationId;

/// So many reminders are looked through at most.
const LOOKED_THROUGH_MAX: i64 = 300;

/// The reminders of one person that are neither over nor ticked off: of which events, case by case.
pub type Open = BTreeMap<CaseId, BTreeSet<u64>>;

/// Those of `actor` in cases within their sight, as far as the latest few hundred go.
///
/// # Errors
/// When the database does not answer.
pub fn open(conn: &mut Conn, organization: &OrganizationId, actor: &Actor, sight: &Sight) -> Result<Open, Error> {
    let person = actor.acts_as().0.to_string();
    let done = reminders_done::table
        .filter(reminders_done::organization.eq(reminders::organization))
        .filter(reminders_done::case_id.eq(reminders::case_id))
        .filter(reminders_done::seq.eq(reminders::seq))
        .filter(reminders_done::person.eq(person));
    let rows: Vec<(Uid, i64)> = reminders::table
        .filter(reminders::organization.eq(organization.as_str()))
        .filter(reminders::addressee.eq_any(rows_of(actor)))
        .filter(not(exists(done)))
        .order((reminders::case_id.desc(), reminders::seq.desc()))
        .limit(LOOKED_THROUGH_MAX)
        .select((reminders::case_id, reminders::seq))
        .load(conn)?;
    let mut open = Open::new();
    for (case, seq) in rows {
        open.entry(CaseId(case.0)).or_default().insert(seq.unsigned_abs());
    }
    if open.is_empty() {
        return Ok(open);
    }
    let cases = open.keys().copied().collect();
    let seen = visible::seen_among(conn, organization, sight, &cases)?;
    open.retain(|case, _| seen.contains(case));
    Ok(open)
}

/// Ticks off what `actor` was reminded of in `case` up to the event `until`. The list of nobody else gets shorter.
///
/// # Errors
/// When the database refuses.
pub fn tick_off(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
    actor: &Actor,
    until: u64,
) -> Result<(), Error> {
    let of_case: Vec<i64> = reminders::table
        .filter(reminders::organization.eq(organization.as_str()))
        .filter(reminders::case_id.eq(Uid(case.0)))
        .filter(reminders::addressee.eq_any(rows_of(actor)))
        .select(reminders::seq)
        .load(conn)?;
    for seq in of_case.into_iter().filter(|seq| seq.unsigned_abs() <= until) {
        let row = (
            reminders_done::organization.eq(organization.as_str()),
            reminders_done::case_id.eq(Uid(case.0)),
            reminders_done::seq.eq(seq),
            reminders_done::person.eq(&*actor.acts_as().0),
        );
        each!(conn, c => diesel::insert_into(reminders_done::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// Writes what has changed since `before`.
pub(super) fn save(conn: &mut Conn, before: Option<&Case>, case: &Case) -> Result<(), Error> {
    let (organization, id) = (case.organization.as_str(), Uid(case.id.0));
    let known = before.map(rows).unwrap_or_default();
    let wanted = rows(case);
    for (addressee, seq) in known.iter().filter(|row| !wanted.contains(row)) {
        diesel::delete(reminders::table.find((organization, addressee, id, seq))).execute(conn)?;
        diesel::delete(
            reminders_done::table
                .filter(reminders_done::organization.eq(organization))
                .filter(reminders_done::case_id.eq(id))
                .filter(reminders_done::seq.eq(seq)),
        )
        .execute(conn)?;
    }
    let new: Vec<_> = wanted
        .iter()
        .filter(|row| !known.contains(row))
        .map(|(addressee, seq)| {
            (
                reminders::organization.eq(organization),
                reminders::addressee.eq(addressee),
                reminders::case_id.eq(id),
                reminders::seq.eq(seq),
            )
        })
        .collect();
    insert_all!(conn, reminders::table, new);
    Ok(())
}

/// Whether what is stored is what the case says.
pub(super) fn agrees(conn: &mut Conn, case: &Case) -> Result<bool, Error> {
    let stored: Vec<(String, i64)> = reminders::table
        .filter(reminders::organization.eq(case.organization.as_str()))
        .filter(reminders::case_id.eq(Uid(case.id.0)))
        .select((reminders::addressee, reminders::seq))
        .load(conn)?;
    Ok(stored.into_iter().collect::<BTreeSet<_>>() == rows(case))
}

fn rows(case: &Case) -> BTreeSet<(String, i64)> {
    let row = |reminder: &Reminder| Some((row(&reminder.to)?, i64::try_from(reminder.seq).ok()?));
    case.reminders.iter().filter_map(row).collect()
}

/// Whoever is reminded, as one word: no id has a blank in it.
fn row(to: &Addressee) -> Option<String> {
    match to {
        Addressee::Role(role) => Some(format!("role {role}")),
        Addressee::RoleIn { role, department } => Some(format!("role {role} {department}")),
        Addressee::Department(department) => Some(format!("department {department}")),
        Addressee::Person(PersonId(person)) => Some(format!("person {person}")),
        // Has no list of work.
        Addressee::Complainant => None,
    }
}

/// All that this person is reminded as.
fn rows_of(actor: &Actor) -> Vec<String> {
    let person = std::iter::once(Addressee::Person(actor.acts_as().clone()));
    let roles = actor.roles.iter().cloned().map(Addressee::Role);
    let departments = actor.departments.iter().cloned().map(Addressee::Department);
    let within = actor.roles.iter().flat_map(|role| {
        let departments = actor.departments.iter().cloned();
        departments.map(|department| Addressee::RoleIn {
            role: role.clone(),
            department,
        })
    });
    let all = person.chain(roles).chain(departments).chain(within);
    all.filter_map(|to| row(&to)).collect()
}
