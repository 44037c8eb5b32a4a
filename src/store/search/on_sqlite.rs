//! Finding in full-text tables, which know the places of words.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::super::Error;
use super::super::kinds::{Id, Uid};
use super::{Finds, Found, Place, finds, mark};
use crate::pack::id::OrganizationId;
use crate::search::{Content, Query, Term, Texts};

/// Stands before a word of personal data. A character of private use: to the tables it belongs to the word, and in what people type it
/// belongs to none.
pub(super) const PERSONAL: &str = "\u{e001}";

/// Of a word that is typed to its end the index reads no more than is asked for. For the beginning of a word it first puts together all
/// that has any word with it: for the year in the number of every case, that is everything there is. So these newest cases are looked at
/// one by one before; what does not stand in enough of them stands in few enough.
const NEWEST: i64 = 400;

/// As [`super::find`].
pub(super) fn find(
    c: &mut SqliteConnection,
    organization: &OrganizationId,
    query: &Query,
    before: i64,
    limit: i64,
) -> Result<Finds, Error> {
    if query.terms().iter().any(Term::is_open) {
        let newest = among_newest(c, organization, query, before, limit)?;
        if newest.len() as i64 == limit {
            let looked_to = newest.last().map(|found| Place(found.id));
            return Ok(finds(newest, looked_to));
        }
    }
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

/// Those of the newest entries before a place in which the query stands.
fn among_newest(
    c: &mut SqliteConnection,
    organization: &OrganizationId,
    query: &Query,
    before: i64,
    limit: i64,
) -> Result<Vec<Found>, Error> {
    let entries: Vec<Entry> = diesel::sql_query(
        "select id, case_id, content, personal from \
             (select * from search_entries where id < ? order by id desc limit ?) where organization = ? order by id desc",
    )
    .bind::<BigInt, _>(before)
    .bind::<BigInt, _>(NEWEST)
    .bind::<Text, _>(organization.as_str())
    .load(c)?;
    let standing = entries.into_iter().filter_map(|entry| {
        let content = Content::stored(entry.content, entry.personal?);
        content.has(query).then_some(Found {
            id: entry.id,
            case_id: entry.case_id,
        })
    });
    Ok(standing.take(usize::try_from(limit).unwrap_or_default()).collect())
}

#[derive(QueryableByName)]
struct Entry {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Id)]
    case_id: Uid,
    #[diesel(sql_type = Text)]
    content: String,
    #[diesel(sql_type = Nullable<Text>)]
    personal: Option<String>,
}

/// The words of a term are letters and digits, so nothing in them means anything to FTS5.
fn fts5(organization: &OrganizationId, query: &Query) -> String {
    let marked = |term: &Term, mark: &str| {
        let words = term.words().into_iter().map(|word| format!("{mark}{word}"));
        let open = if term.is_open() { "*" } else { "" };
        format!("\"{}\"{open}", words.collect::<Vec<_>>().join(" "))
    };
    let term = |term: &Term| match query.texts() {
        Texts::All => format!("({} OR {})", marked(term, ""), marked(term, PERSONAL)),
        Texts::Open => marked(term, ""),
    };
    let mark = format!("\"{}\"", mark(organization));
    let terms = std::iter::once(mark).chain(query.terms().iter().map(term));
    terms.collect::<Vec<_>>().join(" AND ")
}
