//! Serial numbers without gaps and without doubles.
//!
//! A serial is taken in the transaction that uses it: what is undone gives it back, and two at once wait for each other.

use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::schema::serials;
use crate::pack::id::OrganizationId;

/// The next serial of `stem`, the rest of the number it becomes part of. The first is 1.
///
/// # Errors
/// When the database refuses.
pub fn next(conn: &mut Conn, organization: &OrganizationId, stem: &str) -> Result<u64, Error> {
    let last: i64 = each!(conn, c => diesel::insert_into(serials::table)
        .values((serials::organization.eq(organization.as_str()), serials::stem.eq(stem), serials::last.eq(1)))
        .on_conflict((serials::organization, serials::stem))
        .do_update()
        .set(serials::last.eq(serials::last + 1))
        .returning(serials::last)
        .get_result(c))?;
    u64::try_from(last).map_err(|error| Error::corrupt("serial", error))
}
