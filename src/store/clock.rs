//! Where a test clock stands, so that it stands there after a restart too.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::schema::clock;

/// # Errors
/// When the database does not answer.
pub fn standing_at(conn: &mut Conn) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(clock::table
        .find(1)
        .select(clock::at)
        .first::<Ts>(conn)
        .optional()?
        .map(|at| at.0))
}

/// # Errors
/// When the database refuses.
pub fn stand_at(conn: &mut Conn, at: DateTime<Utc>) -> Result<(), Error> {
    each!(conn, c => diesel::insert_into(clock::table)
        .values((clock::id.eq(1), clock::at.eq(Ts(at))))
        .on_conflict(clock::id)
        .do_update()
        .set(clock::at.eq(Ts(at)))
        .execute(c))?;
    Ok(())
}
