//! What the counters of a case type compare, and between which moments. Who counts is somebody else: this knows no other case.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use super::{reckoning, *};
use crate::calendar::Impossible;
use crate::form::Surroundings as _;
use crate::pack::{CalendarSpan, CaseType, CounterRule};

/// When the cases that count were opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// At this moment or later.
    pub since: Option<DateTime<Utc>>,
    pub before: Option<Before>,
}

/// Before a moment; at that very moment, before a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    pub at: DateTime<Utc>,
    /// Ids follow each other in time. `None`: nothing opened at that moment counts.
    pub case: Option<CaseId>,
}

impl Opened {
    /// Whether a case opened at this moment counts.
    pub fn includes(&self, case: CaseId, opened_at: DateTime<Utc>) -> bool {
        let is_before = |before: Before| {
            opened_at < before.at || (opened_at == before.at && before.case.is_some_and(|own| case < own))
        };
        self.since.is_none_or(|since| opened_at >= since) && self.before.is_none_or(is_before)
    }
}

impl CounterRule {
    /// The answers and decisions it compares, each once.
    pub fn names(&self) -> Vec<&Arc<str>> {
        let more = self.with.iter().map(|(name, _)| name);
        let more = more.filter(|name| !self.same.contains(name));
        self.same.iter().chain(more).collect()
    }

    /// When the cases it counts were opened. A case that is not there yet is opened `now`.
    ///
    /// # Errors
    /// If the calendar cannot look back so far.
    pub fn opened(&self, pack: &Pack, case: Option<&Case>, now: DateTime<Utc>) -> Result<Opened, Impossible> {
        let since = self.within.as_ref().map(|within| pack.calendar.before(within, now));
        let mut opened = Opened {
            since: since.transpose()?,
            before: None,
        };
        let own = case.map_or(now, |case| case.opened_at);
        if let Some(span) = self.period {
            let (first, next) = span.around(own.with_timezone(&pack.zone).date_naive());
            opened.since = Some(reckoning::start_of_day(pack, first));
            opened.before = next.map(|next| Before {
                at: reckoning::start_of_day(pack, next),
                case: None,
            });
        }
        if let Some(case) = case.filter(|_| self.before) {
            opened.before = Some(Before {
                at: case.opened_at,
                case: Some(case.id),
            });
        }
        Ok(opened)
    }
}

impl CalendarSpan {
    /// Its first day, and the first day of the next one.
    fn around(self, day: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
        let (month, months) = match self {
            Self::Month => (day.month(), 1),
            Self::Quarter => (day.month0() / 3 * 3 + 1, 3),
            Self::Year => (1, 12),
        };
        let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        (first, first.checked_add_months(Months::new(months)))
    }
}

/// What the cases that a counter counts must have, once `answers` are this case's own: the names it compares with their
/// values, taken as the rules would have them with nothing counted yet. What is not answered is empty, and like nothing.
pub fn compared(
    pack: &Pack,
    case_type: &CaseType,
    case: Option<&Case>,
    answers: &Answers,
    now: DateTime<Utc>,
    actor: &Actor,
) -> Vec<Vec<(Arc<str>, Value)>> {
    let nothing = BTreeMap::new();
    let context = Context {
        now,
        actor,
        counters: &nothing,
        people: None,
    };
    let mut compared = Vec::new();
    surroundings(pack, case_type, case, &context).with_frame(answers, &mut |frame| {
        let own = |name: &str| {
            let slot = case_type.layout.slot(name)?;
            frame.values.get(usize::from(slot.0)).cloned()
        };
        let value = |counter: &CounterRule, name: &Arc<str>| {
            let wanted = counter.with.iter().find(|(with, _)| with == name);
            let wanted = wanted.map(|(_, value)| value.clone());
            (Arc::clone(name), wanted.or_else(|| own(name)).unwrap_or_default())
        };
        compared = case_type
            .counters
            .values()
            .map(|counter| counter.names().into_iter().map(|name| value(counter, name)).collect())
            .collect();
    });
    compared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_the_calendar_begins_on_its_first_day() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let around = |span: CalendarSpan, text: &str| {
            let (first, next) = span.around(day(text));
            (first.to_string(), next.expect("a next one").to_string())
        };
        let spans = |first: &str, next: &str| (first.to_owned(), next.to_owned());
        assert_eq!(
            around(CalendarSpan::Month, "2024-12-31"),
            spans("2024-12-01", "2025-01-01")
        );
        assert_eq!(
            around(CalendarSpan::Quarter, "2024-06-30"),
            spans("2024-04-01", "2024-07-01")
        );
        assert_eq!(
            around(CalendarSpan::Quarter, "2024-10-01"),
            spans("2024-10-01", "2025-01-01")
        );
        assert_eq!(
            around(CalendarSpan::Year, "2024-02-29"),
            spans("2024-01-01", "2025-01-01")
        );
    }

    #[test]
    fn of_cases_opened_at_the_same_moment_the_earlier_id_comes_before() {
        let (at, id) = (DateTime::UNIX_EPOCH, |number| CaseId(Uuid::from_u128(number)));
        let opened = Opened {
            since: None,
            before: Some(Before { at, case: Some(id(7)) }),
        };
        assert!(opened.includes(id(6), at));
        assert!(!opened.includes(id(7), at), "a case does not come before itself");
        assert!(!opened.includes(id(8), at));
    }
}
