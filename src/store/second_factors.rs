//! Second factors of people: the secret their phone shares, the codes that stand in for it, and whoever has said the password
//! and not yet the code. They belong to the platform.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::Error;
use super::connection::{Conn, each};
use super::kinds::Ts;
use super::schema::{challenges, recovery_codes, second_factors};
use crate::case::PersonId;

/// What codes are compared with.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Base32, as authenticators take it (RFC 6238).
    pub secret: String,
    /// Asked for only from then on: before, the person has not yet shown that their phone knows the secret.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Wrong codes since the last right one.
    pub failures: i32,
    pub locked_until: Option<DateTime<Utc>>,
}

/// What somebody has set up, confirmed or not yet.
///
/// # Errors
/// When the database does not answer.
pub fn of(conn: &mut Conn, person: &PersonId) -> Result<Option<SecondFactor>, Error> {
    let row: Option<(String, Option<Ts>, i32, Option<Ts>)> = second_factors::table
        .find(&*person.0)
        .select((
            second_factors::secret,
            second_factors::confirmed_at,
            second_factors::failures,
            second_factors::locked_until,
        ))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(secret, confirmed_at, failures, locked_until)| SecondFactor {
        secret,
        confirmed_at: confirmed_at.map(|at| at.0),
        failures,
        locked_until: locked_until.map(|at| at.0),
    }))
}

/// Begins to set one up. `false` when the person has one that is in use.
///
/// # Errors
/// When the database refuses, for one because there is no such person.
pub fn begin(conn: &mut Conn, person: &PersonId, secret: &str) -> Result<bool, Error> {
    let unconfirmed = second_factors::table
        .find(&*person.0)
        .filter(second_factors::confirmed_at.is_null());
    diesel::delete(unconfirmed).execute(conn)?;
    let row = (
        second_factors::person.eq(&*person.0),
        second_factors::secret.eq(secret),
        second_factors::step.eq(0_i64),
        second_factors::failures.eq(0_i32),
    );
    let added =
        each!(conn, c => diesel::insert_into(second_factors::table).values(&row).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// Takes it into use. `false` when it was already, or is gone.
///
/// # Errors
/// When the database refuses.
pub fn confirm(conn: &mut Conn, person: &PersonId, step: i64, now: DateTime<Utc>) -> Result<bool, Error> {
    let unconfirmed = second_factors::table
        .find(&*person.0)
        .filter(second_factors::confirmed_at.is_null());
    let set = diesel::update(unconfirmed)
        .set((
            second_factors::confirmed_at.eq(Ts(now)),
            second_factors::step.eq(step),
            second_factors::failures.eq(0),
        ))
        .execute(conn)?;
    Ok(set == 1)
}

/// A code of this step of time was right. `false` when that step, or a later one, has been used already.
///
/// # Errors
/// When the database refuses.
pub fn accept(conn: &mut Conn, person: &PersonId, step: i64) -> Result<bool, Error> {
    let unused = second_factors::table
        .find(&*person.0)
        .filter(second_factors::step.lt(step));
    let set = diesel::update(unused)
        .set((
            second_factors::step.eq(step),
            second_factors::failures.eq(0),
            second_factors::locked_until.eq(None::<Ts>),
        ))
        .execute(conn)?;
    Ok(set == 1)
}

/// A code was wrong.
///
/// # Errors
/// When the database refuses.
pub fn fail(conn: &mut Conn, person: &PersonId) -> Result<(), Error> {
    diesel::update(second_factors::table.find(&*person.0))
        .set(second_factors::failures.eq(second_factors::failures + 1))
        .execute(conn)?;
    Ok(())
}

/// No code is taken until then; counting begins anew.
///
/// # Errors
/// When the database refuses.
pub fn lock(conn: &mut Conn, person: &PersonId, until: DateTime<Utc>) -> Result<(), Error> {
    diesel::update(second_factors::table.find(&*person.0))
        .set((
            second_factors::locked_until.eq(Ts(until)),
            second_factors::failures.eq(0),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a second factor away with its recovery codes. `false` when there was none.
///
/// # Errors
/// When the database refuses.
pub fn remove(conn: &mut Conn, person: &PersonId) -> Result<bool, Error> {
    put_recovery_codes(conn, person, &[])?;
    diesel::delete(challenges::table.filter(challenges::person.eq(&*person.0))).execute(conn)?;
    let gone = diesel::delete(second_factors::table.find(&*person.0)).execute(conn)?;
    Ok(gone == 1)
}

/// Puts these codes, known by their SHA-256, in the place of all others.
///
/// # Errors
/// When the database refuses.
pub fn put_recovery_codes(conn: &mut Conn, person: &PersonId, hashes: &[String]) -> Result<(), Error> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person.eq(&*person.0))).execute(conn)?;
    for hash in hashes {
        let row = (
            recovery_codes::person.eq(&*person.0),
            recovery_codes::code_hash.eq(hash),
        );
        each!(conn, c => diesel::insert_into(recovery_codes::table).values(&row).execute(c))?;
    }
    Ok(())
}

/// Uses a code up. `false` when there is none such.
///
/// # Errors
/// When the database refuses.
pub fn take_recovery_code(conn: &mut Conn, person: &PersonId, hash: &str) -> Result<bool, Error> {
    let gone = diesel::delete(recovery_codes::table.find((&*person.0, hash))).execute(conn)?;
    if gone == 1 {
        diesel::update(second_factors::table.find(&*person.0))
            .set(second_factors::failures.eq(0))
            .execute(conn)?;
    }
    Ok(gone == 1)
}

/// How many codes a person has left.
///
/// # Errors
/// When the database does not answer.
pub fn recovery_codes_left(conn: &mut Conn, person: &PersonId) -> Result<i64, Error> {
    Ok(recovery_codes::table
        .filter(recovery_codes::person.eq(&*person.0))
        .count()
        .get_result(conn)?)
}

/// Remembers that somebody has said their password and still owes the code.
///
/// # Errors
/// When the database refuses.
pub fn challenge(conn: &mut Conn, token_hash: &str, person: &PersonId, expires_at: DateTime<Utc>) -> Result<(), Error> {
    let row = (
        challenges::token_hash.eq(token_hash),
        challenges::person.eq(&*person.0),
        challenges::expires_at.eq(Ts(expires_at)),
    );
    each!(conn, c => diesel::insert_into(challenges::table).values(&row).execute(c))?;
    Ok(())
}

/// Of whom a code is awaited.
///
/// # Errors
/// When the database does not answer.
pub fn challenged(conn: &mut Conn, token_hash: &str, now: DateTime<Utc>) -> Result<Option<PersonId>, Error> {
    let person: Option<String> = challenges::table
        .find(token_hash)
        .filter(challenges::expires_at.gt(Ts(now)))
        .select(challenges::person)
        .get_result(conn)
        .optional()?;
    Ok(person.map(|person| PersonId(person.into())))
}

/// `false` when it was met already.
///
/// # Errors
/// When the database refuses.
pub fn meet_challenge(conn: &mut Conn, token_hash: &str) -> Result<bool, Error> {
    Ok(diesel::delete(challenges::table.find(token_hash)).execute(conn)? == 1)
}

/// Void whatever was begun with a password that is no longer the password.
///
/// # Errors
/// When the database refuses.
pub fn drop_challenges_of(conn: &mut Conn, person: &PersonId) -> Result<(), Error> {
    diesel::delete(challenges::table.filter(challenges::person.eq(&*person.0))).execute(conn)?;
    Ok(())
}

/// Removes what nobody has answered by `now`.
///
/// # Errors
/// When the database refuses.
pub fn sweep_on_platform(conn: &mut Conn, now: DateTime<Utc>) -> Result<(), Error> {
    diesel::delete(challenges::table.filter(challenges::expires_at.le(Ts(now)))).execute(conn)?;
    Ok(())
}
