//! The index by which cases are found by their words: on SQLite its full-text tables, on PostgreSQL an inverted index.
//!
//! A save writes down that a case is to be indexed; the words follow a moment later, so that nobody who records a complaint waits
//! for them. Both databases find the same: the words in their order, as [`Query`] asks for them. Both are asked in their own SQL;
//! what may be seen of the cases found is not decided here but by whoever lists them.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Error;
use super::connection::{Conn, each};
use super::kinds::{Id, Uid};
use super::labels::{self, Label};
use super::schema::{search_entries, search_pending};
use crate::case::CaseId;
use crate::pack::id::OrganizationId;
use crate::search::{Content, Query, words};

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
        .set(search_pending::version.eq(version))
        .execute(c))?;
    Ok(())
}

/// Cases of the whole platform that are to be indexed, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn pending_on_platform(conn: &mut Conn, limit: i64) -> Result<Vec<Pending>, Error> {
    let rows: Vec<(String, Uid, i64)> = search_pending::table
        .order((search_pending::organization, search_pending::case_id))
        .limit(limit)
        .load(conn)?;
    let pending = rows.into_iter().map(|(organization, case, version)| Pending {
        organization: OrganizationId::new(organization),
        case: CaseId(case.0),
        version,
    });
    Ok(pending.collect())
}

/// Indexes a case with its words and its labels in place of what was indexed of it before. If it has been saved again meanwhile, it stays pending.
///
/// # Errors
/// When the database refuses.
pub fn index(conn: &mut Conn, pending: &Pending, content: &Content, labels: &[Label]) -> Result<(), Error> {
    labels::put(conn, &pending.organization, pending.case, labels)?;
    let (organization, case) = (pending.organization.as_str(), Uid(pending.case.0));
    let stored: Option<(i64, String)> = search_entries::table
        .filter(search_entries::organization.eq(organization))
        .filter(search_entries::case_id.eq(case))
        .select((search_entries::id, search_entries::content))
        .first(conn)
        .optional()?;
    match stored {
        Some((_, before)) if before == content.as_str() => {}
        Some((id, before)) => {
            drop_words(conn, id, &before)?;
            diesel::update(search_entries::table.filter(search_entries::id.eq(id)))
                .set(search_entries::content.eq(content.as_str()))
                .execute(conn)?;
            put_words(conn, id, content.as_str())?;
        }
        None => {
            let id = insert(conn, organization, case, content.as_str())?;
            put_words(conn, id, content.as_str())?;
        }
    }
    diesel::delete(
        search_pending::table
            .find((organization, case))
            .filter(search_pending::version.eq(pending.version)),
    )
    .execute(conn)?;
    Ok(())
}

/// Takes a case from the index; nothing of its words and labels is left.
///
/// # Errors
/// When the database refuses.
pub fn forget(conn: &mut Conn, organization: &OrganizationId, case: CaseId) -> Result<(), Error> {
    labels::put(conn, organization, case, &[])?;
    let stored: Option<(i64, String)> = search_entries::table
        .filter(search_entries::organization.eq(organization.as_str()))
        .filter(search_entries::case_id.eq(Uid(case.0)))
        .select((search_entries::id, search_entries::content))
        .first(conn)
        .optional()?;
    if let Some((id, content)) = stored {
        drop_words(conn, id, &content)?;
        diesel::delete(search_entries::table.filter(search_entries::id.eq(id))).execute(conn)?;
    }
    Ok(())
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
) -> Result<Vec<(Place, CaseId)>, Error> {
    if query.terms().is_empty() {
        return Ok(Vec::new());
    }
    let before = before.map_or(i64::MAX, |place| place.0);
    let found: Vec<Found> = match conn {
        Conn::Sqlite(c) => diesel::sql_query(
            "select e.id as id, e.case_id as case_id from search_words w join search_entries e on e.id = w.rowid \
             where w.search_words match ? and w.rowid < ? and e.organization = ? order by w.rowid desc limit ?",
        )
        .bind::<Text, _>(fts5(query))
        .bind::<BigInt, _>(before)
        .bind::<Text, _>(organization.as_str())
        .bind::<BigInt, _>(limit)
        .load(c)?,
        // Matched first and sorted then: sorted by the key first, a rare word would be looked for in every entry.
        Conn::Postgres(c) => diesel::sql_query(
            "with matched as materialized (select id, case_id, content from search_entries \
             where words @@ $1::tsquery and organization = $2 and id < $3) \
             select id, case_id from matched \
             where (select bool_and(position(needle in content) > 0) from unnest(string_to_array($4, E'\\n')) as needle) \
             order by id desc limit $5",
        )
        .bind::<Text, _>(tsquery(query))
        .bind::<Text, _>(organization.as_str())
        .bind::<BigInt, _>(before)
        .bind::<Text, _>(needles(query))
        .bind::<BigInt, _>(limit)
        .load(c)?,
    };
    Ok(found
        .into_iter()
        .map(|found| (Place(found.id), CaseId(found.case_id.0)))
        .collect())
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

fn insert(conn: &mut Conn, organization: &str, case: Uid, content: &str) -> Result<i64, Error> {
    let inserted: Inserted = match conn {
        Conn::Sqlite(c) => diesel::sql_query(
            "insert into search_entries (organization, case_id, content) values (?, ?, ?) returning id",
        )
        .bind::<Text, _>(organization)
        .bind::<Id, _>(case)
        .bind::<Text, _>(content)
        .get_result(c)?,
        Conn::Postgres(c) => diesel::sql_query(
            "insert into search_entries (organization, case_id, content, words) values ($1, $2, $3, '') returning id",
        )
        .bind::<Text, _>(organization)
        .bind::<Id, _>(case)
        .bind::<Text, _>(content)
        .get_result(c)?,
    };
    Ok(inserted.id)
}

fn put_words(conn: &mut Conn, id: i64, content: &str) -> Result<(), Error> {
    match conn {
        Conn::Sqlite(c) => diesel::sql_query("insert into search_words (rowid, words) values (?, ?)")
            .bind::<BigInt, _>(id)
            .bind::<Text, _>(spaced(content))
            .execute(c)?,
        Conn::Postgres(c) => diesel::sql_query(
            "update search_entries set words = array_to_tsvector(array(select distinct word \
             from unnest(string_to_array($2, ' ')) as word where word <> '')) where id = $1",
        )
        .bind::<BigInt, _>(id)
        .bind::<Text, _>(spaced(content))
        .execute(c)?,
    };
    Ok(())
}

/// The full-text tables keep no text, so they must be told what they are to forget.
fn drop_words(conn: &mut Conn, id: i64, content: &str) -> Result<(), Error> {
    if let Conn::Sqlite(c) = conn {
        diesel::sql_query("insert into search_words (search_words, rowid, words) values ('delete', ?, ?)")
            .bind::<BigInt, _>(id)
            .bind::<Text, _>(spaced(content))
            .execute(c)?;
    }
    Ok(())
}

fn spaced(content: &str) -> String {
    words(content).collect::<Vec<_>>().join(" ")
}

/// The words of a term are letters and digits, so nothing in them means anything to FTS5 or to `tsquery`.
fn fts5(query: &Query) -> String {
    let term = |term: &crate::search::Term| {
        let open = if term.is_open() { "*" } else { "" };
        format!("\"{}\"{open}", term.words().join(" "))
    };
    query.terms().iter().map(term).collect::<Vec<_>>().join(" AND ")
}

fn tsquery(query: &Query) -> String {
    let terms = query.terms().iter().flat_map(|term| {
        let words = term.words();
        let last = words.len().saturating_sub(1);
        let word = move |(index, word): (usize, &str)| {
            let open = if term.is_open() && index == last { ":*" } else { "" };
            format!("'{word}'{open}")
        };
        words.into_iter().enumerate().map(word).collect::<Vec<_>>()
    });
    terms.collect::<Vec<_>>().join(" & ")
}

fn needles(query: &Query) -> String {
    let needles = query.terms().iter().map(crate::search::Term::needle);
    needles.collect::<Vec<_>>().join("\n")
}
