//! Opening hours: of a day, and of the days of a week.

use chrono::{Datelike, NaiveDate, Weekday};

use super::zone::MIDNIGHT;

/// Open from one minute of the local day until before another; [`MIDNIGHT`] ends the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) open: u16,
    pub(super) close: u16,
}

impl Interval {
    fn seconds(self) -> i64 {
        i64::from(self.close.saturating_sub(self.open)) * 60
    }
}

/// The opening hours of one day, in order and apart. None: closed.
pub(super) type Hours = Box<[Interval]>;

/// Working seconds of a day on which no clock is changed.
pub(super) fn seconds(hours: &[Interval]) -> i64 {
    hours.iter().map(|interval| interval.seconds()).sum()
}

/// Puts hours in order and joins those that touch; `None` when some overlap.
pub(super) fn in_order(mut hours: Vec<Interval>) -> Option<Hours> {
    hours.sort_by_key(|interval| interval.open);
    let mut joined: Vec<Interval> = Vec::with_capacity(hours.len());
    for interval in hours {
        match joined.last_mut() {
            Some(last) if interval.open < last.close => return None,
            Some(last) if interval.open == last.close => last.close = interval.close,
            _ => joined.push(interval),
        }
    }
    Some(joined.into())
}

/// The opening hours of an ordinary week.
#[derive(Debug, Clone, Default)]
pub(super) struct Week([Hours; 7]);

impl Week {
    pub(super) fn set(&mut self, day: Weekday, hours: Hours) {
        self.0[day.num_days_from_monday() as usize] = hours;
    }

    pub(super) fn of(&self, date: NaiveDate) -> &[Interval] {
        self.on(date.weekday())
    }

    pub(super) fn on(&self, day: Weekday) -> &[Interval] {
        &self.0[day.num_days_from_monday() as usize]
    }

    pub(super) fn days(&self) -> impl Iterator<Item = &Hours> {
        self.0.iter()
    }

    /// What a make-up workday keeps, when its own weekday is closed: the hours of the first open day of the week.
    pub(super) fn usual(&self) -> &[Interval] {
        self.0.iter().find(|hours| !hours.is_empty()).map_or(&[], |hours| hours)
    }
}

/// `08:30-12:00` as an interval of one day.
pub(super) fn interval(text: &str) -> Option<Interval> {
    let minute = |text: &str| {
        let (hour, minute) = text.trim().split_once(':')?;
        let two_digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if !two_digits(hour) || !two_digits(minute) || minute.len() != 2 {
            return None;
        }
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        let minutes = hour * 60 + minute;
        (minute < 60 && minutes <= MIDNIGHT).then_some(minutes)
    };
    let (open, close) = text.split_once('-')?;
    let interval = Interval {
        open: minute(open)?,
        close: minute(close)?,
    };
    (interval.open < interval.close).then_some(interval)
}

/// `mon-fri`, `sat`, `mon, wed`: the days of a week, by their first three letters.
pub(super) fn weekdays(text: &str) -> Option<Vec<Weekday>> {
    let one = |text: &str| match text.trim() {
        "mon" => Some(Weekday::Mon),
        "tue" => Some(Weekday::Tue),
        "wed" => Some(Weekday::Wed),
        "thu" => Some(Weekday::Thu),
        "fri" => Some(Weekday::Fri),
        "sat" => Some(Weekday::Sat),
        "sun" => Some(Weekday::Sun),
        _ => None,
    };
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            None => days.push(one(part)?),
            Some((from, to)) => {
                let (mut day, to) = (one(from)?, one(to)?);
                days.push(day);
                while day != to {
                    day = day.succ();
                    days.push(day);
                }
            }
        }
    }
    Some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_two_times_of_one_day_in_order() {
        assert_eq!(interval("08:30-12:00"), Some(Interval { open: 510, close: 720 }));
        assert_eq!(
            interval("0:00-24:00"),
            Some(Interval {
                open: 0,
                close: MIDNIGHT
            })
        );
        for text in [
            "12:00-08:30",
            "08:30",
            "08:30-24:01",
            "08:60-09:00",
            "8-12",
            "08:30-08:30",
            "+8:30-12:00",
            "99999:00-1:00",
        ] {
            assert_eq!(interval(text), None, "{text}");
        }
    }

    #[test]
    fn hours_that_touch_are_one_and_hours_that_overlap_are_none() {
        let hours = |texts: &[&str]| in_order(texts.iter().map(|text| interval(text).unwrap()).collect());
        assert_eq!(
            hours(&["12:00-18:00", "08:00-12:00"]),
            Some(Box::from([Interval { open: 480, close: 1080 }]))
        );
        assert_eq!(hours(&["08:00-12:00", "11:59-18:00"]), None);
    }

    #[test]
    fn weekdays_are_named_one_by_one_or_from_to() {
        assert_eq!(weekdays("mon-fri").map(|days| days.len()), Some(5));
        assert_eq!(
            weekdays("sat-mon"),
            Some(vec![Weekday::Sat, Weekday::Sun, Weekday::Mon])
        );
        assert_eq!(weekdays("mon, wed"), Some(vec![Weekday::Mon, Weekday::Wed]));
        assert_eq!(weekdays("monday"), None);
    }
}
