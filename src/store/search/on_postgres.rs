//! Finding in an inverted index of words without their places: that they stand beside each other is asked of the content.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::super::Error;
use super::super::kinds::{Id, Uid};
use super::{Finds, Found, Place, finds, mark};
use crate::pack::id::OrganizationId;
use crate::search::{Query, Term, Texts};

/// Stands before a word of personal data. A letter of an alphabet that no text of a case is written in; what was found by it is compared
/// with the content, so that nobody finds anything by typing it.
pub(super) const PERSONAL: &str = "ǂ";

/// So many of the newest cases are looked at one by one before the index is asked. A word that is not among them often
/// enough stands in so few cases that all of its places can be sorted.
const NEWEST: i64 = 2_000;

/// As [`super::find`].
pub(super) fn find(
    c: &mut PgConnection,
    organization: &OrganizationId,
    query: &Query,
    before: i64,
    limit: i64,
) -> Result<Finds, Error> {
    let newest = among_newest(c, organization, query, before, limit)?;
    if newest.len() as i64 == limit {
        let looked_to = newest.last().map(|found| Place(found.id));
        return Ok(finds(newest, looked_to));
    }
    let searched = searched(query.texts());
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

/// Those of the newest entries before a place in which the query stands. Their texts are read and not their words, which are several
/// times as long and lie elsewhere.
fn among_newest(
    c: &mut PgConnection,
    organization: &OrganizationId,
    query: &Query,
    before: i64,
    limit: i64,
) -> Result<Vec<Found>, Error> {
    let first = 5;
    let stands = (first..).zip(query.terms()).map(|(bind, _)| match query.texts() {
        Texts::All => format!("(position(${bind} in content) > 0 or position(${bind} in personal) > 0)"),
        Texts::Open => format!("(personal is not null and position(${bind} in content) > 0)"),
    });
    let stands = stands.collect::<Vec<_>>().join(" and ");
    let mut asked = diesel::sql_query(format!(
        "select id, case_id from (select id, case_id, content, personal from search_entries \
             where organization = $1 and id < $2 order by id desc limit $3) as newest \
         where {stands} order by id desc limit $4"
    ))
    .into_boxed::<Pg>()
    .bind::<Text, _>(organization.as_str())
    .bind::<BigInt, _>(before)
    .bind::<BigInt, _>(NEWEST)
    .bind::<BigInt, _>(limit);
    for term in query.terms() {
        asked = asked.bind::<Text, _>(term.needle());
    }
    Ok(asked.load(c)?)
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

/// Where the words of a query must stand in their order, on PostgreSQL. What an older program has indexed does not say what of it is
/// personal: whoever sees such data masked does not find it by words until it is indexed again.
fn searched(texts: Texts) -> &'static str {
    match texts {
        Texts::All => "(content || coalesce(personal, ''))",
        Texts::Open => "(case when personal is null then '' else content end)",
    }
}

/// The words of a term are letters and digits, so nothing in them means anything to `tsquery`.
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
    let needles = query.terms().iter().map(Term::needle);
    needles.collect::<Vec<_>>().join("\n")
}
