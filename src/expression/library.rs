//! What the functions of expressions that need nothing but their arguments come to.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use rust_decimal::{Decimal, RoundingStrategy};

use super::Failure;
use super::arithmetic::add;
use super::comparison::{equals, order};
use super::functions::Answer;
use crate::value::Value;

pub(super) fn failure(message: impl Into<String>) -> Failure {
    Failure {
        message: message.into(),
    }
}

pub(super) fn too_large(what: &str) -> Failure {
    failure(format!("the result of `{what}` is too large"))
}

pub(super) fn days(number: &Value, _: Option<&Value>) -> Answer {
    let Some(days) = number.as_decimal() else {
        return Ok(None);
    };
    days.checked_mul(Decimal::from(24))
        .map(|hours| Some(Value::Decimal(hours)))
        .ok_or_else(|| too_large("days"))
}

pub(super) fn date_in(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Date(date) => Some(*date),
        _ => None,
    }
}

/// Exact to the second.
pub(super) fn hours_from(start: DateTime<Utc>, end: DateTime<Utc>) -> Decimal {
    Decimal::from((end - start).num_seconds()) / Decimal::from(3600)
}

pub(super) fn hours_between(start: &Value, end: Option<&Value>) -> Answer {
    let moments = start.as_instant().zip(end.and_then(Value::as_instant));
    Ok(moments.map(|(start, end)| Value::Decimal(hours_from(start, end))))
}

pub(super) fn days_between(start: &Value, end: Option<&Value>) -> Answer {
    let dates = date_in(start).zip(end.and_then(date_in));
    Ok(dates.map(|(start, end)| Value::Integer((end - start).num_days())))
}

pub(super) fn add_hours(moment: &Value, hours: Option<&Value>) -> Answer {
    use rust_decimal::prelude::ToPrimitive;
    let Some((moment, hours)) = moment.as_instant().zip(hours.and_then(Value::as_decimal)) else {
        return Ok(None);
    };
    hours
        .checked_mul(Decimal::from(3600))
        .and_then(|seconds| seconds.round().to_i64())
        .and_then(TimeDelta::try_seconds)
        .and_then(|length| moment.checked_add_signed(length))
        .map(|moment| Some(Value::Instant(moment)))
        .ok_or_else(|| too_large("add_hours"))
}

pub(super) fn add_days(date: &Value, days: Option<&Value>) -> Answer {
    let (Some(date), Some(Value::Integer(days))) = (date_in(date), days) else {
        return Ok(None);
    };
    TimeDelta::try_days(*days)
        .and_then(|length| date.checked_add_signed(length))
        .map(|date| Some(Value::Date(date)))
        .ok_or_else(|| too_large("add_days"))
}

pub(super) fn add_months(date: &Value, months: Option<&Value>) -> Answer {
    let (Some(date), Some(Value::Integer(months))) = (date_in(date), months) else {
        return Ok(None);
    };
    let distance = u32::try_from(months.unsigned_abs())
        .map(Months::new)
        .map_err(|_| too_large("add_months"))?;
    let moved = if *months < 0 {
        date.checked_sub_months(distance)
    } else {
        date.checked_add_months(distance)
    };
    moved
        .map(|date| Some(Value::Date(date)))
        .ok_or_else(|| too_large("add_months"))
}

pub(super) fn date(written: &Value, _: Option<&Value>) -> Answer {
    let Some(written) = written.as_text() else {
        return Ok(None);
    };
    let date = NaiveDate::parse_from_str(written, "%Y-%m-%d");
    date.map(|date| Some(Value::Date(date)))
        .map_err(|_| failure(format!("`{written}` is not a date such as 2024-02-28")))
}

pub(super) fn count(list: &Value, item: Option<&Value>) -> Answer {
    let Some(wanted) = item else {
        return Ok(items(list).map(Value::Integer));
    };
    let Some(list) = list.as_list() else { return Ok(None) };
    let mut found = 0;
    for item in list {
        match equals(item, wanted)? {
            Some(true) => found += 1,
            Some(false) => {}
            None => return Ok(None),
        }
    }
    Ok(Some(Value::Integer(found)))
}

pub(super) fn is_empty(value: &Value, _: Option<&Value>) -> Answer {
    Ok(match value {
        Value::List(items) => Some(Value::Bool(items.is_empty())),
        Value::Text(text) => Some(Value::Bool(text.is_empty())),
        _ => None,
    })
}

pub(super) fn items(list: &Value) -> Option<i64> {
    list.as_list().map(|items| items.len() as i64)
}

/// Characters of a text, items of a list.
pub(super) fn length(whole: &Value) -> Option<i64> {
    match whole {
        Value::Text(text) => Some(text.chars().count() as i64),
        list => items(list),
    }
}

pub(super) fn each(rows: &Value, field: Option<&Value>) -> Answer {
    let (Some(rows), Some(field)) = (rows.as_list(), field.and_then(Value::as_text)) else {
        return Ok(None);
    };
    Ok(Some(Value::list(rows.iter().map(|row| match row {
        Value::Record(fields) => fields.get(field).cloned().unwrap_or_default(),
        _ => Value::Empty,
    }))))
}

pub(super) fn sum(list: &Value, field: Option<&Value>) -> Answer {
    let column = match field {
        Some(_) => each(list, field)?,
        None => Some(list.clone()),
    };
    let Some(items) = column.as_ref().and_then(Value::as_list) else {
        return Ok(None);
    };
    let mut total = Value::Integer(0);
    for item in items {
        if item.is_empty() {
            return Ok(None);
        }
        total = add(&total, item)?;
    }
    Ok(Some(total))
}

/// Of a list, or of two values: the one that lies furthest to this side. An empty list has none.
pub(super) fn extreme(one: &Value, other: Option<&Value>, side: std::cmp::Ordering) -> Answer {
    let pair;
    let items = match (one, other) {
        (Value::List(items), None) => &items[..],
        (one, Some(other)) => {
            pair = [one.clone(), other.clone()];
            &pair[..]
        }
        (one, None) => std::slice::from_ref(one),
    };
    if items.iter().any(Value::is_empty) {
        return Ok(None);
    }
    let mut best: Option<&Value> = None;
    for item in items {
        if best.map_or(Ok(true), |best| order(item, best).map(|found| found == side))? {
            best = Some(item);
        }
    }
    Ok(best.cloned())
}

pub(super) fn abs(number: &Value, _: Option<&Value>) -> Answer {
    Ok(match number {
        Value::Integer(number) => Some(Value::Integer(number.checked_abs().ok_or_else(|| too_large("abs"))?)),
        other => other.as_decimal().map(|number| Value::Decimal(number.abs())),
    })
}

pub(super) fn round(number: &Value, digits: Option<&Value>) -> Answer {
    let digits = match digits {
        None => 0,
        Some(Value::Integer(digits)) if (0..=28).contains(digits) => *digits as u32,
        Some(_) => return Err(failure("`round` rounds to between 0 and 28 decimals")),
    };
    let rounded = |number: Decimal| number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    Ok(number.as_decimal().map(|number| Value::Decimal(rounded(number))))
}

pub(super) fn texts(one: &Value, two: Option<&Value>, relation: impl Fn(&str, &str) -> Value) -> Answer {
    Ok(one
        .as_text()
        .zip(two.and_then(Value::as_text))
        .map(|(one, two)| relation(one, two)))
}
