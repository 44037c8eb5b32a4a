//! Lists of the cases in which a query stands, the newest first.

use std::collections::HashMap;

use diesel::prelude::*;

use super::super::Error;
use super::super::connection::Conn;
use super::super::kinds::Uid;
use super::super::schema::cases;
use super::super::search::{self, Place};
use super::{Cursor, Listed, Narrowed, Page, Row};
use crate::case::CaseId;
use crate::pack::id::OrganizationId;
use crate::search::Query;

/// How many places of the index are looked through at a time, and how often for one page.
const FOUND_AT_ONCE: i64 = 200;
const LOOKS_MAX: usize = 10;
/// Above every place.
const FIRST: Place = Place(i64::MAX);

/// One page of the cases in which a query stands, the newest first. A case is found a moment after it was saved, and by its number at
/// once: that one comes before all others.
pub(super) fn page(
    conn: &mut Conn,
    organization: &OrganizationId,
    narrowed: &dyn Fn() -> Narrowed,
    query: &Query,
    after: Option<Cursor>,
    size: usize,
) -> Result<Page, Error> {
    let mut cases: Vec<Listed> = Vec::new();
    let mut before = match after {
        Some(Cursor::Found(place)) => place,
        _ => {
            let by_number = narrowed().filter(cases::number.eq(query.typed().to_owned()));
            let rows: Vec<Row> = by_number.select(Row::as_select()).load(conn)?;
            cases.extend(rows.into_iter().map(Listed::from));
            FIRST
        }
    };
    for _ in 0..LOOKS_MAX {
        let finds = search::find(conn, organization, query, Some(before), FOUND_AT_ONCE)?;
        let ids: Vec<Uid> = finds.cases.iter().map(|(_, case)| Uid(case.0)).collect();
        let rows: Vec<Row> = narrowed()
            .filter(cases::id.eq_any(ids))
            // It stood before all others already.
            .filter(cases::number.ne(query.typed().to_owned()))
            .select(Row::as_select())
            .load(conn)?;
        let listed = rows.into_iter().map(|row| (CaseId(row.id.0), Listed::from(row)));
        let mut listed: HashMap<CaseId, Listed> = listed.collect();
        for (place, case) in finds.cases {
            if cases.len() >= size {
                let next = Some(Cursor::Found(before));
                return Ok(Page {
                    cases,
                    next,
                    previous: None,
                });
            }
            before = place;
            cases.extend(listed.remove(&case));
        }
        match finds.looked_to {
            Some(place) => before = place,
            None => {
                return Ok(Page {
                    cases,
                    next: None,
                    previous: None,
                });
            }
        }
    }
    // Whoever sees little of what is found goes on from here.
    let next = Some(Cursor::Found(before));
    Ok(Page {
        cases,
        next,
        previous: None,
    })
}
