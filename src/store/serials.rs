//! Serial numbers without gaps and without doubles.
//!
//! A serial is taken in the transaction that uses it: what is undone gives it back, and two at once wait for each other.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Error;
use super::connection::{Conn, each};
use super::statement::statement;
use crate::pack::id::OrganizationId;

statement! {
    Next -> BigInt:
    "insert into serials (organization, stem, last) values (", organization: str => Text, ", ", stem: str => Text,
    ", 1) on conflict (organization, stem) do update set last = serials.last + 1 returning last"
}

/// The next serial of `stem`, the rest of the number it becomes part of. The first is 1.
///
/// # Errors
/// When the database refuses.
pub fn next(conn: &mut Conn, organization: &OrganizationId, stem: &str) -> Result<u64, Error> {
    let organization = organization.as_str();
    let last: i64 = each!(conn, c => Next { organization, stem }.get_result(c))?;
    u64::try_from(last).map_err(|error| Error::corrupt("serial", error))
}
