//! What people have typed into forms and not submitted yet. Nobody but its author reads a draft.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Ts, Uid};
use super::schema::drafts;
use crate::case::{CaseId, PersonId};
use crate::pack::id::{OrganizationId, PackVersion};

/// The most that one person may have in an organization.
pub const DRAFTS_MAX: i64 = 50;

/// A form as somebody left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: Uuid,
    /// The address of its form within the organization, as `/cases/new/complaint`.
    pub place: String,
    /// The case it is about; `None` where one is to be opened.
    pub case: Option<CaseId>,
    /// The version that asked for it.
    pub pack: PackVersion,
    /// What its author knows it by.
    pub about: String,
    /// As the form would have been submitted.
    pub pairs: Vec<(String, String)>,
    pub saved_at: DateTime<Utc>,
}

/// A draft as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: Uuid,
    pub place: String,
    pub case: Option<CaseId>,
    pub about: String,
    pub saved_at: DateTime<Utc>,
}

/// Keeps a draft in place of what was saved under its id before. `false` if it was submitted or thrown away meanwhile, or its author
/// has as many as anybody may have.
///
/// # Errors
/// When the database refuses.
pub fn keep(conn: &mut Conn, organization: &OrganizationId, person: &PersonId, draft: &Draft) -> Result<bool, Error> {
    let key = (organization.as_str(), &*person.0, Uid(draft.id));
    let known: Option<bool> = drafts::table.find(key).select(drafts::over).first(conn).optional()?;
    let content = serde_json::to_string(&draft.pairs).map_err(|error| Error::corrupt("draft", error))?;
    match known {
        Some(true) => return Ok(false),
        Some(false) => {
            diesel::update(drafts::table.find(key))
                .set((
                    drafts::pack.eq(draft.pack.to_string()),
                    drafts::about.eq(&draft.about),
                    drafts::content.eq(content),
                    drafts::saved_at.eq(Ts(draft.saved_at)),
                ))
                .execute(conn)?;
        }
        None => {
            let own = drafts::table
                .filter(drafts::organization.eq(organization.as_str()))
                .filter(drafts::person.eq(&*person.0))
                .filter(drafts::over.eq(false))
                .count();
            let kept: i64 = each!(conn, c => own.get_result(c))?;
            if kept >= DRAFTS_MAX {
                return Ok(false);
            }
            let row = (
                drafts::organization.eq(organization.as_str()),
                drafts::person.eq(&*person.0),
                drafts::id.eq(Uid(draft.id)),
                drafts::place.eq(&draft.place),
                drafts::case_id.eq(draft.case.map(|case| Uid(case.0))),
                drafts::pack.eq(draft.pack.to_string()),
                drafts::about.eq(&draft.about),
                drafts::content.eq(content),
                drafts::saved_at.eq(Ts(draft.saved_at)),
                drafts::over.eq(false),
            );
            each!(conn, c => diesel::insert_into(drafts::table).values(&row).execute(c))?;
        }
    }
    Ok(true)
}

/// Somebody's drafts, the latest first, without what was typed.
///
/// # Errors
/// When the database does not answer.
pub fn of_person(conn: &mut Conn, organization: &OrganizationId, person: &PersonId) -> Result<Vec<Listed>, Error> {
    let rows: Vec<(Uid, String, Option<Uid>, String, Ts)> = drafts::table
        .filter(drafts::organization.eq(organization.as_str()))
        .filter(drafts::person.eq(&*person.0))
        .filter(drafts::over.eq(false))
        .order((drafts::saved_at.desc(), drafts::id))
        .select((
            drafts::id,
            drafts::place,
            drafts::case_id,
            drafts::about,
            drafts::saved_at,
        ))
        .load(conn)?;
    let listed = rows.into_iter().map(|(id, place, case, about, saved_at)| Listed {
        id: id.0,
        place,
        case: case.map(|case| CaseId(case.0)),
        about,
        saved_at: saved_at.0,
    });
    Ok(listed.collect())
}

/// One of somebody's drafts as they left it.
///
/// # Errors
/// When the database does not answer or the draft cannot be read.
pub fn by_id(
    conn: &mut Conn,
    organization: &OrganizationId,
    person: &PersonId,
    id: Uuid,
) -> Result<Option<Draft>, Error> {
    let row: Option<(String, Option<Uid>, String, String, String, Ts)> = drafts::table
        .find((organization.as_str(), &*person.0, Uid(id)))
        .filter(drafts::over.eq(false))
        .select((
            drafts::place,
            drafts::case_id,
            drafts::pack,
            drafts::about,
            drafts::content,
            drafts::saved_at,
        ))
        .first(conn)
        .optional()?;
    row.map(|(place, case, pack, about, content, saved_at)| {
        Ok(Draft {
            id,
            place,
            case: case.map(|case| CaseId(case.0)),
            pack: PackVersion::new(pack),
            about,
            pairs: serde_json::from_str(&content).map_err(|error| Error::corrupt("draft", error))?,
            saved_at: saved_at.0,
        })
    })
    .transpose()
}

/// Ends a draft that was submitted or thrown away: its content goes, and what is still on its way under its id comes too late. `false`
/// if its author has no such draft.
///
/// # Errors
/// When the database refuses.
pub fn end(
    conn: &mut Conn,
    organization: &OrganizationId,
    person: &PersonId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let ended = diesel::update(
        drafts::table
            .find((organization.as_str(), &*person.0, Uid(id)))
            .filter(drafts::over.eq(false)),
    )
    .set((
        drafts::over.eq(true),
        drafts::content.eq("[]"),
        drafts::about.eq(""),
        drafts::saved_at.eq(Ts(now)),
    ))
    .execute(conn)?;
    Ok(ended == 1)
}

/// Whether a draft of the organization, whoever's it is, names this file by its hash.
///
/// # Errors
/// When the database does not answer.
pub(super) fn name_file(conn: &mut Conn, organization: &OrganizationId, hash: &str) -> Result<bool, Error> {
    let one: Option<Uid> = drafts::table
        .filter(drafts::organization.eq(organization.as_str()))
        .filter(drafts::content.like(format!("%{hash}%")))
        .select(drafts::id)
        .first(conn)
        .optional()?;
    Ok(one.is_some())
}

/// What was about a case that is destroyed.
///
/// # Errors
/// When the database refuses.
pub(super) fn forget_case(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<(), Error> {
    diesel::delete(
        drafts::table
            .filter(drafts::organization.eq(organization.as_str()))
            .filter(drafts::case_id.eq(Uid(case.0))),
    )
    .execute(conn)?;
    Ok(())
}

/// Removes drafts that nobody has touched since `untouched_since`, and what is left of those that ended before `over_before`.
///
/// # Errors
/// When the database refuses.
pub fn sweep_on_platform(
    conn: &mut Conn,
    untouched_since: DateTime<Utc>,
    over_before: DateTime<Utc>,
) -> Result<(), Error> {
    diesel::delete(
        drafts::table.filter(
            drafts::saved_at
                .lt(Ts(untouched_since))
                .or(drafts::over.eq(true).and(drafts::saved_at.lt(Ts(over_before)))),
        ),
    )
    .execute(conn)?;
    Ok(())
}
