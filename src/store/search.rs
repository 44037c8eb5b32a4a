//! The index by which cases are found by their words: on SQLite its full-text tables, on PostgreSQL an inverted index.
//!
//! A save writes down that a case is to be indexed; the words follow a moment later, so that nobody who records a complaint waits
//! for them. Both databases find the same: the words in their order, as [`Query`] asks for them. Both are asked in their own SQL;
//! what may be seen of the cases found is not decided here but by whoever lists them. Words of personal data carry a mark, so that
//! they are other words than the rest: a query that does not reach them costs no more for it and tells nothing of them, neither by what
//! it finds nor by how long it takes.

mod on_postgres;
mod on_sqlite;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Id, Uid};
use super::labels::{self, Label};
use super::schema::{search_entries, search_pending};
use crate::case::CaseId;
use crate::pack::id::OrganizationId;
use crate::search::{Content, Query, Texts, words};

/// A case whose words are to be indexed as they were at this version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub organization: OrganizationId,
    pub case: CaseId,
    version: i64,
}

/// A place in the index; later cases stand at higher places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(pub i64);

/// After so many failures a case waits until it is saved again.
const TRIES_MAX: i32 = 3;

/// Writes down that a case is to be indexed.
pub(super) fn wanted(conn: &mut Conn, organization: &str, case: Uid, version: i64) -> Result<(), Error> {
    let row = (
        search_pending::organization.eq(organization),
        search_pending::case_id.eq(case),
        search_pending::version.eq(version),
    );
    each!(conn, c => diesel::insert_into(search_pending::table)
        .values(row)
        .on_conflict((search_pending::organization, search_pending::case_id))
        .do_update()
        .set((search_pending::version.eq(version), search_pending::tried.eq(0)))
        .execute(c))?;
    Ok(())
}

/// Cases of the whole platform that are to be indexed: first those whose indexing has never failed.
///
/// # Errors
/// When the database does not answer.
pub fn pending_on_platform(conn: &mut Conn, limit: i64) -> Result<Vec<Pending>, Error> {
    let rows: Vec<(String, Uid, i64)> = search_pending::table
        .filter(search_pending::tried.lt(TRIES_MAX))
        .order((
            search_pending::tried,
            search_pending::organization,
            search_pending::case_id,
        ))
        .limit(limit)
        .select((
            search_pending::organization,
            search_pending::case_id,
            search_pending::version,
        ))
        .load(conn)?;
    let pending = rows.into_iter().map(|(organization, case, version)| Pending {
        organization: OrganizationId::new(organization),
        case: CaseId(case.0),
        version,
    });
    Ok(pending.collect())
}

/// Lets others go first: indexing this case has failed.
///
/// # Errors
/// When the database refuses.
pub fn put_off(conn: &mut Conn, pending: &Pending) -> Result<(), Error> {
    diesel::update(
        search_pending::table
            .find((pending.organization.as_str(), Uid(pending.case.0)))
            .filter(search_pending::version.eq(pending.version)),
    )
    .set(search_pending::tried.eq(search_pending::tried + 1))
    .execute(conn)?;
    Ok(())
}

/// Wants every case of the platform to be indexed anew, and returns how many there are.
///
/// # Errors
/// When the database refuses.
pub fn want_all(conn: &mut Conn) -> Result<usize, Error> {
    let all = "insert into search_pending (organization, case_id, version) select organization, id, version from cases \
               where true on conflict (organization, case_id) do update set tried = 0";
    Ok(diesel::sql_query(all).execute(conn)?)
}

/// Indexes a case with its words and its labels in place of what was indexed of it before; `None` takes it from the index. `false`, and
/// nothing is done, if it was saved again since it was read (it stays pending), or somebody else is at it.
///
/// # Errors
/// When the database refuses.
pub fn index(conn: &mut Conn, pending: &Pending, found_by: Option<(&Content, &[Label])>) -> Result<bool, Error> {
    if !claim(conn, pending)? {
        return Ok(false);
    }
    let Some((content, labels)) = found_by else {
        forget(conn, &pending.organization, pending.case)?;
        return Ok(true);
    };
    labels::put(conn, &pending.organization, pending.case, labels)?;
    let organization = &pending.organization;
    match stored(conn, organization, pending.case)? {
        Some((_, before)) if before.as_ref() == Some(content) => {}
        Some((id, before)) => {
            drop_words(conn, organization, id, &before.unwrap_or_default())?;
            let parts = (
                search_entries::content.eq(content.open()),
                search_entries::personal.eq(content.personal()),
            );
            let entry = search_entries::table.filter(search_entries::id.eq(id));
            diesel::update(entry).set(parts).execute(conn)?;
            put_words(conn, organization, id, content)?;
        }
        None => {
            let id = insert(conn, organization.as_str(), Uid(pending.case.0), content)?;
            put_words(conn, organization, id, content)?;
        }
    }
    Ok(true)
}

/// What is indexed of a case, and where. Without a content if a program has indexed it that did not know personal data apart.
fn stored(
    conn: &mut Conn,
    organization: &OrganizationId,
    case: CaseId,
) -> Result<Option<(i64, Option<Content>)>, Error> {
    let stored: Option<(i64, String, Option<String>)> = search_entries::table
        .filter(search_entries::organization.eq(organization.as_str()))
        .filter(search_entries::case_id.eq(Uid(case.0)))
        .select((search_entries::id, search_entries::content, search_entries::personal))
        .first(conn)
        .optional()?;
    Ok(stored.map(|(id, open, personal)| (id, personal.map(|personal| Content::stored(open, personal)))))
}

/// Takes the case off the list, so that nobody else indexes it, if it still stands there as it was read. Whoever saves it meanwhile is
/// not waited for.
fn claim(conn: &mut Conn, pending: &Pending) -> Result<bool, Error> {
    let (organization, case) = (pending.organization.as_str(), Uid(pending.case.0));
    let claimed = match conn {
        Conn::Sqlite(c) => diesel::delete(
            search_pending::table
                .find((organization, case))
                .filter(search_pending::version.eq(pending.version)),
        )
        .execute(c)?,
        Conn::Postgres(c) => diesel::sql_query(
            "delete from search_pending where (organization, case_id) in (select organization, case_id from search_pending \
             where organization = $1 and case_id = $2 and version = $3 for update skip locked)",
        )
        .bind::<Text, _>(organization)
        .bind::<Id, _>(case)
        .bind::<BigInt, _>(pending.version)
        .execute(c)?,
    };
    Ok(claimed == 1)
}

/// Takes a case from the index; nothing of its words and labels is left.
///
/// # Errors
/// When the database refuses.
pub fn forget(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<(), Error> {
    labels::put(conn, organization, case, &[])?;
    if let Some((id, content)) = stored(conn, organization, case)? {
        drop_words(conn, organization, id, &content.unwrap_or_default())?;
        diesel::delete(search_entries::table.filter(search_entries::id.eq(id))).execute(conn)?;
    }
    Ok(())
}

/// Those of these cases in which all of the query stands without any personal data.
///
/// # Errors
/// When the database does not answer.
pub fn openly(
    conn: &mut Conn,
    organization: &OrganizationId,
    among: &[CaseId],
    query: &Query,
) -> Result<Vec<CaseId>, Error> {
    let ids: Vec<Uid> = among.iter().map(|case| Uid(case.0)).collect();
    let rows: Vec<(Uid, String, Option<String>)> = search_entries::table
        .filter(search_entries::organization.eq(organization.as_str()))
        .filter(search_entries::case_id.eq_any(ids))
        .select((
            search_entries::case_id,
            search_entries::content,
            search_entries::personal,
        ))
        .load(conn)?;
    let query = query.within(Texts::Open);
    let openly = rows.into_iter().filter_map(|(case, open, personal)| {
        let content = Content::stored(open, personal?);
        content.has(&query).then_some(CaseId(case.0))
    });
    Ok(openly.collect())
}

/// What a look into the index has found, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finds {
    pub cases: Vec<(Place, CaseId)>,
    /// How far the look went, unless it went to the end.
    pub looked_to: Option<Place>,
}

/// Cases of an organization in which all of the query stands, the newest first, before a place, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub fn find(
    conn: &mut Conn,
    organization: &OrganizationId,
    query: &Query,
    before: Option<Place>,
    limit: i64,
) -> Result<Finds, Error> {
    if query.terms().is_empty() {
        return Ok(Finds::default());
    }
    let before = before.map_or(i64::MAX, |place| place.0);
    match conn {
        Conn::Sqlite(c) => on_sqlite::find(c, organization, query, before, limit),
        Conn::Postgres(c) => on_postgres::find(c, organization, query, before, limit),
    }
}

fn finds(found: Vec<Found>, looked_to: Option<Place>) -> Finds {
    let cases = found
        .into_iter()
        .map(|found| (Place(found.id), CaseId(found.case_id.0)));
    Finds {
        cases: cases.collect(),
        looked_to,
    }
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Id)]
    case_id: Uid,
}

#[derive(QueryableByName)]
struct Inserted {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

fn insert(conn: &mut Conn, organization: &str, case: Uid, content: &Content) -> Result<i64, Error> {
    let inserted: Inserted = match conn {
        Conn::Sqlite(c) => diesel::sql_query(
            "insert into search_entries (organization, case_id, content, personal) values (?, ?, ?, ?) returning id",
        )
        .bind::<Text, _>(organization)
        .bind::<Id, _>(case)
        .bind::<Text, _>(content.open())
        .bind::<Text, _>(content.personal())
        .get_result(c)?,
        Conn::Postgres(c) => diesel::sql_query(
            "insert into search_entries (organization, case_id, content, words) values ($1, $2, $3, '') returning id",
        )
        .bind::<Text, _>(organization)
        .bind::<Id, _>(case)
        .bind::<Text, _>(content.open())
        .get_result(c)?,
    };
    Ok(inserted.id)
}

fn put_words(conn: &mut Conn, organization: &OrganizationId, id: i64, content: &Content) -> Result<(), Error> {
    match conn {
        Conn::Sqlite(c) => diesel::sql_query("insert into search_words (rowid, words) values (?, ?)")
            .bind::<BigInt, _>(id)
            .bind::<Text, _>(spaced(organization, content, on_sqlite::PERSONAL))
            .execute(c)?,
        // Only now, since a change of the content takes what was personal away: see the trigger.
        Conn::Postgres(c) => diesel::sql_query(
            "update search_entries set personal = $3, words = array_to_tsvector(array(select distinct word \
             from unnest(string_to_array($2, ' ')) as word where word <> '')) where id = $1",
        )
        .bind::<BigInt, _>(id)
        .bind::<Text, _>(spaced(organization, content, on_postgres::PERSONAL))
        .bind::<Text, _>(content.personal())
        .execute(c)?,
    };
    Ok(())
}

/// The full-text tables keep no text, so they must be told what they are to forget.
fn drop_words(conn: &mut Conn, organization: &OrganizationId, id: i64, content: &Content) -> Result<(), Error> {
    if let Conn::Sqlite(c) = conn {
        diesel::sql_query("insert into search_words (search_words, rowid, words) values ('delete', ?, ?)")
            .bind::<BigInt, _>(id)
            .bind::<Text, _>(spaced(organization, content, on_sqlite::PERSONAL))
            .execute(c)?;
    }
    Ok(())
}

/// All words of a content in their order, with spaces between them; before each of personal data stands `personal`.
fn spaced(organization: &OrganizationId, content: &Content, personal: &str) -> String {
    let mut spaced = mark(organization);
    for word in words(content.open()) {
        spaced.push(' ');
        spaced.push_str(word);
    }
    for word in words(content.personal()) {
        spaced.push(' ');
        spaced.push_str(personal);
        spaced.push_str(word);
    }
    spaced
}

/// A word that every case of an organization has, so that the index itself keeps organizations apart: what others have costs a search
/// nothing, and tells it nothing by the time it takes. Letters of an alphabet that no text of a case is written in; what is found is
/// still asked for its organization.
fn mark(organization: &OrganizationId) -> String {
    format!(
        "ǁ{}",
        organization
            .as_str()
            .replace(|letter: char| !letter.is_alphanumeric(), "ǀ")
    )
}
