//! Functions of local days, hours and working time.
//!
//! Which date it is, and which time is working time, the organization says: its zone and its calendar are part of the pack,
//! so they stand in the expression itself and not in what it is asked about. Working time follows the conventions of
//! [`Calendar::due`], without its account of every day on the way.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::functions::Answer;
use super::library::{date_in, failure, too_large};
use crate::calendar::{Calendar, Impossible, Period};
use crate::value::Value;

/// What an organization's clock shows, and when it works.
#[derive(Debug)]
pub struct Almanac {
    pub zone: Tz,
    pub calendar: Arc<Calendar>,
}

/// A function of one or two answered values, by the organization's clock and calendar. `None` is "not known".
#[derive(Clone, Copy, Debug)]
pub(super) struct Local {
    pub run: fn(&Almanac, &Value, Option<&Value>) -> Answer,
}

pub(super) fn day_of(almanac: &Almanac, moment: &Value, _: Option<&Value>) -> Answer {
    let moment = moment.as_instant();
    Ok(moment.map(|at| Value::Date(at.with_timezone(&almanac.zone).date_naive())))
}

pub(super) fn hour_of(almanac: &Almanac, moment: &Value, _: Option<&Value>) -> Answer {
    let moment = moment.as_instant();
    Ok(moment.map(|at| Value::Integer(at.with_timezone(&almanac.zone).hour().into())))
}

/// A time that the clocks skip is the first moment after it that exists within the hour.
pub(super) fn at_time(almanac: &Almanac, date: &Value, time: Option<&Value>) -> Answer {
    let Some((date, time)) = date_in(date).zip(time.and_then(Value::as_text)) else {
        return Ok(None);
    };
    let local = date.and_time(time_of_day(time)?);
    let zone = almanac.zone;
    let at = zone.from_local_datetime(&local).earliest();
    let at = at.or_else(|| zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest());
    Ok(Some(Value::Instant(
        at.map_or_else(|| local.and_utc(), |at| at.to_utc()),
    )))
}

/// A time of day as rules write it: `21:00`.
pub(super) fn time_of_day(written: &str) -> Result<NaiveTime, super::Failure> {
    NaiveTime::parse_from_str(written, "%H:%M")
        .map_err(|_| failure(format!("`{written}` is not a time of day such as 21:00")))
}

pub(super) fn add_working_days(almanac: &Almanac, moment: &Value, days: Option<&Value>) -> Answer {
    let (Some(moment), Some(Value::Integer(days))) = (moment.as_instant(), days) else {
        return Ok(None);
    };
    let number = u32::try_from(days.unsigned_abs()).map_err(|_| too_large("add_working_days"))?;
    let calendar = &almanac.calendar;
    known(if *days < 0 {
        calendar.before(&Period::WorkingDays(number), moment)
    } else {
        calendar.after_working_days(number, moment)
    })
}

pub(super) fn add_working_hours(almanac: &Almanac, moment: &Value, hours: Option<&Value>) -> Answer {
    let Some((moment, hours)) = moment.as_instant().zip(hours.and_then(Value::as_decimal)) else {
        return Ok(None);
    };
    let minutes = hours
        .abs()
        .checked_mul(Decimal::from(60))
        .and_then(|minutes| minutes.round().to_u32())
        .ok_or_else(|| too_large("add_working_hours"))?;
    let calendar = &almanac.calendar;
    known(if hours.is_sign_negative() {
        calendar.before(&Period::WorkingMinutes(minutes), moment)
    } else {
        calendar.after_working_minutes(minutes, moment)
    })
}

fn known(moved: Result<DateTime<Utc>, Impossible>) -> Answer {
    match moved {
        Ok(at) => Ok(Some(Value::Instant(at))),
        Err(impossible) => Err(failure(impossible.to_string())),
    }
}
