//! How a text that decides is altered: a bound moved by one, an edge taken out or in, a period made longer.

use crate::calendar::{CalendarUnit, Period};

/// The condition with one of its thresholds altered, once for each way: every whole number one higher, every `>=` as `>`, and so on.
/// What stands between quotes is left alone.
pub fn thresholds(condition: &str) -> Vec<String> {
    let mut altered = Vec::new();
    for (start, token) in outside_quotes(condition) {
        let end = start + token.len();
        let instead = match token {
            ">=" => ">".to_owned(),
            "<=" => "<".to_owned(),
            ">" => ">=".to_owned(),
            "<" => "<=".to_owned(),
            number => match number.parse::<i64>() {
                Ok(number) => number.saturating_add(1).to_string(),
                Err(_) => continue,
            },
        };
        altered.push(format!("{}{instead}{}", &condition[..start], &condition[end..]));
    }
    altered
}

/// The period made longer: its first number one higher, or one hour later (`17:00 next day` → `18:00 next day`). `None` if it has
/// no number of its own (`settings.answer_within`), unless it is `same working day`.
pub fn longer(period: &str) -> Option<String> {
    if period == "same working day" {
        return Some("1 working day".to_owned());
    }
    let start = period.find(|letter: char| letter.is_ascii_digit())?;
    let is_own = !period[..start].ends_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    let digits = period[start..]
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(period.len() - start);
    let number: i64 = period[start..start + digits].parse().ok()?;
    let width = digits;
    is_own.then(|| {
        format!(
            "{}{:0width$}{}",
            &period[..start],
            number + 1,
            &period[start + digits..]
        )
    })
}

/// The period moved off a holiday after all, if it says that it is not.
pub fn moved_on(period: &str) -> Option<String> {
    let read: Period = period.parse().ok()?;
    let (count, unit) = read.by_calendar().filter(|_| matches!(read, Period::Exactly { .. }))?;
    let moved = match unit {
        CalendarUnit::Day => Period::Days(count),
        CalendarUnit::Week => Period::Weeks(count),
        CalendarUnit::Month => Period::Months(count),
        CalendarUnit::Year => Period::Years(count),
    };
    Some(moved.to_string())
}

/// Comparisons and whole numbers, each with where it begins.
fn outside_quotes(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut quote = None;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match quote {
            Some(_) if byte == b'\\' => at += 2,
            Some(open) => {
                if byte == open {
                    quote = None;
                }
                at += 1;
            }
            None if matches!(byte, b'"' | b'`' | b'\'') => {
                quote = Some(byte);
                at += 1;
            }
            None if matches!(byte, b'<' | b'>') => {
                let length = if bytes.get(at + 1) == Some(&b'=') { 2 } else { 1 };
                tokens.push((at, &text[at..at + length]));
                at += length;
            }
            None if byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii() => {
                let rest = &text[at..];
                let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
                let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len()).max(1);
                tokens.push((at, &rest[..length]));
                at += length;
            }
            None => at += 1,
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_is_altered_alone_and_quoted_ones_stay() {
        assert_eq!(
            thresholds("loss >= 50000 && name != \"a >= 3\" || rows_2 < 4"),
            [
                "loss > 50000 && name != \"a >= 3\" || rows_2 < 4",
                "loss >= 50001 && name != \"a >= 3\" || rows_2 < 4",
                "loss >= 50000 && name != \"a >= 3\" || rows_2 <= 4",
                "loss >= 50000 && name != \"a >= 3\" || rows_2 < 5",
            ]
        );
        assert!(thresholds("投诉人数 == settings.major_2").is_empty());
    }

    #[test]
    fn a_period_becomes_longer() {
        assert_eq!(longer("3 working days").as_deref(), Some("4 working days"));
        assert_eq!(longer("09:30 next day").as_deref(), Some("10:30 next day"));
        assert_eq!(
            longer("close of business, 5th working day").as_deref(),
            Some("close of business, 6th working day")
        );
        assert_eq!(longer("settings.answer_within_2"), None);
        assert_eq!(longer("half a working day"), None);
    }
}
