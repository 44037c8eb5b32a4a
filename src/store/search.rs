//! The index by which cases are found by their words: on SQLite its full-text tables, on PostgreSQL an inverted index.
//!
//! A save writes down that a case is to be indexed; the words follow a moment later, so that nobody who records a complaint waits
//! for them. Both databases find the same: the words in their order, as [`Query`] asks for them. Both are asked in their own SQL;
//! what may be seen of the cases found is not decided here but by whoever lists them. Words of personal data are kept apart (a column
//! of their own on SQLite, words with a mark on PostgreSQL): a query that does not reach them costs no more for it and tells nothing of
//! them, neither by what it finds nor by how long it takes.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

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

/// On PostgreSQL so many of the newest cases are looked at one by one before the index is asked. A word that is not among them often
/// enough stands in so few cases that all of its places can be sorted.
const NEWEST: i64 = 2_000;

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
        Conn::Sqlite(c) => {
            let found: Vec<Found> = diesel::sql_query(
                "select e.id as id, e.case_id as case_id from search_words w join search_entries e on e.id = w.rowid \
                 where w.search_words match ? and w.rowid < ? and e.organization = ? order by w.rowid desc limit ?",
            )
            .bind::<Text, _>(fts5(organization, query))
            .bind::<BigInt, _>(before)
            .bind::<Text, _>(organization.as_str())
            .bind::<BigInt, _>(limit)
            .load(c)?;
            let is_cut = found.len() as i64 == limit;
            let looked_to = found.last().filter(|_| is_cut).map(|found| Place(found.id));
            Ok(finds(found, looked_to))
        }
        Conn::Postgres(c) => find_on_postgres(c, organization, query, before, limit),
    }
}

fn find_on_postgres(
    c: &mut PgConnection,
    organization: &OrganizationId,
    query: &Query,
    before: i64,
    limit: i64,
) -> Result<Finds, Error> {
    let searched = searched(query.texts());
    let newest: Vec<Found> = diesel::sql_query(format!(
        "select id, case_id from (select id, case_id, content, personal, words from search_entries \
             where organization = $2 and id < $3 order by id desc limit $6) as newest \
         where words @@ $1::tsquery \
             and (select bool_and(position(needle in {searched}) > 0) from unnest(string_to_array($4, E'\\n')) as needle) \
         order by id desc limit $5"
    ))
    .bind::<Text, _>(tsquery(organization, query))
    .bind::<Text, _>(organization.as_str())
    .bind::<BigInt, _>(before)
    .bind::<Text, _>(needles(query))
    .bind::<BigInt, _>(limit)
    .bind::<BigInt, _>(NEWEST)
    .load(c)?;
    if newest.len() as i64 == limit {
        let looked_to = newest.last().map(|found| Place(found.id));
        return Ok(finds(newest, looked_to));
    }
    // Matched first and sorted then: sorted by the key first, a rare word would be looked for in every entry. Only ids are sorted; the
    // contents are read of as many as are asked for.
    let matched: Vec<Matched> = diesel::sql_query(format!(
        "with matched as materialized (select id from search_entries where words @@ $1::tsquery and organization = $2 and id < $3), \
         newest as materialized (select id from matched order by id desc limit $5) \
         select e.id, e.case_id, \
             (select bool_and(position(needle in {searched}) > 0) from unnest(string_to_array($4, E'\\n')) as needle) as stands \
         from newest join search_entries e on e.id = newest.id order by e.id desc"
    ))
    .bind::<Text, _>(tsquery(organization, query))
    .bind::<Text, _>(organization.as_str())
    .bind::<BigInt, _>(before)
    .bind::<Text, _>(needles(query))
    .bind::<BigInt, _>(limit)
    .load(c)?;
    let is_cut = matched.len() as i64 == limit;
    let looked_to = matched.last().filter(|_| is_cut).map(|matched| Place(matched.id));
    let standing = matched.into_iter().filter(|matched| matched.stands);
    let found = standing.map(|matched| Found {
        id: matched.id,
        case_id: matched.case_id,
    });
    Ok(finds(found.collect(), looked_to))
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

/// An entry that has all the words, and whether they stand in it as they were asked for.
#[derive(QueryableByName)]
struct Matched {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Id)]
    case_id: Uid,
    #[diesel(sql_type = Bool)]
    stands: bool,
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
        Conn::Sqlite(c) => diesel::sql_query("insert into search_words (rowid, words, personal) values (?, ?, ?)")
            .bind::<BigInt, _>(id)
            .bind::<Text, _>(spaced(organization, content))
            .bind::<Text, _>(spaced_personal(content, ""))
            .execute(c)?,
        // Only now, since a change of the content takes what was personal away: see the trigger.
        Conn::Postgres(c) => diesel::sql_query(
            "update search_entries set personal = $3, words = array_to_tsvector(array(select distinct word \
             from unnest(string_to_array($2, ' ')) as word where word <> '')) where id = $1",
        )
        .bind::<BigInt, _>(id)
        .bind::<Text, _>(format!(
            "{} {}",
            spaced(organization, content),
            spaced_personal(content, PERSONAL)
        ))
        .bind::<Text, _>(content.personal())
        .execute(c)?,
    };
    Ok(())
}

/// The full-text tables keep no text, so they must be told what they are to forget.
fn drop_words(conn: &mut Conn, organization: &OrganizationId, id: i64, content: &Content) -> Result<(), Error> {
    if let Conn::Sqlite(c) = conn {
        diesel::sql_query("insert into search_words (search_words, rowid, words, personal) values ('delete', ?, ?, ?)")
            .bind::<BigInt, _>(id)
            .bind::<Text, _>(spaced(organization, content))
            .bind::<Text, _>(spaced_personal(content, ""))
            .execute(c)?;
    }
    Ok(())
}

/// Stands before a word of personal data, where all words are in one index. A letter of an alphabet that no text of a case is written
/// in, as in [`mark`].
const PERSONAL: &str = "ǂ";

fn spaced(organization: &OrganizationId, content: &Content) -> String {
    let mark = mark(organization);
    std::iter::once(mark.as_str())
        .chain(words(content.open()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn spaced_personal(content: &Content, mark: &str) -> String {
    let marked = words(content.personal()).map(|word| format!("{mark}{word}"));
    marked.collect::<Vec<_>>().join(" ")
}

/// Where the words of a query must stand in their order, on PostgreSQL. What an older program has indexed does not say what of it is
/// personal: whoever sees such data masked does not find it by words until it is indexed again.
fn searched(texts: Texts) -> &'static str {
    match texts {
        Texts::All => "(content || coalesce(personal, ''))",
        Texts::Open => "(case when personal is null then '' else content end)",
    }
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

/// The words of a term are letters and digits, so nothing in them means anything to FTS5 or to `tsquery`.
fn fts5(organization: &OrganizationId, query: &Query) -> String {
    let term = |term: &crate::search::Term| {
        let open = if term.is_open() { "*" } else { "" };
        format!("\"{}\"{open}", term.words().join(" "))
    };
    let mark = format!("\"{}\"", mark(organization));
    let terms = std::iter::once(mark).chain(query.terms().iter().map(term));
    let terms = terms.collect::<Vec<_>>().join(" AND ");
    match query.texts() {
        Texts::All => terms,
        Texts::Open => format!("words : ({terms})"),
    }
}

fn tsquery(organization: &OrganizationId, query: &Query) -> String {
    let terms = query.terms().iter().flat_map(|term| {
        let words = term.words();
        let last = words.len().saturating_sub(1);
        let word = move |(index, word): (usize, &str)| {
            let open = if term.is_open() && index == last { ":*" } else { "" };
            match query.texts() {
                Texts::All => format!("('{word}'{open} | '{PERSONAL}{word}'{open})"),
                Texts::Open => format!("'{word}'{open}"),
            }
        };
        words.into_iter().enumerate().map(word).collect::<Vec<_>>()
    });
    let mark = format!("'{}'", mark(organization));
    std::iter::once(mark).chain(terms).collect::<Vec<_>>().join(" & ")
}

fn needles(query: &Query) -> String {
    let needles = query.terms().iter().map(crate::search::Term::needle);
    needles.collect::<Vec<_>>().join("\n")
}
