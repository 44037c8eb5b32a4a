//! Periods in English words.

use rust_decimal::Decimal;

use super::{HALF, Period, Trouble, Unit, digits, examples, time_of_day};
use crate::diagnostic::nearest;
use crate::locale::{Phrase, phrase};

/// Reads a text that [`super::plain`] has made uniform.
pub(super) fn parse(text: &str) -> Result<Period, Trouble> {
    if text == "at once" || text == "immediately" {
        return Ok(Period::AtOnce);
    }
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    read(&words)
}

fn read(words: &[&str]) -> Result<Period, Trouble> {
    match words {
        ["exactly", length @ ..] | [length @ .., "exactly"] => read(length)?.exactly(),
        ["close", "business", day @ ..] => match day_named(day)? {
            NamedDay::Same => Ok(Period::SameWorkingDay),
            NamedDay::Working(number) => Period::on_working_day(number, None),
            NamedDay::Next => Err(Trouble::new(
                phrase!("does not say which close of business: the next day may be closed"),
                phrase!("write `close of business, next working day`"),
            )),
        },
        [time, day @ ..] if time.contains(':') => {
            let at = time_of_day(time)?;
            match day_named(day)? {
                NamedDay::Working(number) => Period::on_working_day(number, Some(at)),
                NamedDay::Next => Ok(Period::NextDay { at }),
                NamedDay::Same => Err(Trouble::new(
                    phrase!("may be over when it starts: the same day ends with its close of business"),
                    phrase!("write `same working day`"),
                )),
            }
        }
        ["same", day @ ..] if is_working_day(day) => Ok(Period::SameWorkingDay),
        ["half", "a" | "an", unit @ ..] | ["a", "half", unit @ ..] | ["half", unit @ ..] => {
            Period::of(HALF, unit_named(unit)?)
        }
        [amount, unit @ ..] if !unit.is_empty() => Period::of(amount_of(amount)?, unit_named(unit)?),
        _ => Err(Trouble::no_period()),
    }
}

/// The words that carry meaning: `24h` is two, `twenty-four` one, `of` and `the` none.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let text = text.replace(',', " ");
    // A hyphen joins words; in front of a number it is a sign, and no period is negative.
    let hyphenated = text
        .split(' ')
        .flat_map(|word| word.split(if word.starts_with('-') { ' ' } else { '-' }));
    for word in hyphenated.filter(|word| !matches!(*word, "" | "of" | "the" | "on" | "by" | "at")) {
        let letters = word.find(|char: char| char.is_ascii_alphabetic()).unwrap_or(word.len());
        let (number, letters) = word.split_at(letters);
        let is_ordinal = matches!(letters, "st" | "nd" | "rd" | "th");
        if number.is_empty() || letters.is_empty() || is_ordinal {
            words.push(word.to_owned());
        } else {
            words.extend([number.to_owned(), letters.to_owned()]);
        }
    }
    let mut joined: Vec<String> = Vec::new();
    for word in words {
        match joined.last_mut() {
            Some(tens) if TENS.contains(&tens.as_str()) && counted(&word, &ONES).is_some_and(|ones| ones < 10) => {
                tens.push('-');
                tens.push_str(&word);
            }
            _ => joined.push(word),
        }
    }
    joined
}

enum NamedDay {
    /// The day of the event, if it is a working day that has not closed.
    Same,
    /// The next calendar day.
    Next,
    Working(u32),
}

fn day_named(words: &[&str]) -> Result<NamedDay, Trouble> {
    let (which, day) = words
        .split_first()
        .ok_or_else(|| Trouble::new(phrase!("does not say which day"), days()))?;
    let working = match day {
        day if is_working_day(day) => true,
        ["day"] => false,
        _ => return Err(Trouble::new(phrase!("does not say which day"), days())),
    };
    match (ordinal(which), working) {
        (None, true) if *which == "same" => Ok(NamedDay::Same),
        (Some(number), true) => Ok(NamedDay::Working(number)),
        (Some(1), false) if matches!(*which, "next" | "following") => Ok(NamedDay::Next),
        _ => Err(Trouble::new(phrase!("does not say which day"), days())),
    }
}

fn is_working_day(words: &[&str]) -> bool {
    matches!(words, ["working" | "business", "day"] | ["workday"])
}

fn days() -> Phrase {
    phrase!("write `next day`, `next working day` or for example `3rd working day`")
}

fn unit_named(words: &[&str]) -> Result<Unit, Trouble> {
    let unit = match words {
        ["working" | "business", "day" | "days"] | ["workday" | "workdays"] => Unit::WorkingDay,
        ["working" | "business", "hour" | "hours"] => Unit::WorkingHour,
        ["working" | "business", "minute" | "minutes"] => Unit::WorkingMinute,
        ["minute" | "minutes" | "min"] => Unit::Minute,
        ["hour" | "hours" | "h"] => Unit::Hour,
        ["calendar", "day" | "days"] | ["day" | "days"] => Unit::Day,
        ["week" | "weeks"] => Unit::Week,
        ["calendar", "month" | "months"] | ["month" | "months"] => Unit::Month,
        ["year" | "years"] => Unit::Year,
        _ => {
            let strange = words.iter().find(|word| !UNIT_WORDS.contains(word));
            return Err(match strange {
                Some(word) => Trouble::new(
                    phrase!("does not say how long: `{word}` is not a unit of time", word),
                    nearest(word, UNIT_WORDS.iter().copied())
                        .map_or_else(examples, |near| phrase!("did you mean `{near}`?", near)),
                ),
                None => Trouble::no_period(),
            });
        }
    };
    Ok(unit)
}

/// Plural first: what is nearly `days` was meant to be `days`.
const UNIT_WORDS: [&str; 16] = [
    "working", "business", "calendar", "days", "hours", "minutes", "weeks", "months", "years", "day", "hour", "minute",
    "week", "month", "year", "workdays",
];

fn amount_of(word: &str) -> Result<Decimal, Trouble> {
    if matches!(word, "a" | "an") {
        return Ok(Decimal::ONE);
    }
    digits(word)
        .or_else(|| counted(word, &ONES).map(Decimal::from))
        .ok_or_else(|| Trouble::no_amount(word))
}

/// `3rd`, `third`, `next`.
fn ordinal(word: &str) -> Option<u32> {
    const WORDS: [&str; 11] = [
        "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ];
    if matches!(word, "next" | "following") {
        return Some(1);
    }
    let number = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending)?.parse().ok());
    number.or_else(|| counted(word, &WORDS)).filter(|number| *number > 0)
}

pub(super) fn ordinal_ending(number: u32) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// The number that a word stands for, `words` being those from zero on.
fn counted(word: &str, words: &[&str]) -> Option<u32> {
    let position = |list: &[&str], word: &str| list.iter().position(|one| !one.is_empty() && *one == word);
    let (tens, ones) = word.split_once('-').unwrap_or((word, ""));
    let number = match (position(&TENS, tens), position(words, word), position(words, ones)) {
        (Some(tens), _, ones) => (tens + 2) * 10 + ones.unwrap_or(0),
        (None, Some(number), _) => number,
        _ => return None,
    };
    u32::try_from(number).ok()
}
