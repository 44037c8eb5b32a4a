//! What a script can call besides Rhai's own functions, and what replaces those that know no bounds.

use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDate;
use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, ImmutableString, NativeCallContext, Position};
use rust_decimal::Decimal;

use super::engine::{ITEMS_MAX, TEXT_BYTES_MAX};

type Outcome<T> = Result<T, Box<EvalAltResult>>;

pub(super) fn register(engine: &mut Engine) {
    exact_numbers(engine);
    bounded_texts(engine);
    engine.register_fn("sort", sort);
    engine.register_fn("sort_by", sort);
    engine.register_fn("days_between", days_between);
}

fn refuse<T>(reason: impl Into<String>) -> Outcome<T> {
    Err(EvalAltResult::ErrorRuntime(reason.into().into(), Position::NONE).into())
}

/// `decimal("1.20")`, and sums and comparisons of decimals with the floats some of Rhai's functions still give. Whole
/// numbers and decimals go together without this.
fn exact_numbers(engine: &mut Engine) {
    engine.register_fn("decimal", |text: &str| match text.trim().parse::<Decimal>() {
        Ok(number) => Ok(number),
        Err(_) => refuse(format!("`{text}` is not a number")),
    });
    engine.register_fn("decimal", |number: i64| Decimal::from(number));
    engine.register_fn("decimal", |number: Decimal| number);
    engine.register_fn("decimal", exactly);

    macro_rules! both_ways {
        ($($sign:literal $operation:expr;)*) => {$(
            engine.register_fn($sign, |left: Decimal, right: f64| -> Outcome<_> { $operation(left, exactly(right)?) });
            engine.register_fn($sign, |left: f64, right: Decimal| -> Outcome<_> { $operation(exactly(left)?, right) });
        )*};
    }
    both_ways! {
        "+" |left: Decimal, right: Decimal| overflow(left.checked_add(right));
        "-" |left: Decimal, right: Decimal| overflow(left.checked_sub(right));
        "*" |left: Decimal, right: Decimal| overflow(left.checked_mul(right));
        "/" |left: Decimal, right: Decimal| overflow(left.checked_div(right));
        "%" |left: Decimal, right: Decimal| overflow(left.checked_rem(right));
        "==" |left: Decimal, right: Decimal| Ok(left == right);
        "!=" |left: Decimal, right: Decimal| Ok(left != right);
        "<" |left: Decimal, right: Decimal| Ok(left < right);
        "<=" |left: Decimal, right: Decimal| Ok(left <= right);
        ">" |left: Decimal, right: Decimal| Ok(left > right);
        ">=" |left: Decimal, right: Decimal| Ok(left >= right);
    }
}

fn overflow(result: Option<Decimal>) -> Outcome<Decimal> {
    match result {
        Some(number) => Ok(number),
        None => refuse("a number grew too large, or was divided by zero"),
    }
}

/// The decimal a float is written as.
pub(super) fn exactly(number: f64) -> Outcome<Decimal> {
    match number.to_string().parse() {
        Ok(number) => Ok(number),
        Err(_) => refuse(format!("{number} is not a number a decimal can keep")),
    }
}

/// Rhai's own check the size of their result only once it is there, and one of them never ends.
fn bounded_texts(engine: &mut Engine) {
    engine.register_fn("replace", |text: &mut ImmutableString, find: &str, with: &str| {
        replace(text, find, with)
    });
    engine.register_fn("replace", |text: &mut ImmutableString, find: &str, with: char| {
        replace(text, find, with.encode_utf8(&mut [0; 4]))
    });
    engine.register_fn("replace", |text: &mut ImmutableString, find: char, with: &str| {
        replace(text, find.encode_utf8(&mut [0; 4]), with)
    });
    engine.register_fn("replace", |text: &mut ImmutableString, find: char, with: char| {
        replace(text, find.encode_utf8(&mut [0; 4]), with.encode_utf8(&mut [0; 4]))
    });
    engine.register_fn("pad", |text: &mut ImmutableString, length: i64, with: &str| {
        pad(text, length, with)
    });
    engine.register_fn("pad", |text: &mut ImmutableString, length: i64, with: char| {
        pad(text, length, with.encode_utf8(&mut [0; 4]))
    });
    engine.register_fn("pad", pad_array);
}

fn replace(text: &mut ImmutableString, find: &str, with: &str) -> Outcome<()> {
    if find.is_empty() {
        return refuse("`replace` needs something to find");
    }
    let found = text.matches(find).count();
    let length = text.len() - found * find.len() + found.saturating_mul(with.len());
    if length > TEXT_BYTES_MAX {
        return refuse("the result of `replace` is too long");
    }
    *text = text.replace(find, with).into();
    Ok(())
}

fn pad(text: &mut ImmutableString, length: i64, with: &str) -> Outcome<()> {
    let present = text.chars().count();
    let wanted = usize::try_from(length).unwrap_or(0);
    let missing = wanted.saturating_sub(present);
    if missing == 0 {
        return Ok(());
    }
    if with.is_empty() {
        return refuse("`pad` needs something to pad with");
    }
    // As in Rhai, what pads is never cut, so the result may be a little longer than wanted.
    let times = missing.div_ceil(with.chars().count());
    if times.saturating_mul(with.len()).saturating_add(text.len()) > TEXT_BYTES_MAX {
        return refuse("the result of `pad` is too long");
    }
    *text = format!("{text}{}", with.repeat(times)).into();
    Ok(())
}

/// Rhai's own multiplies sizes without minding overflow: `a.pad(2^55, b)` with 511 items in `b` would pass its check
/// and end the process for want of memory.
fn pad_array(context: NativeCallContext, array: &mut rhai::Array, length: i64, with: Dynamic) -> Outcome<()> {
    let length = usize::try_from(length).unwrap_or(0);
    if length > ITEMS_MAX {
        return refuse("the result of `pad` is too long");
    }
    while array.len() < length {
        array.push(with.clone());
        // Every item may bring many others along.
        if array.len().is_multiple_of(16) {
            context
                .engine()
                .ensure_data_size_within_limits(&Dynamic::from_array(array.clone()))?;
        }
    }
    Ok(())
}

/// Rhai's own takes an error of the comparer, or an answer that is no whole number, for "leave them as they are".
fn sort(context: NativeCallContext, array: &mut rhai::Array, comparer: FnPtr) -> Outcome<()> {
    let mut failed = None;
    let mut compare = |left: &Dynamic, right: &Dynamic| {
        if failed.is_some() {
            return Ordering::Equal;
        }
        let answer = comparer
            .call_raw(&context, None, [left.clone(), right.clone()])
            .and_then(|answer| sign(&answer));
        answer.unwrap_or_else(|error| {
            failed = Some(error);
            Ordering::Equal
        })
    };
    // Sorting panics if the comparer contradicts itself.
    let sorted = catch_unwind(AssertUnwindSafe(|| array.sort_by(&mut compare)));
    match (failed, sorted) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => Ok(()),
        (None, Err(_)) => refuse("the comparer of `sort` contradicts itself"),
    }
}

/// What a comparer says of its left side: a number below zero, or `true`, puts it first.
fn sign(answer: &Dynamic) -> Outcome<Ordering> {
    if let Ok(number) = answer.as_int() {
        return Ok(number.cmp(&0));
    }
    if let Ok(number) = answer.as_decimal() {
        return Ok(number.cmp(&Decimal::ZERO));
    }
    match answer.as_bool() {
        Ok(first) => Ok(if first { Ordering::Less } else { Ordering::Greater }),
        Err(_) => refuse("the comparer of `sort` gives neither a number nor true or false"),
    }
}

/// Days from the first to the second of two dates written as `2024-09-27`.
fn days_between(start: &str, end: &str) -> Outcome<i64> {
    let date = |text: &str| match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(date) => Ok(date),
        Err(_) => refuse(format!("`{text}` is not a date such as 2024-02-28")),
    };
    Ok((date(end)? - date(start)?).num_days())
}
